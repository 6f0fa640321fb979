"""Templates obey the content security policy and the translator."""

import re

import pytest

from tests.house.tree import files, short

TEMPLATES = {
    short(path): path.read_text(encoding="utf-8") for path in files(".html") + files(".svg")
}

INLINE = {
    "a script without a file": r"<script(?![^>]*\bsrc=)(?![^>]*\btype=\"application/json\")",
    "a style element": r"<style\b",
    "a style attribute": r"<[a-z][^<>]*\sstyle=",
    "an event attribute": r"<[a-z][^<>]*\son[a-z]+=",
    "a javascript: address": r"javascript:",
    "something from a third party": r"(?:\bsrc|\bsrcset|<link[^>]+href)=\"(?:https?:)?//",
}

TRUSTING = {
    "the safe filter": r"\|\s*safe\b",
    "autoescape off": r"{%\s*autoescape\s+off",
    "blocktranslate without trimmed": r"{%\s*blocktranslate(?![^%]*\btrimmed\b)",
    # Icons use no variable of their page.
    "an include that sees everything": r"{%\s*include\b(?! \"components/icons/)(?![^%]*\bonly\b)",
    "an old name of translate": r"{%\s*(?:trans|blocktrans)\s",
}


# The frame of every page shows what the request and the settings hold.
FRAME = "templates/base.html"


def found(pattern: str) -> list[str]:
    return [
        f"{name}:{text.count(chr(10), 0, match.start()) + 1}"
        for name, text in TEMPLATES.items()
        for match in re.finditer(pattern, text)
    ]


@pytest.mark.parametrize("pattern", INLINE.values(), ids=INLINE.keys())
def test_no_template_carries(pattern: str):
    assert found(pattern) == []


@pytest.mark.parametrize("pattern", TRUSTING.values(), ids=TRUSTING.keys())
def test_no_template_uses(pattern: str):
    assert [place for place in found(pattern) if not place.startswith(FRAME)] == []


def test_the_rules_see_what_they_forbid():
    bad = {
        "a script without a file": "<script>go()</script>",
        "a style element": "<style>",
        "a style attribute": '<p class="a" style="color:red">',
        "an event attribute": '<button type="button"\n onclick="go()">',
        "a javascript: address": '<a href="javascript:go()">',
        "something from a third party": '<img alt="" src="https://cdn.example/x.png">',
    }
    good = '<script src="{% static "a.js" %}" defer></script><p data-style="x" class="on">'
    assert {name for name, text in bad.items() if re.search(INLINE[name], text)} == set(INLINE)
    assert [name for name, pattern in INLINE.items() if re.search(pattern, good)] == []

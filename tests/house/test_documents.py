"""What a newcomer reads is true: links lead somewhere, every dependency is accounted for."""

import re
from pathlib import Path

import pytest

from tests.house.tree import ROOT, files, short

REQUIREMENT = re.compile(r"^([A-Za-z0-9][\w.-]*)")


def direct_requirements() -> list[str]:
    lines = [
        line
        for name in ("requirements.in", "requirements-dev.in")
        for line in (ROOT / name).read_text(encoding="utf-8").splitlines()
    ]
    return [match[1] for line in lines if (match := REQUIREMENT.match(line))]


def test_every_direct_requirement_is_explained_once():
    explained = re.findall(
        r"^\| `([^`]+)` \|",
        (ROOT / "docs/dependencies.md").read_text(encoding="utf-8"),
        flags=re.MULTILINE,
    )
    assert sorted(explained) == sorted(direct_requirements())


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_every_pin_is_exact_and_hashed(name: str):
    text = (ROOT / name).read_text(encoding="utf-8").replace("\\\n", " ")
    loose = [
        line
        for line in text.splitlines()
        if line.strip() and not line.lstrip().startswith("#")
        if "==" not in line or "--hash=sha256:" not in line
    ]
    assert loose == []


@pytest.mark.parametrize("document", files(".md"), ids=short)
def test_every_relative_link_leads_somewhere(document: Path):
    targets = re.findall(r"\]\(([^)\s]+)\)|src=\"([^\"]+)\"", document.read_text(encoding="utf-8"))
    missing = [
        target
        for pair in targets
        if (target := "".join(pair).partition("#")[0])
        and not re.match(r"[a-z]+:", target)
        and not (document.parent / target).exists()
    ]
    assert missing == []

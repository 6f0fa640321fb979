"""Every text has its Chinese, and the compiled catalogue is the one people read."""

import gettext
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.catalogue import Entry, read_catalogue
from tests.house.tree import ROOT, short, tracked_files

CATALOGUES = sorted((ROOT / "locale").glob("*/LC_MESSAGES/*.po"))

needs_gettext = pytest.mark.skipif(not shutil.which("msgfmt"), reason="GNU gettext is not here")


@pytest.fixture(params=CATALOGUES, ids=short)
def catalogue(request: pytest.FixtureRequest) -> Path:
    return request.param


def test_there_is_a_chinese_catalogue():
    assert ROOT / "locale/zh_Hans/LC_MESSAGES/django.po" in CATALOGUES


def test_every_text_is_translated_and_reviewed(catalogue: Path):
    unfinished = [e.key for e in read_catalogue(catalogue) if e.fuzzy or not e.is_translated]
    assert unfinished == []


def test_a_translation_keeps_every_placeholder(catalogue: Path):
    broken = [
        entry.key
        for entry in read_catalogue(catalogue)
        if entry.is_translated
        and any(placeholders(text) != wanted(entry) for text in entry.translations.values())
    ]
    assert broken == []


def test_placeholders_are_named(catalogue: Path):
    positional = [e.key for e in read_catalogue(catalogue) if re.search(r"(?<!%)%[sd]", e.msgid)]
    assert positional == []


def wanted(entry: Entry) -> set[str]:
    return placeholders(entry.plural or entry.msgid)


def placeholders(text: str) -> set[str]:
    return set(re.findall(r"%\(\w+\)[sd]|\{\w+\}", text))


def test_the_compiled_catalogue_is_fresh(catalogue: Path):
    with catalogue.with_suffix(".mo").open("rb") as compiled:
        stored = gettext.GNUTranslations(compiled)._catalog
    written = {
        (entry.key if entry.plural is None else (entry.key, form)): text
        for entry in read_catalogue(catalogue)
        for form, text in entry.translations.items()
        if not entry.fuzzy and entry.is_translated
    }
    assert {key: text for key, text in stored.items() if key} == written


@needs_gettext
def test_gettext_accepts_the_catalogue(catalogue: Path):
    checked = subprocess.run(
        ["msgfmt", "--check", "--output-file", os.devnull, str(catalogue)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert checked.stderr == ""
    assert checked.returncode == 0


@needs_gettext
def test_every_text_in_the_code_is_gathered(tmp_path: Path):
    for path in tracked_files():
        copy = tmp_path / path.relative_to(ROOT)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, copy)
    shutil.copymode(ROOT / "scripts/messages", tmp_path / "scripts/messages")
    (tmp_path / ".venv").symlink_to(sys.prefix)
    subprocess.run(["scripts/messages"], cwd=tmp_path, capture_output=True, check=True)
    name = "locale/zh_Hans/LC_MESSAGES/django.po"
    gathered = {entry.key for entry in read_catalogue(tmp_path / name)}
    committed = {entry.key for entry in read_catalogue(ROOT / name)}
    assert gathered == committed

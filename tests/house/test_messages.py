"""Every text has its Chinese, and the compiled catalogue is the one people read."""

import gettext
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import django
import pytest
import wagtail
from django.utils import translation

from tests.house.catalogue import Entry, read_catalogue
from tests.house.tree import ROOT, files, short, tracked_files

CATALOGUES = sorted((ROOT / "locale").rglob("LC_MESSAGES/*.po"))
FRAMEWORKS = ROOT / "locale/frameworks/zh_Hans/LC_MESSAGES"

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


def test_placeholders_are_named():
    ours = read_catalogue(ROOT / "locale/zh_Hans/LC_MESSAGES/django.po")
    positional = [entry.key for entry in ours if re.search(r"(?<!%)%[sd]", entry.msgid)]
    assert positional == []


def wanted(entry: Entry) -> set[str]:
    return placeholders(entry.plural or entry.msgid)


def placeholders(text: str) -> set[str]:
    return set(re.findall(r"%\(\w+\)[sd]|\{\w+\}", text))


def test_texts_are_marked_by_names_that_are_gathered():
    alias = re.compile(r"gettext(?:_lazy)? as (\w+)")
    strange = [
        f"{short(path)}: {name}"
        for path in files(".py", within=("association", "home"))
        for name in alias.findall(path.read_text(encoding="utf-8"))
        if name != "_"
    ]
    assert strange == []


@pytest.mark.parametrize("domain", ["django", "djangojs"])
def test_what_is_reworded_for_a_framework_is_still_its_text(domain: str):
    known = {
        entry.key
        for package in (django, wagtail)
        for path in Path(package.__file__).parent.rglob(f"locale/en/LC_MESSAGES/{domain}.po")
        for entry in read_catalogue(path)
    }
    reworded = {entry.key for entry in read_catalogue(FRAMEWORKS / f"{domain}.po")}
    assert reworded - known == set()


def test_our_words_win_over_the_frameworks_own():
    with translation.override("zh-hans"):
        told = {text: translation.gettext(text) for text in ("live", "Account", "Approve")}
    assert told == {"live": "已发布", "Account": "账号", "Approve": "同意"}


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

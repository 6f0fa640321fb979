"""A set is whole or it is refused; `test_backup_under_load` holds what is in it."""

import json
import os
import shutil
import stat
from collections import namedtuple
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, InMemoryStorage, storages
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import translation

from association.core.backups import making, sqlite
from association.core.backups.checking import check_set
from association.core.backups.engines import present_engine
from association.core.backups.errors import Failed, Refused
from association.core.backups.making import make_backup
from association.core.backups.manifest import Manifest
from association.core.backups.restoring import restore_set

pytestmark = pytest.mark.django_db

Usage = namedtuple("Usage", "total used free")


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.fixture
def stores(monkeypatch, tmp_path):
    """Both stores as folders, with a file in each."""
    folders = {"default": tmp_path / "var/media", "private": tmp_path / "var/private"}
    for name, folder in folders.items():
        # Not by STORAGES: then the fields of models would keep stores that nobody else has.
        monkeypatch.setitem(storages._storages, name, FileSystemStorage(location=folder))
        storages[name].save("deep/down/file.txt", ContentFile(f"in {name}"))
    return folders


@pytest.fixture
def made(stores, tmp_path):
    """A whole set."""
    folder = tmp_path / "set"
    make_backup(folder)
    return folder


@pytest.fixture
def dump():
    """The name of the database's file in a set."""
    return present_engine().DUMP


def names_in(folder):
    return {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}


def test_a_set_names_every_file_with_its_digest_and_every_table(made, dump):
    manifest = Manifest.read(made)
    files = {"files/default/deep/down/file.txt", "files/private/deep/down/file.txt", dump}
    assert names_in(made) == files | {"manifest.json", "manifest.json.sha256"}
    assert {name: told["sha256"] for name, told in manifest.files.items()} == {
        name: sha256((made / name).read_bytes()).hexdigest() for name in files
    }
    assert set(connection.introspection.table_names()) <= manifest.tables.keys()
    assert manifest.tables["wagtailcore_site"] == 1
    assert "accounts.0001_people" in manifest.migrations
    assert manifest.made_at.endswith("+00:00")
    assert manifest.missing == []


def test_nobody_but_its_owner_may_enter_a_set(made):
    assert stat.S_IMODE(made.stat().st_mode) == 0o700
    assert {stat.S_IMODE(p.stat().st_mode) for p in made.rglob("*") if p.is_file()} == {0o600}


def test_a_whole_set_is_found_whole(made):
    assert check_set(made).files


def test_a_backup_may_go_into_an_empty_folder(stores, tmp_path):
    (tmp_path / "new").mkdir()
    call_command("backup", tmp_path / "new")
    assert check_set(tmp_path / "new")


def test_what_is_in_a_folder_is_never_written_over(stores, tmp_path):
    (tmp_path / "old").mkdir()
    (tmp_path / "old/letter").write_text("keep")
    with pytest.raises(CommandError, match="is not empty") as refused:
        call_command("backup", tmp_path / "old")
    assert refused.value.returncode == 2
    assert names_in(tmp_path / "old") == {"letter"}


def test_a_set_is_not_put_among_the_files_of_the_site(stores):
    with pytest.raises(Refused, match="Choose one outside"):
        make_backup(stores["default"] / "backup")


def test_a_folder_that_is_not_there_is_named(stores, tmp_path):
    with pytest.raises(Refused, match="nowhere does not exist"):
        make_backup(tmp_path / "nowhere/set")


def test_too_little_room_is_told_before_anything_is_written(stores, tmp_path, monkeypatch):
    monkeypatch.setattr(shutil, "disk_usage", lambda _place: Usage(10**9, 10**9, 1000))
    with pytest.raises(Refused, match="MB are needed"):
        make_backup(tmp_path / "set")
    assert {path.name for path in tmp_path.iterdir()} == {"var"}


def test_a_store_that_is_no_folder_is_not_left_out_silently(monkeypatch, tmp_path):
    monkeypatch.setitem(storages._storages, "private", InMemoryStorage())
    with pytest.raises(Refused, match="private"):
        make_backup(tmp_path / "set")


def test_a_backup_that_goes_wrong_leaves_nothing(stores, tmp_path, monkeypatch):
    def full(_folder):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(making, "copy_stores", full)
    with pytest.raises(CommandError, match="No space left") as failed:
        call_command("backup", tmp_path / "set")
    assert failed.value.returncode == 1
    assert {path.name for path in tmp_path.iterdir()} == {"var"}


def test_files_that_rows_name_and_nobody_has_are_told(stores, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(making, "files_named_by_rows", lambda _fetch: {"files/private/gone.jpg"})
    call_command("backup", tmp_path / "set")
    assert "files/private/gone.jpg" in capsys.readouterr().err
    assert Manifest.read(tmp_path / "set").missing == ["files/private/gone.jpg"]


def change_a_byte(folder, name):
    content = bytearray((folder / name).read_bytes())
    content[len(content) // 2] ^= 1
    (folder / name).write_bytes(content)


def seal_anew(folder, **changes):
    replace(Manifest.read(folder), **changes).write(folder)


def swap_for_a_link(folder, name):
    content = folder.parent / "elsewhere"
    (folder / name).rename(content)
    (folder / name).symlink_to(content)


OF_STORE = "files/private/deep/down/file.txt"
SPOILT = {
    "a byte of a file": (lambda folder: change_a_byte(folder, OF_STORE), "is damaged: 1"),
    "a file gone": (lambda folder: (folder / OF_STORE).unlink(), "is damaged: 1"),
    "a link": (lambda folder: swap_for_a_link(folder, OF_STORE), "is damaged: 1"),
    "a byte of the manifest": (lambda folder: change_a_byte(folder, "manifest.json"), "manifest"),
    "no manifest": (lambda folder: (folder / "manifest.json").unlink(), "is no whole backup"),
    "no seal": (lambda folder: (folder / "manifest.json.sha256").unlink(), "is no whole backup"),
    "an empty seal": (
        lambda folder: (folder / "manifest.json.sha256").write_text(""),
        "is damaged",
    ),
    "another format": (lambda folder: seal_anew(folder, format=99), "format 99"),
    "another engine": (lambda folder: seal_anew(folder, engine="oracle"), "oracle"),
    "another release": (
        lambda folder: seal_anew(folder, migrations=["core.0001_initial"], known=["core.0999_new"]),
        "another release",
    ),
    "a way out": (
        lambda folder: seal_anew(folder, files={"../../etc/passwd": {}}),
        "Do not trust this set",
    ),
    "no set at all": (shutil.rmtree, "is no whole backup"),
}


@pytest.mark.parametrize(("spoil", "told"), SPOILT.values(), ids=SPOILT.keys())
def test_a_set_that_is_not_right_is_refused_before_anything_is_touched(made, stores, spoil, told):
    spoil(made)
    before = {path: path.read_bytes() for path in stores["private"].parent.rglob("*.*")}
    for options in ({"verify": True}, {"replace": True}):
        with pytest.raises(CommandError, match=told) as refused:
            call_command("restore", made, **options)
        assert refused.value.returncode == 2
        assert str(refused.value).endswith("Nothing has been changed.")
    assert {p: p.read_bytes() for p in stores["private"].parent.rglob("*.*")} == before


def test_a_changed_byte_of_the_database_is_seen(made, dump):
    change_a_byte(made, dump)
    with pytest.raises(Refused, match=dump):
        check_set(made)


def test_a_set_of_a_database_that_remembers_more_than_its_release_knows_is_taken(made):
    """An app that is gone leaves its migrations in the database."""
    seal_anew(made, migrations=[*Manifest.read(made).migrations, "gone.0001_initial"])
    assert check_set(made)


def test_a_site_that_is_there_is_not_written_over_without_being_told_to(made):
    with pytest.raises(Refused, match="--replace"):
        restore_set(made)


def test_files_alone_are_a_site_as_well(made, monkeypatch):
    monkeypatch.setattr(present_engine(), "is_empty", lambda: True)
    with pytest.raises(Refused, match="--replace"):
        restore_set(made)


def test_verify_says_what_is_in_a_set(made, capsys):
    call_command("restore", made, verify=True)
    made_at = Manifest.read(made).made_at
    assert capsys.readouterr().out.startswith(
        f"The backup is whole and fits this site. Made {made_at}"
    )


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite needs no programs")
@pytest.mark.parametrize("program", ["pg_dump", "pg_restore"])
def test_programs_older_than_the_server_are_named(made, tmp_path, monkeypatch, program):
    folder = tmp_path / "bin"
    folder.mkdir()
    (folder / program).write_text(f"#!/bin/sh\necho '{program} (PostgreSQL) 9.6.24'\n")
    (folder / program).chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
    with pytest.raises(Refused, match=f"{program} is of version 9"):
        make_backup(tmp_path / "other") if program == "pg_dump" else check_set(made)


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite needs no programs")
def test_a_set_of_a_newer_server_is_refused(made):
    seal_anew(made, server=Manifest.read(made).server + 1)
    with pytest.raises(Refused, match=r"pg_restore|at least as new"):
        check_set(made)


def test_the_manifest_is_for_people_as_well(made):
    told = json.loads((made / "manifest.json").read_text(encoding="utf-8"))
    assert {"made_at", "engine", "release", "tables", "files"} <= told.keys()


@pytest.fixture
def beside(tmp_path, monkeypatch):
    """A SQLite site of its own with one row, and a dump with two."""
    monkeypatch.setattr(sqlite, "database", lambda: tmp_path / "db.sqlite3")
    for name, rows in (("db.sqlite3", 1), ("dump", 2)):
        with sqlite.closing(sqlite.sqlite3.connect(tmp_path / name)) as opened, opened:
            opened.execute("CREATE TABLE plaque (id INTEGER PRIMARY KEY)")
            opened.executemany("INSERT INTO plaque VALUES (?)", [(i,) for i in range(rows)])
    return tmp_path


def count(path: Path):
    with sqlite.closing(sqlite.sqlite3.connect(path)) as opened:
        return opened.execute("SELECT count(*) FROM plaque").fetchone()[0]


@pytest.mark.parametrize("ending", ["-journal", "-wal"])
def test_what_lies_beside_the_old_database_does_not_spoil_the_new(beside, ending):
    restoration = sqlite.Restoration("now")
    restoration.prepare(beside / "dump")
    (beside / f"db.sqlite3{ending}").write_bytes(b"left by a crash")
    assert restoration.put_in_place() == str(beside / "db.sqlite3.before-now")
    assert count(beside / "db.sqlite3") == 2
    assert count(beside / "db.sqlite3.before-now") == 1
    assert not (beside / f"db.sqlite3{ending}").exists()


def test_a_database_that_is_written_to_is_left_alone(beside):
    with sqlite.closing(sqlite.sqlite3.connect(beside / "db.sqlite3")) as busy:
        busy.execute("BEGIN IMMEDIATE")
        with pytest.raises(Refused, match="Stop the site"):
            sqlite.Restoration("now").prepare(beside / "dump")
    assert sorted(path.name for path in beside.iterdir()) == ["db.sqlite3", "dump"]


def test_a_dump_that_sqlite_finds_broken_is_not_put_in_place(beside):
    content = bytearray((beside / "dump").read_bytes())
    content[4096:] = b"\xff" * (len(content) - 4096)
    (beside / "dump").write_bytes(content)
    with pytest.raises(Failed, match="is not sound"):
        sqlite.Restoration("now").prepare(beside / "dump")
    assert count(beside / "db.sqlite3") == 1

"""`manage.py verify_draw`: a tick for each step, a sentence for a file that is something else."""

import io
import json

import pytest
from django.core.management import CommandError, call_command

from association.peer_review import selection
from association.peer_review.management.commands import verify_draw
from tests.peer_review.selection import making, visiting


@pytest.fixture
def check(tmp_path):
    """Return a function that runs the command on a text and returns what it printed."""

    def run(text, *options):
        file = tmp_path / "draw.json"
        file.write_bytes(text.encode() if isinstance(text, str) else text)
        printed = io.StringIO()
        try:
            call_command("verify_draw", str(file), *options, stdout=printed)
        except CommandError as error:
            error.printed = printed.getvalue()
            raise
        return printed.getvalue()

    return run


def test_a_sound_record_gets_a_tick_for_each_step(check):
    record = making.withdrawn(making.record(), making.code_of(3))
    lines = check(selection.as_text(record)).splitlines()
    assert [line[0] for line in lines[:-1]] == ["✓"] * 13
    assert lines[-1].endswith(record["announcement_hash"])


def test_a_sound_record_of_visits_does_too(check):
    printed = check(selection.as_text(visiting.amended_record()))
    assert "✗" not in printed
    assert printed.count("✓") == 13


def test_a_forged_record_shows_where_and_fails(check):
    record = making.record()
    with pytest.raises(CommandError, match="2 of its steps") as refused:
        check(json.dumps(record | {"result": []}))
    crossed = [line for line in refused.value.printed.splitlines() if line.startswith("✗")]
    assert len(crossed) == 2
    assert refused.value.returncode == 1


def test_the_hash_a_reader_noted_is_compared(check):
    record = making.record()
    text = selection.as_text(record)
    assert "✗" not in check(text, "--announced", record["announcement_hash"].upper())
    with pytest.raises(CommandError, match="not the one you noted"):
        check(text, "--announced", "0" * 64)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "no JSON"),
        ('{"format": "plaque-draw/1"', "no JSON"),
        (b"\xff\xfe\x00", "no JSON"),
        ("[" * 200_000, "no JSON"),
        ("1" * 5000, "no JSON"),
        ("[]", "no record of a draw"),
        ('{"format": "other/1"}', "no record of a draw"),
        ('{"format": 7}', "no record of a draw"),
        ('{"format": "plaque-draw/2"}', "“plaque-draw/2”"),
    ],
)
def test_a_file_that_is_something_else_is_refused_in_words(check, text, sentence):
    with pytest.raises(CommandError, match=sentence):
        check(text)


def test_a_record_with_nothing_in_it_fails_at_its_form(check):
    with pytest.raises(CommandError, match="1 of its steps") as refused:
        check('{"format": "plaque-draw/1"}')
    assert refused.value.printed.startswith("✗ The file is a record of a draw")


def test_a_file_too_large_is_not_even_read(check, monkeypatch):
    monkeypatch.setattr(verify_draw, "LARGEST", 100)
    with pytest.raises(CommandError, match="too large"):
        check(selection.as_text(making.record()))


def test_a_file_that_is_not_there_is_told(tmp_path):
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("verify_draw", str(tmp_path / "none.json"))


def test_a_byte_order_mark_does_no_harm(check):
    assert "✗" not in check("\ufeff" + selection.as_text(making.record()))

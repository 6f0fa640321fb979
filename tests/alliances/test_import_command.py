import io
import json

import pytest
from django.core.management import CommandError, call_command
from django.db.models.signals import pre_save
from django.utils import translation

from association.alliances.models import School
from association.core.errors import RuleError
from tests.alliances.ledgers import SAMPLE

pytestmark = pytest.mark.django_db


def run(*arguments):
    """Run the command in English; return what it wrote to stdout and to stderr."""
    out, err = io.StringIO(), io.StringIO()
    with translation.override("en"):
        call_command("import_roster", *arguments, stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def test_the_command_takes_a_ledger_in_and_tells_what_it_did(tmp_path):
    out, err = run(SAMPLE, "--report", tmp_path / "out.json")
    assert School.objects.count() == 117
    assert "133 of 133 rows" in err
    assert "New  117" in out
    assert "Refused  16" in out
    assert "Row 9 has the same credit code" in out
    report = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))
    assert list(report) == ["rows", "created", "updated", "unchanged", "errors", "warnings"]
    assert (report["rows"], report["created"], len(report["errors"])) == (133, 117, 16)
    assert report["errors"][0] == {
        "row": 18,
        "column": "统一社会信用代码",
        "value": "52370799MJE6719411",
        "reason": "uscc checksum",
        "message": report["errors"][0]["message"],
    }


def test_a_dry_run_says_so_and_writes_nothing(tmp_path):
    out, _err = run(SAMPLE, "--dry-run", "--report", tmp_path / "out.json")
    assert "nothing was written" in out
    assert not School.objects.exists()
    assert json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))["created"] == 117


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("ledger.xlsx", b"%PDF-1.7", "not an XLSX workbook"),
        ("ledger.csv", b"", "The file is empty"),
        ("missing.xlsx", None, "cannot be opened"),
    ],
)
def test_a_file_that_cannot_be_read_ends_with_2_and_a_sentence(tmp_path, name, content, told):
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(CommandError, match=told) as caught:
        run(tmp_path / name)
    assert caught.value.returncode == 2


def test_a_report_that_cannot_be_written_is_told_after_the_import(tmp_path):
    with pytest.raises(CommandError, match="cannot be written"):
        run(SAMPLE, "--report", tmp_path / "no such folder" / "out.json")
    assert School.objects.count() == 117


def test_a_rule_that_stands_against_it_is_told_in_its_words():
    def refuse(**_kwargs):
        raise RuleError("No more today. Go on tomorrow.")

    run(SAMPLE)
    school = School.objects.first()
    School.objects.filter(pk=school.pk).update(name="旧名称")
    pre_save.connect(refuse, sender=School)
    try:
        with pytest.raises(CommandError) as caught:
            run(SAMPLE)
    finally:
        pre_save.disconnect(refuse, sender=School)
    assert (str(caught.value), caught.value.returncode) == ("No more today. Go on tomorrow.", 1)
    assert School.objects.get(pk=school.pk).name == "旧名称"

"""Ledgers for the tests of the import: the sample, and small ones made on the spot."""

import csv
import io
import json
from datetime import date, datetime
from pathlib import Path

from openpyxl import load_workbook

from association.alliances import roster
from association.alliances.roster.importer import read_roster
from tests.factories.schools import make_uscc

SAMPLE = Path(roster.__file__).parent / "sample" / "roster.xlsx"
EXPECTED = json.loads(
    (Path(__file__).parents[1] / "roster" / "roster.expected.json").read_text(encoding="utf-8")
)

HEADERS = {
    "序号": "",
    "单位名称": "",
    "统一社会信用代码": "",
    "办学内容": "文化艺术",
    "办学地址": "示范区测试路1号",
    "所属联盟": "东",
    "联系电话": "0536-0123456",
    "许可证有效期至": "长期",
}


def read_sample():
    return read_roster(SAMPLE.read_bytes(), SAMPLE.name)


def entry(number, **values):
    """A sound row of a small ledger."""
    own = {
        "序号": number,
        "单位名称": f"示范区第{number}学校",
        "统一社会信用代码": make_uscc(9000 + number),
    }
    return HEADERS | own | values


def ledger(*entries, without=()):
    """The bytes of a CSV ledger."""
    headers = [header for header in HEADERS if header not in without]
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, headers, extrasaction="ignore")
    writer.writeheader()
    writer.writerows(entries)
    return buffer.getvalue().encode()


def read(*entries, without=()):
    return read_roster(ledger(*entries, without=without), "ledger.csv")


def sample_as_csv(encoding):
    """The sample as a spreadsheet program would save it as CSV."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    for row in load_workbook(SAMPLE, data_only=True).active.iter_rows(values_only=True):
        writer.writerow([_text(value) for value in row])
    return buffer.getvalue().encode(encoding)


def _text(value):
    return value.strftime("%Y-%m-%d") if isinstance(value, date | datetime) else value

"""openpyxl, which trusts its files, reads the sample cell for cell as our bounded reader does."""

import datetime as dt

from openpyxl import load_workbook

from association.alliances.roster.reading import read_sheet
from tests.roster.books import SAMPLE


def plain(value):
    return value.date() if isinstance(value, dt.datetime) else value


def test_both_readers_agree_on_every_cell():
    ours = read_sheet(SAMPLE.read_bytes(), "roster.xlsx")
    theirs = load_workbook(SAMPLE)[ours.title]
    expected = {
        (cell.row, place): plain(cell.value)
        for row in theirs.iter_rows()
        for place, cell in enumerate(row)
        if cell.value is not None
    }
    found = {
        (line.number, place): plain(value)
        for line in ours.lines
        for place, value in enumerate(line.cells)
        if value is not None
    }
    assert len(found) > 1500
    assert found == expected

"""What became of a decision after it was sent: its department reads it on the desk."""

import datetime as dt
from io import BytesIO

import pytest
from openpyxl import load_workbook

from association.violations.enums import (
    Aftermath,
    AppealStatus,
    CaseStatus,
    Measure,
    ObjectionStatus,
    RepairStatus,
)
from association.violations.package import contents_of
from association.violations.package.table import COLUMNS, outcome_of_appeal
from association.violations.selectors.aftermath import aftermath_of
from association.violations.services import end_cases, send_filing
from tests.factories.cases import make_case
from tests.factories.ways_back import make_appeal, make_entry, make_objection, make_repair
from tests.peer_review.portal.desk import enter, words
from tests.violations.acting import on
from tests.violations.filing.desk import (
    archive_of,
    liaison_of,
    line_of,
    make_filed,
    make_handed_over,
    make_sent,
)

pytestmark = pytest.mark.django_db


def become(later, case):
    """Let a decision in force be withdrawn, be repaired, or end by itself. Returns a day after."""
    day = dt.timedelta(days=1)
    if later == Aftermath.WITHDRAWN:
        make_objection(ObjectionStatus.WITHDRAWN, case=case)
    elif later == Aftermath.REPAIRED:
        make_repair(RepairStatus.GRANTED, case=case)
    case.refresh_from_db()
    return case.public_until + day if later == Aftermath.RUN_OUT else case.in_force_on + 2 * day


SAID = {
    Aftermath.WITHDRAWN: ("决定已于", "撤回", "withdrawn later"),
    Aftermath.REPAIRED: ("学校已完成信用修复", "提前结束", "put things right"),
    Aftermath.RUN_OUT: ("公示期已于", "自行结束", "ended by itself"),
}


@pytest.mark.parametrize("later", Aftermath)
def test_the_desk_says_what_became_of_the_decision(client, later):
    filing = make_sent(case=make_entry(Measure.CIRCULAR))
    listing = f"/department-desk/{filing.department.code}/filings/"
    assert aftermath_of(filing.case) is None
    kept = archive_of(filing).read("事项.csv")
    with on(become(later, filing.case)):
        enter(client, liaison_of(filing))
        begins, ends, title = SAID[later]
        assert title in words(client.get(f"{listing}{filing.code}/"))
        assert str(Aftermath(later).label) in words(client.get(listing))
        book = load_workbook(BytesIO(client.get(f"{listing}table.xlsx").getvalue())).active
        told = dict(zip(COLUMNS, [cell.value for cell in book[2]], strict=True))
        assert told["后续情况"].startswith(begins)
        assert told["后续情况"].endswith(ends)
        assert begins in client.get(f"{listing}table.csv").content.decode("utf-8-sig")
        assert (told["申诉结果"] == "决定已撤回") is (later == Aftermath.WITHDRAWN)
        filing.refresh_from_db()
        assert archive_of(filing).read("事项.csv") == kept


def test_an_entry_ends_for_the_desk_by_its_day_and_stays_ended():
    case = make_entry(Measure.CIRCULAR)
    with on(case.public_until):
        assert aftermath_of(case) is None
    with on(case.public_until + dt.timedelta(days=1)):
        assert aftermath_of(case).day == case.public_until
        end_cases()
        case.refresh_from_db()
        assert aftermath_of(case).day == case.public_until


@pytest.mark.parametrize("later", [Aftermath.REPAIRED, Aftermath.RUN_OUT])
def test_what_is_prepared_later_says_so_in_letter_and_table(later):
    case = make_entry(Measure.CIRCULAR)
    before = contents_of(make_filed(case=case))
    assert before.row["后续情况"] == ""
    assert before.row["申诉结果"] == "学校接受决定，没有申诉"
    with on(become(later, case)):
        contents = contents_of(before.filing)
        begins, ends, _title = SAID[later]
        assert contents.row["后续情况"].startswith(begins)
        assert begins in contents.letter.text
        assert ends in contents.letter.text
        assert line_of(archive_of(send_filing(filing=before.filing, acting_user=None)))[
            "后续情况"
        ].startswith(begins)


@pytest.mark.parametrize("status", [CaseStatus.ANNULLED, CaseStatus.APPEALED])
def test_who_appealed_is_not_told_of_as_silent(status):
    case = make_case(status)
    with on(case.final_on + dt.timedelta(days=2)):
        assert "没有申诉" not in outcome_of_appeal(case)


def test_a_withdrawn_decision_is_not_told_of_as_waiting_to_be_in_force():
    filing = make_filed(case=make_handed_over())
    make_appeal(AppealStatus.UPHELD, case=filing.case)
    letter = contents_of(filing).letter.text
    assert "决定已于" in letter
    assert "尚未生效" not in letter
    assert "没有申诉" not in letter

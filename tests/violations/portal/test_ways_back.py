"""What a school does from its desk once its case is decided, and what it reads of it."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from association.core import clock
from association.violations.enums import (
    AppealStatus,
    CaseStatus,
    Measure,
    RepairStatus,
)
from association.violations.models import Appeal, Objection, Repair
from tests.factories.cases import make_case, make_pledged_school
from tests.factories.files import PDF
from tests.factories.ways_back import (
    REASONS,
    WORDS,
    let_repairs_be_early,
    make_appeal,
    make_decided,
    make_entry,
    make_objection,
    make_repair,
)
from tests.peer_review.portal.desk import enter, fields_of, links, words
from tests.pledges.desk import queries_of
from tests.violations.acting import on
from tests.violations.portal.desk import listing, page, person_of

pytestmark = pytest.mark.django_db
ACTS = ["appeal", "accept", "object", "repair"]


def at_desk(client, case):
    enter(client, person_of(case.school))
    return case


def pdf():
    return SimpleUploadedFile("证明.pdf", PDF)


def test_a_school_appeals_with_words_and_files(client):
    case = at_desk(client, make_decided())
    read = words(client.get(page(case)))
    assert page(case, "appeal") in links(client.get(page(case)))
    assert "There is one appeal in a case." in read
    sent = client.post(page(case, "appeal"), {"words": WORDS, "files": [pdf()]}, follow=True)
    assert sent.redirect_chain == [(page(case), 302)]
    told = words(sent)
    assert "Your appeal is in." in told
    assert Appeal.objects.get().code in told
    assert "working days left" in told
    assert page(case, "accept") not in links(sent)
    case.refresh_from_db()
    assert case.status == CaseStatus.APPEALED


def test_a_school_accepts_by_an_explicit_tick(client):
    case = at_desk(client, make_decided())
    asked = client.get(page(case, "accept"))
    assert "It cannot be taken back." in words(asked)
    without = client.post(page(case, "accept"), {})
    assert without.status_code == 422
    assert "Please tick this" in words(without)
    case.refresh_from_db()
    assert case.accepted_at is None
    sent = client.post(page(case, "accept"), {"accepted": "on"}, follow=True)
    case.refresh_from_db()
    assert case.takes_effect
    assert page(case, "appeal") not in links(sent)
    assert "Your school accepted the decision on" in words(sent)


def test_a_reminder_is_not_accepted_but_can_be_appealed(client):
    case = at_desk(client, make_case(CaseStatus.CLOSED, measure=Measure.REMIND))
    there = links(client.get(page(case)))
    assert page(case, "appeal") in there
    assert page(case, "accept") not in there


def test_a_school_objects_to_its_entry_and_keeps_the_receipt(client):
    case = at_desk(client, make_entry())
    sent = client.post(page(case, "object"), {"words": WORDS}, follow=True)
    row = Objection.objects.get()
    assert row.by_school
    assert f"/objections/{row.receipt}/" in links(sent)
    assert row.code in words(sent)


def test_objections_of_others_are_not_the_school_s(client):
    case = at_desk(client, make_entry())
    row = make_objection(case=case, who="王家长")
    read = client.get(page(case)).content.decode()
    assert row.code not in read
    assert row.words not in read
    assert row.receipt not in read


def test_a_school_asks_for_repair(client):
    let_repairs_be_early()
    case = at_desk(client, make_entry())
    assert "that found the promise kept" in words(client.get(page(case)))
    client.post(page(case, "repair"), {"words": WORDS, "files": [pdf()]})
    row = Repair.objects.get()
    assert row.statement.evidence.get().title == "证明.pdf"
    read = client.get(page(case))
    assert page(case, "repair") not in links(read)
    assert "Please wait for the answer." in words(read)


def test_a_school_reads_from_which_day_a_repair_can_be_asked_for(client):
    case = at_desk(client, make_entry())
    assert "before a repair could be asked for" in words(client.get(page(case)))


def test_an_expelled_school_reads_that_visits_are_made_at_members(client):
    let_repairs_be_early()
    case = at_desk(client, make_entry(Measure.EXPEL))
    assert "your school has to be one again first" in words(client.get(page(case)))


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("status", [CaseStatus.TOLD, CaseStatus.APPEALED, CaseStatus.ANNULLED])
def test_whoever_comes_when_it_is_not_possible_reads_why(client, status, act):
    case = at_desk(client, make_case(status, measure=Measure.CIRCULAR))
    before = Appeal.objects.count()
    response = client.get(page(case, act), follow=True)
    assert response.redirect_chain == [(page(case), 302)]
    sent = client.post(page(case, act), {"words": WORDS, "accepted": "on"})
    assert sent.status_code == 422
    if act != "accept":
        assert fields_of(sent)["words"] == WORDS
    assert (Appeal.objects.count(), Objection.objects.count(), Repair.objects.count()) == (
        before,
        0,
        0,
    )


def test_after_the_days_a_school_reads_that_they_are_over(client):
    case = make_decided()
    with on(case.final_on):
        at_desk(client, case)
        response = client.get(page(case, "appeal"), follow=True)
        assert "It could be lodged until" in words(response)
        sent = client.post(page(case, "appeal"), {"words": WORDS})
        assert (sent.status_code, fields_of(sent)["words"]) == (422, WORDS)
        assert "The days to appeal are over." in words(sent)


@pytest.mark.parametrize("act", ["appeal", "repair"])
def test_a_file_that_cannot_be_kept_is_told_and_the_words_stay(client, act):
    let_repairs_be_early()
    case = at_desk(client, make_decided() if act == "appeal" else make_entry())
    bad = SimpleUploadedFile("page.html", b"<html>")
    response = client.post(page(case, act), {"words": WORDS, "files": [bad]})
    assert response.status_code == 422
    assert "please send JPEG, PNG, WebP or PDF" in words(response)
    assert fields_of(response)["words"] == WORDS


@pytest.mark.parametrize("status", [AppealStatus.UPHELD, AppealStatus.REJECTED])
def test_a_school_reads_the_answer_to_its_appeal_without_names(client, status):
    appeal = make_appeal(status)
    case = at_desk(client, appeal.case)
    told = words(client.get(page(case)))
    assert REASONS in told
    assert str(appeal.get_status_display()) in told
    for vote in appeal.votes.all():
        assert str(vote.user) not in told


@pytest.mark.parametrize("status", [RepairStatus.REFUSED, RepairStatus.GRANTED])
def test_a_school_reads_the_answer_to_its_repair(client, status):
    repair = make_repair(status)
    with on(clock.today() + dt.timedelta(days=2)):
        case = at_desk(client, repair.case)
        told = words(client.get(page(case)))
        assert REASONS in told
        assert str(repair.get_status_display()) in told
        assert (page(case, "repair") in links(client.get(page(case)))) == (status == "refused")


def test_an_annulled_case_is_listed_among_those_that_are_over(client):
    case = at_desk(client, make_case(CaseStatus.ANNULLED))
    read = client.get(listing(case.school))
    assert page(case) in links(read)
    assert "Decision withdrawn" in words(read)


def test_the_list_tells_the_last_day_to_appeal(client):
    case = at_desk(client, make_decided())
    assert "last day to appeal" in words(client.get(listing(case.school)))


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_no_more_with_more_matters(client, count):
    let_repairs_be_early()
    case = make_entry()
    person = person_of(case.school)
    for _each in range(count):
        make_objection(case=case, acting_user=person)
    at_desk(client, case)
    assert queries_of(client, page(case)) == 20


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_no_more_with_more_decided_cases(client, count):
    school = make_pledged_school()
    for _each in range(count):
        make_decided(school=school)
    enter(client, person_of(school))
    assert queries_of(client, listing(school)) == 8


# -- the panel -------------------------------------------------------------------------------------

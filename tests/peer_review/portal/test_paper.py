import pytest

from association.alliances.enums import Capacity
from association.core.enums import Act
from association.core.models import AuditEntry
from association.peer_review.enums import RoundKind, Source, VisitStatus
from association.peer_review.models import ChecklistItem, Seat, Submission
from association.peer_review.services import name_visitor, seat_visitor
from tests.factories import make_lead, make_principal, make_school, make_secretary, make_visitor
from tests.factories.rounds import make_running_round
from tests.peer_review.portal.desk import (
    all_answered,
    day,
    enter,
    fields_of,
    in_days,
    led,
    links,
    words,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def school():
    return make_school("被访学校")


@pytest.fixture
def swept(school):
    """A visit of a sweep with one visitor, of the school's own alliance."""
    row = make_running_round(RoundKind.SWEEP)
    visit = row.visits.get(school=school)
    seat_visitor(visit=visit, user=make_visitor("east"), acting_user=None)
    return visit


@pytest.fixture
def own_check(school):
    return make_running_round(RoundKind.SELF).visits.get(school=school)


def paper(visit):
    return f"/visits/{visit.pk}/paper/"


def page(visit):
    return f"/visits/{visit.pk}/"


def sheet(client, visit, **changed):
    """A whole sheet, as it is sent from the page: all is well, but for what is changed."""
    sent = fields_of(client.get(paper(visit)))
    return sent | all_answered(visit.round.checklist) | {"visited_on": day(0)} | changed


def test_the_person_named_types_the_sheet_in_and_it_says_so(client, swept):
    seat = swept.seats.get()
    enter(client, seat.visitor)
    with in_days(6):
        response = client.post(paper(swept), sheet(client, swept), follow=True)
    assert response.redirect_chain == [(page(swept), 302)]
    assert "typed in from paper" in words(response)
    answers = swept.submissions.get()
    assert (answers.seat, answers.source, answers.entered_by) == (seat, Source.PAPER, seat.visitor)
    assert answers.answers["C11"] == "yes"
    swept.refresh_from_db()
    assert swept.status == VisitStatus.DONE
    enter(client, make_lead("east"))
    assert "typed in from paper" in words(client.get(led("led_round", swept.round)))


def test_what_is_missing_is_told_beside_its_question_and_nothing_is_lost(client, swept):
    enter(client, swept.seats.get().visitor)
    with in_days(6):
        sent = sheet(client, swept, C11="", C12="no", C12_note="门口没有公示", visited_on="昨天")
        response = client.post(paper(swept), sent)
    assert response.status_code == 422
    text = words(response)
    assert "Please answer this." in text
    assert "Enter a valid date." in text
    kept = fields_of(response)
    assert (kept["C12"], kept["C12_note"]) == ("no", "门口没有公示")
    assert not Submission.objects.exists()


@pytest.mark.parametrize("days", [-60, 7])
def test_a_day_outside_the_round_or_ahead_is_told_beside_the_day(client, swept, days):
    enter(client, swept.seats.get().visitor)
    with in_days(6):
        response = client.post(paper(swept), sheet(client, swept, visited_on=day(days)))
    assert response.status_code == 422
    assert "lies outside the round, or still ahead" in words(response)
    assert fields_of(response)["C11"] == "yes"


def test_the_same_sheet_sent_twice_is_kept_once(client, swept):
    enter(client, swept.seats.get().visitor)
    with in_days(6):
        sent = sheet(client, swept)
        client.post(paper(swept), sent)
        client.post(paper(swept), sent)
    assert swept.submissions.count() == 1


def test_a_correction_begins_with_what_came_in_and_keeps_it(client, swept):
    """While another visitor's answers are awaited."""
    seat_visitor(visit=swept, user=make_visitor("east"), acting_user=None)
    enter(client, swept.seats.first().visitor)
    with in_days(6):
        client.post(paper(swept), sheet(client, swept, C12="no"))
        begun = client.get(paper(swept))
        assert fields_of(begun)["C12"] == "no"
        assert "These answers came in on" in words(begun)
        client.post(paper(swept), fields_of(begun) | {"C12": "yes"})
    assert [row.answers["C12"] for row in swept.submissions.all()] == ["no", "yes"]


def test_one_more_room_keeps_what_was_typed_and_finds_no_fault(client, swept):
    enter(client, swept.seats.get().visitor)
    repeated = swept.round.checklist.sections.filter(repeats=True).first()
    with in_days(6):
        sent = sheet(client, swept, add_row=repeated.key, C11="", C12_note="备注")
        response = client.post(paper(swept), sent)
    assert response.status_code == 200
    kept = fields_of(response)
    assert kept[f"{repeated.key}-rows"] == "2"
    assert (kept["C12_note"], kept["visited_on"], kept["key"]) == (
        "备注",
        sent["visited_on"],
        sent["key"],
    )
    assert "Please answer this." not in words(response)


def test_a_lead_types_in_for_whomever_has_a_place(client, swept):
    other = seat_visitor(visit=swept, user=make_visitor("east"), acting_user=None)
    enter(client, make_lead("east"))
    with in_days(6):
        response = client.post(paper(swept), sheet(client, swept, seat=""))
        assert "Please choose whose sheet you are typing in." in words(response)
        client.post(paper(swept), sheet(client, swept, seat=other.pk))
    assert swept.submissions.get().seat == other
    swept.refresh_from_db()
    assert swept.status == VisitStatus.PLANNED


def test_the_seat_of_another_visit_is_not_taken(client, swept):
    make_school()
    foreign = make_running_round(RoundKind.SWEEP).visits.exclude(school=swept.school)[0]
    seat = seat_visitor(visit=foreign, user=make_visitor("east"), acting_user=None)
    enter(client, make_lead("east"))
    with in_days(6):
        response = client.post(paper(swept), sheet(client, swept, seat=seat.pk))
    assert response.status_code == 422
    assert not Submission.objects.exists()


def test_without_a_visitor_there_is_no_sheet_to_type(client, school):
    visit = make_running_round(RoundKind.SWEEP).visits.get(school=school)
    enter(client, make_lead("east"))
    assert "First it has to be named who visits." in words(client.get(paper(visit)))
    assert client.post(paper(visit), {}).status_code == 422
    assert not Submission.objects.exists()


@pytest.mark.parametrize("capacity", list(Capacity))
def test_a_school_hands_in_its_own_check_on_this_site(client, own_check, capacity):
    enter(client, make_principal(own_check.school, capacity))
    with in_days(6):
        response = client.post(paper(own_check), sheet(client, own_check), follow=True)
        assert response.redirect_chain == [(f"{page(own_check)}self-check/", 302)]
        assert "On this site" in words(client.get(page(own_check)))
    answers = own_check.submissions.get()
    assert (answers.seat, answers.source) == (None, Source.ONLINE)
    own_check.refresh_from_db()
    assert own_check.status == VisitStatus.DONE


def test_a_peer_says_yes_or_no_where_it_is_nobodys_business(client, swept, own_check):
    """Fees, rosters and enrolment take a note in a self-check, and none from a visitor."""
    item = ChecklistItem.objects.filter(competitor_sensitive=True, section__repeats=False)[0]
    note = f"{item.code}_note"
    enter(client, swept.seats.get().visitor)
    assert note not in fields_of(client.get(paper(swept)))
    enter(client, make_principal(own_check.school))
    assert note in fields_of(client.get(paper(own_check)))


def sensitive_note():
    item = ChecklistItem.objects.filter(competitor_sensitive=True, section__repeats=False)[0]
    return f"{item.code}_note"


READERS = {
    "the school": (lambda check: make_principal(check.school, Capacity.STAFF), True),
    "the secretariat": (lambda _check: make_secretary(), True),
    "a lead": (lambda _check: make_lead("east"), False),
}


@pytest.mark.parametrize(("reader", "reads"), READERS.values(), ids=READERS)
def test_what_stands_beside_prices_is_for_the_school_and_the_secretariat(
    client, own_check, reader, reads
):
    enter(client, make_principal(own_check.school))
    with in_days(6):
        notes = {sensitive_note(): "涨价前的收费表", "C12": "no", "C12_note": "门口没有公示"}
        client.post(paper(own_check), sheet(client, own_check, **notes))
        enter(client, reader(own_check))
        for address in (page(own_check), paper(own_check)):
            text = words(client.get(address))
            assert ("涨价前的收费表" in text) is reads
            assert ("Left out here" in text) is not reads
            assert "门口没有公示" in text


def test_a_lead_who_corrects_a_self_check_loses_no_note_that_was_left_out(client, own_check):
    note = sensitive_note()
    enter(client, make_principal(own_check.school))
    with in_days(6):
        client.post(paper(own_check), sheet(client, own_check, **{note: "涨价前的收费表"}))
        enter(client, make_lead("east"))
        client.post(paper(own_check), fields_of(client.get(paper(own_check))) | {"C12": "no"})
    last = own_check.submissions.last().answers
    assert (last["C12"], last[note]) == ("no", "涨价前的收费表")


def test_advice_to_visitors_is_for_whoever_visits(client, swept):
    visitor = swept.seats.get().visitor
    for person, told in ((visitor, True), (make_lead("east"), False), (make_secretary(), False)):
        enter(client, person)
        assert ("You come as a colleague" in words(client.get(page(swept)))) is told


STRANGERS = {
    "another school's principal": lambda: make_principal(make_school()),
    "a visitor who was not named": lambda: make_visitor("east"),
    "another alliance's lead": lambda: make_lead("west"),
}


@pytest.mark.parametrize("stranger", STRANGERS.values(), ids=STRANGERS)
def test_a_foreign_visit_is_not_found(client, swept, stranger):
    enter(client, stranger())
    for address in (page(swept), paper(swept), f"{page(swept)}form.pdf"):
        assert client.get(address).status_code == 404
    assert client.post(paper(swept), {}).status_code == 404


def test_the_visited_school_reads_the_report_and_hands_nothing_in_about_its_visit(client, swept):
    enter(client, swept.seats.get().visitor)
    with in_days(6):
        client.post(paper(swept), sheet(client, swept, C12="no", C12_note="门口没有公示"))
    enter(client, make_principal(swept.school))
    response = client.get(page(swept))
    assert paper(swept) not in links(response)
    assert f"{page(swept)}report/" in links(response)
    report = words(client.get(f"{page(swept)}report/"))
    assert "门口没有公示" in report
    assert "to be put right" in report
    assert client.get(paper(swept)).status_code == 404


def test_a_sending_school_reads_its_own_sheet_alone_until_all_are_in(client):
    for _each in range(10):
        make_school()
    row = make_running_round(RoundKind.MUTUAL)
    first, second = Seat.objects.filter(visit=row.visits.all()[0]).select_related("school")
    people = [make_principal(seat.school) for seat in (first, second)]
    for seat, person in zip((first, second), people, strict=True):
        name_visitor(seat=seat, user=person, acting_user=None)
    enter(client, people[0])
    with in_days(6):
        client.post(paper(first.visit), sheet(client, first.visit, C12="no", C12_note="甲校所记"))
    assert "甲校所记" in words(client.get(page(first.visit)))
    enter(client, people[1])
    assert "甲校所记" not in words(client.get(page(first.visit)))
    with in_days(6):
        client.post(paper(first.visit), sheet(client, first.visit, C12="no", C12_note="乙校所记"))
    report = words(client.get(f"{page(first.visit)}report/"))
    assert "甲校所记" in report
    assert "乙校所记" in report


def test_the_sheet_to_print_is_a_pdf_and_its_download_is_an_act(client, swept):
    visitor = enter(client, swept.seats.get().visitor)
    response = client.get(f"{page(swept)}form.pdf")
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"].startswith("attachment")
    assert response.content.startswith(b"%PDF")
    entry = AuditEntry.objects.filter(action=f"core.{Act.DOWNLOAD_PRINT}").get()
    assert entry.user == visitor


def test_whoever_runs_all_rounds_reads_a_visit_too(client, swept):
    enter(client, make_secretary())
    assert client.get(page(swept)).status_code == 200


@pytest.mark.parametrize("field", ["visited_on", "key", "seat", "C11", "C12_note"])
def test_hostile_input_is_refused_or_kept_as_text(client, swept, hostile, field):
    enter(client, swept.seats.get().visitor)
    with in_days(6):
        response = client.post(paper(swept), sheet(client, swept, **{field: hostile}))
    assert response.status_code in {302, 422}


def test_the_number_of_queries_does_not_grow_with_the_visitors(client, swept, queries):
    enter(client, make_lead("east"))
    client.get(page(swept))
    with queries() as one:
        client.get(page(swept))
    for _each in range(2):
        seat_visitor(visit=swept, user=make_visitor("east"), acting_user=None)
    with queries() as three:
        client.get(page(swept))
    assert len(three) == len(one)

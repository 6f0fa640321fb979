"""A school checks itself again: what it answered last time, how far it is, what came of it."""

import datetime as dt

import pytest

from association.core import clock
from association.peer_review.checklists.form import build_form
from association.peer_review.checklists.progress import progress_of
from association.peer_review.enums import AnswerType, RoundKind, RoundScope, Source
from association.peer_review.models import ChecklistItem
from association.peer_review.selectors.last_time import last_time
from association.peer_review.services import close_round, hand_in
from association.peer_review.services.checklists import copy_checklist, publish_checklist
from tests.factories import make_lead, make_principal, make_school, make_secretary
from tests.factories.findings import ITEMS, opening_today
from tests.factories.rounds import make_checklist, make_running_round
from tests.peer_review.checklists.made import draft_with
from tests.peer_review.portal.desk import all_answered, day, enter, fields_of, links, soup_of, words

pytestmark = pytest.mark.django_db
ITEM = ITEMS["S2"]


@pytest.fixture
def school():
    return make_school("自查学校")


def check(school, **plan):
    """The visit of a school to itself in a new round that runs from today on."""
    return make_running_round(RoundKind.SELF, **opening_today(), **plan).visits.get(school=school)


def answered(visit, answers, *, days_ago=0):
    """Answers of a check some days ago."""
    with clock.at(clock.now() - dt.timedelta(days=days_ago)):
        return hand_in(
            visit=visit,
            seat=None,
            source=Source.ONLINE,
            visited_on=clock.today(),
            answers=answers,
            failed=[],
            acting_user=make_secretary(),
        )


def checked_before(school, answers, **plan):
    """A check half a year ago, whose round is closed."""
    with clock.at(clock.now() - dt.timedelta(days=180)):
        visit = check(school, **plan)
        answered(visit, answers)
        close_round(record=visit.round, reason="学期结束", acting_user=None)
    return visit


def paper(visit, query=""):
    return f"/visits/{visit.pk}/paper/{query}"


def marks(response):
    """The names of answers that say they stand as last time."""
    found = soup_of(response).select(".checklist__item")
    return {
        item["id"].removeprefix("item-")
        for item in found
        if item.select_one(".checklist__mark") and "As last time" in item.text
    }


def test_last_times_answers_begin_the_sheet_and_say_so(client, school):
    before = checked_before(school, {ITEM: "yes", "C11": "no", "C11_note": "没有公示"})
    visit = check(school)
    enter(client, make_principal(school))
    response = client.get(paper(visit))
    begun = fields_of(response)
    assert (begun[ITEM], begun["C11"], begun.get("C12", "")) == ("yes", "no", "")
    assert begun["C11_note"] == ""
    assert marks(response) == {ITEM, "C11"}
    assert "are filled in" in words(response)
    assert before.submissions.get().answers["C11_note"] == "没有公示"


def test_a_school_may_begin_with_an_empty_sheet(client, school):
    checked_before(school, {ITEM: "yes"})
    visit = check(school)
    enter(client, make_principal(school))
    assert "?empty=1" in links(client.get(paper(visit)))
    response = client.get(paper(visit, "?empty=1"))
    assert ITEM not in fields_of(response)
    assert not marks(response)


def test_what_was_changed_is_not_as_last_time_any_more(client, school):
    checked_before(school, {ITEM: "yes", "C11": "yes"})
    visit = check(school)
    enter(client, make_principal(school))
    sent = fields_of(client.get(paper(visit))) | {"C11": "no"}
    response = client.post(paper(visit), sent)
    assert response.status_code == 422
    assert marks(response) == {ITEM}


def test_a_check_that_came_in_already_is_corrected_and_not_begun_anew(client, school):
    checked_before(school, {ITEM: "yes"})
    visit = check(school)
    answered(visit, {ITEM: "no"})
    enter(client, make_principal(school))
    response = client.get(paper(visit))
    assert fields_of(response)[ITEM] == "no"
    assert not marks(response)


def test_an_item_asked_in_another_way_begins_empty(school):
    old = checked_before(school, {ITEM: "yes", "C11": "yes"}).round.checklist
    draft = copy_checklist(source=old, acting_user=None)
    asked_as_text = {"answer_type": AnswerType.TEXT, "fails_if": "", "photo_on_fail": False}
    ChecklistItem.objects.filter(section__version=draft, code="C11").update(**asked_as_text)
    changed = publish_checklist(version=draft, acting_user=None)
    assert last_time(check(school, checklist=changed)).answers == {ITEM: "yes"}


def test_rooms_come_along_and_notes_and_photos_do_not(school):
    items = ChecklistItem.objects.filter(section__version=make_checklist())
    photo = items.filter(answer_type=AnswerType.PHOTO, section__repeats=False).first().code
    rooms = items.filter(answer_type=AnswerType.YES_NO, section__repeats=True)
    room = rooms.select_related("section").first()
    rows = [{room.code: "yes"}, {room.code: "no", f"{room.code}_note": "旧"}]
    told = {ITEM: "yes", f"{ITEM}_note": "价格", f"{ITEM}_photo": ["a.jpg"], photo: ["b.jpg"]}
    checked_before(school, told | {room.section.key: rows})
    assert last_time(check(school)).answers == {
        ITEM: "yes",
        room.section.key: [{room.code: "yes"}, {room.code: "no"}],
    }


def test_nobody_else_is_offered_what_a_school_answered(client, school):
    checked_before(school, {ITEM: "yes"})
    visit = check(school)
    for user in (make_lead("east"), make_secretary()):
        enter(client, user)
        response = client.get(paper(visit))
        assert response.status_code == 200
        assert ITEM not in fields_of(response)
    other = make_school()
    assert last_time(check(other)) is None


def test_the_page_says_how_far_the_sheet_is(client, school):
    visit = check(school)
    enter(client, make_principal(school))
    progress = progress_of(build_form(visit.round.checklist, peer=False))
    assert f"0 of {progress.total} answered" in words(client.get(paper(visit)))
    sent = all_answered(visit.round.checklist, but={"C11": ""}) | {"visited_on": day(0)}
    response = client.post(paper(visit), fields_of(client.get(paper(visit))) | sent)
    assert response.status_code == 422
    told = response.context["progress"]
    assert told.answered == told.total - 1
    assert f"{told.answered} of {told.total} answered" in words(response)
    assert told.minutes < progress.minutes


@pytest.mark.parametrize(
    ("typed", "asked"), [("12", 2), ("１２", 2), ("3", 1), ("NaN", 1), ("1e9999", 2), ("二十", 1)]
)
def test_what_other_answers_hide_is_not_counted(typed, asked):
    """Whatever is typed for a number; what is none hides what depends on it."""
    version = draft_with({"answer_type": "number"}, {"show_if": "C10 > 10"})
    assert progress_of(build_form(version, peer=False, data={"C10": typed})).total == asked


def handed_in(client, visit, **answers):
    sent = all_answered(visit.round.checklist, but=answers) | {"visited_on": day(0)}
    return client.post(paper(visit), fields_of(client.get(paper(visit))) | sent, follow=True)


def test_after_handing_in_a_school_reads_what_is_its_own_to_mend(client, school):
    visit = check(school, scope=RoundScope.EACH, alliance=None)
    enter(client, make_principal(school))
    response = handed_in(client, visit, **{ITEM: "no", f"{ITEM}_note": "还没挂"})
    assert response.redirect_chain == [(f"/visits/{visit.pk}/self-check/", 302)]
    own = visit.findings.get()
    assert f"/findings/{own.code}/" in links(response)
    text = words(response)
    assert "1 thing is yours to mend." in text
    assert "Nobody else is told: no other school and no visitor." in text
    assert "told by the school before the visit" in text
    assert "The lead of your alliance runs this round" not in text


def test_where_the_lead_runs_the_round_the_page_is_honest_about_it(client, school):
    visit = check(school)
    enter(client, make_principal(school))
    response = handed_in(client, visit, **{ITEM: "no"})
    assert "The lead of your alliance runs this round" in words(response)


def test_where_all_held_there_is_nothing_to_mend(client, school):
    visit = check(school)
    enter(client, make_principal(school))
    assert "Everything held." in words(handed_in(client, visit))


def test_the_page_is_the_schools_own(client, school):
    visit = check(school)
    address = f"/visits/{visit.pk}/self-check/"
    enter(client, make_principal(school))
    assert client.get(address).status_code == 404  # nothing is in yet
    answered(visit, {ITEM: "no"})
    assert client.get(address).status_code == 200
    for user in (make_lead("east"), make_secretary(), make_principal(make_school())):
        enter(client, user)
        assert client.get(address).status_code == 404

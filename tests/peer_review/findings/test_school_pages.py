"""A finding as each reader sees it, a school's list of them."""

import datetime as dt
import uuid

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from association.core import clock
from association.peer_review.enums import FindingStatus, RoundKind
from association.peer_review.models import Entry, EntryPhoto, VisitPhoto
from association.peer_review.services import (
    answer_finding,
    contest_facts,
    correct_facts,
    hand_in,
    seat_visitor,
    show_mended,
)
from tests.factories import make_lead, make_principal, make_school, make_secretary, make_visitor
from tests.factories.files import picture_with_place
from tests.factories.findings import ITEMS, days_later, make_finding, make_findings, opening_today
from tests.factories.rounds import make_running_round
from tests.peer_review.portal.desk import enter, links, soup_of, words

pytestmark = pytest.mark.django_db
OPEN, CONTESTED, MENDED, CLOSED, WITHDRAWN = FindingStatus
ACTS = {"answer", "contest", "more-time", "mended", "deadline", "close"}


def page(row):
    return f"/findings/{row.code}/"


def desk(school):
    return f"/desk/{school.uscc}/findings/"


def say(row, said="已经说明", *, photos=1):
    pictures = [picture_with_place()] * photos
    return answer_finding(finding=row, words=said, photos=pictures, acting_user=None)


def queries():
    return CaptureQueriesContext(connection)


def sections(response):
    """The codes of findings in each part of the list."""
    return {
        section["id"]: [
            link["href"].split("/")[2] for link in section.select("a[href^='/findings/']")
        ]
        for section in soup_of(response).select("section[id]")
    }


def acts(response):
    """What a school is offered to do on the page of a finding."""
    return ACTS & {href.split("/")[3] for href in links(response) if href.count("/") == 4}


def test_a_school_reads_facts_deadline_and_its_rights(client):
    finding = make_finding()
    enter(client, make_principal(finding.school))
    response = client.get(page(finding))
    text = words(response)
    assert finding.text in text
    assert "墙上没有" in text
    assert "S2, ordinary" in text
    assert f"{finding.days_left()} days left" in text
    assert acts(response) == {"answer", "contest", "more-time", "mended"}


@pytest.mark.parametrize(
    ("status", "offered"),
    [
        (CONTESTED, {"answer"}),
        (MENDED, {"answer", "contest"}),
        (CLOSED, {"answer"}),
        (WITHDRAWN, {"answer"}),
    ],
)
def test_what_is_not_possible_now_is_said_and_not_offered(client, status, offered):
    finding = make_finding(status)
    enter(client, make_principal(finding.school))
    response = client.get(page(finding))
    assert acts(response) == offered
    assert words(response).count("not now") == 4 - len(offered)


def test_a_school_decides_alone_on_what_it_noted_itself(client):
    own = make_finding(kind=RoundKind.SELF)
    enter(client, make_principal(own.school))
    response = client.get(page(own))
    assert acts(response) == {"answer", "close", "deadline"}
    assert "never public" in words(response)
    for other in (make_lead("east"), make_visitor("east")):
        enter(client, other)
        assert client.get(page(own)).status_code == 404
    enter(client, make_secretary())
    assert client.get(page(own)).status_code == 200


def test_who_was_there_reads_it_and_no_other_visitor(client):
    finding = make_finding()
    there = finding.visit.seats.get().visitor
    stranger = make_visitor("east")
    for user, status in ((there, 200), (stranger, 404), (make_lead("east"), 200)):
        enter(client, user)
        assert client.get(page(finding)).status_code == status
        assert client.get(desk(finding.school)).status_code == 404
    show_mended(finding=finding, words="已挂好", acting_user=None)
    enter(client, stranger)
    assert client.get(page(finding)).status_code == 404  # its facts can still be corrected
    with days_later(20):
        enter(client, stranger)
        response = client.get(page(finding))
    assert response.status_code == 200  # it is to be looked at again, and might be by them
    assert not acts(response)


def test_corrected_facts_stand_beside_what_they_read_before(client):
    finding = make_finding()
    contest_facts(finding=finding, words="挂在二楼", acting_user=None)
    correct_facts(finding=finding, facts="二楼有", words="看过", acting_user=make_secretary())
    enter(client, make_principal(finding.school))
    soup = soup_of(client.get(page(finding)))
    assert soup.select_one(".finding-facts").text == "二楼有"
    assert "墙上没有" in soup.select_one("details").text


def test_the_thread_tells_sides_in_order(client):
    finding = make_finding()
    say(finding, "第一句")
    contest_facts(finding=finding, words="第二句", acting_user=None)
    correct_facts(finding=finding, facts="二楼", words="第三句", acting_user=make_secretary())
    enter(client, make_principal(finding.school))
    told = soup_of(client.get(page(finding))).select(".thread > li")
    sides = [each.strong.text for each in told]
    assert sides == ["The school", "The school", "The association"]
    assert [each.select("p")[1].text for each in told] == ["第一句", "第二句", "第三句"]


def test_what_was_told_before_the_visit_says_so(client):
    [own] = make_findings(kind=RoundKind.SELF)
    with days_later(1):
        [found] = (f for f in make_findings(schools=0) if f.school == own.school)
        assert found.self_reported
        enter(client, make_principal(own.school))
        text = words(client.get(page(found)))
    assert "Told by the school before the visit" in text


def test_a_photo_beside_words_is_for_those_who_read_the_finding(client):
    finding = make_finding()
    say(finding)
    address = f"/findings/photos/{EntryPhoto.objects.get().pk}/"
    for user, status in (
        (make_principal(finding.school), 200),
        (finding.visit.seats.get().visitor, 200),
        (make_lead("east"), 200),
        (make_secretary(), 200),
        (make_principal(make_school()), 404),
        (make_lead("north"), 404),
        (make_visitor("east"), 404),
    ):
        enter(client, user)
        response = client.get(address)
        assert response.status_code == status
        assert not response.streaming or b"".join(response.streaming_content)


def test_photos_of_the_visit_stand_beside_the_finding_they_are_about(client):
    keys = [str(uuid.uuid4()) for _each in range(2)]
    finding = make_finding(OPEN)
    with_photos = _visited_with_photos(finding, keys)
    enter(client, make_principal(with_photos.school))
    shown = {
        picture["src"] for picture in soup_of(client.get(page(with_photos))).select("main img")
    }
    assert shown == {f"/visits/{with_photos.visit_id}/photos/{keys[0]}/"}


def _visited_with_photos(finding, keys):
    """A second visit to the school with a photo beside what fails, and one elsewhere."""
    row = make_running_round(RoundKind.SWEEP, **opening_today())
    visit = row.visits.get(school=finding.school)
    user = make_visitor("east")
    seat = seat_visitor(visit=visit, user=user, acting_user=None)
    code, other = ITEMS["S2"], ITEMS["S1"]
    answers = {code: "no", f"{code}_photo": [keys[0]], other: "yes", f"{other}_photo": [keys[1]]}
    hand_in(
        visit=visit,
        seat=seat,
        source="online",
        visited_on=clock.today(),
        answers=answers,
        failed=[code],
        acting_user=user,
    )
    for key, place in zip(keys, (code, other), strict=True):
        photo = VisitPhoto(seat=seat, visit=visit, key=key, place=place, sent_by=user)
        photo.picture.save(f"{key}.jpg", ContentFile(picture_with_place()), save=False)
        photo.save()
    return visit.findings.get()


def test_a_page_with_more_entries_asks_no_more_of_the_database(client):
    finding = make_finding()
    enter(client, make_principal(finding.school))
    say(finding)
    client.get(page(finding))  # whatever is read once and kept
    with queries() as one:
        client.get(page(finding))
    for _each in range(2):
        say(finding, photos=2)
    with queries() as three:
        client.get(page(finding))
    assert Entry.objects.count() == 3
    assert len(three) == len(one)


def test_the_list_puts_work_first_by_deadline_and_own_ones_apart(client):
    late, soon, contested = make_findings(ITEMS["S2"], ITEMS["S3"], ITEMS["S1"])
    contest_facts(finding=contested, words="当天已挂", acting_user=None)
    school = late.school
    [own] = make_findings(kind=RoundKind.SELF, schools=0)
    enter(client, make_principal(school))
    response = client.get(desk(school))
    assert sections(response) == {
        "to-mend": [soon.code, late.code],
        "waiting": [contested.code],
        "own": [own.code],
    }
    assert "They are never public" in words(response)


def test_closed_ones_stay_readable_in_the_list(client):
    finding = make_finding(CLOSED)
    enter(client, make_principal(finding.school))
    response = client.get(desk(finding.school))
    assert sections(response) == {"to-mend": [], "finished": [finding.code]}
    assert "Nothing. Thank you." in words(response)


def test_a_school_without_findings_is_told_so(client):
    school = make_school()
    enter(client, make_principal(school))
    assert "Nothing was noted at your school so far." in words(client.get(desk(school)))


def test_overdue_is_said_in_words(client):
    finding = make_finding()
    enter(client, make_principal(finding.school))
    with clock.at(clock.now() + dt.timedelta(days=finding.days_left() + 2)):
        text = words(client.get(desk(finding.school)))
        on_page = words(client.get(page(finding)))
    assert "overdue by 2 days" in text
    assert "the alliance's lead speaks with the school" in on_page


def test_the_list_asks_no_more_with_more_findings(client):
    school = make_finding(item=ITEMS["S1"]).school
    enter(client, make_principal(school))
    client.get(desk(school))  # whatever is read once and kept
    with queries() as one:
        client.get(desk(school))
    make_findings(*ITEMS.values(), schools=0)
    with queries() as more:
        client.get(desk(school))
    assert len(more) == len(one)

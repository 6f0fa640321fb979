"""Decisions on findings and re-checks over HTTP: who may, who may not, and what becomes of it."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from association.alliances.models import Alliance
from association.alliances.services import appoint_lead, appoint_representative
from association.peer_review.enums import ExtensionState, FindingStatus, RoundKind
from association.peer_review.models import Entry, Finding
from association.peer_review.services import name_visitor, show_mended
from tests.factories import make_lead, make_photo, make_principal, make_school, make_visitor
from tests.factories.findings import days_later, make_finding, opening_today
from tests.factories.people import enrol_if_needed
from tests.factories.rounds import make_running_round
from tests.peer_review.findings.following import (
    ACTS,
    PEOPLE,
    SENT,
    STATES,
    WORDS,
    address,
    make_asked,
)
from tests.peer_review.portal.desk import enter, fields_of, links, words
from tests.peer_review.reports.making import answer

pytestmark = pytest.mark.django_db

DECIDES, RECHECKS = set(ACTS) - {"recheck"}, {"recheck"}
MAY = {
    "lead": DECIDES | RECHECKS,
    "clerk": DECIDES | RECHECKS,
    "secretary-general": DECIDES | RECHECKS,
    "auditor": set(),
    "visitor": RECHECKS,
    "noter": set(),
    "school": set(),
    "another alliance's lead": set(),
    "another alliance's visitor": set(),
}
# The page is theirs, and the rule that stands against it is told on it.
TOLD = {("noter", "recheck")}


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("who", MAY)
def test_each_act_is_for_those_whose_it_is(client, who, act):
    make, after = STATES[act]
    finding = make()
    before = Entry.objects.count()
    with days_later(20 if act == "recheck" else 0):  # a visitor reads facts that stand
        enter(client, PEOPLE[who](finding))
        response = client.post(address(finding, act), SENT[act])
    finding.refresh_from_db()
    if act in MAY[who]:
        assert response.status_code == 302
        assert (finding.status, Entry.objects.count()) == (after, before + 1)
        return
    assert response.status_code == (422 if (who, act) in TOLD else 404)
    assert finding.status == make_status(act)
    assert Entry.objects.count() == before


def make_status(act):
    begins = {"grant_time": FindingStatus.OPEN, "refuse_time": FindingStatus.OPEN}
    return begins.get(act, FindingStatus.MENDED if act == "recheck" else FindingStatus.CONTESTED)


def test_contested_facts_are_prefilled_and_what_they_read_before_stays(client):
    finding = make_finding(FindingStatus.CONTESTED, note="墙上没有")
    enter(client, make_lead("east"))
    page = client.get(address(finding, "correct_facts"))
    assert fields_of(page)["facts"] == "墙上没有"
    assert "当天已挂" in words(page)
    client.post(address(finding, "correct_facts"), SENT["correct_facts"])
    finding.refresh_from_db()
    assert finding.facts == "入口左侧没有公示"
    assert finding.entries.last().facts_before == "墙上没有"


@pytest.mark.parametrize("act", ACTS)
def test_words_are_asked_for_and_nothing_typed_is_lost(client, act):
    finding = STATES[act][0]()
    enter(client, make_lead("east"))
    response = client.post(address(finding, act), SENT[act] | {"words": " "})
    assert response.status_code == 422
    assert "Please write a few words." in words(response)
    kept = {name: value for name, value in SENT[act].items() if name != "words"}
    assert fields_of(response).items() >= kept.items()
    assert not finding.entries.filter(for_school=False).exists()


def test_a_step_that_is_not_possible_leads_back_and_refuses_what_is_sent(client):
    finding = make_finding()
    enter(client, make_lead("east"))
    for act in ACTS:
        assert client.get(address(finding, act)).url == address(finding)
        response = client.post(address(finding, act), SENT[act])
        assert response.status_code == 422
        assert fields_of(response)["words"] == WORDS["words"]
    finding.refresh_from_db()
    assert finding.status == FindingStatus.OPEN


def test_more_time_is_granted_until_the_day_asked_or_not_at_all(client):
    granted, refused = make_asked(), make_asked()
    enter(client, make_lead("east"))
    client.post(address(granted, "grant_time"), WORDS)
    client.post(address(refused, "refuse_time"), WORDS)
    before = refused.due_on
    for finding in (granted, refused):
        finding.refresh_from_db()
    assert (granted.extension, granted.due_on) == (
        ExtensionState.GRANTED,
        granted.extension_until,
    )
    assert (refused.extension, refused.due_on) == (ExtensionState.REFUSED, before)


def test_a_second_look_keeps_words_and_photos_and_closes(client):
    finding = make_finding(FindingStatus.MENDED, item="C11")
    photo = SimpleUploadedFile("wall.jpg", make_photo(), "image/jpeg")
    with days_later(20):
        enter(client, make_visitor("east"))
        response = client.post(
            address(finding, "recheck"), SENT["recheck"] | {"photos": [photo]}, follow=True
        )
    assert response.status_code == 200
    finding.refresh_from_db()
    assert finding.status == FindingStatus.CLOSED
    entry = finding.entries.last()
    assert (entry.words, entry.for_school, entry.photos.count()) == (WORDS["words"], False, 1)


def test_a_visitor_who_reads_it_no_more_is_led_to_the_list(client):
    finding = make_finding(FindingStatus.MENDED, item="C11")
    with days_later(20):
        enter(client, make_visitor("east"))
        assert client.get(address(finding)).status_code == 200
        response = client.post(address(finding, "recheck"), SENT["recheck"])
        assert response.url == "/visitor-desk/east/findings/"
        assert client.get(address(finding)).status_code == 404


def test_what_is_not_mended_is_to_be_mended_again(client):
    finding = make_finding(FindingStatus.MENDED)
    enter(client, make_lead("east"))
    client.post(address(finding, "recheck"), WORDS | {"mended": "no"})
    finding.refresh_from_db()
    assert finding.status == FindingStatus.OPEN


def test_s2_is_closed_some_days_later_and_the_page_says_so(client):
    finding = make_finding(FindingStatus.MENDED)
    enter(client, make_lead("east"))
    assert "it can be closed from" in words(client.get(address(finding)))
    response = client.post(address(finding, "recheck"), SENT["recheck"])
    assert response.status_code == 422
    assert "to see whether it lasts" in words(response)
    with days_later(7):
        assert client.post(address(finding, "recheck"), SENT["recheck"]).status_code == 302
    finding.refresh_from_db()
    assert finding.status == FindingStatus.CLOSED


@pytest.mark.parametrize("status", [FindingStatus.CONTESTED, FindingStatus.MENDED])
def test_a_lead_who_noted_it_reads_why_not(client, status):
    finding = make_finding(status, item="C11")
    lead = make_lead("east")
    visit = finding.visit
    visit.seats.update(visitor=lead)
    enter(client, lead)
    response = client.get(address(finding))
    assert "You noted this yourself, so somebody else decides." in words(response)
    assert not links(response) & {address(finding, act) for act in ACTS}
    act = "recheck" if status == FindingStatus.MENDED else "uphold_facts"
    assert client.post(address(finding, act), SENT[act]).status_code == 422
    assert Finding.objects.get().status == status


def test_a_lead_does_not_decide_on_the_own_school(client):
    finding = make_finding(FindingStatus.CONTESTED)
    person = make_principal(finding.school)
    appoint_lead(alliance=Alliance.objects.get(code="east"), user=person, acting_user=None)
    enrol_if_needed(person)
    enter(client, person)
    assert client.post(address(finding, "uphold_facts"), WORDS).status_code == 404
    assert not links(client.get(address(finding))) & {address(finding, act) for act in ACTS}


def test_whose_school_visited_does_not_look_again(client):
    for _each in range(10):
        make_school()
    visit = make_running_round(RoundKind.MUTUAL, **opening_today()).visits.all()[0]
    for seat in visit.seats.select_related("school"):
        name_visitor(seat=seat, user=make_principal(seat.school), acting_user=None)
    answer(visit, {"C11": "no"}, {"C11": "no"})
    finding = show_mended(finding=visit.findings.get(), words="已挂好", acting_user=None)
    lead = make_lead("east")
    sender = visit.seats.first().school
    appoint_representative(school=sender, user=lead, capacity="staff", acting_user=None)
    enter(client, lead)
    assert "somebody else" in words(client.get(address(finding)))
    assert client.post(address(finding, "recheck"), SENT["recheck"]).status_code == 422
    finding.refresh_from_db()
    assert finding.status == FindingStatus.MENDED


def test_what_the_school_noted_itself_is_nobodys_to_decide(client):
    finding = make_finding(kind="self")
    for who in ("lead", "clerk", "visitor"):
        enter(client, PEOPLE[who](finding))
        for act in ACTS:
            assert client.post(address(finding, act), SENT[act]).status_code == 404


@pytest.mark.parametrize("who", ["lead", "clerk", "secretary-general"])
def test_the_page_of_a_finding_offers_what_is_possible(client, who):
    offered = {
        FindingStatus.OPEN: set(),
        FindingStatus.CONTESTED: {"uphold_facts", "correct_facts", "drop_finding"},
        FindingStatus.MENDED: {"recheck"},
        FindingStatus.CLOSED: set(),
        FindingStatus.WITHDRAWN: set(),
    }
    user = None
    for status, acts in offered.items():
        finding = make_finding(status, item="C11")
        user = user or PEOPLE[who](finding)
        enter(client, user)
        found = links(client.get(address(finding)))
        assert {act for act in ACTS if address(finding, act) in found} == acts


def test_the_school_is_offered_none_of_it(client):
    finding = make_finding(FindingStatus.CONTESTED)
    enter(client, make_principal(finding.school))
    assert not links(client.get(address(finding))) & {address(finding, act) for act in ACTS}

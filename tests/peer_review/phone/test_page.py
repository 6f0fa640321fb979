import json
import uuid
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

from association.core import clock
from association.peer_review.enums import RoundKind
from association.peer_review.models import ChecklistItem, Visit
from association.peer_review.selectors.phone import last_time_of
from association.peer_review.services import close_round, open_visit, seat_visitor
from tests.factories import make_active_plaque, make_principal, make_school, make_visitor
from tests.factories.rounds import make_running_round
from tests.peer_review.phone.sending import hand_in_naming
from tests.peer_review.portal.desk import enter, links, soup_of, words

pytestmark = pytest.mark.django_db


def phone(visit):
    return f"/visits/{visit.pk}/phone/"


def later_seat(seat):
    """The visitor's place in a further visit of the same school, in a round that begins later."""
    row = make_running_round(RoundKind.SWEEP)
    visit = row.visits.get(school=seat.visit.school, again_of=None)
    return seat_visitor(visit=visit, user=seat.visitor, acting_user=None)


def test_the_visitor_reads_whom_where_when_and_with_whom(client, seat):
    campus = seat.visit.school.campuses.get()
    campus.latitude, campus.longitude = 36.7, 119.1
    campus.save()
    companion = seat_visitor(visit=seat.visit, user=make_visitor("east"), acting_user=None)
    enter(client, seat.visitor)
    response = client.get(phone(seat.visit))
    text = words(response)
    for told in ("被访学校", campus.address, str(companion.visitor), "hand in by"):
        assert told in text
    [way] = [link for link in links(response) if "amap" in link]
    assert "position=119.100000%2C36.700000" in way
    assert "coordinate=wgs84" in way


def test_what_must_not_be_asked_is_told(client, seat):
    enter(client, seat.visitor)
    text = words(client.get(phone(seat.visit)))
    for item in ChecklistItem.objects.filter(competitor_sensitive=True):
        assert text.count(item.text) == 2  # before going in, and at its place


def test_what_the_last_visit_found_is_told_and_never_to_whoever_goes_again(client, seat, there):
    item = ChecklistItem.objects.get(code="C12", section__version=seat.visit.round.checklist)
    hand_in_naming(seat, clock.today(), C12="no", failed=["C12"])
    later = later_seat(seat)
    enter(client, seat.visitor)
    found = soup_of(client.get(phone(later.visit))).select_one("details.briefing")
    assert "What the last visit found" in found.get_text()
    assert item.text in found.get_text()
    again = Visit.objects.create(
        round=later.visit.round, school=later.visit.school, again_of=later.visit
    )
    assert last_time_of(later.visit).visit == seat.visit
    assert last_time_of(again) is None


def test_without_script_a_plain_form_is_offered(client, seat):
    enter(client, seat.visitor)
    response = client.get(phone(seat.visit))
    assert f"/visits/{seat.visit_id}/paper/" in links(response)
    assert soup_of(response).select_one("noscript") is not None


def test_words_and_addresses_of_the_script_stand_in_the_page(client, seat):
    enter(client, seat.visitor)
    response = client.get(phone(seat.visit))
    setup = json.loads(soup_of(response).select_one("#visit-setup").string)
    assert setup["address"] == phone(seat.visit)
    assert setup["signIn"].endswith("next=%2Fvisits%2F" + f"{seat.visit_id}%2Fphone%2F")
    assert setup["received"] == {"opened": "", "answers": [], "photos": [], "signed": False}
    assert all(setup["words"].values())


def test_the_page_may_ask_for_a_position_and_is_small(client, seat):
    enter(client, seat.visitor)
    response = client.get(phone(seat.visit), headers={"Accept-Encoding": "gzip"})
    assert "geolocation=(self)" in response["Permissions-Policy"]
    assert len(response.content) < 20_000


def test_once_it_is_handed_in_the_report_comes_first(client, seat, there):
    hand_in_naming(seat, clock.today())
    enter(client, seat.visitor)
    response = client.get(phone(seat.visit))
    assert "Your answers are in" in words(response)
    assert f"/visits/{seat.visit_id}/report.pdf" in links(response)
    assert soup_of(response).select_one("[data-visit-form]") is None
    assert soup_of(response).select_one("[data-signing]") is not None


def test_a_code_that_was_wrong_can_be_typed_again_after_handing_in(client, seat, there):
    hand_in_naming(seat, clock.today())
    enter(client, seat.visitor)
    assert soup_of(client.get(phone(seat.visit))).select_one("[data-opening]") is not None
    open_visit(
        seat=seat,
        opened_by="declared",
        proof="停电",
        opened_at=there,
        key=uuid.uuid4(),
        acting_user=seat.visitor,
    )
    assert soup_of(client.get(phone(seat.visit))).select_one("[data-opening]") is None


def test_the_host_reads_what_was_noted_before_signing(client, seat, there):
    hand_in_naming(seat, clock.today(), C12="no", failed=["C12"])
    enter(client, seat.visitor)
    page = soup_of(client.get(phone(seat.visit)))
    [line] = page.select("[data-signing-noted] li")
    assert line.get_text().startswith("C12 ")
    order = page.select("[data-done], [data-signing]")
    assert ["data-signing" in tag.attrs for tag in order] == [False, True]


def test_the_script_knows_which_answers_fail(client, seat):
    enter(client, seat.visitor)
    setup = json.loads(soup_of(client.get(phone(seat.visit))).select_one("#visit-setup").string)
    assert setup["failing"]["C12"] == ["no"]
    assert setup["seat"] == f"{seat.pk}-{seat.visitor_id}"


def test_what_a_phone_keeps_is_found_without_a_place(client, seat):
    enter(client, seat.visitor)
    assert "/visits/kept/" in links(client.get(phone(seat.visit)))
    assert "/visits/kept/" in links(client.get("/visitor-desk/", follow=True))
    stranger = enter(client, make_visitor("east"))
    page = soup_of(client.get("/visits/kept/"))
    setup = json.loads(page.select_one("#visit-setup").string)
    assert (setup["user"], setup["seat"]) == (stranger.pk, None)
    assert page.select_one("[data-kept]") is not None


def test_the_scripts_of_the_page_are_small(client, seat):
    enter(client, seat.visitor)
    sources = [tag["src"] for tag in soup_of(client.get(phone(seat.visit))).select("script[src]")]
    files = [Path(finders.find(source.removeprefix("/static/"))) for source in sources]
    assert sum(file.stat().st_size for file in files) < 60_000
    assert all(file.read_text("utf-8").count("\n") < 200 for file in files)


def test_a_closed_round_takes_no_answers_but_what_is_on_the_phone_can_be_saved(client, seat, there):
    close_round(record=seat.visit.round, reason="结束", acting_user=None)
    enter(client, seat.visitor)
    response = client.get(phone(seat.visit))
    assert "No answers are taken for this visit now." in words(response)
    assert soup_of(response).select_one("[data-export]") is not None


@pytest.mark.parametrize("who", ["visited", "companion", "another"])
def test_the_page_is_for_the_person_named_alone(client, seat, who):
    person = {
        "visited": lambda: make_principal(seat.visit.school),
        "companion": lambda: make_principal(make_school()),
        "another": lambda: make_visitor("east"),
    }[who]()
    enter(client, person)
    assert client.get(phone(seat.visit)).status_code == 404


def test_the_desk_and_the_visit_begin_with_the_phone_page(client, seat):
    enter(client, seat.visitor)
    assert phone(seat.visit) in links(client.get("/visitor-desk/", follow=True))
    first = soup_of(client.get(f"/visits/{seat.visit_id}/")).select_one("main a.button")
    assert first["href"] == phone(seat.visit)


def test_a_scanned_plaque_leads_to_the_visit(client, seat):
    plaque = make_active_plaque(seat.visit.school)
    enter(client, seat.visitor)
    asked = client.get("/visits/at/", headers={"Referer": f"https://testserver/v/{plaque.token}"})
    assert asked["Location"] == f"/visits/at/{plaque.token}/"
    assert client.get(asked["Location"])["Location"] == f"{phone(seat.visit)}#plaque={plaque.token}"


@pytest.mark.parametrize("referrer", ["", "https://testserver/verify/SC-2026-0001-0/", "x/v/short"])
def test_other_ways_lead_nowhere(client, seat, referrer):
    enter(client, seat.visitor)
    asked = client.get("/visits/at/", headers={"Referer": referrer})
    response = client.get(asked["Location"])
    assert response.status_code == 404
    assert "named for no visit" in words(response)


def test_two_visits_at_one_school_are_both_offered(client, seat):
    plaque = make_active_plaque(seat.visit.school)
    later = later_seat(seat)
    enter(client, seat.visitor)
    found = links(client.get(f"/visits/at/{plaque.token}/"))
    assert found == {f"{phone(each.visit)}#plaque={plaque.token}" for each in (seat, later)}


def test_the_worker_speaks_for_visits_and_may_ask_the_site(client):
    response = client.get("/visits/worker.js")
    policy = response["Content-Security-Policy"]
    assert response["Content-Type"] == "text/javascript"
    assert "connect-src 'self'" in policy
    assert "sandbox" not in policy


def test_the_number_of_queries_does_not_grow_with_the_visitors(client, seat, queries):
    enter(client, seat.visitor)
    client.get(phone(seat.visit))
    with queries() as one:
        client.get(phone(seat.visit))
    for _each in range(2):
        seat_visitor(visit=seat.visit, user=make_visitor("east"), acting_user=None)
    with queries() as three:
        client.get(phone(seat.visit))
    assert len(three) == len(one)

import datetime as dt

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from django.utils.formats import date_format

from association.alliances.models import School
from association.alliances.services import leave_association
from association.core import clock
from association.core.models import AssociationProfile
from association.plaques.enums import NUMBER_STATES, MeasureKind, PublicState, ReplacementReason
from association.plaques.models import Plaque
from association.plaques.models.plaque import new_token
from association.plaques.selectors import public_by_number
from association.pledges.services import publish_version
from tests.factories import (
    make_active_plaque,
    make_covenant,
    make_revoked_plaque,
    put_in_force,
)
from tests.plaques.measures import lift, suspend_for_danger
from tests.plaques.states import make_in_state, make_replaced_copy, make_scan

pytestmark = pytest.mark.django_db


def text_of(response):
    return " ".join(BeautifulSoup(response.content, "html.parser").main.get_text(" ").split())


@pytest.mark.parametrize("state", PublicState)
def test_a_scan_tells_the_state_in_words_the_date_and_the_school(client, state):
    plaque, path = make_scan(state)
    response = client.get(path, {"lang": "en"})
    words = text_of(response)
    assert response.status_code == 200
    with translation.override("en"):
        assert words.startswith(str(state.label))
        assert str(state.sentence) in words
    assert plaque.school.name in words
    assert plaque.number in words
    assert plaque.chinese_number in words
    assert plaque.campus.address in words


def test_the_reason_of_a_revocation_is_read_word_for_word(client):
    plaque = make_revoked_plaque(reason="未公开收费项目 <b>&")
    page = client.get(plaque.scan_path).content.decode()
    assert "未公开收费项目 &lt;b&gt;&amp;" in page


def test_a_scan_needs_no_session_and_leaves_nothing_behind(client):
    response = client.get(make_active_plaque().scan_path)
    assert response.headers["Cache-Control"] == "no-store"
    assert not response.cookies
    assert "csrf" not in response.content.decode()


def test_the_answer_names_the_promises_of_the_version_this_school_signed(client):
    plaque = make_active_plaque()
    newer = make_covenant(publish=False)
    newer.promises.filter(code="P1").update(text_zh="新版本的第一项承诺")
    publish_version(version=newer, acting_user=None)
    page = text_of(client.get(plaque.scan_path))
    assert "第1项承诺的内容" in page
    assert "新版本的第一项承诺" not in page


@pytest.mark.parametrize("state", NUMBER_STATES)
def test_the_last_day_is_told_only_while_the_plaque_may_hang(client, state):
    plaque = make_in_state(state)
    told = "牌匾使用至" in text_of(client.get(plaque.scan_path))
    assert told == (state in {"valid", "not_activated", "suspended", "expired"})


def test_the_broken_promise_is_named_and_marked(client):
    plaque = make_revoked_plaque()
    page = BeautifulSoup(client.get(plaque.scan_path, {"lang": "en"}).content, "html.parser")
    [broken] = page.select(".promises__broken")
    assert broken.strong.get_text() == "Promise 8"
    assert "This promise was broken" in broken.get_text()
    assert "Promise broken: Promise 8" in page.select_one(".why").get_text()


def test_a_precaution_marks_no_promise_and_says_that_nothing_is_decided(client):
    plaque = suspend_for_danger()
    page = BeautifulSoup(client.get(plaque.scan_path, {"lang": "en"}).content, "html.parser")
    assert not page.select(".promises__broken")
    assert "Promise broken" not in page.main.get_text()
    first = " ".join(page.select_one(".verdict__more").get_text().split())
    assert "a precaution for people's safety, while nothing is decided yet" in first
    with translation.override("en"):
        assert f"{date_format(plaque.suspended_until)} at the latest" in first
    told = client.get(f"/api/v1/plaques/{plaque.number}", headers={"Accept-Language": "en"}).json()
    assert (told["state"], told["broken_promise"]) == ("suspended", None)
    assert not any(promise["broken"] for promise in told["promises"])


def test_a_decided_suspension_is_no_precaution(client):
    plaque = make_revoked_plaque(kind="suspend")
    page = client.get(plaque.scan_path, {"lang": "en"}).content.decode()
    assert "precaution" not in page
    assert "This promise was broken" in page


def test_a_suspension_that_was_lifted_marks_no_promise(client):
    plaque = lift(suspend_for_danger())
    page = client.get(plaque.scan_path).content.decode()
    assert "promises__broken" not in page.partition("</style>")[2]


def test_the_later_of_two_acts_at_one_moment_stands_above(client):
    with clock.at(clock.now()):
        plaque = make_active_plaque()
    page = BeautifulSoup(client.get(plaque.scan_path, {"lang": "en"}).content, "html.parser")
    told = [line.get_text() for line in page.select(".events li")]
    assert ["confirmed at the gate" in line for line in told] == [True, False]


def test_a_licence_that_ran_out_is_told(client):
    plaque = make_active_plaque()
    School.objects.filter(pk=plaque.school_id).update(
        licence_long_term=False, licence_valid_until=clock.today() - dt.timedelta(days=1)
    )
    assert "ran out on" in text_of(client.get(plaque.scan_path, {"lang": "en"}))


def test_a_status_read_is_one_query_on_the_plaque_and_few_more(client, django_assert_num_queries):
    plaque = make_active_plaque()
    AssociationProfile.load()
    # The plaque with school, campus and pledge; alliance; events; promises; photo; plaques of the
    # campus; association; for the visits by peers their settings, the last one, findings; notices.
    with django_assert_num_queries(11):
        client.get(plaque.scan_path)


def test_the_history_costs_no_query_for_each_event(client, django_assert_num_queries):
    plaque = make_revoked_plaque()
    AssociationProfile.load()
    with django_assert_num_queries(11):
        client.get(plaque.scan_path)


@pytest.mark.parametrize("ending", ["", "/"])
def test_a_slash_at_the_end_does_not_matter(client, ending):
    plaque = make_active_plaque()
    assert plaque.number in text_of(client.get(plaque.scan_path + ending))


@pytest.mark.parametrize("token", ["", "x", "A" * 22, "A" * 23, "../../etc", "Ａ" * 22, "a" * 5000])
def test_an_unknown_code_is_told_and_the_number_asked_for(client, token):
    response = client.get(f"/v/{token}", {"lang": "en"}, follow=True)
    assert response.status_code == 404
    if "/" not in token:
        assert "This code is damaged or not ours" in text_of(response)
        assert b'name="number"' in response.content


def test_what_cannot_be_a_token_never_reaches_the_plaques(client):
    with CaptureQueriesContext(connection) as queries:
        client.get("/v/short")
    assert not [query for query in queries if "plaques_plaque" in query["sql"]]


def test_the_code_of_a_replaced_copy_says_so_and_names_the_day(client):
    plaque, lost = make_scan(PublicState.COPY_REPLACED)
    words = text_of(client.get(lost, {"lang": "en"}))
    assert words.startswith("This copy was replaced")
    assert "Please report it if it hangs here." in words
    assert "This copy was replaced on" in words
    assert text_of(client.get(plaque.scan_path, {"lang": "en"})).startswith("Not activated")
    assert text_of(client.get(plaque.get_absolute_url(), {"lang": "en"})).startswith(
        "Not activated"
    )


def test_a_number_that_was_taken_back_weighs_more_than_its_replaced_copy(client):
    plaque, lost = make_scan(PublicState.COPY_REPLACED)
    put_in_force(plaque)
    words = text_of(client.get(lost, {"lang": "en"}))
    assert words.startswith("Taken back")
    assert "This copy was replaced on" in words


@pytest.mark.parametrize("reason", [ReplacementReason.DAMAGED, ReplacementReason.MISPRINTED])
def test_a_copy_nobody_stole_is_not_called_to_be_reported(client, reason):
    _plaque, old = make_replaced_copy(reason=reason)
    page = BeautifulSoup(client.get(old, {"lang": "en"}).content, "html.parser")
    words = " ".join(page.main.get_text(" ").split())
    assert words.startswith("This copy was replaced")
    assert f"This copy was {reason.value}, and the association has made a new one" in words
    assert "report it if" not in words
    assert "Please report this one" not in words
    assert page.select_one(".ask h2").get_text() == "Does it hang here?"
    assert "kind=elsewhere" in page.select_one(".ask a")["href"]


@pytest.mark.parametrize("reason", [ReplacementReason.LOST, ReplacementReason.STOLEN])
def test_a_copy_that_is_missing_is_called_to_be_reported(client, reason):
    _plaque, old = make_replaced_copy(reason=reason)
    page = BeautifulSoup(client.get(old, {"lang": "en"}).content, "html.parser")
    assert "Please report it if it hangs here." in page.main.get_text()
    assert "Please report this one if you see it hang." in page.main.get_text()
    assert "kind=still_hanging" in page.select_one(".ask a")["href"]


def successor_told(client, plaque):
    page = BeautifulSoup(client.get(plaque.scan_path, {"lang": "en"}).content, "html.parser")
    link = page.select_one(".verdict__more a")
    return link["href"], " ".join(link.parent.get_text().split())


def test_an_old_plaque_does_not_hide_that_its_successor_was_taken_back(client):
    plaque = make_in_state(PublicState.SUPERSEDED)
    newer = Plaque.objects.exclude(pk=plaque.pk).get(campus=plaque.campus)
    words = text_of(client.get(plaque.scan_path, {"lang": "en"}))
    assert "A newer plaque took its place." in words
    assert successor_told(client, plaque) == (
        newer.get_absolute_url(),
        f"Newer plaque: {newer.number} · Not activated",
    )
    put_in_force(newer)
    assert successor_told(client, plaque)[1] == f"Newer plaque: {newer.number} · Taken back"
    assert public_by_number(plaque.number).state.key == PublicState.SUPERSEDED


def test_an_old_plaque_names_its_successor_also_after_its_own_time_ran_out(client):
    plaque = make_in_state(PublicState.SUPERSEDED)
    with clock.at(clock.now() + dt.timedelta(days=5 * 365)):
        shown = public_by_number(plaque.number)
    newer = Plaque.objects.exclude(pk=plaque.pk).get(campus=plaque.campus)
    assert (shown.state.key, shown.successor.number) == (PublicState.EXPIRED, newer.number)


@pytest.mark.parametrize("state", NUMBER_STATES)
def test_only_an_old_plaque_names_a_successor(state):
    shown = public_by_number(make_in_state(state).number)
    assert (shown.successor is not None) == (state == PublicState.SUPERSEDED)


def test_a_plaque_not_confirmed_yet_proves_nothing_and_says_so(client):
    words = text_of(client.get(make_in_state(PublicState.NOT_ACTIVATED).scan_path, {"lang": "en"}))
    assert "Until then it proves nothing." in words


def test_a_school_that_leaves_does_not_leave_its_suspension_behind(client):
    plaque = make_revoked_plaque(kind=MeasureKind.SUSPEND, reason="收费未公示")
    leave_association(school=plaque.school, acting_user=None)
    words = text_of(client.get(plaque.scan_path, {"lang": "en"}))
    assert words.startswith("Given back")
    assert "left the association while its plaque was suspended" in words
    assert "That is no breach" not in words
    assert "收费未公示" in words
    assert "Promise broken: Promise 8" in words


def test_a_guessed_token_finds_nothing(client):
    make_active_plaque()
    assert client.get(f"/v/{new_token()}").status_code == 404


def test_the_case_of_a_token_matters(client):
    plaque = make_active_plaque()
    assert client.get(f"/v/{plaque.token.swapcase()}").status_code == 404


def test_pages_by_number_do_not_give_the_token_away(client):
    plaque = make_active_plaque()
    assert plaque.token not in client.get(plaque.get_absolute_url()).content.decode()


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_a_scan_can_only_be_read(client, method):
    assert getattr(client, method)(make_active_plaque().scan_path).status_code == 405

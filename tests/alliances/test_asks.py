"""What a school's desk asks of it about its own data."""

import datetime as dt

import pytest
from django.urls import reverse

from association.alliances.services import (
    accept_change,
    decline_change,
    edit_own_details,
    hide_introduction,
)
from association.core import clock
from association.core.desk_items import asks_of
from tests.factories import make_principal, make_school, make_user
from tests.factories.changes import NEW_NAME, NEXT_LICENCE, make_change

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english(settings):
    settings.LANGUAGE_CODE = "en"


def with_licence(days):
    last_day = clock.today() + dt.timedelta(days=days)
    return make_school(licence_long_term=False, licence_valid_until=last_day)


def asks(school):
    """Of this room alone: what other rooms ask is theirs to test."""
    data = f"/desk/{school.uscc}/data/"
    return [a for a in asks_of(school=school, user=make_user()) if a.url.startswith(data)]


@pytest.mark.parametrize(
    ("days", "told"), [(91, None), (90, "runs out on"), (0, "runs out on"), (-1, "ran out on")]
)
def test_a_licence_near_its_end_is_asked_for_by_its_last_day(days, told):
    school = with_licence(days)
    found = asks(school)
    assert len(found) == (told is not None)
    for ask in found:
        assert told in ask.what
        assert (ask.by, ask.is_late) == (school.licence_valid_until, days < 0)
        assert ask.url == reverse("alliances:ask_change", args=[school.uscc])


@pytest.mark.parametrize("values", [{"licence_long_term": True}, {"licence_long_term": False}])
def test_without_an_end_nothing_is_asked(values):
    assert asks(make_school(**values)) == []


def test_whoever_has_asked_is_not_asked_again():
    school = with_licence(20)
    change = make_change(school, licence_valid_until=NEXT_LICENCE)
    assert asks(school) == []
    decline_change(request=change, note="看不清", acting_user=None)
    licence, declined = asks(school)
    assert "runs out on" in licence.what
    assert (declined.url, declined.note) == (
        f"/desk/{school.uscc}/data/requests/{change.code}/",
        "看不清",
    )
    make_change(school, name=NEW_NAME)
    assert ["runs out on" in ask.what for ask in asks(school)] == [True]


def test_a_declined_request_is_told_for_a_month():
    school = make_school()
    decline_change(request=make_change(school), note="看不清", acting_user=None)
    assert len(asks(school)) == 1
    with clock.at(clock.now() + dt.timedelta(days=31)):
        assert asks(school) == []


def test_an_accepted_one_leaves_nothing_to_do():
    school = with_licence(20)
    change = make_change(school, licence_valid_until=clock.today() + dt.timedelta(days=900))
    accept_change(request=change, acting_user=None)
    school.refresh_from_db()
    assert asks(school) == []


def test_a_hidden_introduction_is_told_with_its_reason():
    school = make_school()
    edit_own_details(
        school=school, phone="", introduction_zh="美术", introduction_en="", acting_user=None
    )
    hide_introduction(school=school, reason="含有升学承诺", acting_user=None)
    school.refresh_from_db()
    [ask] = asks(school)
    assert (ask.note, ask.url) == ("含有升学承诺", f"/desk/{school.uscc}/data/own/")


def test_what_is_asked_leads_somewhere(client):
    school = with_licence(20)
    decline_change(request=make_change(school), note="看不清", acting_user=None)
    client.force_login(make_principal(school))
    assert [client.get(ask.url).status_code for ask in asks(school)] == [200, 200]

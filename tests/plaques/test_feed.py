"""The Atom feed of public acts."""

import datetime as dt
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup

from association.core.models import AssociationProfile
from association.plaques.enums import PlaqueStatus, PublicState, Verb
from association.plaques.models import PlaqueEvent
from association.plaques.selectors.feed import LATEST
from tests.factories import make_active_plaque, make_plaque, make_revoked_plaque
from tests.plaques.states import make_in_state

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"


def feed(client, **query):
    response = client.get("/plaques.atom", query)
    assert response.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert response.headers["Cache-Control"] == "no-store"
    return ElementTree.fromstring(response.content)  # noqa: S314 -- our own answer


def entries(client, **query):
    return feed(client, **query).findall(f"{ATOM}entry")


def text(element, name):
    return element.findtext(f"{ATOM}{name}")


def test_an_act_is_told_at_once_with_its_words_and_the_way_to_the_present_state(client):
    plaque = make_revoked_plaque(reason="未公开收费项目")
    latest, *_earlier = entries(client, lang="en")
    event = plaque.events.last()
    assert text(latest, "title") == (
        f"{plaque.number} · {plaque.school.name} · The plaque was taken back"
    )
    assert "未公开收费项目" in text(latest, "summary")
    assert latest.find(f"{ATOM}link").get("href") == (
        f"https://plaque.example/verify/{plaque.number}/?lang=en"
    )
    assert dt.datetime.fromisoformat(text(latest, "updated")) == event.created_at


def test_chinese_is_the_default_and_an_entry_keeps_its_name_in_every_language(client):
    make_active_plaque()
    [chinese], [english] = entries(client), entries(client, lang="en")
    assert "协会" in feed(client, lang="zh-hans").findtext(f"{ATOM}author/{ATOM}name")
    assert text(chinese, "title") != text(english, "title")
    assert text(chinese, "id") == text(english, "id")
    assert text(chinese, "id").startswith("tag:plaque.example,20")


def test_every_entry_has_a_name_of_its_own(client):
    make_revoked_plaque()
    make_in_state(PublicState.SUSPENDED)
    names = [text(entry, "id") for entry in entries(client)]
    assert len(names) == 4
    assert len(set(names)) == 4


def test_issuing_is_no_news_and_neither_is_what_stays_inside(client):
    plaque = make_plaque()
    assert entries(client) == []
    tell(plaque, Verb.ACTIVATE, reason="安装电话已核对")
    [entry] = entries(client)
    assert "安装电话已核对" not in ElementTree.tostring(entry, encoding="unicode")
    assert plaque.token not in ElementTree.tostring(entry, encoding="unicode")


def test_a_reason_is_text_and_never_markup(client):
    make_revoked_plaque(reason='<script>alert("1")</script>')
    summary = text(entries(client)[0], "summary")
    assert BeautifulSoup(summary, "html.parser").find("script") is None
    assert "&lt;script&gt;" in summary


def tell(plaque, verb, *, reason="", sequence=2):
    PlaqueEvent.objects.create(
        record=plaque,
        sequence=sequence,
        verb=verb,
        reason=reason,
        new_status=PlaqueStatus.ACTIVE,
    )


def test_the_latest_hundred_are_told_latest_first(client):
    plaque = make_plaque()
    for sequence in range(2, LATEST + 7):
        tell(plaque, Verb.RENEW, sequence=sequence)
    names = [text(entry, "id") for entry in entries(client)]
    assert [int(name.rpartition("/")[2]) for name in names] == list(range(LATEST + 6, 6, -1))


@pytest.mark.parametrize("count", [0, 1, 3])
def test_the_feed_costs_the_same_for_any_number_of_acts(client, count, django_assert_num_queries):
    for _each in range(count):
        make_active_plaque()
    AssociationProfile.load()
    with django_assert_num_queries(2):  # the acts and the association's name
        assert len(entries(client)) == count


def test_the_member_list_names_the_feed(client):
    head = BeautifulSoup(client.get("/members/").content, "html.parser").head
    [link] = head.select('link[rel=alternate][type="application/atom+xml"]')
    assert link["href"] == "/plaques.atom"

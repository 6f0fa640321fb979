"""Editors' pages: right words in both languages, honest counts, lists that search and turn."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Locale, Page, Site

from association.alliances.models import Alliance
from home.models import AlliancePage, HomePage, NewsIndexPage, NewsPage
from tests.factories import (
    make_accepted_pledge,
    make_active_plaque,
    make_covenant,
    make_revoked_plaque,
    make_school,
)

pytestmark = pytest.mark.django_db

PUBLIC = ["/", "/alliances/", "/alliances/east/", "/pledge/", "/news/"]
LISTS = ["/alliances/east/", "/pledge/"]


def words(response):
    return re.sub(r"\s+", " ", response.content.decode())


def add_news(slug="meeting", **values):
    page = NewsPage(
        **{
            "title": "会员大会预告",
            "slug": slug,
            "intro_zh": "讨论明年安排",
            "body_zh": [("paragraph", "<p>会议材料提前发到各校。</p>")],
        }
        | values
    )
    NewsIndexPage.objects.get().add_child(instance=page)
    return page


def test_a_fresh_site_has_its_pages_in_chinese_and_nothing_of_wagtails_welcome():
    site = Site.objects.get(is_default_site=True)
    assert isinstance(site.root_page.specific, HomePage)
    assert [locale.language_code for locale in Locale.objects.all()] == ["zh-hans"]
    assert not Page.objects.filter(title__contains="Welcome").exists()
    assert set(
        Page.objects.filter(depth__gt=1).values_list("locale__language_code", flat=True)
    ) == {"zh-hans"}


def test_the_tree_of_a_fresh_site_is_sound():
    assert Page.find_problems() == ([], [], [], [], [])


@pytest.mark.parametrize("path", PUBLIC)
def test_every_page_answers_before_there_is_any_school_or_covenant(client, path):
    assert client.get(path).status_code == 200


@pytest.mark.parametrize("path", PUBLIC)
def test_an_alliance_is_never_called_a_branch(client, path):
    make_active_plaque()
    shown = words(client.get(path))
    assert "分会" not in shown
    assert "分支机构" not in shown


def test_home_counts_members_pledges_and_valid_plaques_of_each_alliance(client):
    make_school(alliance="east")
    make_accepted_pledge(make_school(alliance="east"))
    make_active_plaque(make_school(alliance="east"))
    make_revoked_plaque(make_school(alliance="west"))
    context = client.get("/").context
    by_code = {row.code: (row.members, row.signed, row.hung) for row in context["alliances"]}
    assert by_code == {"east": (3, 2, 1), "south": (0, 0, 0), "west": (1, 0, 0), "north": (0, 0, 0)}
    assert context["totals"] == {"members": 4, "signed": 2, "hung": 1}
    assert [row["percent"] for row in context["signed_rows"]] == [67, 0, 0, 0]


def test_home_shows_live_news_latest_first_and_no_draft(client):
    add_news("old", title="旧闻", date="2024-01-02")
    add_news("new", title="新闻", date="2026-01-02")
    add_news("draft", title="未发布的草稿", live=False)
    shown = words(client.get("/"))
    assert shown.index("新闻") < shown.index("旧闻")
    assert "未发布的草稿" not in shown


def test_english_is_shown_where_it_was_written_and_chinese_is_marked_where_it_was_not(client):
    add_news("both", title="会员大会", title_en="Members' meeting")
    add_news("chinese", title="安全讲座", title_en="")
    shown = words(client.get("/news/?lang=en"))
    assert "Members&#x27; meeting" in shown
    assert re.search(r'lang="zh-Hans"> <a href="/news/chinese/">安全讲座', shown)
    page = words(client.get("/news/both/?lang=en"))
    assert '<h1 lang="en">Members&#x27; meeting</h1>' in page
    assert re.search(r'class="prose" lang="zh-Hans">.*会议材料提前发到各校', page)


def test_the_pledge_page_shows_the_covenant_in_force_and_names_earlier_ones(client):
    first = make_covenant()
    second = make_covenant()
    shown = words(client.get("/pledge/"))
    assert shown.count("<details>") == 8
    for promise in second.promises.all():
        assert promise.text_zh in shown
    assert second.preamble_zh in shown
    context = client.get("/pledge/").context
    assert context["covenant"] == second
    assert list(context["earlier"]) == [first]


def test_the_pledge_page_lists_only_schools_whose_pledge_is_in_force(client):
    make_active_plaque(make_school("示范区阳光艺术培训学校"))
    make_school("示范区远航体育培训学校")
    shown = words(client.get("/pledge/"))
    assert "示范区阳光艺术培训学校" in shown
    assert "示范区远航体育培训学校" not in shown


@pytest.mark.parametrize("path", LISTS)
def test_two_characters_inside_a_name_find_it(client, path):
    make_active_plaque(make_school("示范区阳光艺术培训学校"))
    make_active_plaque(make_school("示范区远航体育培训学校"))
    names = [row.school.name for row in client.get(path, {"q": "光艺"}).context["rows"]]
    assert names == ["示范区阳光艺术培训学校"]


def test_lists_can_be_narrowed_by_state_and_alliance(client):
    valid = make_active_plaque(make_school(alliance="east")).school
    revoked = make_revoked_plaque(make_school(alliance="east")).school
    make_active_plaque(make_school(alliance="north"))

    def listed(path, **asked):
        return [row.school for row in client.get(path, asked).context["rows"]]

    assert listed("/alliances/east/", state="revoked") == [revoked]
    assert listed("/pledge/", state="valid", alliance="east") == [valid]


def test_an_alliance_page_cannot_be_asked_for_another_alliances_members(client):
    make_school("示范区北方培训学校", alliance="north")
    assert client.get("/alliances/east/", {"alliance": "north"}).context["total"] == 0


@pytest.mark.parametrize("path", [*LISTS, "/news/"])
@pytest.mark.parametrize(
    "asked",
    [
        {"page": "999"},
        {"page": "-1"},
        {"page": "x' OR 1=1"},
        {"q": "\x00"},
        {"q": '"'},
        {"q": "%_"},
        {"q": "长" * 5000},
        {"q": "<script>"},
        {"state": "nonsense"},
        {"alliance": "nonsense"},
        {"state": ["valid", "revoked"]},
    ],
    ids=str,
)
def test_hostile_parameters_get_a_page(client, path, asked):
    make_active_plaque()
    response = client.get(path, asked)
    assert response.status_code == 200
    assert b"<script>" not in response.content


@pytest.mark.parametrize("path", ["/", "/alliances/", *LISTS])
def test_more_schools_cost_no_more_queries(client, path):
    def asked():
        client.get(path)
        with CaptureQueriesContext(connection) as queries:
            client.get(path)
        return len(queries)

    make_active_plaque()
    one = asked()
    make_active_plaque()
    make_revoked_plaque()
    assert asked() == one


def test_more_news_cost_no_more_queries(client):
    def asked():
        client.get("/news/")
        with CaptureQueriesContext(connection) as queries:
            client.get("/news/")
        return len(queries)

    add_news("one")
    one = asked()
    add_news("two")
    add_news("three")
    assert asked() == one


def test_each_alliance_has_its_one_page():
    assert {page.alliance for page in AlliancePage.objects.all()} == set(Alliance.objects.all())

import datetime as dt

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from association.alliances.models import School
from association.core import clock
from association.core.models import AssociationProfile
from association.plaques.enums import PublicState
from association.plaques.models.plaque import new_token
from association.pledges.services import publish_version
from tests.factories import make_active_plaque, make_covenant, make_revoked_plaque
from tests.plaques.states import make_in_state

pytestmark = pytest.mark.django_db


def text_of(response):
    return " ".join(BeautifulSoup(response.content, "html.parser").main.get_text(" ").split())


@pytest.mark.parametrize("state", PublicState)
def test_a_scan_tells_the_state_in_words_the_date_and_the_school(client, state):
    plaque = make_in_state(state)
    response = client.get(plaque.scan_path, {"lang": "en"})
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
    assert b"<script" not in response.content
    assert "script-src 'self'" in response.headers["Content-Security-Policy"]


def test_the_answer_names_the_promises_of_the_version_this_school_signed(client):
    plaque = make_active_plaque()
    newer = make_covenant(publish=False)
    newer.promises.filter(code="P1").update(text_zh="新版本的第一项承诺")
    publish_version(version=newer, acting_user=None)
    page = text_of(client.get(plaque.scan_path))
    assert "第1项承诺的内容" in page
    assert "新版本的第一项承诺" not in page


@pytest.mark.parametrize("state", PublicState)
def test_the_last_day_is_told_only_while_the_plaque_may_hang(client, state):
    plaque = make_in_state(state)
    told = "牌匾使用至" in text_of(client.get(plaque.scan_path))
    assert told == (state in {"valid", "not_activated", "suspended", "expired"})


def test_a_licence_that_ran_out_is_told(client):
    plaque = make_active_plaque()
    School.objects.filter(pk=plaque.school_id).update(
        licence_long_term=False, licence_valid_until=clock.today() - dt.timedelta(days=1)
    )
    assert "ran out on" in text_of(client.get(plaque.scan_path, {"lang": "en"}))


def test_a_status_read_is_one_query_on_the_plaque_and_few_more(client, django_assert_num_queries):
    plaque = make_active_plaque()
    AssociationProfile.load()
    # The plaque with school, campus and pledge; alliance; events; promises; the association.
    with django_assert_num_queries(5):
        client.get(plaque.scan_path)


def test_the_history_costs_no_query_for_each_event(client, django_assert_num_queries):
    plaque = make_revoked_plaque()
    AssociationProfile.load()
    with django_assert_num_queries(5):
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

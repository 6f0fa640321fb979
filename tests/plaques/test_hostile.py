"""Whatever is sent to a public address, the answer is one of ours and never a 5xx."""

from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.factories import make_active_plaque

pytestmark = pytest.mark.django_db

WILD = st.one_of(
    st.text(max_size=80),
    st.text(alphabet="SC-2026‐—０１37KkＯ()（）第号示诚\x00\n\u200b'\"%_<>", max_size=40),
    st.sampled_from(["'" * 5000, "\x00", "%00", "\u202e", "9" * 5000, "../" * 50, "{{7*7}}"]),
)
ON_ONE_DATABASE = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
FORMS = {
    "/verify/": ["number"],
    "/report/": ["number", "kind"],
    "/report/sent/": ["number", "known"],
    "/members/": ["q", "alliance", "state", "page"],
}
PATHS = ["/v/{}", "/v/{}/", "/verify/{}/", "/api/v1/plaques/{}"]


@pytest.mark.parametrize("address", FORMS)
@ON_ONE_DATABASE
@given(data=st.data())
def test_public_forms_answer_anything(client, one_plaque, address, data):
    query = {name: data.draw(WILD) for name in FORMS[address]}
    assert client.get(address, query).status_code in {200, 302, 404, 422}


@pytest.mark.parametrize("path", PATHS)
@ON_ONE_DATABASE
@given(text=WILD)
def test_public_addresses_answer_anything(client, one_plaque, path, text):
    status = client.get(path.format(quote(text, safe=""))).status_code
    assert status in {200, 301, 302, 404, 422}


@ON_ONE_DATABASE
@given(number=WILD, kind=WILD, words=WILD)
def test_a_report_of_anything_is_answered(client, one_plaque, number, kind, words):
    sent = {"number": number, "kind": kind, "words": words}
    assert client.post("/report/", sent).status_code in {302, 404, 422}


READ_ONLY = [address for address in FORMS if address != "/report/"]


@pytest.mark.parametrize("address", [*READ_ONLY, "/api/v1/plaques/x", "/v/x", "/verify/x/"])
@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_public_addresses_are_for_reading(client, address, method):
    assert getattr(client, method)(address).status_code == 405


@pytest.fixture
def one_plaque(db):
    return make_active_plaque()

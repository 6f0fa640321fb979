import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from association.plaques.enums import NUMBER_STATES, PublicState
from association.plaques.models import Plaque
from association.plaques.numbers import PlaqueNumber
from tests.factories import make_active_plaque, make_revoked_plaque
from tests.plaques.states import make_in_state

pytestmark = pytest.mark.django_db


def test_a_plaque_is_read_as_open_data(client):
    plaque = make_revoked_plaque(reason="未公开收费项目")
    response = client.get(f"/api/v1/plaques/{plaque.number.lower()}")
    told = response.json()
    assert response.status_code == 200
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert told.pop("as_of").startswith(told["since"][:4])
    assert [event["reason"] for event in told.pop("history")] == ["未公开收费项目", "", ""]
    assert [(promise["code"], promise["broken"]) for promise in told.pop("promises")] == [
        (f"P{number}", number == 8) for number in range(1, 9)
    ]
    assert told == {
        "number": plaque.number,
        "chinese_number": plaque.chinese_number,
        "state": "revoked",
        "state_label": str(PublicState.REVOKED.label),
        "state_sentence": str(PublicState.REVOKED.sentence),
        "since": told["since"],
        "suspended_until": None,
        "reason": "未公开收费项目",
        "broken_promise": "P8",
        "successor": None,
        "school": {"name": plaque.school.name, "uscc": plaque.school.uscc},
        "campus": {"name": "主校区", "address": plaque.campus.address},
        "alliance": {"code": "east", "name": plaque.school.memberships.get().alliance.name},
        "licence": {
            "number": plaque.school.licence_no,
            "valid_until": None,
            "long_term": True,
            "expired": False,
        },
        "visits": {"last_on": None, "long_ago": False, "months": 12, "findings": []},
        "issued_on": plaque.issued_on.isoformat(),
        "valid_until": plaque.valid_until.isoformat(),
        "verify_url": f"https://plaque.example/verify/{plaque.number}/",
    }


def test_a_plaque_in_force_names_no_broken_promise(client):
    told = client.get(f"/api/v1/plaques/{make_active_plaque().number}").json()
    assert told["broken_promise"] is None
    assert not any(promise["broken"] for promise in told["promises"])


def test_an_old_plaque_names_the_newer_one_and_its_state(client):
    plaque = make_in_state(PublicState.SUPERSEDED)
    newer = Plaque.objects.exclude(pk=plaque.pk).get(campus=plaque.campus)
    assert client.get(f"/api/v1/plaques/{plaque.number}").json()["successor"] == {
        "number": newer.number,
        "state": "not_activated",
        "state_label": str(PublicState.NOT_ACTIVATED.label),
        "verify_url": f"https://plaque.example/verify/{newer.number}/",
    }


def test_the_token_is_no_open_data(client):
    plaque = make_active_plaque()
    answer = client.get(f"/api/v1/plaques/{plaque.number}").content.decode()
    assert plaque.token not in answer
    assert plaque.school.phone not in answer


@pytest.mark.parametrize(
    ("number", "status", "code"),
    [
        ("SC-2026-0037-A", 422, "typo"),
        ("SC-2026-0037", 422, "no_check_character"),
        ("hello", 422, "malformed"),
        ("示诚(2026)第0037号", 422, "chinese_form"),
        ("%20", 422, "empty"),
        (PlaqueNumber(year=2026, sequence=9998).ascii, 404, "not_issued"),
    ],
)
def test_what_is_not_found_is_told_by_a_code(client, number, status, code):
    response = client.get(f"/api/v1/plaques/{number}")
    assert response.status_code == status
    assert response.json()["code"] == code
    assert response.json()["detail"]
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert response.headers["Cache-Control"] == "no-store"


@settings(
    max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(number=st.text(min_size=1, max_size=300))
def test_wild_numbers_are_answered_in_the_documented_form(client, number):
    response = client.get("/api/v1/plaques/" + "".join(f"%{b:02x}" for b in number.encode()))
    if "/" in number:  # another address
        assert response.status_code in {301, 404}
    else:
        # So many come from one connection here.
        assert response.status_code in {404, 422, 429}
        assert set(response.json()) == {"code", "detail"}


def test_the_documentation_names_every_field_and_answer(client):
    described = client.get("/api/v1/openapi.json").json()
    read = described["paths"]["/api/v1/plaques/{number}"]["get"]
    answers = {status: _schema(described, answer) for status, answer in read["responses"].items()}
    told = client.get(f"/api/v1/plaques/{make_active_plaque().number}").json()
    assert set(answers) == {"200", "404", "422", "429"}
    assert set(answers["200"]["required"]) == set(told)
    assert set(answers["404"]["properties"]) == {"code", "detail"}
    states = described["components"]["schemas"]["StateKey"]["enum"]
    assert set(states) == set(NUMBER_STATES)


def _schema(described, answer):
    reference = answer["content"]["application/json"]["schema"]["$ref"]
    return described["components"]["schemas"][reference.rsplit("/", 1)[-1]]


def test_there_is_no_page_with_scripts_of_others(client):
    assert client.get("/api/v1/docs/").status_code == 404
    assert client.get("/api/v1/").status_code == 404
    assert "cdn" not in json.dumps(client.get("/api/v1/openapi.json").json())


def test_the_open_data_can_only_be_read(client):
    assert client.post(f"/api/v1/plaques/{make_active_plaque().number}").status_code == 405

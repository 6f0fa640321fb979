"""Whose pages a school's cases are: its own people's, from the moment it was told."""

import pytest

from association.alliances.enums import Capacity
from association.violations.models import Custody, Statement
from tests.factories.cases import make_case
from tests.factories.people import (
    make_lead,
    make_liaison,
    make_principal,
    make_secretary,
    make_visitor,
)
from tests.factories.schools import make_school
from tests.peer_review.portal.desk import enter
from tests.violations.portal.desk import (
    DISMISSED,
    OPEN,
    TOLD,
    add_photo,
    file_of,
    listing,
    page,
    person_of,
)

pytestmark = pytest.mark.django_db

STRANGERS = {
    "another school's principal": lambda: make_principal(make_school()),
    "lead": lambda: make_lead("east"),
    "visitor": lambda: make_visitor("east"),
    "liaison": make_liaison,
    "clerk": make_secretary,
}


def addresses(case):
    evidence = case.evidence.first()
    return [
        listing(case.school),
        page(case),
        page(case, "answer"),
        page(case, "hearing"),
        *([file_of(evidence)] if evidence else []),
    ]


@pytest.mark.parametrize("capacity", Capacity.values)
def test_the_schools_own_people_read_every_page(client, capacity):
    case = make_case(TOLD)
    enter(client, person_of(case.school, capacity))
    for address in addresses(case):
        assert client.get(address).status_code == 200, address


@pytest.mark.parametrize("stranger", STRANGERS.values(), ids=STRANGERS.keys())
def test_everybody_else_finds_nothing(client, stranger):
    case = make_case(TOLD)
    enter(client, stranger())
    for address in addresses(case):
        assert client.get(address).status_code == 404, address
    for act in ("answer", "hearing"):
        assert client.post(page(case, act), {"words": "不是我的"}).status_code == 404
    assert not Statement.objects.exists()
    assert not Custody.objects.filter(act="read").exists()


def test_whoever_is_not_signed_in_is_asked_to(client):
    case = make_case(TOLD)
    for address in addresses(case):
        response = client.get(address)
        assert response.status_code == 302
        assert response["Location"].startswith("/accounts/sign-in/")


@pytest.mark.parametrize("status", [OPEN, DISMISSED])
def test_nothing_shows_before_the_school_was_told(client, status):
    case = make_case(status)
    if status == OPEN:
        add_photo(case)
    enter(client, person_of(case.school))
    assert case.code not in client.get(listing(case.school)).content.decode()
    assert client.get(f"/desk/{case.school.uscc}/").status_code == 200
    for address in addresses(case)[1:]:
        assert client.get(address).status_code == 404, address


def test_a_case_is_found_at_its_own_school_alone(client):
    case, other = make_case(TOLD), make_case(TOLD)
    enter(client, person_of(case.school))
    elsewhere = page(case).replace(case.school.uscc, other.school.uscc)
    assert client.get(elsewhere).status_code == 404
    assert client.get(page(case).replace(case.code, other.code)).status_code == 404
    assert client.get(page(case, f"evidence/{other.evidence.get().pk}")).status_code == 404
    assert client.get(page(case, f"evidence/{10**30}")).status_code == 404

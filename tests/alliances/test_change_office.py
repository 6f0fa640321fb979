"""Change requests as the secretariat meets them: on the board, in the list, before a decision."""

import datetime as dt

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from association.accounts.roles import Role
from association.alliances.enums import CampusKind
from association.alliances.services import (
    decline_change,
    update_school,
)
from association.core.models import AuditEntry
from tests.factories import make_school, make_secretary
from tests.factories.changes import NEW_NAME, NEXT_LICENCE, make_change
from tests.factories.files import PDF

pytestmark = pytest.mark.django_db

LIST = reverse("change_admin:index")


@pytest.fixture(autouse=True)
def english(settings):
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def school():
    return make_school(
        "示范区向阳艺术培训学校",
        licence_long_term=False,
        licence_valid_until=dt.date(2027, 1, 31),
        approved_scope="美术",
    )


def page(act, record):
    return reverse(f"change_admin:{act}", args=[record.pk])


def soup(response):
    return BeautifulSoup(response.content, "html.parser")


def words(response):
    return soup(response).get_text(" ", strip=True)


def test_the_clerk_compares_with_what_the_register_says_now(client, clerk, school):
    request = make_change(school, name=NEW_NAME, approved_scope="音乐")
    update_school(
        school=school,
        values={"approved_scope": "美术、书法"},
        main_campus={},
        alliance=None,
        acting_user=clerk,
    )
    for act in ("inspect", "accept", "decline"):
        rows = [
            [cell.get_text(" ", strip=True) for cell in row.select("th, td")]
            for row in soup(client.get(page(act, request)))
            .select("table.listing")[0]
            .select("tbody tr")
        ]
        assert rows == [
            ["name", school.name, NEW_NAME, school.name],
            ["approved scope", "美术", "音乐", "美术、书法 Changed since it was asked"],
        ]


def test_the_clerk_accepts_and_the_page_says_it_in_the_same_second(client, clerk, school):
    request = make_change(school, licence_valid_until=NEXT_LICENCE)
    response = client.post(page("accept", request))
    assert response.url == page("inspect", request)
    school.refresh_from_db()
    assert school.licence_valid_until == NEXT_LICENCE
    assert "Accept the change request" not in words(client.get(page("inspect", request)))
    assert client.get(page("accept", request)).url == page("inspect", request)
    again = client.post(page("accept", request))
    assert (again.status_code, "no longer possible" in words(again)) == (422, True)
    history = words(client.get(reverse("school_admin:inspect", args=[school.pk])))
    assert f"accepted the change request · {request.code}" in history


def test_a_moved_gate_is_asked_about_and_its_place_is_wanted(client, clerk, school):
    main = school.campuses.get(kind=CampusKind.MAIN)
    named = make_change(name=NEW_NAME)
    assert "same_place" not in client.get(page("accept", named)).content.decode()
    request = make_change(school, places={main.pk: {"address": "示范区新华路9号"}})
    assert "same_place" in client.get(page("accept", request)).content.decode()
    client.post(page("accept", request))
    main.refresh_from_db()
    assert main.latitude is None
    assert "is not known since its address changed" in words(client.get(page("inspect", request)))


def test_declining_needs_a_reason(client, clerk, school):
    request = make_change(school)
    assert client.post(page("decline", request), {"reason": " "}).status_code == 422
    client.post(page("decline", request), {"reason": "请补拍清楚"})
    request.refresh_from_db()
    assert (request.status, request.note) == ("declined", "请补拍清楚")


def test_a_clerk_who_acts_for_the_school_reads_why_not(client, clerk, school):
    request = make_change(school, by=clerk)
    told = words(client.get(page("inspect", request)))
    assert "another person decides" in told
    assert "Accept the change request" not in told
    response = client.post(page("accept", request))
    assert (response.status_code, "another person decides" in words(response)) == (422, True)


def test_who_only_reads_gets_the_proof_and_no_decision(client, school):
    request = make_change(school)
    client.force_login(make_secretary(Role.AUDITOR))
    assert "Accept the change request" not in words(client.get(page("inspect", request)))
    answer = client.get(reverse("change_admin:proof", args=[request.proofs.get().pk]))
    assert b"".join(answer.streaming_content) == PDF
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert AuditEntry.objects.filter(action="core.download_print", school_id=school.pk).exists()
    assert client.post(page("accept", request)).status_code == 302
    request.refresh_from_db()
    assert request.status == "open"


def test_the_list_is_found_by_number_and_school_and_filtered_by_state(client, clerk, school):
    first = make_change(school)
    second = make_change(make_school("示范区旭日体育培训学校"))
    decline_change(request=second, note="x", acting_user=clerk)
    found = {
        query: [r.code in client.get(LIST + query).content.decode() for r in (first, second)]
        for query in ("", "?status=open", "?status=declined", f"?q={second.code}", "?q=向阳")
    }
    assert found == {
        "": [True, True],
        "?status=open": [True, False],
        "?status=declined": [False, True],
        f"?q={second.code}": [False, True],
        "?q=向阳": [True, False],
    }


def test_the_list_costs_the_same_for_one_and_three(client, clerk, queries):
    made = []
    for rows in (1, 2):
        for _row in range(rows):
            make_change()
        client.get(LIST)
        with queries() as asked:
            assert client.get(LIST).status_code == 200
        made.append(len(asked))
    assert made[0] == made[1]

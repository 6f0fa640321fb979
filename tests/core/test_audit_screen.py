"""The audit trail as a secretary reads, filters and takes it away."""

import csv
import datetime as dt
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from association.accounts.roles import Role
from association.core import clock
from association.core.audit import record_act
from association.core.audit_views import MOST
from association.core.models import AuditEntry
from association.core.origin import Origin, acting_through
from tests.factories import (
    make_lead,
    make_plaque,
    make_principal,
    make_revoked_plaque,
    make_school,
    make_secretary,
    make_user,
)
from tests.hostile import hostile

__all__ = ["hostile"]

pytestmark = pytest.mark.django_db

TRAIL = reverse("audit_trail")
RESULTS = reverse("audit_trail_results")


@pytest.fixture
def reader(client):
    """Somebody who may read the trail."""
    user = make_secretary(Role.APPROVER, last_name="审", first_name="阅人")
    client.force_login(user)
    return user


def note(label="", *, user=None, action="core.read_contact", moment=None, **more):
    with clock.at(moment or clock.now()):
        return record_act(action=action, user=user, label=label, **more)


def shown(client, **query):
    response = client.get(RESULTS, query)
    assert response.status_code == 200
    return [line.entry for line in response.context["told"]]


def labels(client, **query):
    return [entry.label for entry in shown(client, **query)]


# -- who reads -------------------------------------------------------------------------------------


def test_who_may_read_finds_it_under_reports(client, reader):
    page = client.get(reverse("wagtailadmin_home")).content.decode()
    assert TRAIL in page
    assert reverse("wagtailadmin_reports:site_history") not in page


def test_who_may_not_read_is_not_led_there(client):
    client.force_login(make_secretary(Role.EDITOR))
    assert TRAIL not in client.get(reverse("wagtailadmin_home")).content.decode()
    assert client.get(TRAIL).status_code == 302
    assert client.get(TRAIL, {"export": "csv"}).status_code == 302


# -- the list --------------------------------------------------------------------------------------


def test_the_newest_act_comes_first_and_fifty_make_a_page(client, reader):
    now = clock.now()
    for number in range(51):
        note(f"第{number}项", moment=now + dt.timedelta(minutes=number))
    assert labels(client)[:2] == ["第50项", "第49项"]
    assert len(labels(client)) == 50
    assert "第0项" in labels(client, p=2)


def test_an_act_is_told_in_words(client, reader):
    school = make_school("示范区明白学校")
    principal = make_principal(school, last_name="校长", first_name="甲")
    record_act(
        action="alliances.update_school",
        user=principal,
        obj=school,
        changes={"kind": ("training", "kindergarten"), "phone": ("1", "2")},
        reason="办学类型写错",
    )
    page = client.get(TRAIL, {"record": f"alliances.school:{school.pk}", "lang": "en"})
    text = page.content.decode()
    for words in (
        "校长甲",
        "Principal, 示范区明白学校",
        "updated the school",
        "Kind: Training school → Kindergarten",
        "Office phone",
        "办学类型写错",
    ):
        assert words in text


def test_a_role_is_told_by_its_name_and_a_person_in_a_change_by_theirs(client, reader):
    school = make_school(name="示范区明白学校")
    make_principal(school, last_name="校", first_name="长乙")
    page = client.get(TRAIL, {"action": "core.give_role", "lang": "en"}).content.decode()
    assert "校长乙 · Principal, 示范区明白学校" in page
    assert f"school:{school.pk}:principal" not in page
    decided = make_revoked_plaque().proposals.get()
    person = str(decided.decided_by)
    page = client.get(TRAIL, {"record": f"plaques.measureproposal:{decided.pk}", "lang": "en"})
    assert f"Decided by: — → {person}" in page.content.decode()


@pytest.mark.parametrize("path", [TRAIL, RESULTS])
def test_one_row_and_three_cost_the_same_queries(client, reader, path):
    schools = [make_school() for _number in range(3)]
    people = [make_principal(school) for school in schools]
    costs = []
    for number, (school, person) in enumerate(zip(schools, people, strict=True), start=1):
        note(f"费用{number}", user=person, obj=school)
        if number in (1, 3):
            client.get(path, {"label": "费用"})  # caches of sessions and sites
            with CaptureQueriesContext(connection) as queries:
                response = client.get(path, {"label": "费用"})
            assert len(response.context["told"]) == number
            costs.append(len(queries))
    assert costs[0] == costs[1]


# -- the filters -----------------------------------------------------------------------------------


def test_each_filter_finds_its_own(client, reader):
    school, other = make_school("示范区被找学校"), make_school()
    person = make_user("finder-1", last_name="寻", first_name="找人")
    monday = dt.datetime(2026, 3, 2, 9, tzinfo=clock.now().tzinfo)
    with acting_through(Origin("c" * 32)):
        note("要找的", user=person, action="core.download_list", moment=monday, school=school)
    note("别的", moment=monday + dt.timedelta(days=2), school=other)
    wanted = ["要找的"]
    for query in (
        {"moment_from": "2026-03-01", "moment_to": "2026-03-02"},
        {"person": "寻找"},
        {"person": "finder"},
        {"action": "core.download_list"},
        {"school": "被找", "label": "找的"},
        {"school": school.uscc.lower(), "label": "找的"},
        {"label": "要找"},
        {"request_id": "c" * 32},
        {"record": f"alliances.school:{school.pk}", "label": "找的"},
    ):
        assert labels(client, **query) == wanted, query
    assert labels(client, person="没有这个人") == []
    assert labels(client, person="寻找", action="core.read_contact") == []


def test_a_records_own_page_leads_to_all_that_was_done_to_it(client, reader):
    plaque, _other = make_plaque(), make_plaque()
    page = client.get(reverse("plaque_admin:inspect", args=[plaque.pk])).content.decode()
    query = f"record=plaques.plaque%3A{plaque.pk}"
    assert f"{TRAIL}?{query}" in page
    entries = shown(client, record=f"plaques.plaque:{plaque.pk}")
    assert [entry.action for entry in entries] == ["plaques.issue_plaque"]
    assert {entry.object_id for entry in entries} == {str(plaque.pk)}


def test_who_may_not_read_the_trail_is_not_led_there_from_a_record(client):
    client.force_login(make_secretary())
    plaque = make_plaque()
    page = client.get(reverse("plaque_admin:inspect", args=[plaque.pk])).content.decode()
    assert TRAIL not in page


def test_a_filter_that_cannot_be_read_shows_and_exports_nothing(client, reader):
    note("秘密")
    assert labels(client, moment_from="gestern") == []
    assert len(lines(client, moment_from="gestern")) == 1
    assert labels(client, action="core.no_such_act") == []


def test_a_filter_that_cannot_be_read_is_named(client, reader):
    told = "A filter cannot be read"
    page = client.get(TRAIL, {"moment_from": "gestern", "lang": "en"}).content.decode()
    assert told in page
    assert "Period: Enter a valid date." in page
    assert told not in client.get(TRAIL, {"label": "nobody wrote this"}).content.decode()


@pytest.mark.parametrize("field", ["person", "school", "label", "record", "request_id", "action"])
def test_hostile_filters_are_answered(client, reader, hostile, field):
    assert client.get(TRAIL, {field: hostile}).status_code == 200
    assert client.get(TRAIL, {"moment_from": hostile, "p": hostile}).status_code == 200


# -- the files -------------------------------------------------------------------------------------


def lines(client, **query):
    """The lines of the CSV, the headings first."""
    response = client.get(TRAIL, {"export": "csv", **query})
    assert response.status_code == 200
    assert response.headers["Content-Disposition"].startswith("attachment")
    text = b"".join(response.streaming_content).decode("utf-8")
    assert text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))


def cells(client, **query):
    """The cells of the XLSX."""
    response = client.get(TRAIL, {"export": "xlsx", **query})
    file = io.BytesIO(b"".join(response.streaming_content))
    return list(load_workbook(file).active.iter_rows())


def test_both_files_hold_what_the_list_holds(client, reader):
    school = make_school()
    note("乙", school=school)
    note("甲", school=school)
    for rows in (lines(client, school=school.uscc, label="甲"), cells(client, label="甲")):
        assert len(rows) == 2
        texts = [getattr(cell, "value", cell) or "" for cell in rows[1]]
        assert len(texts) == len(rows[0])
        assert {"甲", school.name, school.uscc} <= {str(text) for text in texts}


def test_what_looks_like_a_formula_stays_a_text(client, reader):
    evil = '=HYPERLINK("https://example.test","x")'
    note(evil, reason="\t=1+1")
    row = lines(client, label="HYPERLINK")[1]
    assert f"'{evil}" in row
    assert "'\t=1+1" in row
    cell = next(c for c in cells(client, label="HYPERLINK")[1] if c.value == evil)
    assert (cell.data_type, cell.quotePrefix) == ("s", True)


def test_taking_a_file_is_an_act_with_its_filters(client, reader):
    client.get(TRAIL)
    assert not AuditEntry.objects.filter(action="core.download_list").exists()
    lines(client, label="甲", person="乙")
    entry = AuditEntry.objects.get(action="core.download_list")
    assert (entry.user, entry.capacity, entry.label) == (reader, "approver", TRAIL)
    assert "export=csv" in entry.reason
    cells(client)
    assert AuditEntry.objects.filter(action="core.download_list").count() == 2


def test_a_list_for_the_alliances_leads_is_told_too(client):
    clerk = make_secretary()
    client.force_login(clerk)
    client.get(reverse("plaque_admin:hanging_sheet"))
    entry = AuditEntry.objects.get(action="core.download_list")
    assert (entry.user, entry.label) == (clerk, reverse("plaque_admin:hanging_sheet"))


def test_a_list_that_everybody_may_have_is_no_act(client):
    client.get(reverse("plaques:members"))
    assert not AuditEntry.objects.filter(action="core.download_list").exists()


def test_too_many_entries_for_a_file_are_said_and_the_filters_kept(client, reader, monkeypatch):
    monkeypatch.setitem(MOST, "xlsx", 2)
    for number in range(3):
        note(f"多{number}")
    response = client.get(TRAIL, {"export": "xlsx", "label": "多", "lang": "en"}, follow=True)
    assert response.redirect_chain == [(f"{TRAIL}?label=%E5%A4%9A&lang=en", 302)]
    assert "The list has 3 entries, a file holds 2." in response.content.decode()
    assert len(lines(client, label="多")) == 4


def test_leads_and_their_contacts_are_no_exception(client):
    client.force_login(make_lead())
    assert client.get(TRAIL).status_code in (302, 403)


# -- fast at a million -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "index"),
    [
        ({}, "core_audit_newest"),
        ({"action": "core.read_contact"}, "core_audit_by_action"),
        ({"user": 1}, "core_audit_by_user"),
        ({"school": 1}, "core_audit_by_school"),
        ({"object_type": "plaques.plaque", "object_id": "1"}, "core_audit_by_object"),
        ({"request_id": "c" * 32}, "core_audit_by_request"),
    ],
)
@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL plans by the table's size")
def test_the_list_is_read_from_an_index(query, index):
    plan = AuditEntry.objects.filter(**query).order_by("-moment", "-pk")[:50].explain()
    assert f"USING INDEX {index}" in plan or f"USING COVERING INDEX {index}" in plan
    if query.keys() != {"request_id"}:
        assert "TEMP B-TREE" not in plan

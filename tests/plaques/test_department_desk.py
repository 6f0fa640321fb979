"""The department's desk: the register as it stands, what was decided, and nothing to change."""

import datetime as dt
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from association.accounts.models import User
from association.alliances.permissions import departments_of
from association.alliances.services import appoint_liaison, dismiss_liaison
from association.core import clock
from association.plaques.enums import MeasureKind
from tests.factories import (
    make_active_plaque,
    make_department,
    make_draft_pledge,
    make_lead,
    make_liaison,
    make_revoked_plaque,
    make_school,
    make_secretary,
    make_signed_pledge,
    make_user,
)
from tests.hostile import HOSTILE

pytestmark = pytest.mark.django_db

DESK = "/department-desk/supervising/"
REGISTER = DESK + "register/"
FILE = DESK + "register.xlsx"


@pytest.fixture
def liaison(client):
    user = make_liaison()
    client.force_login(user)
    return user


def rows(response):
    return {
        row.school.name: (
            row.pledge and row.pledge.status,
            [plaque.state.value for plaque in row.plaques],
        )
        for row in response.context["rows"]
    }


def sheet(client):
    book = load_workbook(BytesIO(client.get(FILE).content))
    return [[cell.value for cell in row] for row in book.active.iter_rows()]


def test_a_liaison_lands_on_the_one_desk(client, liaison):
    assert client.get("/accounts/desk/").url == "/department-desk/"
    assert client.get("/department-desk/").url == DESK


def test_the_register_tells_pledge_and_plaque_of_every_member(client, liaison):
    make_active_plaque(make_school("有效学校"))
    make_revoked_plaque(make_school("收回学校"))
    make_signed_pledge(make_school("待审学校"))
    make_draft_pledge(make_school("在读学校"), ticked=3)
    make_school("无事学校")
    assert rows(client.get(REGISTER)) == {
        "有效学校": ("accepted", ["valid"]),
        "收回学校": ("ended", ["revoked"]),
        "待审学校": ("submitted", []),
        "在读学校": (None, []),
        "无事学校": (None, []),
    }


def test_the_register_is_filtered_like_the_public_list(client, liaison):
    make_active_plaque(make_school("有效学校"))
    make_school("西边学校", alliance="west")
    assert list(rows(client.get(REGISTER, {"state": "valid"}))) == ["有效学校"]
    assert list(rows(client.get(REGISTER, {"alliance": "west"}))) == ["西边学校"]
    assert list(rows(client.get(REGISTER, {"q": "西边"}))) == ["西边学校"]
    assert rows(client.get(REGISTER, {"q": "没有"})) == {}


def test_the_desk_tells_what_was_decided_lately_and_why(client, liaison):
    with clock.at(clock.now() - dt.timedelta(days=91)):
        make_revoked_plaque(make_school("久远学校"), reason="很久以前")
    make_revoked_plaque(make_school("暂停学校"), kind=MeasureKind.SUSPEND, reason="退费拖延")
    page = client.get(DESK).content.decode()
    assert "退费拖延" in page
    assert "暂停学校" in page
    assert "很久以前" not in page


def test_the_file_holds_a_line_for_each_plaque_and_no_formula(client, liaison):
    plaque = make_revoked_plaque(make_school("=1+1学校"), reason="=cmd()")
    make_school("无牌学校")
    head, *lines = sheet(client)
    assert len(head) == 14
    by_school = {line[0]: line for line in lines}
    assert by_school["=1+1学校"][9] == plaque.number
    assert by_school["=1+1学校"][13] == "=cmd()"
    assert by_school["无牌学校"][9] is None
    assert len(lines) == 2
    book = load_workbook(BytesIO(client.get(FILE).content))
    kinds = {cell.data_type for row in book.active.iter_rows() for cell in row if cell.value}
    assert "f" not in kinds


def test_the_file_names_no_persons(client, liaison):
    make_active_plaque(make_school("有效学校", contact_name="校长壬", phone="0536-7654321"))
    text = str(sheet(client))
    assert "校长壬" not in text
    assert "7654321" not in text


@pytest.mark.parametrize("path", [DESK, REGISTER, FILE])
def test_nothing_can_be_sent(client, liaison, path):
    assert client.post(path).status_code == 405


@pytest.mark.parametrize("path", [DESK, REGISTER, FILE])
@pytest.mark.parametrize(
    "stranger",
    [
        make_user,
        make_lead,
        make_secretary,
        lambda: make_liaison(make_department("approval")),
        lambda: make_user(is_superuser=True),
    ],
    ids=["nobody", "lead", "clerk", "another department's", "superuser"],
)
def test_strangers_find_no_desk(client, stranger, path):
    make_department()
    client.force_login(stranger())
    assert client.get(path).status_code == 404


def test_whose_appointment_has_ended_finds_nothing(client, liaison):
    dismiss_liaison(liaison=liaison.liaisons.get(), acting_user=None)
    assert client.get(DESK).url.startswith("/accounts/sign-in/")  # the session ended with it
    client.force_login(User.objects.get(pk=liaison.pk))
    assert client.get(DESK).status_code == 404
    assert not departments_of(liaison).exists()


def test_who_reads_for_two_departments_chooses(client, liaison):
    appoint_liaison(department=make_department("market"), user=liaison, acting_user=None)
    page = client.get("/department-desk/").content.decode()
    assert f'href="{DESK}"' in page
    assert 'href="/department-desk/market/"' in page


@pytest.mark.parametrize("path", [DESK, REGISTER, FILE])
def test_pages_cost_the_same_for_one_school_and_three(client, liaison, path):
    make_revoked_plaque()
    client.get(path)
    with CaptureQueriesContext(connection) as one:
        assert client.get(path).status_code == 200
    make_revoked_plaque()
    make_revoked_plaque()
    with CaptureQueriesContext(connection) as three:
        client.get(path)
    assert len(three) == len(one)


@pytest.mark.parametrize("field", ["q", "alliance", "state", "page"])
@pytest.mark.parametrize("hostile", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_input_shows_a_page(client, liaison, hostile, field):
    make_school()
    assert client.get(REGISTER, {field: hostile}).status_code == 200


def test_the_way_back_leads_to_the_department(client, liaison):
    assert f'href="{reverse("alliances:read_department", args=["supervising"])}"' in (
        client.get(REGISTER).content.decode()
    )

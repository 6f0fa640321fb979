"""Rounds in the secretariat's admin: listed, planned, run, ended."""

import datetime as dt

import pytest
from bs4 import BeautifulSoup

from association.accounts.roles import Role
from association.alliances.models import Alliance
from association.core import clock
from association.peer_review.enums import RoundKind, RoundScope, RoundStatus, VisitStatus
from association.peer_review.models import Round
from association.peer_review.services import cancel_round, edit_round, seat_visitor
from tests.factories import make_secretary, make_visitor
from tests.factories.rounds import make_checklist, make_drawn_round, make_round, make_running_round
from tests.peer_review.admin.desk import address, fields_of, words
from tests.pledges.desk import queries_of

pytestmark = pytest.mark.django_db

LIST = "/admin/rounds/"
PLAN = "/admin/rounds/new/"


def plan(**changes):
    today = clock.today()
    return {
        "title": "秋季互查",
        "kind": "mutual",
        "scope": "each",
        "alliance": "",
        "checklist": str(make_checklist().pk),
        "opens_on": today + dt.timedelta(days=10),
        "closes_on": today + dt.timedelta(days=20),
        "due_on": today + dt.timedelta(days=25),
        "visits_per_school": "2",
        "avoid_rounds": "2",
        "rival_metres": "500",
        "algorithm": "hmac-sha256",
        **changes,
    }


def test_the_list_tells_state_and_progress_and_is_filtered(client, clerk):
    running = make_running_round(RoundKind.SWEEP, schools=2)
    draft = make_round(RoundKind.SELF, alliance="west")
    rows = BeautifulSoup(client.get(LIST).content, "html.parser").select("table.listing tbody tr")
    listed = {row.a.get_text(strip=True): row.get_text(" ", strip=True) for row in rows}
    assert list(listed) == [str(draft), str(running)]
    assert "Running" in listed[str(running)]
    assert "0 / 2" in listed[str(running)]
    assert "Being prepared" in listed[str(draft)]

    def found(**where):
        return set(client.get(LIST, where).context["object_list"])

    assert found(status="running") == {running}
    assert found(kind="self") == {draft}
    assert found(alliance=Alliance.objects.get(code="west").pk) == {draft}
    assert found(q=running.code) == {running}


def test_the_lists_queries_do_not_grow_with_its_rows(client, clerk):
    make_running_round(RoundKind.SWEEP, schools=1)
    with_one = queries_of(client, LIST)
    for alliance in ("west", "south"):
        make_running_round(RoundKind.SWEEP, alliance=alliance, schools=2)
    assert queries_of(client, LIST) == with_one


def test_the_boards_queries_do_not_grow_with_its_schools(client, clerk):
    small = make_drawn_round(RoundKind.RANDOM, schools=1)
    large = make_drawn_round(RoundKind.RANDOM, alliance="west", schools=9)
    assert large.visits.count() > small.visits.count() == 1
    assert queries_of(client, address("inspect", large)) == queries_of(
        client, address("inspect", small)
    )


def test_a_clerk_plans_a_round_and_lands_on_its_board(client, clerk):
    assert "In use" not in words(client.get(PLAN))
    response = client.post(PLAN, plan(), follow=True)
    row = Round.objects.get()
    assert response.redirect_chain[-1][0] == address("inspect", row)
    assert (row.title, row.kind, row.scope) == ("秋季互查", RoundKind.MUTUAL, RoundScope.EACH)
    assert row.status == RoundStatus.DRAFT
    assert address("announce", row) in response.content.decode()


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"title": ""}, "title"),
        ({"kind": "party"}, "kind"),
        ({"scope": "one"}, "alliance"),
        ({"scope": "between", "kind": "sweep"}, "scope"),
        ({"closes_on": "2020-01-01"}, "closes_on"),
        ({"due_on": "not a day"}, "due_on"),
        ({"visits_per_school": "99999999999999999999"}, "visits_per_school"),
        ({"checklist": "0"}, "checklist"),
        ({"rival_metres": "-1"}, "rival_metres"),
        ({"title": "a\x00b"}, "title"),
    ],
)
def test_a_plan_that_cannot_be_is_refused_beside_the_field_and_nothing_is_lost(
    client, clerk, wrong, field
):
    sent = plan(**{"title": "春季互查", **wrong})
    response = client.post(PLAN, sent)
    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    kept = fields_of(response)
    assert kept["opens_on"] == str(sent["opens_on"])
    assert kept["avoid_rounds"] == "2"
    assert not Round.objects.exists()


def test_an_alliance_beside_another_scope_is_asked_about(client, clerk):
    east = Alliance.objects.get(code="east")
    response = client.post(PLAN, plan(alliance=str(east.pk)))
    assert response.context["form"].errors["alliance"] == [
        "Choose “Within one alliance” above, or leave the alliance out."
    ]
    client.post(PLAN, plan(alliance=str(east.pk), scope="one"))
    assert Round.objects.get().alliance == east


def test_a_draft_is_changed_and_who_came_second_is_told(client, clerk):
    row = make_round(RoundKind.MUTUAL)
    page = client.get(address("edit_plan", row))
    first, second = fields_of(page) | {"title": "第一位"}, fields_of(page) | {"title": "第二位"}
    assert client.post(address("edit_plan", row), first).status_code == 302
    response = client.post(address("edit_plan", row), second)
    assert response.status_code == 422
    assert "Somebody else changed this plan" in words(response)
    assert fields_of(response)["title"] == "第二位"
    row.refresh_from_db()
    assert row.title == "第一位"


def test_what_is_announced_cannot_be_changed_any_more(client, clerk):
    row = make_drawn_round(schools=2)
    for response in (
        client.get(address("edit_plan", row), follow=True),
        client.post(address("edit_plan", row), plan(title="另一个"), follow=True),
    ):
        assert response.redirect_chain[-1][0] == address("inspect", row)
        assert "This step is not possible now" in words(response)
    row.refresh_from_db()
    assert row.title == "秋季走访"


def test_a_sweep_is_opened_from_its_plan_with_all_members(client, clerk):
    row = make_round(RoundKind.SWEEP, schools=3)
    assert "3 member schools take part" in words(client.get(address("open_round", row)))
    response = client.post(address("open_round", row), follow=True)
    assert "3 schools" in words(response)
    row.refresh_from_db()
    assert row.status == RoundStatus.RUNNING
    assert row.visits.count() == 3


def test_a_round_without_members_is_refused_in_words(client, clerk):
    row = make_round(RoundKind.SWEEP)
    response = client.post(address("open_round", row))
    assert response.status_code == 422
    assert "No member school takes part" in words(response)


def test_closing_asks_for_a_reason_while_visits_are_outstanding(client, clerk):
    row = make_running_round(RoundKind.SWEEP, schools=1)
    assert "1 visit is outstanding" in words(client.get(address("close_round", row)))
    response = client.post(address("close_round", row), {"reason": " "})
    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["reason"]
    client.post(address("close_round", row), {"reason": "学校停课"})
    row.refresh_from_db()
    assert row.status == RoundStatus.CLOSED
    assert row.visits.get().status == VisitStatus.CANCELLED
    assert "学校停课" in words(client.get(address("inspect", row)))


def test_calling_off_needs_a_reason_and_ends_every_step(client, clerk):
    row = make_drawn_round(schools=2)
    assert client.post(address("call_off", row), {"reason": ""}).status_code == 422
    client.post(address("call_off", row), {"reason": "台风"})
    row.refresh_from_db()
    assert row.status == RoundStatus.CANCELLED
    page = client.get(address("inspect", row)).content.decode()
    assert "What comes next" not in page
    assert "台风" in page


def test_a_visitor_of_a_sweep_is_chosen_among_those_who_visit_for_the_alliance(client, clerk):
    row = make_running_round(RoundKind.SWEEP, schools=1)
    visit = row.visits.get()
    here, elsewhere = make_visitor("east"), make_visitor("west")
    page = client.get(address("seat", visit))
    offered = page.context["form"].fields["user"].queryset
    assert list(offered) == [here]
    response = client.post(address("seat", visit), {"user": elsewhere.pk})
    assert response.status_code == 422
    assert "This person cannot go any more" in words(response)
    client.post(address("seat", visit), {"user": here.pk})
    assert visit.seats.get().visitor == here
    assert "Nobody else visits for this alliance" in words(client.get(address("seat", visit)))


def test_a_visit_of_an_ended_round_gets_no_visitor(client, clerk):
    row = make_running_round(RoundKind.SWEEP, schools=1)
    visit, visitor = row.visits.get(), make_visitor("east")
    cancel_round(record=row, reason="台风", acting_user=clerk)
    client.post(address("seat", visit), {"user": visitor.pk})
    assert not visit.seats.exists()


@pytest.mark.parametrize("role", [Role.APPROVER, Role.SECRETARY_GENERAL, Role.AUDITOR])
def test_others_of_the_secretariat_read_and_change_nothing(client, role):
    client.force_login(make_secretary(role))
    row = make_running_round(RoundKind.SWEEP, schools=1)
    visit = row.visits.get()
    page = client.get(address("inspect", row)).content.decode()
    assert row.title in page
    for name in ("close_round", "call_off", "edit_plan", "open_round"):
        assert address(name, row) not in page
        assert client.post(address(name, row), {"reason": "x"}).status_code == 302
    assert address("seat", visit) not in page
    client.post(address("seat", visit), {"user": make_visitor("east").pk})
    client.post(PLAN, plan())
    row.refresh_from_db()
    assert (row.status, Round.objects.count()) == (RoundStatus.RUNNING, 1)
    assert not visit.seats.exists()


def test_an_editor_sees_no_rounds(client):
    client.force_login(make_secretary(Role.EDITOR))
    row = make_round()
    assert client.get(LIST).status_code == 302
    assert client.get(address("inspect", row)).status_code == 404


def test_rows_that_are_not_there_answer_404(client, clerk):
    for name in ("inspect", "edit_plan", "announce", "results", "seat", "recuse", "withdraw"):
        assert client.get(f"{LIST}{name}/4711/").status_code == 404
        assert client.get(f"{LIST}{name}/{10**30}/").status_code == 404


def test_what_happened_is_told_in_words(client, clerk):
    row = make_running_round(RoundKind.SWEEP, schools=1)
    seat_visitor(visit=row.visits.get(), user=make_visitor("east"), acting_user=clerk)
    page = words(client.get(address("inspect", row)))
    assert "prepared the round" in page
    assert "opened the round" in page
    edited = make_round(alliance="west")
    edit_round(plan_of=edited, plan={"title": "新题"}, acting_user=clerk)
    assert "changed the plan" in words(client.get(address("inspect", edited)))

"""What is read before the last click: pages, days and what ends, of danger and of decisions."""

import datetime as dt

import pytest
from django.utils import translation
from django.utils.formats import date_format

from association.accounts.roles import Role
from association.core import clock
from association.plaques.models import MeasureProposal
from association.plaques.services import approve_measure, issue_plaque, last_day_of_danger
from association.violations.enums import Measure
from association.violations.services import propose_danger
from tests.factories import make_active_plaque, make_danger_case, make_secretary
from tests.factories.cases import (
    FOUR_FACTS,
    Way,
    accept,
    answer,
    carry_out,
    make_case,
    put,
)
from tests.peer_review.portal.desk import enter, soup_of, words
from tests.violations.admin.desk import address, panel_of
from tests.violations.portal.desk import page, person_of

pytestmark = pytest.mark.django_db
WORDS = "一处安全出口被桌椅占用"


def day(value):
    with translation.override("en"):
        return date_format(value)


def suspended(plaque, measure="mend"):
    """A case by which the plaque is suspended for danger, and that comes to a measure."""
    case = make_case("told", school=plaque.school, severity="S3", measure=measure)
    user = case.people.get(part="investigator").user
    proposal = propose_danger(case=case, plaque=plaque, reason=WORDS, acting_user=user)
    approve_measure(proposal=proposal, acting_user=make_secretary(Role.APPROVER))
    return case, user


def test_a_danger_is_previewed_before_it_is_proposed(client, clerk):
    plaque = make_active_plaque()
    case = make_danger_case(plaque)
    sent = {"plaque": plaque.pk, "reason": WORDS}
    answered = client.post(address("danger", case), sent)
    assert not MeasureProposal.objects.exists()
    assert f"ends by itself after {day(last_day_of_danger())}" in words(answered)
    frame = words(client.get(soup_of(answered).select_one("iframe")["src"]))
    assert WORDS in frame
    assert "先行暂停" in frame or "precaution" in frame
    fields = {each["name"]: each["value"] for each in soup_of(answered).select("main form input")}
    assert (fields["plaque"], fields["reason"]) == (str(plaque.pk), WORDS)
    changed = client.post(address("danger", case), sent | {"change": "1"})
    assert soup_of(changed).select_one("textarea[name=reason]").get_text().strip() == WORDS
    client.post(address("danger", case), sent | {"confirm": "1"})
    assert MeasureProposal.objects.get().reason == WORDS


@pytest.mark.parametrize("confirm", [{}, {"confirm": "1"}])
def test_words_that_name_somebody_are_refused_and_stay_in_the_form(client, clerk, confirm):
    plaque = make_active_plaque()
    case = make_danger_case(plaque)
    sent = {"plaque": plaque.pk, "reason": "请拨打13812345678", **confirm}
    answered = client.post(address("danger", case), sent)
    assert answered.status_code == 422
    assert "Please take out" in words(answered)
    assert "13812345678" in soup_of(answered).select_one("textarea[name=reason]").get_text()
    assert not MeasureProposal.objects.exists()


def test_an_open_case_says_how_to_meet_a_danger_and_offers_no_suspension(client, clerk):
    case = make_case("open", school=make_active_plaque().school, severity="S3", clerk=clerk)
    told = words(client.get(f"/admin/cases/inspect/{case.pk}/"))
    assert "Where people are in danger now" in told
    assert "Suspend at once" not in told


def reach(client, act, case, clerk):
    """The page before the last click of a decision."""
    if act == "vote":
        enter(client, panel_of(case)[0])
    else:
        enter(client, clerk)
    return client.get(address(act, case))


@pytest.mark.parametrize("act", ["vote", "carry_out"])
@pytest.mark.parametrize("measure", ["suspend", "revoke"])
def test_a_decision_is_shown_with_its_days(client, act, measure):
    plaque, clerk = make_active_plaque(), make_secretary()
    status = "deciding" if act == "vote" else "decided"
    case = make_case(status, school=plaque.school, measure=measure, clerk=clerk)
    if act == "carry_out":
        accept(case, None)
    shown = reach(client, act, case, clerk)
    text = words(shown)
    frame = words(client.get(soup_of(shown).select_one("iframe")["src"] + "&lang=en"))
    assert "if it were put in force today" in text
    if act == "carry_out":
        carry_out(case, clerk)
    else:
        case.public_until = clock.months_later(clock.today(), 12) - dt.timedelta(days=1)
    last = day(case.public_until)
    assert f"Parents read the reason until {last}." in text
    assert (f"ends by itself after {last}." in text) == (measure == "suspend")
    assert (f"Suspended until {last}" in frame) == (measure == "suspend")
    for value in FOUR_FACTS.values():
        assert value in text.partition("With the notice they also read:")[2]


def test_every_plaque_it_reaches_is_named(client, clerk):
    plaque = make_active_plaque()
    for number in range(2, 7):
        campus = plaque.school.campuses.create(
            name=f"第{number}校区", kind="campus", address=f"示范路{number}号"
        )
        issue_plaque(pledge=plaque.pledge, campus=campus, acting_user=make_secretary())
    case = make_case("decided", school=plaque.school, measure="revoke")
    accept(case, None)
    shown = client.get(address("carry_out", case))
    assert len(soup_of(shown).select("iframe")) == 4
    text = words(shown)
    for each in plaque.school.plaques.all():
        assert f"{each.number} · {each.campus.name}" in text


def test_an_expulsion_says_that_the_membership_ends(client, clerk):
    plaque = make_active_plaque()
    case = make_case("decided", school=plaque.school, measure="expel")
    accept(case, None)
    assert "membership ends" in words(client.get(address("carry_out", case)))


@pytest.mark.parametrize(
    ("measure", "ends"), [("mend", True), ("circular", True), ("suspend", False)]
)
def test_the_vote_says_where_a_suspension_for_danger_ends(client, measure, ends):
    plaque = make_active_plaque()
    case, clerk = suspended(plaque, measure)
    way = Way(Measure(measure), WORDS)
    answer(case, clerk)
    put(case, clerk, way)
    case.refresh_from_db()
    text = words(reach(client, "vote", case, clerk))
    told = f"The suspension of plaque {plaque.number} for danger ends in the second"
    assert (told in text) == ends


@pytest.mark.parametrize("held", [True, False])
def test_letting_the_case_rest_says_it_too(client, held):
    plaque = make_active_plaque()
    case = suspended(plaque)[0] if held else make_danger_case(plaque)
    enter(client, make_secretary(Role.APPROVER))
    text = words(client.get(address("dismiss", case)))
    assert (f"The suspension of plaque {plaque.number} for danger ends" in text) == held


def test_the_school_reads_what_of_it_is_public(client):
    plaque = make_active_plaque()
    case = make_danger_case(plaque)
    person = person_of(case.school)
    enter(client, person)
    assert "No page of this site shows the case" in words(client.get(page(case)))
    user = case.people.get(part="investigator").user
    proposal = propose_danger(case=case, plaque=plaque, reason=WORDS, acting_user=user)
    assert "No page of this site shows the case" in words(client.get(page(case)))
    approve_measure(proposal=proposal, acting_user=make_secretary(Role.APPROVER))
    plaque.refresh_from_db()
    text = words(client.get(page(case)))
    assert "No page of this site shows the case" not in text
    assert f"The page of plaque {plaque.number} says that it may not be used" in text
    assert day(plaque.suspended_until) in text
    assert "No other page of this site shows the case" in text
    assert "a precaution for people's safety" in words(client.get(f"/desk/{case.school.uscc}/"))

"""A decision takes effect when nothing holds it back any more, and ends, or is withdrawn."""

import datetime as dt

import pytest
from django.db import DatabaseError, connection, transaction

from association.accounts.roles import Role
from association.core import clock
from association.core.clock import months_later
from association.core.errors import InvalidTransition, RuleError
from association.plaques.enums import MeasureKind, PlaqueStatus, PublicState
from association.plaques.models import Plaque
from association.plaques.services import carry_out_decision, propose_measure
from association.pledges.enums import PledgeStatus
from association.pledges.services import start_pledge
from association.violations.enums import CaseStatus, Measure, Verb
from association.violations.models import Case, CaseSettings
from association.violations.services import (
    accept_decision,
    carry_out_case,
    close_case,
    end_cases,
)
from association.violations.services.appealing import lodge_appeal, name_panel, vote_appeal
from tests.factories import make_active_plaque, make_plaque, make_secretary
from tests.factories.cases import (
    PUBLIC_WORDS,
    accept,
    appeal,
    carry_out,
    make_case,
    make_pledged_school,
    uphold,
)
from tests.violations.acting import everything, on

pytestmark = pytest.mark.django_db
DECIDED, IN_FORCE = CaseStatus.DECIDED, CaseStatus.IN_FORCE
DAY = dt.timedelta(days=1)


def decided(measure=Measure.REVOKE, plaque=None):
    """A decided case, with a plaque that hangs."""
    plaque = plaque or make_active_plaque()
    return make_case(DECIDED, school=plaque.school, measure=measure), plaque


def in_force(measure=Measure.REVOKE, plaque=None):
    case, plaque = decided(measure, plaque)
    accept(case, None)
    carry_out(case, make_secretary())
    plaque.refresh_from_db()
    return case, plaque


def principal_of(school):
    return school.representatives.get().user


def refused(act, told):
    before = everything(), list(Plaque.objects.order_by("pk").values())
    with pytest.raises(RuleError, match=told):
        act()
    assert (everything(), list(Plaque.objects.order_by("pk").values())) == before


def hold(case):
    return lambda: carry_out_case(case=case, acting_user=make_secretary())


# -- before ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("measure", ["circular", "suspend", "revoke", "expel"])
def test_nothing_takes_effect_while_the_school_can_appeal(measure):
    case, plaque = decided(measure)
    user = make_secretary()
    refused(lambda: carry_out_case(case=case, acting_user=user), "can appeal until")
    last_day = case.final_on - DAY
    assert last_day == clock.today() + dt.timedelta(days=21)
    with on(last_day):
        refused(lambda: carry_out_case(case=case, acting_user=user), "can appeal until")
    assert not Case.objects.public().exists()
    plaque.refresh_from_db()
    assert plaque.state == PublicState.VALID
    with on(case.final_on):
        assert carry_out_case(case=case, acting_user=user).status == IN_FORCE


def test_the_days_to_appeal_are_those_of_the_day_of_the_decision():
    settings = CaseSettings.load()
    settings.appeal_days = 30
    settings.save()
    case, _plaque = decided()
    settings.appeal_days = 5
    settings.save()
    assert case.final_on == clock.today() + dt.timedelta(days=31)


def test_the_school_may_accept_the_decision_so_that_it_takes_effect():
    case, plaque = decided()
    principal = principal_of(plaque.school)
    accepted = accept_decision(case=case, acting_user=principal)
    assert accepted.is_final
    refused(lambda: lodge_appeal(case=case, words="x", acting_user=principal), "accepted")
    assert carry_out_case(case=case, acting_user=make_secretary()).status == IN_FORCE


def test_nobody_else_accepts_for_the_school():
    case, _plaque = decided()
    for user in (make_secretary(), principal_of(make_pledged_school())):
        refused(lambda user=user: accept_decision(case=case, acting_user=user), "own people")


def test_an_appeal_holds_everything_back_until_it_is_answered():
    case, plaque = decided()
    appeal(case, None)
    with on(case.final_on + 30 * DAY), pytest.raises(InvalidTransition):
        carry_out_case(case=case, acting_user=make_secretary())
    panel = [make_secretary(Role.APPROVER) for _each in range(3)]
    lodged = name_panel(appeal=case.appeals.get(), panel=panel, acting_user=None)
    for user in panel[:2]:
        vote_appeal(appeal=lodged, uphold=False, words="事实清楚", acting_user=user)
    case.refresh_from_db()
    assert case.status == DECIDED
    assert carry_out_case(case=case, acting_user=make_secretary()).status == IN_FORCE
    plaque.refresh_from_db()
    assert plaque.state == PublicState.REVOKED


def test_what_stays_inside_is_not_put_in_force_and_what_is_public_is_not_just_closed():
    mild = make_case(DECIDED)
    accept(mild, None)
    refused(lambda: carry_out_case(case=mild, acting_user=make_secretary()), "Nothing of this")
    public, _plaque = decided()
    refused(lambda: close_case(case=public, words="x", acting_user=make_secretary()), "in force")


# -- in force --------------------------------------------------------------------------------------

STATES = {
    "circular": PublicState.VALID,
    "suspend": PublicState.SUSPENDED,
    "revoke": PublicState.REVOKED,
    "expel": PublicState.REVOKED,
}


@pytest.mark.parametrize("measure", STATES)
def test_the_plaques_change_in_the_same_moment(measure):
    case, plaque = in_force(measure)
    months = 3 if measure == "circular" else 12
    assert (plaque.state, case.in_force_on) == (STATES[measure], clock.today())
    assert case.public_until == months_later(clock.today(), months) - DAY
    assert list(Case.objects.public()) == [case]
    told = "" if measure == "circular" else PUBLIC_WORDS
    assert plaque.public_reason == told
    members = plaque.school.memberships.filter(status="active")
    assert members.exists() == (measure != "expel")


def test_every_plaque_of_the_school_is_reached_and_no_other():
    case, plaque = decided("suspend", make_plaque())
    other = make_active_plaque()
    accept(case, None)
    carry_out(case, make_secretary())
    plaque.refresh_from_db()
    other.refresh_from_db()
    # One that was never confirmed at the gate is not valid by way of a suspension.
    assert (plaque.state, plaque.resumes_as) == (PublicState.SUSPENDED, PlaqueStatus.ISSUED)
    assert other.state == PublicState.VALID


@pytest.mark.parametrize("measure", STATES)
def test_the_entry_ends_by_its_day(measure):
    case, plaque = in_force(measure)
    with on(case.public_until):
        assert list(Case.objects.public()) == [case]
        assert Plaque.objects.get(pk=plaque.pk).state == STATES[measure]
        assert end_cases() == 0
    with on(case.public_until + DAY):
        assert not Case.objects.public().exists()
        ended = STATES[measure] if measure in {"revoke", "expel"} else PublicState.VALID
        assert Plaque.objects.get(pk=plaque.pk).state == ended
        assert end_cases() == 1
        case.refresh_from_db()
        assert (case.status, end_cases()) == (CaseStatus.CLOSED, 0)


def test_a_school_signs_anew_only_when_the_entry_has_ended():
    case, plaque = in_force("revoke")
    assert plaque.pledge.__class__.objects.get(pk=plaque.pledge_id).status == PledgeStatus.ENDED
    with pytest.raises(RuleError, match=case.code):
        start_pledge(school=plaque.school, acting_user=None)
    with on(case.public_until + DAY):
        assert start_pledge(school=plaque.school, acting_user=None).status == PledgeStatus.DRAFT


# -- withdrawn -------------------------------------------------------------------------------------


def test_an_appeal_that_is_upheld_leaves_the_plaque_as_it_was():
    case, plaque = decided()
    appeal(case, None)
    uphold(case, None)
    plaque.refresh_from_db()
    assert (case.status, plaque.state) == (CaseStatus.ANNULLED, PublicState.VALID)
    assert case.events.last().verb == Verb.ANNUL
    with pytest.raises(InvalidTransition):
        carry_out_case(case=case, acting_user=make_secretary())


# -- no other way ----------------------------------------------------------------------------------


def test_nobody_proposes_to_take_a_plaque_back():
    plaque = make_active_plaque()
    promise = plaque.pledge.covenant_version.promises.get(code="P8")
    for basis in ("", make_case("told", school=plaque.school, severity="S3").code):
        with pytest.raises(RuleError, match="decided case only"):
            propose_measure(
                plaque=plaque,
                kind=MeasureKind.REVOKE,
                reason="x",
                promise=promise,
                basis=basis,
                acting_user=make_secretary(),
            )


@pytest.mark.parametrize(
    ("status", "measure"),
    [("told", "mend"), ("decided", "revoke"), ("in_force", "suspend"), ("in_force", "circular")],
)
def test_no_case_carries_what_it_has_not_decided(status, measure):
    plaque = make_active_plaque()
    case = make_case(status, school=plaque.school, measure=measure)
    plaque.refresh_from_db()
    state = plaque.state
    with pytest.raises(RuleError, match="decided case only"):
        carry_out_decision(
            plaque=plaque,
            kind=MeasureKind.REVOKE,
            promise=case.promise,
            reason="x",
            basis=case.code,
            proposed_by=make_secretary(),
            decided_by=make_secretary(),
        )
    plaque.refresh_from_db()
    assert plaque.state == state


def test_a_case_of_another_school_carries_nothing():
    plaque = make_active_plaque()
    case, _other = in_force()
    with pytest.raises(RuleError, match="decided case only"):
        carry_out_decision(
            plaque=plaque,
            kind=MeasureKind.REVOKE,
            promise=case.promise,
            reason="x",
            basis=case.code,
            proposed_by=make_secretary(),
            decided_by=make_secretary(),
        )


def write_off(table, changes, pk):
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE {table} SET {changes} WHERE id = {pk}")


@pytest.mark.parametrize("status", ["revoked", "suspended"])
def test_the_database_takes_no_plaque_back_without_a_decision(status):
    plaque = make_active_plaque()
    write_off("plaques_plaque", f"status = '{status}', resumes_as = 'active'", plaque.pk)
    case, _plaque = decided(plaque=plaque)
    write_off("plaques_plaque", f"status = '{status}', resumes_as = 'active'", plaque.pk)
    today = clock.today().isoformat()
    later = "2099-01-01"
    write_off(
        "violations_case",
        f"status = 'in_force', in_force_on = '{today}', public_until = '{later}'",
        case.pk,
    )
    write_off("violations_case", f"final_on = '{today}'", case.pk)
    write_off("violations_case", "status = 'annulled'", case.pk)


def test_the_database_ends_no_appeal_without_its_votes():
    case, _plaque = decided()
    appeal(case, None)
    lodged = case.appeals.get()
    write_off("violations_appeal", "status = 'upheld'", lodged.pk)
    panel = [make_secretary(Role.APPROVER) for _each in range(3)]
    name_panel(appeal=lodged, panel=panel, acting_user=None)
    vote_appeal(appeal=lodged, uphold=True, words="有道理", acting_user=panel[0])
    for status in ("upheld", "rejected"):
        write_off("violations_appeal", f"status = '{status}'", lodged.pk)
    write_off("violations_case", "status = 'decided'", case.pk)
    write_off("violations_case", "status = 'annulled'", case.pk)

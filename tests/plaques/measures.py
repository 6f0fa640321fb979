"""Measures on plaques as two people take them where there is danger."""

import datetime as dt

from django.utils import timezone

from association.accounts.roles import Role
from association.core import clock
from association.plaques.enums import MeasureKind
from association.plaques.services import approve_measure, propose_measure
from association.violations.services import (
    confirm_withdrawal,
    lodge_objection,
    propose_withdrawal,
)
from tests.factories import make_active_plaque, make_danger_case, make_secretary

REASON = "预收费未入监管账户"


def propose_danger(plaque=None, **values):
    """An open proposal to suspend a plaque for danger, on a serious case of its school."""
    plaque = plaque or make_active_plaque()
    basis = values.pop("basis", None) or make_danger_case(plaque).code
    return propose_measure(
        **{
            "plaque": plaque,
            "kind": MeasureKind.SUSPEND,
            "promise": plaque.pledge.covenant_version.promises.get(code="P6"),
            "reason": REASON,
            "basis": basis,
            "acting_user": make_secretary(),
            **values,
        }
    )


def suspend_for_danger(plaque=None, **values):
    """A plaque suspended for danger until its ten working days are over."""
    proposal = propose_danger(plaque, **values)
    approve_measure(proposal=proposal, acting_user=make_secretary(Role.APPROVER))
    return proposal.plaque


def propose_lifting(plaque, **values):
    """An open proposal to lift a suspension."""
    return propose_measure(
        **{
            "plaque": plaque,
            "kind": MeasureKind.REINSTATE,
            "reason": "已改正",
            "acting_user": make_secretary(),
            **values,
        }
    )


def lift(plaque, **values):
    """Lift a suspension for danger by two people."""
    proposal = propose_lifting(plaque, **values)
    approve_measure(proposal=proposal, acting_user=make_secretary(Role.APPROVER))
    plaque.refresh_from_db()
    return plaque


def withdraw_decision(case):
    """Withdraw a decision in force, because two people found an objection right."""
    objection = lodge_objection(case=case, words="当天是另一所学校。")
    propose_withdrawal(
        objection=objection, reasons="经复核，事实有误。", acting_user=make_secretary(Role.APPROVER)
    )
    confirm_withdrawal(objection=objection, acting_user=make_secretary(Role.APPROVER))


def day_after(day):
    """The first moments of the day after another."""
    return clock.at(_midnight_after(day) + dt.timedelta(seconds=1))


def day_of(day):
    """The last seconds of a day."""
    return clock.at(_midnight_after(day) - dt.timedelta(seconds=1))


def _midnight_after(day):
    return timezone.make_aware(dt.datetime.combine(day + dt.timedelta(days=1), dt.time.min))

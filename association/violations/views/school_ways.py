"""What a school can do once its case is decided, in whatever state, and what it means."""

import datetime as dt
from collections.abc import Sequence

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from association.alliances.enums import MembershipStatus
from association.core import clock
from association.violations.enums import CaseStatus, Measure
from association.violations.models import Appeal, Case, CaseSettings, Repair
from association.violations.selectors.ways_back import repair_day
from association.violations.views.school_rights import Right


def appeal_way(case: Case) -> Right:
    """Return the way to an appeal."""
    title = _("Appeal")
    if not case.appeal_open:
        return Right(title, _why_no_appeal(case))
    rules = CaseSettings.load()
    return Right(
        title,
        _(
            "Until %(day)s, in words and with up to six pictures or PDFs. At least %(people)s "
            "people hear it who had no part in the case and act for no school of your alliance; "
            "they answer within %(days)s days. Nothing takes effect or is published meanwhile. "
            "There is one appeal in a case."
        )
        % {
            "day": date_format(_last_day(case)),
            "people": rules.appeal_people,
            "days": rules.appeal_answer_days,
        },
        is_open=True,
    )


def accept_way(case: Case) -> Right:
    """Return the way to accept a decision that would become public."""
    title = _("Accept the decision")
    if case.status != CaseStatus.DECIDED or case.is_final:
        return Right(title, _("The decision is final already."))
    return Right(
        title,
        _(
            "Then it takes effect as soon as the association puts it in force, and its %(months)s "
            "months begin and end the earlier. Your days to appeal, until %(day)s, are over with "
            "it. It cannot be taken back."
        )
        % {"months": case.months, "day": date_format(_last_day(case))},
        is_open=True,
    )


def objection_way(case: Case) -> Right:
    """Return the way to say that the entry itself is wrong."""
    title = _("Object to the entry")
    if not case.is_public:
        return Right(title, _("The entry does not stand any more."))
    rules = CaseSettings.load()
    return Right(
        title,
        _(
            "As long as the entry stands. It is answered within %(days)s working days; where "
            "others must be asked first, within %(long)s, and then you read that."
        )
        % {"days": rules.objection_days, "long": rules.objection_long_days},
        is_open=True,
    )


def repair_way(case: Case, repairs: Sequence[Repair]) -> Right:
    """Return the way to end the entry before its day. repairs: those asked for so far."""
    title = _("Ask for repair")
    if not case.is_public:
        return Right(title, _("The entry does not stand any more, so no repair is needed."))
    if any(each.decided_at is None for each in repairs):
        return Right(title, _("Your school has asked already. Please wait for the answer."))
    first = repair_day(case)
    if first is None:
        text = _("The entry ends by itself on %(day)s, before a repair could be asked for.")
        return Right(title, text % {"day": date_format(case.public_until)})
    known = {"day": date_format(first), "days": CaseSettings.load().repair_days}
    needed = _(
        "Needed is what your school has put right, and a visit by others after the entry began "
        "that found the promise kept and left nothing open."
    )
    if not case.school.memberships.filter(status=MembershipStatus.ACTIVE).exists():
        needed += " " + _("Visits are made at members, so your school has to be one again first.")
    if clock.today() < first:
        return Right(title, f"{_('From %(day)s on.') % known} {needed}")
    text = _("It is answered within %(days)s working days. Granted, the entry ends at once.")
    return Right(title, f"{needed} {text % known}", is_open=True)


def ways_of(case: Case) -> dict[str, Right]:
    """Return the ways that a decided case has, by the name of their address.

    Those that are open, and of the others those of which the school reads why not.
    """
    if case.decided_at is None:
        return {}
    ways: dict[str, Right] = {}
    if not case.appeals.all():
        ways["appeal"] = appeal_way(case)
    if case.measure and Measure(case.measure).is_public:
        if case.status == CaseStatus.DECIDED and not case.is_final:
            ways["accept"] = accept_way(case)
        if case.is_public:
            ways["object_own"] = objection_way(case)
            ways["repair"] = repair_way(case, list(case.repairs.all()))
    return ways


def _why_no_appeal(case: Case) -> str:
    if case.accepted_at is not None:
        return _("Your school accepted the decision on %(day)s, so it is final.") % {
            "day": date_format(timezone.localtime(case.accepted_at))
        }
    appeals: list[Appeal] = list(case.appeals.all())
    if appeals:
        return _("Your school has appealed already; there is one appeal in a case.")
    if case.final_on is None:
        return _("This is possible once the case is decided.")
    return _("It could be lodged until %(day)s.") % {"day": date_format(_last_day(case))}


def _last_day(case: Case) -> dt.date:
    return case.final_on - dt.timedelta(days=1)

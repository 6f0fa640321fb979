"""What rights a school has in a case, what of it is open now, and until when."""

from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from association.violations.enums import CaseStatus, Measure
from association.violations.models import Case, CaseSettings
from association.violations.selectors.danger import suspended_by


@dataclass(frozen=True, slots=True)
class Right:
    """A right of the school. is_open: it can be used now, on a page of its own."""

    title: str
    text: str
    is_open: bool = False


def rights_of(case: Case, *, deciders: int) -> list[Right]:
    """Return all rights before the decision, what the school can do itself first."""
    return [answer_right(case), hearing_right(case), *_kept_rights(case, deciders)]


def answer_right(case: Case) -> Right:
    """Return the right to answer, in whatever state."""
    day = {"day": date_format(case.answer_by)}
    waits = case.status == CaseStatus.TOLD and case.hearing_waits
    if case.answer_open:
        text = (
            _(
                "Until %(day)s, in words and with up to six pictures or PDFs. You can add to your "
                "answer as long as the case is with you."
            )
            % day
        )
    elif waits:
        text = _("In words, with up to six pictures or PDFs, until you were heard in person.")
    elif case.status == CaseStatus.TOLD:
        text = _("The days for it ended on %(day)s.") % day
    else:
        text = _("This was possible while the case was with you.")
    is_open = case.answer_open or waits
    return Right(pgettext("to a case", "Answer"), text, is_open=is_open)


def hearing_right(case: Case) -> Right:
    """Return the right to be heard in person, in whatever state."""
    is_open = False
    if case.hearing_held_on is not None:
        text = _(
            "You were heard on %(day)s; the record stands below. What comes in later you can "
            "answer in writing."
        ) % {"day": date_format(case.hearing_held_on)}
    elif case.hearing_asked_at is not None:
        text = _("You asked for it on %(day)s.") % {
            "day": date_format(localtime(case.hearing_asked_at))
        }
    elif case.answer_open:
        is_open = True
        text = _(
            "Ask for it by %(day)s, also after you have answered. Then nothing is decided before "
            "you were heard."
        ) % {"day": date_format(case.answer_by)}
    elif case.status == CaseStatus.TOLD:
        text = _("It could be asked for until %(day)s.") % {"day": date_format(case.answer_by)}
    else:
        text = _("This was possible while the case was with you.")
    return Right(_("Ask to be heard in person"), text, is_open=is_open)


def _kept_rights(case: Case, deciders: int) -> list[Right]:
    return [
        Right(
            _("Read all evidence"),
            _("All of it stands below. If something is added, you get your days to answer anew."),
        ),
        Right(
            _("Others decide"),
            _(
                "At least %(count)s people vote by name: none who looked into it, and none from a "
                "school of your alliance."
            )
            % {"count": deciders},
        ),
        Right(
            _("Nothing harder than this"),
            _("The decision asks for no more than “%(measure)s”.")
            % {"measure": case.get_in_view_display()},
        ),
        Right(
            _("Answering never does harm"),
            _("Nothing gets harder for your school because it answered or asked to be heard."),
        ),
        Right(
            _("Appeal"),
            _(
                "Once, within %(days)s days of a decision. People not involved before hear it, and "
                "nothing is published meanwhile."
            )
            % {"days": CaseSettings.load().appeal_days},
        ),
        _published_right(case),
    ]


def _published_right(case: Case) -> Right:
    held = suspended_by(case)
    if not held and Measure(case.in_view).is_public:
        return Right(
            _("Nothing is published before you could appeal"),
            _(
                "No page of this site shows the case to the public. A measure such as "
                "“%(measure)s” is read by everybody once the decision is in force."
            )
            % {"measure": case.get_in_view_display()},
        )
    if not held:
        return Right(
            _("Nothing is published"), _("No page of this site shows the case to the public.")
        )
    text = " ".join(
        _(
            "The page of plaque %(number)s says that it may not be used until %(day)s, why, and "
            "that this is a precaution on which nothing is decided."
        )
        % {"number": each.plaque.number, "day": date_format(each.plaque.suspended_until)}
        for each in held
    )
    return Right(
        _("Nothing else is published"),
        f"{text} " + _("No other page of this site shows the case to the public."),
    )

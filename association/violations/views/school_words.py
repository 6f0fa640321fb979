"""What comes next in a case, in one sentence for its school."""

import datetime as dt

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from association.violations.enums import CaseStatus, Measure
from association.violations.models import Case
from association.violations.selectors.ways_back import can_be_repaired


def next_of(case: Case, *, deciders: int, answered_before: bool) -> str:
    """Return what comes next, and who acts.

    deciders: how many people at least decide. answered_before: the school answered, be it to less
    evidence than there is now.
    """
    if case.status == CaseStatus.TOLD:
        return _with_school(case, deciders, answered_before)
    if case.status == CaseStatus.DECIDING:
        return _(
            "At least %(count)s people are deciding, none of whom looked into it. You read here "
            "what they decide, and why."
        ) % {"count": deciders}
    if case.status == CaseStatus.DECIDED:
        return _decided(case)
    if case.status == CaseStatus.APPEALED:
        return _(
            "Your appeal is in. Nothing takes effect or is published until people not involved "
            "before have answered it."
        )
    if case.status == CaseStatus.IN_FORCE:
        return _in_force(case)
    if case.status == CaseStatus.ANNULLED:
        return _annulled(case)
    if case.status == CaseStatus.CLOSED:
        return _("The case is closed. Nothing more is asked of your school.")
    return _("The case is not pursued. Nothing is asked of your school.")


def _with_school(case: Case, deciders: int, answered_before: bool) -> str:
    known = {"count": deciders, "day": date_format(case.answer_by)}
    if case.hearing_waits:
        return _(
            "You asked to be heard in person. The association agrees on a day with you, and "
            "nothing is decided before."
        )
    if case.answered_at is not None and case.answer_open and not case.said_all:
        if case.hearing_held_on is not None:
            return (
                _(
                    "Your answer is in, and you were heard in person. Until %(day)s you can add to "
                    "it. Then at least %(count)s people decide who did not look into it."
                )
                % known
            )
        return (
            _(
                "Your answer is in. Until %(day)s you can add to it, or ask to be heard. Then at "
                "least %(count)s people decide who did not look into it."
            )
            % known
        )
    if case.answered_at is not None or _said_before(case, answered_before):
        return (
            _(
                "Your answer is in. Next, at least %(count)s people decide who did not look into "
                "it. You read here what they decide, and why."
            )
            % known
        )
    if case.answer_open and answered_before:
        return (
            _(
                "Evidence came in after your answer. Please read it, and add to your answer by "
                "%(day)s if you want to; then at least %(count)s people decide who did not look "
                "into it."
            )
            % known
        )
    if case.answer_open:
        return (
            _(
                "Nothing is decided yet. Please answer by %(day)s; then at least %(count)s people "
                "decide who did not look into it."
            )
            % known
        )
    return (
        _(
            "The days to answer ended on %(day)s. Next, at least %(count)s people decide who did "
            "not look into it. You read here what they decide, and why."
        )
        % known
    )


def _said_before(case: Case, answered_before: bool) -> bool:
    """Whether the school was heard, in words or in person, and its days are over."""
    return not case.answer_open and (answered_before or case.hearing_held_on is not None)


def _annulled(case: Case) -> str:
    if case.in_force_on is None:
        return _("The decision was withdrawn before it took effect. Nothing of it was published.")
    return _("The decision was withdrawn. Whatever it changed is as it was before.")


def _in_force(case: Case) -> str:
    if not can_be_repaired(case):
        return _(
            "The decision is in force, and the entry stands until %(day)s. Then it ends by itself."
        ) % {"day": date_format(case.public_until)}
    return _(
        "The decision is in force, and the entry stands until %(day)s. It ends by itself then, or "
        "before if you put it right and ask for repair."
    ) % {"day": date_format(case.public_until)}


def _decided(case: Case) -> str:
    if case.measure and Measure(case.measure).is_public:
        return _decided_publicly(case)
    if case.measure == Measure.TALK:
        return _("The association agrees on a day for the talk with you, and then closes the case.")
    if case.mend_by is None:
        return _("It stays at a reminder: nothing else is asked. The association closes the case.")
    day = {"day": date_format(case.mend_by)}
    if case.is_overdue:
        return (
            _(
                "It was to be put right by %(day)s. Please do so as soon as you can, and call the "
                "association where something hinders you."
            )
            % day
        )
    return (
        _(
            "Please put it right by %(day)s. The association then looks whether it is done, and "
            "closes the case."
        )
        % day
    )


def _decided_publicly(case: Case) -> str:
    if case.is_final:
        return _("The decision is final. The association puts it in force, and the entry begins.")
    return _(
        "Please read the decision. You can appeal until %(day)s; until then nothing takes effect, "
        "and nobody outside reads of it."
    ) % {"day": date_format(case.final_on - dt.timedelta(days=1))}

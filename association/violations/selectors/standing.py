"""Where a case stands, in a sentence; which acts are open to a reader, and why some are not."""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from association.peer_review.enums import Severity
from association.violations.enums import MEETS_DANGER, CaseStatus, Measure, Part
from association.violations.models import Case
from association.violations.permissions import case_policy
from association.violations.selectors.notice_desk import without_notice
from association.violations.selectors.people import has_looked_into, stands_against, was_named
from association.violations.selectors.ways_back import can_be_repaired


@dataclass(frozen=True, slots=True)
class Act:
    """An act that is possible now. name: of its address."""

    name: str
    label: str


def standing_of(case: Case) -> str:
    """Return in a sentence where a case stands, what comes next and who does it."""
    return SENTENCES[CaseStatus(case.status)](case)


def acts_of(user: Any, case: Case) -> list[Act]:
    """Return the acts that are possible now for this person; the one to do next comes first."""
    if stands_against(user, school=case.school, finding=case.finding):
        return []
    return [*_of_decider(user, case), *_of_investigator(user, case)]


def why_no_part(user: Any, case: Case) -> str:
    """Say why somebody of those who work on cases has no part in this one now; else empty."""
    investigates = case_policy.user_has_permission(user, "investigate")
    decides = case_policy.user_has_permission(user, "decide")
    if not (case.is_unfinished and (investigates or decides)):
        return ""
    if why := stands_against(user, school=case.school, finding=case.finding):
        return why
    if decides and has_looked_into(user, case):
        return _("You looked into this case, so others decide it.")
    if case.status == CaseStatus.DECIDING and decides:
        return _why_no_vote(user, case)
    if investigates and was_named(user, case):
        return _("You were named to decide this case, so others look into it.")
    return ""


def _why_no_vote(user: Any, case: Case) -> str:
    if case.votes.filter(user=user, ballot=case.ballot).exists():
        return _("You have voted. The others have not all voted yet.")
    if case.people.filter(user=user, part=Part.DECIDER, ballot=case.ballot).exists():
        return ""
    return _("You are not named to decide this case.")


def _of_decider(user: Any, case: Case) -> Iterator[Act]:
    if has_looked_into(user, case):
        return
    if case_policy.user_has_permission_for_instance(user, "decide", case):
        yield Act("vote", _("Read the proposal and vote"))
    if case_policy.user_has_permission_for_instance(user, "dismiss", case):
        yield Act("dismiss", _("Do not pursue the case"))


def _of_investigator(user: Any, case: Case) -> Iterator[Act]:
    may = case_policy.user_has_permission_for_instance(user, "investigate", case)
    if not may or was_named(user, case):
        return
    if case.status == CaseStatus.OPEN:
        yield from _while_open(case)
    elif case.status == CaseStatus.TOLD:
        yield from _while_told(case)
    elif case.status == CaseStatus.DECIDING:
        yield Act("take_back", _("Take the proposal back"))
    elif case.takes_effect:
        yield Act("carry_out", _("Put the decision in force"))
    elif case.status == CaseStatus.DECIDED and not Measure(case.measure).is_public:
        yield Act("close", _("Close the case"))
    if case.public_words and without_notice().filter(pk=case.pk).exists():
        yield Act("draft_notice", _("Draft the notice"))
    if case.status in MEETS_DANGER and case.severity == Severity.S3:
        yield Act("danger", _("Suspend at once, for danger"))


def _while_open(case: Case) -> Iterator[Act]:
    if case.evidence.exists() and not _fell_away(case):
        yield Act("tell", _("Tell the school"))
    yield Act("add_evidence", _("Add evidence"))
    yield Act("amend", _("Change the facts"))


def _while_told(case: Case) -> Iterator[Act]:
    if case.hearing_waits:
        yield Act("hear", _("Keep the record of the hearing"))
    if case.is_heard_out:
        yield Act("put", _("Put it to decision"))
    yield Act("add_evidence", _("Add evidence"))


def _fell_away(case: Case) -> bool:
    return case.finding is not None and not case.finding.is_unfinished


# -- sentences -------------------------------------------------------------------------------------


def _open(case: Case) -> str:
    if _fell_away(case):
        return _(
            "The finding is closed or fell away meanwhile, so the school is not told. Next "
            "somebody who decides cases, and did not look into this one, lets it rest."
        )
    if case.evidence.exists():
        said = _(
            "The case is being looked into, and there is evidence. Next the secretariat tells the "
            "school facts, evidence and rights; from then on the facts stand still."
        )
    else:
        said = _(
            "The case is being looked into. Next the secretariat adds evidence; then the school is "
            "told facts and rights."
        )
    if case.severity != Severity.S3:
        return said
    in_danger = _(
        "Where people are in danger now, do both at once: after that the plaque can be suspended."
    )
    return f"{said} {in_danger}"


def _told(case: Case) -> str:
    if case.hearing_waits:
        return _(
            "The school asked to be heard in person. Next the secretariat hears it; nothing is "
            "decided before."
        )
    if not case.is_heard_out and case.hearing_held_on is not None:
        return _(
            "The school was heard in person, and can add to its answer until %(day)s. Until then "
            "nothing is decided."
        ) % {"day": _day(case.answer_by)}
    if not case.is_heard_out:
        return _(
            "The school can answer, or ask to be heard in person, until %(day)s. Until then "
            "nothing is decided."
        ) % {"day": _day(case.answer_by)}
    if not case.statements.exists():
        return _(
            "The school did not answer in its days. Next whoever looks into the case puts a "
            "measure with its reasons to decision."
        )
    return _(
        "The school has answered. Next whoever looks into the case weighs the answer and puts a "
        "measure with its reasons to decision."
    )


def _deciding(case: Case) -> str:
    return _(
        "A proposal is before %(named)s people; %(voted)s of them have voted. With %(quorum)s "
        "votes in favour it is the decision."
    ) % {
        "named": case.people.filter(part=Part.DECIDER, ballot=case.ballot).count(),
        "voted": case.votes.filter(ballot=case.ballot).count(),
        "quorum": case.quorum,
    }


def _decided(case: Case) -> str:
    if Measure(case.measure).is_public:
        return _decided_publicly(case)
    if case.mend_by is None:
        return _(
            "It is decided: %(measure)s. Next the secretariat sees to it, and closes the case once "
            "it is done."
        ) % {"measure": case.get_measure_display()}
    if case.is_overdue:
        return _(
            "The school was to put it right by %(day)s, and that day is over. Next the secretariat "
            "asks the school, and closes the case once it is done."
        ) % {"day": _day(case.mend_by)}
    return _(
        "It is decided: the school puts it right by %(day)s. Next the secretariat looks whether it "
        "is done, and closes the case."
    ) % {"day": _day(case.mend_by)}


def _decided_publicly(case: Case) -> str:
    named = {"measure": case.get_measure_display(), "day": _day(_last_day_to_appeal(case))}
    if case.is_final:
        return (
            _(
                "It is decided: %(measure)s. Nothing holds it back any more. Next the secretariat "
                "puts it in force; until then nobody outside reads of it."
            )
            % named
        )
    return (
        _(
            "It is decided: %(measure)s. The school can appeal until %(day)s, and nothing takes "
            "effect or is published before, unless it accepts the decision."
        )
        % named
    )


def _last_day_to_appeal(case: Case) -> dt.date:
    return case.final_on - dt.timedelta(days=1)


def _appealed(_case: Case) -> str:
    return _(
        "The school has appealed. Nothing takes effect or is published until people not involved "
        "before have answered."
    )


def _in_force(case: Case) -> str:
    if not case.is_public:
        return _("The entry ended by itself on %(day)s. Nothing of it is public any more.") % {
            "day": _day(case.public_until)
        }
    known = {
        "measure": case.get_measure_display(),
        "since": _day(case.in_force_on),
        "until": _day(case.public_until),
    }
    if not can_be_repaired(case):
        return (
            _("%(measure)s: in force since %(since)s. The entry ends by itself after %(until)s.")
            % known
        )
    return (
        _(
            "%(measure)s: in force since %(since)s. The entry stands until %(until)s and ends by "
            "itself, or before by repair."
        )
        % known
    )


def _annulled(case: Case) -> str:
    if case.in_force_on is None:
        return _("The decision was withdrawn before it took effect. Nothing of it was published.")
    return _("The decision was withdrawn, and what it changed is as it was before.")


def _closed(case: Case) -> str:
    if case.repaired_on is not None:
        return _("The school put it right, and the entry ended by repair on %(day)s.") % {
            "day": _day(case.repaired_on)
        }
    if case.in_force_on is not None:
        return _("The entry ended by itself on %(day)s. Nothing of it is public any more.") % {
            "day": _day(case.public_until)
        }
    return _("The case is closed: what was decided is done. Nothing is left to do.")


def _dismissed(case: Case) -> str:
    return _("The case is not pursued. Nothing is left to do.")


def _day(day: dt.date | None) -> str:
    return date_format(day, "DATE_FORMAT")


SENTENCES: dict[CaseStatus, Callable[[Case], str]] = {
    CaseStatus.OPEN: _open,
    CaseStatus.TOLD: _told,
    CaseStatus.DECIDING: _deciding,
    CaseStatus.DECIDED: _decided,
    CaseStatus.APPEALED: _appealed,
    CaseStatus.IN_FORCE: _in_force,
    CaseStatus.ANNULLED: _annulled,
    CaseStatus.CLOSED: _closed,
    CaseStatus.DISMISSED: _dismissed,
}

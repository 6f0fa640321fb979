"""A proposal is put to some people, each votes by name, and with the quorum it is the decision."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from association.accounts.models import User
from association.core import clock
from association.core.errors import InvalidTransition, RuleError
from association.core.regulated import change_status, record_event
from association.core.workdays import add_working_days
from association.peer_review.enums import Severity
from association.plaques.enums import MeasureKind
from association.plaques.services import set_aside_proposals
from association.violations.enums import MONTHS, CaseStatus, Measure, Part, Verb
from association.violations.models import Case, CasePerson, CaseSettings, Vote
from association.violations.private_words import refuse_private_words
from association.violations.selectors.people import possible_deciders, refuse_part
from association.violations.services.danger import lift_danger
from association.violations.services.opening import in_hand


@dataclass(frozen=True, kw_only=True)
class Publication:
    """What becomes public of a decision. words: as parents read them. months: how long.

    hand_over: the authority is asked to act, beyond being told.
    """

    words: str = ""
    months: int = 0
    hand_over: bool = False


@transaction.atomic
def put_to_decision(
    *,
    case: Case,
    measure: str,
    reasons: str,
    panel: Collection[User],
    acting_user: Any,
    publication: Publication = Publication(),
) -> Case:
    """Put a measure with its reasons before some people, once the school was heard.

    publication: what the public would read, for a measure that is public. panel: at least as many
    as the severity's quorum; none who looked into the case, none against whom something stands.
    Votes in favour needed: the quorum, and more than half of the panel.
    Returns the case. Raises RuleError before the school was heard, for a measure harder than the
    school was told, without reasons, for public words that are missing or name somebody, for a term
    beyond the severity's, or for such a panel; InvalidTransition in another state.
    """
    row = in_hand(case, acting_user, CaseStatus.TOLD)
    if row.hearing_waits:
        raise RuleError(_("The school asked to be heard in person. Hold the hearing first."))
    if not row.is_heard_out:
        raise RuleError(
            _("The school can answer until %(day)s. Until then nothing is decided.")
            % {"day": row.answer_by.isoformat()}
        )
    measure = Measure(measure)
    if measure.weight > Measure(row.in_view).weight:
        raise RuleError(_("The measure is harder than what the school was told."))
    if not reasons.strip():
        raise RuleError(
            _("Please write the reasons; the school reads them, and its answer counts.")
        )
    public = _public_part(row, measure, publication)
    quorum = CaseSettings.load().quorum_of(row.severity)
    members = _checked(row, panel, quorum)
    ballot = row.ballot + 1
    CasePerson.objects.bulk_create(
        CasePerson(case=row, user=user, part=Part.DECIDER, ballot=ballot) for user in members
    )
    # Now that they are named, the words must not name them either.
    refuse_private_words(row, public["public_words"])
    return change_status(
        record=row,
        to=CaseStatus.DECIDING,
        verb=Verb.PUT,
        acting_user=acting_user,
        measure=measure,
        reasons=reasons.strip(),
        quorum=max(quorum, len(members) // 2 + 1),
        ballot=ballot,
        hand_over=publication.hand_over,
        **public,
    )


def _public_part(case: Case, measure: Measure, publication: Publication) -> dict[str, Any]:
    """Return what is kept of a publication: nothing, for a measure that stays inside."""
    if not measure.is_public:
        return {"public_words": "", "months": 0}
    words = publication.words.strip()
    if not words:
        raise RuleError(_("Please write what parents will read of it."))
    refuse_private_words(case, words)
    least, most = MONTHS[Severity(case.severity)]
    if not least <= publication.months <= most:
        raise RuleError(
            _("An entry of this severity stands for %(least)s to %(most)s months.")
            % {"least": least, "most": most}
        )
    return {"public_words": words, "months": publication.months}


@transaction.atomic
def vote_case(*, case: Case, in_favour: bool, words: str, acting_user: Any) -> Case:
    """Vote on the proposal. With the last vote it needs, it is the decision of the association.

    words: needed for a vote against. Where the quorum cannot be reached any more, the case goes
    back to whoever looks into it.
    Returns the case. Raises RuleError for whoever is not named or voted already, where something
    stands against the person by now, and without words against; InvalidTransition in another state.
    """
    row = Case.locked(case.pk)
    if row.status != CaseStatus.DECIDING:
        raise InvalidTransition(record=row, status_label=row.get_status_display())
    _refuse_vote(row, acting_user)
    if not (in_favour or words.strip()):
        raise RuleError(_("Please write why you are against it."))
    Vote.objects.create(
        case=row, ballot=row.ballot, user=acting_user, in_favour=in_favour, words=words.strip()
    )
    record_event(record=row, verb=Verb.VOTE, acting_user=acting_user, old_status=row.status)
    return _count(row, acting_user)


@transaction.atomic
def take_back_case(*, case: Case, reason: str, acting_user: Any) -> Case:
    """Take the proposal back before it is decided, say because somebody named cannot vote.

    Returns the case. Raises RuleError without a reason; InvalidTransition in another state.
    """
    row = in_hand(case, acting_user, CaseStatus.DECIDING)
    if not reason.strip():
        raise RuleError(_("Please note why it is taken back."))
    return change_status(
        record=row,
        to=CaseStatus.TOLD,
        verb=Verb.TAKE_BACK,
        acting_user=acting_user,
        reason=reason.strip(),
    )


def _checked(case: Case, panel: Collection[User], quorum: int) -> list[User]:
    possible = {user.pk: user for user in possible_deciders(case)}
    chosen = {user.pk for user in panel}
    if chosen - possible.keys():
        raise RuleError(_("Somebody named cannot decide this case. Please choose others."))
    if len(chosen) < quorum:
        raise RuleError(
            _("A case of this severity is decided by at least %(count)s people.")
            % {"count": quorum}
        )
    return [possible[pk] for pk in sorted(chosen)]


def _refuse_vote(case: Case, user: Any) -> None:
    named = case.people.filter(user=user, part=Part.DECIDER, ballot=case.ballot)
    if not named.exists():
        raise RuleError(_("You are not named to decide this case."))
    if case.people.filter(user=user, part=Part.INVESTIGATOR).exists():
        raise RuleError(_("You looked into this case, so others decide it."))
    if case.votes.filter(user=user, ballot=case.ballot).exists():
        raise RuleError(_("You have voted already."))
    refuse_part(user, school=case.school, finding=case.finding)


def _count(row: Case, acting_user: Any) -> Case:
    votes = list(row.votes.filter(ballot=row.ballot).values_list("in_favour", flat=True))
    named = row.people.filter(part=Part.DECIDER, ballot=row.ballot).count()
    if votes.count(True) >= row.quorum:
        row = change_status(
            record=row,
            to=CaseStatus.DECIDED,
            verb=Verb.DECIDE,
            acting_user=acting_user,
            decided_at=clock.now(),
            mend_by=_mend_by(row),
            final_on=first_final_day(),
        )
        if Measure(row.measure).is_on_plaque:
            set_aside_proposals(basis=row.code, kinds=[MeasureKind.SUSPEND])
        else:
            lift_danger(case=row, reason=row.reasons, acting_user=acting_user)
        return row
    if named - votes.count(False) < row.quorum:
        return change_status(
            record=row, to=CaseStatus.TOLD, verb=Verb.SEND_BACK, acting_user=acting_user
        )
    return row


def first_final_day() -> dt.date:
    """Return the first day on which what is decided today can take effect by itself."""
    return clock.today() + dt.timedelta(days=CaseSettings.load().appeal_days + 1)


def _mend_by(case: Case) -> dt.date | None:
    if case.measure != Measure.MEND:
        return None
    return add_working_days(clock.today(), CaseSettings.load().mend_days)

"""The public draw of a round: announced before anybody knows the results, drawn from them after.

What is computed is computed by `selection` and `assignment`, which know no database; here it is
frozen, published and turned into visits.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from association.accounts.sealing import decrypt, encrypt
from association.core import clock
from association.core.errors import InvalidTransition, RuleError
from association.core.regulated import change_status
from association.peer_review import assignment, selection
from association.peer_review.enums import RoundKind, RoundStatus, Verb
from association.peer_review.models import Draw, DrawSettings, Participant, Round
from association.peer_review.selectors.problems import NO_SEED_YET, problem_of
from association.peer_review.selectors.risk import strata_of
from association.peer_review.services.leaving import release_who_left
from association.peer_review.services.pool import enter_participants
from association.peer_review.services.visits import plan_visits


class NoAssignmentPossible(RuleError):
    """The rules leave no assignment. `explanation`: who and what stand against it, what helps."""

    def __init__(self, explanation: assignment.Explanation) -> None:
        super().__init__(" ".join(explanation.sentences))
        self.explanation = explanation


@transaction.atomic
def announce_draw(*, record: Round, sources: Sequence[selection.Source], acting_user: Any) -> Draw:
    """Freeze and publish all that a draw follows from, but for what nobody can know yet.

    sources: public results drawn from tomorrow on. The one-time code is made here; its
    hash is published, the code itself stays sealed until the draw.
    Returns the draw. Raises InvalidTransition unless the round is a draft, RuleError (often a
    selection.DrawError) for a round without a draw, for sources that are too few or too late, and
    for visits that no draw could ever assign.
    """
    row = Round.locked(record.pk)
    _refuse_before_announcing(row, sources)
    participants = enter_participants(of=row)
    code = selection.new_code()
    announcement = _announcement(row, participants, sources, selection.commit(row.code, code))
    draw_row = Draw.objects.create(
        round=row,
        announcement=announcement,
        announced_at=clock.now(),
        sealed_code=encrypt(code),
    )
    change_status(
        record=row, to=RoundStatus.ANNOUNCED, verb=Verb.ANNOUNCE_DRAW, acting_user=acting_user
    )
    return draw_row


def preview_announcement(
    *, record: Round, sources: Sequence[selection.Source]
) -> Mapping[str, Any]:
    """Return what `announce_draw` would publish now, with a commitment of zeros; nothing is kept.

    Raises RuleError as `announce_draw`.
    """
    _refuse_before_announcing(record, sources)
    with transaction.atomic():
        participants = enter_participants(of=record)
        try:
            return _announcement(record, participants, sources, "0" * 64)
        finally:
            transaction.set_rollback(True)


def _refuse_before_announcing(row: Round, sources: Sequence[selection.Source]) -> None:
    if not row.is_drawn_kind:
        raise RuleError(_("Self-checks and sweeps need no draw."))
    if row.status != RoundStatus.DRAFT:
        raise InvalidTransition(record=row, status_label=row.get_status_display())
    if any(source.date >= row.closes_on for source in sources):
        raise RuleError(
            _("The results are known too late: visits end on %(day)s.")
            % {"day": row.closes_on.isoformat()}
        )


def _announcement(
    row: Round,
    participants: Sequence[Participant],
    sources: Sequence[selection.Source],
    commitment: str,
) -> Mapping[str, Any]:
    settings = DrawSettings.load()
    if row.kind == RoundKind.RANDOM:
        strata = strata_of([one.school for one in participants], settings)
        for one in participants:
            one.stratum = strata[one.school_id]
        Participant.objects.bulk_update(participants, ["stratum"])
    told = {
        "round_code": row.code,
        "title": row.title,
        "announced_at": timezone.localtime(clock.now()),
        "candidates": [
            selection.Candidate(
                code=one.school.uscc,
                name=one.school.name,
                alliance=one.alliance.name_zh,
                stratum=one.stratum,
            )
            for one in participants
        ],
        "sources": sources,
        "commitment": commitment,
    }
    if row.kind == RoundKind.RANDOM:
        rules = selection.StrataRules(settings.rates, settings.reports_per_step)
        return selection.announce_selection(**told, rules=rules, algorithm=row.algorithm)
    problem = problem_of(row, participants, seed=NO_SEED_YET)
    _refuse_the_impossible(problem)
    return selection.announce_assignment(**told, problem=assignment.to_json(problem))


def _refuse_the_impossible(problem: assignment.Problem) -> None:
    """Raise NoAssignmentPossible where not even the relaxations that go with the rules would do."""
    try:
        assignment.solve(problem)
    except assignment.NoAssignment as error:
        if not error.explanation.offered:
            raise NoAssignmentPossible(error.explanation) from error


def draw(
    *,
    record: Round,
    results: Sequence[str],
    acting_user: Any,
    relaxations: Sequence[str] = (),
) -> Draw:
    """Enter the public results, reveal the code, publish what follows, and plan the visits.

    results: what was typed for each announced source, in announced order. relaxations: those that
    a NoAssignmentPossible offered; never more than needed, and the record names them.
    Returns the draw with its record. Raises selection.ResultFault for a result its source cannot
    have, NoAssignmentPossible where the rules leave no assignment, RuleError before the last result
    is known or when the record does not pass its own check, InvalidTransition unless the draw is
    announced and still to come.
    """
    _refuse_unless_announced(Round.objects.get(pk=record.pk))
    draw_row = Draw.objects.select_related("round").get(round=record.pk)
    # Computed before anything is locked: it may take seconds, and the announcement never changes.
    code = decrypt(draw_row.sealed_code)
    moment = timezone.localtime(clock.now())
    try:
        full = selection.draw(
            draw_row.announcement, results, code, drawn_at=moment, relaxations=relaxations
        )
    except assignment.NoAssignment as error:
        raise NoAssignmentPossible(error.explanation) from error
    except ValueError as error:
        raise RuleError(
            _("Rules give way in the announced order only. Reload the page.")
        ) from error
    if faults := selection.verify(full):
        raise RuleError(_("The draw does not pass its own check: %(fault)s") % {"fault": faults[0]})
    with transaction.atomic():
        return _publish(draw_row, full, acting_user)


def _publish(draw_row: Draw, full: Mapping[str, Any], acting_user: Any) -> Draw:
    row = Round.locked(draw_row.round_id)
    _refuse_unless_announced(row)
    draw_row.record, draw_row.drawn_at, draw_row.drawn_by = full, clock.now(), acting_user
    draw_row.save(update_fields=["record", "drawn_at", "drawn_by"])
    change_status(record=row, to=RoundStatus.DRAWN, verb=Verb.DRAW, acting_user=acting_user)
    participants = list(row.participants.select_related("school"))
    by_code = {one.school.uscc: one for one in participants}
    if row.kind == RoundKind.RANDOM:
        _mark_order(full, by_code)
        chosen, senders = [by_code[code] for code in full["result"]], {}
    else:
        chosen = participants
        senders: dict[int, list[Any]] = {one.school_id: [] for one in participants}
        for visitor, visited in full["result"]:
            senders[by_code[visited].school_id].append(by_code[visitor].school)
    for one in chosen:
        one.chosen = True
    Participant.objects.bulk_update(participants, ["position", "chosen"])
    schools = [one.school for one in chosen]
    plan_visits(of=row, schools=schools, senders=senders, acting_user=acting_user)
    release_who_left(of=row, acting_user=acting_user)
    return draw_row


def _mark_order(full: Mapping[str, Any], by_code: Mapping[str, Participant]) -> None:
    for position, code in enumerate(full["outcome"]["order"], 1):
        by_code[code].position = position


def _refuse_unless_announced(row: Round) -> None:
    if row.status != RoundStatus.ANNOUNCED:
        raise InvalidTransition(record=row, status_label=row.get_status_display())

"""What a round waits for, in a sentence, and which acts are open to whoever runs it."""

import datetime as dt
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from association.core import clock
from association.peer_review.enums import ROUND_TRANSITIONS, RoundStatus
from association.peer_review.models import Round
from association.peer_review.selectors.board import Progress


@dataclass(frozen=True, slots=True)
class Step:
    """One act. name: of its address; empty where one can only wait. text: what it does."""

    text: str
    name: str = ""
    label: str = ""


def next_step(row: Round, progress: Progress) -> Step | None:
    """Return what comes next for whoever runs a round; None once it has ended."""
    makers = {
        RoundStatus.DRAFT: _of_draft,
        RoundStatus.ANNOUNCED: _of_announced,
        RoundStatus.DRAWN: _of_drawn,
        RoundStatus.RUNNING: _of_running,
    }
    maker = makers.get(RoundStatus(row.status))
    return maker(row, progress) if maker else None


def further_steps(row: Round) -> list[Step]:
    """Return the acts that are possible besides the next step."""
    allowed = ROUND_TRANSITIONS.get(RoundStatus(row.status), set())
    steps = []
    if row.is_draft:
        steps.append(Step("", "edit_plan", _("Change the plan")))
    if RoundStatus.CLOSED in allowed:
        steps.append(Step("", "close_round", _("Close the round")))
    if RoundStatus.CANCELLED in allowed:
        steps.append(Step("", "call_off", _("Call the round off")))
    return steps


def _of_draft(row: Round, progress: Progress) -> Step:
    if row.is_drawn_kind:
        text = _(
            "Announce the draw: the numbered schools, the public results that will decide, and the "
            "seal of a one-time code are published. Nobody can change them afterwards."
        )
        return Step(text, "announce", _("Announce the draw"))
    text = _("Open the round: every member takes part and finds its part on its desk.")
    return Step(text, "open_round", _("Open the round"))


def _of_announced(row: Round, progress: Progress) -> Step:
    day = row.draw.results_known_on
    if day and day > clock.today().isoformat():
        return Step(
            _("The draw waits for its public results. The last is known on %(day)s.")
            % {"day": date_format(dt.date.fromisoformat(day))}
        )
    return Step(
        _("The results are out. Type them in: the order follows from them, whoever types."),
        "results",
        _("Enter the results"),
    )


def _of_drawn(row: Round, progress: Progress) -> Step:
    text = _(
        "It is drawn and public. Open the round so that visits can be handed in, from %(day)s on."
    ) % {"day": date_format(row.opens_on)}
    return Step(text, "open_round", _("Open the round"))


def _of_running(row: Round, progress: Progress) -> Step:
    if progress.planned == 0:
        return Step(_("All answers are in. Close the round."), "close_round", _("Close the round"))
    text = ngettext(
        "%(count)d visit is still to come.", "%(count)d visits are still to come.", progress.planned
    ) % {"count": progress.planned}
    if row.is_late:
        late = _("The day to hand in was %(day)s: a friendly call helps most.")
        return Step(f"{text} {late % {'day': date_format(row.due_on)}}")
    due = _("Answers are handed in by %(day)s.") % {"day": date_format(row.due_on)}
    return Step(f"{text} {due}")

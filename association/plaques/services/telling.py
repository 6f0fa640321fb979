"""Who hears of a measure: deciders that it waits, its proposer what came of it, and the school.

The school and its alliance are told once it is carried out whole, with what follows from it.
"""

from collections.abc import Callable, Mapping
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from association.alliances.models import School
from association.alliances.selectors import current_membership
from association.messaging.services import Draft, tell
from association.plaques.enums import MeasureKind, Verb
from association.plaques.models import MeasureProposal, Plaque, TakeDown
from association.plaques.selectors import deciders_of, told_of, was_hung
from association.plaques.told import APPROVED
from association.pledges.signing_guards import why_not_sign

KINDS = {
    MeasureKind.SUSPEND: "measure_suspended",
    MeasureKind.REVOKE: "measure_taken_back",
    MeasureKind.REINSTATE: "measure_lifted",
    MeasureKind.RESTORE: "measure_given_back",
}


def tell_of_measure(measure: MeasureProposal) -> None:
    """Tell the school and its alliance of a measure that was carried out just now.

    Each reads what the public reads and what comes next; nobody of the association is named.
    Called in the transaction of the act: who is expelled by it has an alliance still.
    """
    plaque = measure.plaque
    kind = KINDS[MeasureKind(measure.kind)]
    words = _words(measure) | MORE_WORDS.get(MeasureKind(measure.kind), _no_more)(measure)
    tell(
        [
            Draft(
                person=person.user,
                kind=kind,
                key=f"{measure._meta.label_lower}:{measure.pk}",
                words=words,
                link=_link(measure, for_lead=person.is_lead),
            )
            for person in told_of(plaque)
            if person.is_written_to
        ]
    )


def tell_deciders(proposal: MeasureProposal) -> None:
    """Tell whoever may decide that a suspension for danger waits: it is meant to be at once.

    The rest stands on the board. The message says where to look, and nothing of the matter.
    """
    if proposal.kind != MeasureKind.SUSPEND:
        return
    tell(
        [
            Draft(
                person=person,
                kind="danger_waits",
                key=f"{proposal._meta.label_lower}:{proposal.pk}:waits",
                words={"number": proposal.plaque.number},
                link=reverse("measure_admin:inspect", args=[proposal.pk]),
            )
            for person in deciders_of(proposal)
        ]
    )


def tell_proposer(proposal: MeasureProposal) -> None:
    """Tell whoever proposed a measure that another person approved it."""
    APPROVED(list(proposal.events.filter(verb=Verb.APPROVE)))


def _words(measure: MeasureProposal) -> dict[str, Any]:
    plaque = measure.plaque
    return {
        "school": plaque.school.name,
        "number": plaque.number,
        "page": settings.SITE_URL + plaque.get_absolute_url(),
    }


def _no_more(_measure: MeasureProposal) -> dict[str, Any]:
    return {}


def _suspended_words(measure: MeasureProposal) -> dict[str, Any]:
    return {
        "reason": measure.reason,
        "ending": lambda: _ending(measure),
        "precaution": lambda: _precaution() if measure.is_precaution else "",
    }


def _ending(measure: MeasureProposal) -> str:
    if measure.until is None:
        return ""
    day = {"day": date_format(measure.until, "DATE_FORMAT")}
    return _("The suspension ends by itself after %(day)s.") % day


def _precaution() -> str:
    return _(
        "This is a precaution for people's safety. Nothing is decided: the school is heard before "
        "that."
    )


def _taken_back_words(measure: MeasureProposal) -> dict[str, Any]:
    plaque = measure.plaque
    take_down = TakeDown.objects.unfinished().filter(plaque=plaque).first()
    hung, anew = was_hung(plaque), _may_sign_anew(plaque.school)
    return {
        "reason": measure.reason,
        "down": lambda: _taking_down(take_down, hung=hung) if take_down else "",
        "anew": lambda: _signing_anew() if anew else "",
    }


def _taking_down(take_down: TakeDown, *, hung: bool) -> str:
    day = {"day": date_format(take_down.due_on, "DATE_FORMAT")}
    if hung:
        return (
            _("Please take the plaque down by %(day)s and send a photo of the empty place.") % day
        )
    never = _("It was never confirmed at your gate. Please do not hang it.")
    otherwise = (
        _(
            "If it hangs all the same, please take it down by %(day)s and send a photo of the "
            "empty place. If it never hung, a call to the secretariat by then is enough."
        )
        % day
    )
    return f"{never} {otherwise}"


def _signing_anew() -> str:
    return _(
        "The school may read the eight promises and sign anew at any time; the association then "
        "decides as it does for every school."
    )


def _may_sign_anew(school: School) -> bool:
    is_member = School.objects.members().filter(pk=school.pk).exists()
    return is_member and not school.pledges.accepted().exists() and not why_not_sign(school)


MORE_WORDS: Mapping[MeasureKind, Callable[[MeasureProposal], dict[str, Any]]] = {
    MeasureKind.SUSPEND: _suspended_words,
    MeasureKind.REVOKE: _taken_back_words,
}


def _link(measure: MeasureProposal, *, for_lead: bool) -> str:
    """Return where to go: to send the photo, for a lead to all that the members take down."""
    plaque: Plaque = measure.plaque
    if measure.kind != MeasureKind.REVOKE:
        return plaque.get_absolute_url()
    if not for_lead:
        return reverse("plaques:bare_wall", args=[plaque.school.uscc, plaque.number])
    return reverse("alliances:led_alliance", args=[_alliance_of(plaque)])


def _alliance_of(plaque: Plaque) -> str:
    return current_membership(plaque.school).alliance.code

"""Who takes part in a round: frozen when it is announced or opened."""

from django.utils.translation import gettext as _

from association.core.errors import RuleError
from association.peer_review.models import Participant, Round
from association.peer_review.selectors.pool import members_in_scope


def enter_participants(*, of: Round) -> list[Participant]:
    """Enter the members in scope, numbered by credit code so that nobody chooses the numbers.

    of: the locked round. Returns the participants with their schools and alliances, in order.
    Raises RuleError where the scope has no member.
    """
    memberships = members_in_scope(of)
    if not memberships:
        raise RuleError(_("No member school takes part: check who is in the alliance."))
    return Participant.objects.bulk_create(
        Participant(
            round=of,
            school=membership.school,
            alliance=membership.alliance,
            number=number,
        )
        for number, membership in enumerate(memberships, 1)
    )

"""The school and its alliance hear of a measure at the moment the public can read it."""

from collections.abc import Collection

from django.conf import settings

from association.accounts.models import User
from association.alliances.enums import Verb
from association.alliances.models import MembershipEvent, School
from association.core.letters import letter, send_letters
from association.plaques.models import MeasureProposal, TakeDown
from association.plaques.selectors import told_of, was_hung
from association.pledges.signing_guards import why_not_sign


def readers_of_measure(proposal: MeasureProposal) -> list[int]:
    """Return the keys of those who are written to of a measure, as things are now."""
    return [person.user.pk for person in told_of(proposal.plaque) if person.by_mail]


def tell_of_measure(*, proposal: MeasureProposal, readers: Collection[int]) -> int:
    """Write to those who are told by e-mail, each by themselves, in Chinese and English.

    proposal: carried out. readers: by their keys, as they were when it was: who is expelled has no
    alliance any more. The letter says what the public reads and what comes next; it names nobody of
    the association. Returns the number of letters. Nothing is written to the database.
    """
    plaque = proposal.plaque
    people = User.objects.filter(pk__in=readers, is_active=True).exclude(email="").order_by("pk")
    context = {
        "proposal": proposal,
        "plaque": plaque,
        "school": plaque.school,
        "was_hung": was_hung(plaque),
        "take_down": TakeDown.objects.unfinished().filter(plaque=plaque).first(),
        "may_sign_anew": _may_sign_anew(plaque.school),
        "expelled": _expelled_with(proposal),
        "site_url": settings.SITE_URL,
    }
    return send_letters(
        letter("plaques/mail/measure", context | {"user": user}, to=user.email) for user in people
    )


def _expelled_with(proposal: MeasureProposal) -> bool:
    """Whether the same decision ended the school's membership."""
    ended = MembershipEvent.objects.filter(record__school=proposal.school, verb=Verb.EXPEL)
    return ended.filter(reason=proposal.basis).exists()


def _may_sign_anew(school: School) -> bool:
    is_member = School.objects.members().filter(pk=school.pk).exists()
    return is_member and not school.pledges.accepted().exists() and not why_not_sign(school)

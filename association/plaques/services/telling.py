"""The school and its alliance hear of a measure at the moment the public can read it."""

from django.conf import settings

from association.alliances.models import School
from association.core.letters import letter, send_letters
from association.plaques.models import MeasureProposal, TakeDown
from association.plaques.selectors import told_of, was_hung
from association.pledges.signing_guards import why_not_sign


def tell_of_measure(*, proposal: MeasureProposal) -> int:
    """Write to those who are told by e-mail, each by themselves, in Chinese and English.

    proposal: carried out. The letter says what the public reads and what comes next; it names
    nobody of the association. Returns the number of letters. Nothing is written to the database.
    """
    plaque = proposal.plaque
    people = [person for person in told_of(plaque) if person.by_mail]
    context = {
        "proposal": proposal,
        "plaque": plaque,
        "school": plaque.school,
        "was_hung": was_hung(plaque),
        "take_down": TakeDown.objects.filter(plaque=plaque).first(),
        "may_sign_anew": _may_sign_anew(plaque.school),
        "site_url": settings.SITE_URL,
    }
    return send_letters(
        letter("plaques/mail/measure", context | {"person": person}, to=person.user.email)
        for person in people
    )


def _may_sign_anew(school: School) -> bool:
    is_member = School.objects.members().filter(pk=school.pk).exists()
    return is_member and not school.pledges.accepted().exists() and not why_not_sign(school)

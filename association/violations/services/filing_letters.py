"""The liaisons of a department hear of a filing: that it came, and that it still waits."""

from django.conf import settings

from association.core.letters import letter, send_letters
from association.violations.enums import FilingStatus
from association.violations.models import Filing
from association.violations.selectors.filing import readers_for


def tell_of_filing(*, filing: Filing, reminder: bool) -> int:
    """Write to whoever reads for the department, each by themselves, in Chinese and English.

    The letter says that something waits and where, and nothing of the matter: mail is read by
    many. reminder: it was sent before. Nothing is written once it is acknowledged.
    Returns the number of letters.
    """
    if filing.status != FilingStatus.SENT:
        return 0
    people = readers_for(filing.department).exclude(user__email="").select_related("user")
    context = {"filing": filing, "reminder": reminder, "site_url": settings.SITE_URL}
    return send_letters(
        letter("violations/mail/filing", context | {"person": each.user}, to=each.user.email)
        for each in people
    )

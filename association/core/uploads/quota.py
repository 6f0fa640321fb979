"""How many files one person may send in a day, whatever they are."""

from typing import Any

from django.utils.translation import gettext as _

from association.core import limits
from association.core.errors import RuleError

# A lead at the gates sends some thirty on the day the plaques are hung.
FILES_A_DAY = limits.Budget("uploads", attempts=500, seconds=24 * 3600)


def count_upload(user: Any) -> None:
    """Count a file that somebody sends. Raises RuleError when the day's files are used up."""
    if limits.spend(FILES_A_DAY, str(user.pk)):
        raise RuleError(
            _("Your account has sent so many files that no more are taken today. Go on tomorrow.")
        )

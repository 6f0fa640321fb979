"""Why a backup or a restore was not done. Each carries a sentence that says what to do."""

from association.core.errors import RuleError


class Refused(RuleError):
    """Something stands against it, and nothing has been touched."""


class Failed(RuleError):
    """It went wrong on the way. The sentence says what is left behind."""

"""Errors a person can cause. Each carries a sentence that says what to do, in their language."""

from django.utils.translation import gettext as _


class RuleError(Exception):
    """A rule of the association stands against the act. `str()` is fit to be shown."""


class InvalidTransition(RuleError):
    """The record is in a state from which the act is not allowed."""

    def __init__(self, *, record: object, status_label: str) -> None:
        super().__init__(
            _("“%(record)s” is now “%(status)s”, so this is no longer possible. Reload the page.")
            % {"record": record, "status": status_label}
        )

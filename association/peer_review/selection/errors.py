"""What stands against a draw. Each error says what to do, in the reader's language."""

from association.core.errors import RuleError


class DrawError(RuleError):
    """A draw cannot be announced, drawn or amended like this. `str()` is fit to be shown."""


class ResultFault(DrawError):
    """A typed result is not one that the source can have.

    place: which of the announced sources it is, from 0.
    """

    def __init__(self, message: str, *, place: int = 0) -> None:
        super().__init__(message)
        self.place = place


class TooLittleEntropy(DrawError):
    """The announced sources have too few possible results. needed, offered: bits."""

    def __init__(self, message: str, *, needed: int, offered: int) -> None:
        super().__init__(message)
        self.needed = needed
        self.offered = offered

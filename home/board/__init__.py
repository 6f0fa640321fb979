"""The secretariat's board: what waits for a person, which clocks run out, how it stands."""

from home.board.duties import DUTIES
from home.board.duty import Duty
from home.board.panel import Board

__all__ = ["DUTIES", "Board", "Duty"]

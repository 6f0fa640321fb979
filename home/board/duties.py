"""Everything that can wait, in one list. Within a group the board keeps this order."""

from home.board.matters import OF_CASES
from home.board.register import OF_THE_REGISTER

DUTIES = [*OF_CASES, *OF_THE_REGISTER]

"""Reads policy.txt, the table that says who may ask for what and how it is answered."""

import re
from pathlib import Path
from typing import NamedTuple

from tests.permissions.world import ROLES

POLICY = Path(__file__).with_name("policy.txt")
METHODS = {"GET": ["GET"], "POST": ["POST"], "both": ["GET", "POST"]}
WORD = re.compile(r"ok|act|go|in|no|4\d\d")
HEAD = ["address", "method", *ROLES]
REFUSALS = {"in", "no", "404", "405"}

Cells = dict[tuple[str, str], str]


class Row(NamedTuple):
    """What some addresses have in common. cells: word by (method, role)."""

    names: list[str]
    cells: Cells

    def is_about(self, name: str) -> bool:
        """Say whether an address belongs here; a star at the end stands for any rest."""
        return any(
            name == own or (own.endswith("*") and name.startswith(own[:-1])) for own in self.names
        )


def read_policy(text: str) -> list[Row]:
    """Return the rows of a policy.

    Names may stand on lines of their own above the line with the cells they share. A line that
    begins with blanks adds the other method.
    Raises ValueError for a line that is not of this form.
    """
    rows: list[Row] = []
    names: list[str] = []
    for number, line in enumerate(text.splitlines(), start=1):
        parts = re.split(r"\s{2,}", line.rstrip())
        if not line.strip() or line.startswith("#") or parts == HEAD:
            continue
        try:
            if parts[0]:
                names.append(parts[0])
            if len(parts) == 1:
                continue
            if parts[0]:
                rows.append(Row(names, {}))
                names = []
            rows[-1].cells.update(_cells(*parts[1:]))
        except (ValueError, IndexError) as error:
            message = f"policy.txt, line {number}: {error}"
            raise ValueError(message) from error
    if names:
        message = f"policy.txt ends with addresses without cells: {names}"
        raise ValueError(message)
    return rows


def cells_of(name: str, rows: list[Row]) -> Cells:
    """Return what the rows say about an address; nothing where there is none."""
    return {cell: word for row in rows if row.is_about(name) for cell, word in row.cells.items()}


def _cells(method: str, *words: str) -> Cells:
    if method not in METHODS:
        message = f"“{method}” is no method"
        raise ValueError(message)
    if wrong := [word for word in words if not WORD.fullmatch(word)]:
        message = f"no such answer: {wrong}"
        raise ValueError(message)
    by_role = zip(ROLES, words, strict=True)
    return {(m, role): word for role, word in by_role for m in METHODS[method]}


def written_out(name: str, cells: Cells) -> str:
    """Return the lines of one address as they stand in policy.txt."""
    get, post = ([cells[method, role] for role in ROLES] for method in ("GET", "POST"))
    if get == post:
        return _line(name, "both", get)
    return "\n".join([_line(name, "GET", get), _line("", "POST", post)])


def _line(name: str, method: str, words: list[str]) -> str:
    padded = [word.ljust(len(role)) for role, word in zip(ROLES, words, strict=True)]
    return "  ".join([name.ljust(60), method.ljust(6), *padded]).rstrip()

"""The version of what the public reads beyond a school: the association's name, alliances' names.

A rendered page is labelled with it and with its school's `public_version`, and is served only
while both are the present ones (docs/adr/0011).
"""

from association.core.numbering import next_number

SERIES = "public"
NO_YEAR = 0


def bump_public_site() -> None:
    """Make every stored rendering outdated. Call it in the transaction of the change.

    Raises RuntimeError outside of a transaction.
    """
    next_number(series=SERIES, year=NO_YEAR)

"""What people type on a phone set to Chinese, brought to plain characters.

Spelled out sign by sign, and not left to Unicode's tables, so that `repeat-draw.js` reads the same.
"""

FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
GAPS = " \t\r\n\u00a0\u3000"  # space, tab, line ends, no-break space, full-width space
DASHES = "-\u2010\u2011\u2012\u2013\u2014\u2212"
MARKS = ",;:+|/._、。·"  # their full-width forms are made plain first
SEPARATORS = GAPS + DASHES + MARKS


def plain(text: str) -> str:
    """Return the text with full-width letters, digits and signs made plain."""
    return text.translate(FULL_WIDTH)


def without_gaps(text: str) -> str:
    """Return the text without spaces, dashes and dots, as a code is compared."""
    return plain(text).translate(dict.fromkeys(map(ord, SEPARATORS)))

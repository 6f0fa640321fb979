"""The unified social credit code (统一社会信用代码), GB 32100-2015: 18 places, the last a check."""

import re
import unicodedata
from enum import StrEnum

from stdnum.cn.uscc import calc_check_digit

LENGTH = 18

# Registrar, class, six digits of division, organisation code, check: no I, O, S, V, Z.
# The library's own validate() refuses the registrars A, N and Y, which the standard provides for.
SHAPE = re.compile(r"[1-9ANY]\d{7}[0-9A-HJ-NPQRTUWXY]{10}", re.ASCII)

# White space, dashes of every kind, and marks that are not seen on a screen.
SEPARATORS = re.compile(r"[\s\-\u2010-\u2015\u2212\u200b-\u200f\u2060\ufeff]+")


class UsccFault(StrEnum):
    """What is wrong with a code."""

    MISSING = "missing"
    LENGTH = "length"
    FORMAT = "format"
    CHECKSUM = "checksum"


class InvalidUscc(ValueError):
    """The text is no credit code; `fault` says why."""

    def __init__(self, fault: UsccFault) -> None:
        super().__init__(f"uscc {fault}")
        self.fault = fault


def normalise(text: str) -> str:
    """Return the code as it is stored: NFKC, upper case, without spaces and dashes."""
    joined = SEPARATORS.sub("", unicodedata.normalize("NFKC", text)).upper()
    # Joining and upper case can bring new compositions: "R" and a loose cedilla become one sign.
    return unicodedata.normalize("NFKC", joined)


def fault_of(text: str) -> UsccFault | None:
    """Return the first fault of a code in any spelling, or None if it is sound."""
    code = normalise(text)
    if not code:
        return UsccFault.MISSING
    if len(code) != LENGTH:
        return UsccFault.LENGTH
    if not SHAPE.fullmatch(code):
        return UsccFault.FORMAT
    if code[-1] != calc_check_digit(code[:-1]):
        return UsccFault.CHECKSUM
    return None


def check(text: str) -> str:
    """Return the normalised code of 18 characters.

    Raises InvalidUscc. The check digit inside the organisation code (GB 11714) is not looked at:
    codes issued without it are in use.
    """
    if fault := fault_of(text):
        raise InvalidUscc(fault)
    return normalise(text)


def division(code: str) -> str:
    """Return the six digits of the registering division (GB/T 2260) of a sound code."""
    return code[2:8]

"""One way to write a JSON value, so that a hash of it means the same everywhere.

RFC 8785 (JSON Canonicalization Scheme), for what a record holds: keys sorted, no spaces, UTF-8,
numbers as JavaScript writes them. Keys are ASCII here, so sorting by code point and by UTF-16 is
the same.
"""

import hashlib
import json
import math
from decimal import Decimal

SMALLEST = 1e-6  # below it JavaScript goes over to exponents
LARGEST = 2**53  # above it a JavaScript number is no longer exact


def canonical(value: object) -> str:
    """Return a JSON value as canonical text.

    Raises ValueError for numbers that JavaScript would not read exactly, for broken characters and
    for nesting too deep to follow; TypeError for what JSON does not know.
    """
    try:
        text = _written(value)
        text.encode()
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
    return text


def digest(value: object) -> str:
    """Return the SHA-256 of a JSON value's canonical text, in hex. Raises as `canonical`."""
    return hashlib.sha256(canonical(value).encode()).hexdigest()


def _written(value: object) -> str:
    match value:
        case None | bool() | str():
            return json.dumps(value, ensure_ascii=False)
        case int() | float():
            return _number(value)
        case list() | tuple():
            return f"[{','.join(_written(each) for each in value)}]"
        case dict():
            if not all(isinstance(key, str) for key in value):
                raise TypeError("a key is no text")
            pairs = (f"{_written(key)}:{_written(value[key])}" for key in sorted(value))
            return f"{{{','.join(pairs)}}}"
    raise TypeError(f"JSON has no {type(value).__name__}")


def _number(number: float) -> str:
    if not math.isfinite(number) or abs(number) > LARGEST:
        raise ValueError("a number is too large")
    if number == int(number):
        return str(int(number))
    if abs(number) < SMALLEST:
        raise ValueError("a number is too small")
    return format(Decimal(repr(number)), "f")

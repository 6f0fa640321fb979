"""A package that was sent, read again as it was kept."""

import csv
import hashlib
import json
from dataclasses import dataclass
from io import BytesIO, StringIO
from typing import Any
from zipfile import BadZipFile, ZipFile

from association.core.signing import fingerprint
from association.core.spreadsheets import BYTE_ORDER_MARK
from association.violations.models import Filing
from association.violations.package.archive import KEY, MANIFEST, letter_name
from association.violations.package.table import NAME


class UnreadablePackage(Exception):
    """The file is gone, or is not what was sent."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A package as it was sent.

    row: column and value. files: name, sha256, size of each. key: fingerprint of the key it was
    signed with, which may have been replaced since.
    """

    data: bytes
    letter: str
    row: list[tuple[str, str]]
    files: list[dict[str, Any]]
    key: str


def kept_package(filing: Filing) -> Kept:
    """Return the package of a filing that was sent. Raises UnreadablePackage."""
    try:
        with filing.package.storage.open(filing.package.name) as file:
            data = file.read()
        if hashlib.sha256(data).hexdigest() != filing.digest:
            raise UnreadablePackage(filing.code)
        with ZipFile(BytesIO(data)) as archive:
            letter = archive.read(f"{letter_name(filing.kind)}.txt").decode().replace("\r\n", "\n")
            table = archive.read(NAME).decode()
            manifest = json.loads(archive.read(MANIFEST))
            key = fingerprint(archive.read(KEY))
    except (OSError, ValueError, BadZipFile, KeyError) as error:
        raise UnreadablePackage(filing.code) from error
    names, values = csv.reader(StringIO(table.removeprefix(BYTE_ORDER_MARK)))
    row = list(zip(names, values, strict=True))
    return Kept(data=data, letter=letter, row=row, files=manifest["files"], key=key)

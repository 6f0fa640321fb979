"""Everything in one ZIP file, listed and signed. The same contents come out as the same bytes."""

import base64
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from django.conf import settings
from django.urls import reverse

from association.core.signing import fingerprint, public_pem, sign
from association.violations.enums import FilingKind
from association.violations.package import table, words
from association.violations.package.contents import FOLDER, Contents
from association.violations.package.letter import letter_pdf

MANIFEST, SIGNATURE, KEY, README = "manifest.json", "manifest.sig", "public-key.pem", "说明.txt"
MOMENT = (1980, 1, 1, 0, 0, 0)  # the first one a ZIP file can tell
UNIX, READABLE = 3, 0o644 << 16

_readme = Path(__file__).with_name("readme.txt")


@dataclass(frozen=True, slots=True)
class Package:
    """A package. digest: its SHA-256, in hexadecimal. signature: over its list, base64."""

    data: bytes
    digest: str
    signature: str


def build_package(contents: Contents, evidence: Mapping[int, bytes]) -> Package:
    """Draw, list, sign and pack.

    evidence: the bytes of each piece, by its key; whoever calls has checked them.
    Raises ImproperlyConfigured where there is no sound key to sign with.
    """
    files = _files(contents, evidence)
    manifest = manifest_of(contents, files)
    signature = sign(manifest)
    data = _zipped(files | {MANIFEST: manifest, SIGNATURE: signature})
    return Package(
        data=data,
        digest=hashlib.sha256(data).hexdigest(),
        signature=base64.b64encode(signature).decode(),
    )


def manifest_of(contents: Contents, files: Mapping[str, bytes]) -> bytes:
    """Return the list of the files as canonical JSON (RFC 8785)."""
    filing = contents.filing
    listed = [
        {"name": name, "sha256": hashlib.sha256(files[name]).hexdigest(), "size": len(files[name])}
        for name in sorted(files)
    ]
    told = {
        "filing": filing.code,
        "case": filing.case.code,
        "department": {"code": filing.department.code, "name": filing.department.name_zh},
        "kind": filing.kind,
        "prepared_on": contents.day.isoformat(),
        "files": listed,
    }
    # Texts and whole numbers alone, and keys in ASCII: sorted so, it is what the standard asks for.
    text = json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode()


def letter_name(kind: str) -> str:
    """Return what the letter's files are called, without the ending."""
    return words.FILE_NAMES[FilingKind(kind)]


def _files(contents: Contents, evidence: Mapping[int, bytes]) -> dict[str, bytes]:
    letter = letter_name(contents.filing.kind)
    own = {
        f"{letter}.pdf": letter_pdf(contents.letter, day=contents.day),
        f"{letter}.txt": _lines(contents.letter.text),
        table.NAME: table.csv_of([contents.row]).encode(),
        KEY: public_pem(),
        README: _lines(_read_me(contents, letter)),
    }
    return own | {piece.name: evidence[piece.pk] for piece in contents.pieces}


def _read_me(contents: Contents, letter: str) -> str:
    filing = contents.filing
    return _readme.read_text(encoding="utf-8").format(
        issuer=contents.letter.issuer,
        day=contents.letter.day,
        number=contents.letter.number,
        code=filing.code,
        department=filing.department.name_zh,
        letter=f"{letter}.pdf",
        table=table.NAME,
        folder=FOLDER,
        fingerprint=fingerprint(public_pem()),
        key_url=settings.SITE_URL + reverse("signing_key"),
    )


def _lines(text: str) -> bytes:
    """Older editors of Windows know no other end of a line."""
    return text.replace("\n", "\r\n").encode()


def _zipped(files: Mapping[str, bytes]) -> bytes:
    """Not compressed: pictures and PDFs are, and another zlib would make other bytes."""
    packed = BytesIO()
    with ZipFile(packed, "w", ZIP_STORED) as archive:
        for name in sorted(files):
            info = ZipInfo(name, MOMENT)
            info.create_system, info.external_attr = UNIX, READABLE
            archive.writestr(info, files[name])
    return packed.getvalue()

"""A paper to hand out: a PDF, or a Word or Excel file of the newer kind, and nothing that runs.

An office file is a zip of XML. It is judged by its directory before anything is unpacked, and by
the kinds its own table of contents declares, because a name can be changed and a kind cannot.
"""

import io
import re
import zipfile
import zlib
from pathlib import PurePath

from django.utils.translation import gettext as _

from association.core.errors import RuleError

MAX_BYTES = 10 * 1024 * 1024
MAX_PARTS = 2_000
MAX_UNPACKED_BYTES = 200 * 1024 * 1024
MAX_RATIO = 200
RATIO_APPLIES_ABOVE_BYTES = 1024 * 1024
MAX_CONTENTS_BYTES = 1024 * 1024

CONTENTS = "[Content_Types].xml"
OFFICE = "application/vnd.openxmlformats-officedocument."
MAIN_PARTS = {
    ".docx": f"{OFFICE}wordprocessingml.document.main+xml",
    ".xlsx": f"{OFFICE}spreadsheetml.sheet.main+xml",
}
ENCRYPTED = 0x1
RUNS = re.compile(r"vbaproject|macroenabled|macrosheet|activex|oleobject|/embeddings/.*\.bin", re.I)
# A template from elsewhere may bring macros along when the file is opened.
FROM_ELSEWHERE = re.compile(rb"<Relationship\b[^>]*(?:attachedTemplate|oleObject|frame)\"", re.I)
# What a PDF may do by itself. Packed parts of it cannot be seen here, so it is only ever handed out
# as a download, in a box.
PDF_ACTS = re.compile(rb"/(?:JavaScript|Launch|EmbeddedFile|RichMedia)")


class UnusablePaper(RuleError):
    """The file cannot be handed out; the sentence says what to do."""


def check_paper(data: bytes, name: str) -> None:
    """Accept a PDF, DOCX or XLSX file whose content is what its name says.

    data: the whole file. name: as it was sent; only its ending is read.
    Raises UnusablePaper for everything else, macros and packed bombs above all.
    """
    if len(data) > MAX_BYTES:
        raise UnusablePaper(_("The file is larger than 10 MB. Please make it smaller."))
    ending = PurePath(name).suffix.lower()
    if ending == ".pdf" and data.startswith(b"%PDF-"):
        _check_pdf(data)
    elif ending in MAIN_PARTS and data.startswith(b"PK\x03\x04"):
        _check_office(data, ending)
    else:
        raise UnusablePaper(
            _("Only PDF, Word (.docx) and Excel (.xlsx) files are taken, and this is none of them.")
        )


def _check_pdf(data: bytes) -> None:
    if PDF_ACTS.search(data):
        raise UnusablePaper(
            _("This PDF does something when it is opened. Please print it into a new PDF first.")
        )


def _check_office(data: bytes, ending: str) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check_directory(archive.infolist())
            _check_kinds(archive, ending)
    except (OSError, EOFError, KeyError, ValueError, NotImplementedError, RuntimeError) as broken:
        raise _damaged() from broken
    except (zipfile.BadZipFile, zlib.error) as broken:
        raise _damaged() from broken


def _check_directory(entries: list[zipfile.ZipInfo]) -> None:
    names = [entry.filename for entry in entries]
    if any(entry.flag_bits & ENCRYPTED for entry in entries):
        raise UnusablePaper(_("This file has a password. Please save it without one."))
    if len(set(names)) != len(names) or any(_leaves_its_folder(name) for name in names):
        raise _damaged()
    total = sum(entry.file_size for entry in entries)
    if len(entries) > MAX_PARTS or total > MAX_UNPACKED_BYTES or any(map(_swells, entries)):
        raise UnusablePaper(
            _("This file unpacks to far more than its size. Please save its content anew.")
        )
    if any(RUNS.search(name) for name in names):
        raise _with_macros()


def _check_kinds(archive: zipfile.ZipFile, ending: str) -> None:
    contents = _read(archive, CONTENTS)
    if RUNS.search(contents.decode("utf-8", "replace")):
        raise _with_macros()
    if MAIN_PARTS[ending].encode() not in contents:
        raise _damaged()
    relations = [name for name in archive.namelist() if name.endswith(".rels")]
    if any(FROM_ELSEWHERE.search(_read(archive, name)) for name in relations):
        raise _with_macros()


def _read(archive: zipfile.ZipFile, name: str) -> bytes:
    """Unpack a small part, and not a byte more than a small part has."""
    with archive.open(name) as part:
        content = part.read(MAX_CONTENTS_BYTES + 1)
    if len(content) > MAX_CONTENTS_BYTES:
        raise _damaged()
    return content


def _swells(entry: zipfile.ZipInfo) -> bool:
    return (
        entry.file_size > RATIO_APPLIES_ABOVE_BYTES
        and entry.file_size > MAX_RATIO * entry.compress_size
    )


def _leaves_its_folder(name: str) -> bool:
    return name.startswith(("/", "\\")) or ".." in re.split(r"[/\\]", name)


def _damaged() -> UnusablePaper:
    return UnusablePaper(
        _("This file is damaged or not of the kind its name says. Please save it anew.")
    )


def _with_macros() -> UnusablePaper:
    return UnusablePaper(_("This file has macros or embedded programs. Please save it without."))

"""From plaques to pictures and print files."""

import zipfile
from collections.abc import Callable, Collection, Iterator, Sequence
from io import BytesIO
from itertools import islice
from tempfile import TemporaryFile
from typing import IO, Any

from PIL import Image

from association.core.lettering import missing_characters
from association.core.models import AssociationProfile
from association.core.qr import qr_outline
from association.plaques.artwork.boxes import with_bleed_boxes
from association.plaques.artwork.typesetting import set_pdf, set_png
from association.plaques.artwork.words import PROOF, SEAL, TITLE, in_halves, plaque_words
from association.plaques.enums import Colourway
from association.plaques.lettering import MissingCharacters
from association.plaques.mark import SOURCE as MARK
from association.plaques.models import Plaque

INK = "#1b2126"
SCREEN_PPI = 76.2  # 600 × 400 mm as 1800 × 1200 pixels
SCREEN_COLOURS = 64  # flat colours and the smoothing between them
PAGES_OF_ONE_FILE = 200
PAGES_IN_ZIP = 100  # of each file in it: quick to set, and no file too large to send


def colourway_of(plaque: Plaque) -> str:
    """Return the colours a plaque was made in: its batch's, or ink on paper."""
    return plaque.batch.colourway if plaque.batch else Colourway.PAPER


def draw_plaque(
    plaque: Plaque, *, issuer: AssociationProfile, colourway: str = Colourway.PAPER
) -> BytesIO:
    """Return a plaque for screens, a PNG file of 1800 × 1200 pixels.

    Raises MissingCharacters naming what the typeface lacks.
    """
    values = plaque_values([plaque], issuer=issuer, colourway=colourway, use="screen")
    with Image.open(BytesIO(set_png(values, ppi=SCREEN_PPI))) as picture:
        few = picture.convert("RGB").quantize(
            SCREEN_COLOURS, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE
        )
    png = BytesIO()
    few.save(png, "PNG")
    png.seek(0)
    return png


def print_sheet(
    plaques: Sequence[Plaque], *, issuer: AssociationProfile, colourway: str = Colourway.PAPER
) -> bytes:
    """Return the print shop's PDF: a page of 600 × 400 mm for each plaque, bleed and crop marks.

    Tagged PDF/A-2a and PDF/UA-1, fonts embedded, codes as outlines.
    Raises MissingCharacters naming what the typeface lacks.
    """
    values = plaque_values(plaques, issuer=issuer, colourway=colourway, use="print")
    return with_bleed_boxes(set_pdf(values), pages=len(plaques))


def proof_sheet(
    plaques: Sequence[Plaque], *, issuer: AssociationProfile, colourway: str = Colourway.PAPER
) -> bytes:
    """Return a PDF on A4 with eight small plaques to the page, for reading before they are made.

    Raises MissingCharacters naming what the typeface lacks.
    """
    return set_pdf(plaque_values(plaques, issuer=issuer, colourway=colourway, use="proof"))


def write_print_file(
    plaques: Collection[Plaque],
    *,
    issuer: AssociationProfile,
    colourway: str = Colourway.PAPER,
    progress: Callable[[int], None] | None = None,
) -> tuple[IO[bytes], str]:
    """Return an open file for the print shop, at its start, and its extension.

    plaques: with their schools. One PDF ("pdf") up to 200 plaques, else a ZIP ("zip") of PDFs, so
    that memory holds a hundred pages at a time. progress: told the pages done so far.
    Raises MissingCharacters before the first page is set.
    """
    for plaque in plaques:
        refuse_boxes(plaque, issuer=issuer)
    file = TemporaryFile()  # noqa: SIM115 -- the caller reads and closes it
    try:
        pages = _pages(plaques, issuer=issuer, colourway=colourway, progress=progress)
        extension = _write(file, pages, whole=len(plaques) <= PAGES_OF_ONE_FILE)
    except BaseException:
        file.close()
        raise
    file.seek(0)
    return file, extension


def _write(file: IO[bytes], pages: Iterator[tuple[str, bytes]], *, whole: bool) -> str:
    if whole:
        file.writelines(pdf for _name, pdf in pages)
        return "pdf"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:  # PDF is packed already
        for name, pdf in pages:
            archive.writestr(name, pdf)
    return "zip"


def _pages(
    plaques: Collection[Plaque],
    *,
    issuer: AssociationProfile,
    colourway: str,
    progress: Callable[[int], None] | None,
) -> Iterator[tuple[str, bytes]]:
    """Yield each PDF with its name, all in one or a hundred pages each."""
    whole = len(plaques) <= PAGES_OF_ONE_FILE
    rest, done = iter(plaques), 0
    while part := list(islice(rest, PAGES_OF_ONE_FILE if whole else PAGES_IN_ZIP)):
        name = f"{part[0].number}_{part[-1].number}.pdf"
        yield name, print_sheet(part, issuer=issuer, colourway=colourway)
        done += len(part)
        if progress:
            progress(done)


def refuse_boxes(plaque: Plaque, *, issuer: AssociationProfile) -> None:
    """Raise MissingCharacters, with the school's name, if a line cannot be set."""
    words = plaque_words(plaque, issuer=issuer)
    if missing := missing_characters("".join(words.values())):
        raise MissingCharacters(missing, school=plaque.school.name)


def plaque_values(
    plaques: Sequence[Plaque], *, issuer: AssociationProfile, colourway: str, use: str
) -> dict[str, Any]:
    """Return what the template reads, as plain data."""
    for plaque in plaques:
        refuse_boxes(plaque, issuer=issuer)
    return {
        "use": use,
        "colours": Colourway(colourway).value,
        "title": _title(plaques),
        "issuer": issuer.name_zh,
        "seal": MARK.read_text(),
        "seal_alt": SEAL,
        "proof": PROOF,
        "plaques": [_one(plaque, issuer=issuer) for plaque in plaques],
    }


def _title(plaques: Sequence[Plaque]) -> str:
    first, last = plaques[0].number, plaques[-1].number
    return f"{TITLE} {first}" if first == last else f"{TITLE} {first} – {last}"


def _one(plaque: Plaque, *, issuer: AssociationProfile) -> dict[str, Any]:
    words = plaque_words(plaque, issuer=issuer)
    code = qr_outline(plaque.scan_url)
    return words | {
        "halves": in_halves(words["school"]),
        "code": code.svg(fill=INK),
        "modules": code.modules,
        "slug": f"{plaque.number} · {words['copy']} · 600 × 400 mm + 3 mm",
    }

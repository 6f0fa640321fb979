"""From answers, as one person reads them, to a report to print."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from association.core import clock
from association.core.errors import RuleError
from association.core.lettering import drawable
from association.core.models import AssociationProfile
from association.core.typesetting import Typesetter
from association.peer_review.checklists.questions import Group, groups_of
from association.peer_review.enums import RoundKind, Source
from association.peer_review.models import HostSignature, Opening, Seat, Visit
from association.peer_review.photos import named_photos
from association.peer_review.selectors.answers import Told, ToldBlock, told_answers
from association.peer_review.selectors.board import BoardVisit
from association.peer_review.selectors.reading import Reading, readings
from association.peer_review.visit_report import words

_report = Typesetter(Path(__file__).with_name("report.typ"))


class UnprintableReport(RuleError):
    """There is nothing to print yet."""


def report_of(user: Any, visit: Visit, found: BoardVisit) -> bytes:
    """Return what a user reads of a visit as a PDF in Chinese; the rest stays sealed and is said.

    Tagged PDF/A-2a and PDF/UA-1, fonts embedded. What the typeface lacks, such as a smiley in a
    note, is printed as 〓. Raises UnprintableReport where this person reads no answers.
    """
    groups = groups_of(visit.round.checklist)
    read = readings(user, found, groups)
    if not read:
        raise UnprintableReport(
            _("There is nothing to print: no answers are in that you may read.")
        )
    with translation.override("zh-hans"):
        values = _values(visit, read, groups, sealed=_is_sealed(found, read))
    return _report.set_pdf(drawable(values))


def _is_sealed(found: BoardVisit, read: Sequence[Reading]) -> bool:
    """Say whether there is, or may yet be, more than this person reads."""
    return len(found.places) > len(read) and found.is_open


def _values(
    visit: Visit, read: Sequence[Reading], groups: Sequence[Group], *, sealed: bool
) -> dict[str, Any]:
    itself = visit.round.kind == RoundKind.SELF
    return {
        "title": words.SELF_TITLE if itself else words.TITLE,
        "issuer": AssociationProfile.load().name_zh,
        "mark": words.DEMO if settings.DEMO else "",
        "facts": [
            [words.FACTS["school"], visit.school.name],
            [words.FACTS["round"], f"{visit.round.title}（{visit.round.code}）"],
        ],
        "sealed": words.SEALED if sealed else "",
        "parts": [_part(each, groups) for each in read],
        "signed_means": words.SIGNED_ON,
        "signature_alt": words.SIGNATURE,
        "printed": words.PRINTED.format(moment=f"{timezone.localtime(clock.now()):%Y-%m-%d %H:%M}"),
    }


def _part(read: Reading, groups: Sequence[Group]) -> dict[str, Any]:
    """Return one visitor's part, or the school's about itself."""
    given = read.submission
    blocks = told_answers(
        read.answers, groups, failed=given.failed, photos=named_photos(read.answers)
    )
    told = [(block, each) for block in blocks for each in block.told]
    on_site = given.seat if given.source == Source.ONLINE else None
    failed = [(block, each) for block, each in told if each.open]
    return {
        "who": _who(given.seat) if given.seat else words.ITSELF,
        "facts": [
            [words.FACTS["day" if given.seat else "self_day"], date_format(given.visited_on)],
            *([[words.FACTS["opened"], _opened(on_site)]] if on_site else []),
            *([[words.FACTS["source"], words.PAPER]] if given.source == Source.PAPER else []),
        ],
        "heading": words.FAILED,
        "none": "" if failed else words.NONE_FAILED,
        "failed": [_item(block, each) for block, each in failed],
        "counted": words.COUNTED.format(count=len(told) - len(failed)),
        "partly": words.PARTLY if read.left_out else "",
        "signature": _signature(on_site) if on_site else None,
    }


def _who(seat: Seat) -> str:
    names = [seat.school.name if seat.school else "", str(seat.visitor or "")]
    return " · ".join(filter(None, names))


def _opened(seat: Seat) -> str:
    opening: Opening | None = seat.openings.first()
    if opening is None:
        return words.NOT_OPENED
    moment = timezone.localtime(opening.opened_at)
    told = f"{moment:%Y-%m-%d %H:%M}，{words.OPENED[opening.opened_by]}"
    if opening.latitude is None:
        return told
    place = words.POSITION.format(
        latitude=opening.latitude, longitude=opening.longitude, accuracy=opening.accuracy
    )
    return f"{told}。{place}"


def _item(block: ToldBlock, told: Told) -> dict[str, Any]:
    where = f"{block.label} {block.number}" if block.number else ""
    return {
        "code": told.code,
        "text": told.text,
        "where": where,
        "answer": f"{words.ANSWER}：{told.answer}",
        "note": f"{words.NOTE}：{told.note}" if told.note else "",
        "photos": words.PHOTOS.format(count=len(told.photos)) if told.photos else "",
    }


def _signature(seat: Seat) -> dict[str, Any]:
    """Return the host's signature as the bytes of a PNG, or the reason there is none."""
    signed = HostSignature.objects.filter(seat=seat).first()
    if signed is None:
        return {"label": words.UNSIGNED, "refusal": "", "png": []}
    moment = words.SIGNED_AT.format(moment=timezone.localtime(signed.signed_at))
    label = f"{words.SIGNED}：{signed.host}。{moment}"
    if signed.refusal:
        return {"label": label, "refusal": words.REFUSED.format(reason=signed.refusal), "png": []}
    with signed.drawing.open() as file:
        return {"label": label, "refusal": "", "png": list(file.read())}

"""What a paper says, put together from the records before anything is set or signed."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation

from association.core.models import AssociationProfile
from association.core.qr import qr_outline
from association.pledges.enums import PaperKind
from association.pledges.models import IssuedPaper, PledgeSignature
from association.pledges.papers.words import ANNEX, LANGUAGES, Words

INK = "#1b2126"


def contents_of(paper: IssuedPaper, *, issuer: AssociationProfile) -> dict[str, Any]:
    """Return everything that stands on a paper, by its place in the template, as plain data.

    paper: not saved yet, with its token; the pledge with school, covenant and signature. A
    certificate is of a pledge in force. Always in both languages, whoever asks.
    """
    sheets = [_sheet(paper, words, issuer=issuer) for words in LANGUAGES]
    return {
        "title": f"{sheets[0]['title']} {paper.pledge.receipt_no}",
        "issuer": sheets[0]["issuer"],
        "number": paper.pledge.receipt_no,
        "address": paper.address,
        "moment": _parts(paper.issued_at),
        "qr": qr_outline(paper.address).svg(fill=INK),
        "sheets": sheets,
        "annex": _annex(paper.pledge.signature) if paper.kind == PaperKind.RECEIPT else None,
    }


def _sheet(paper: IssuedPaper, words: Words, *, issuer: AssociationProfile) -> dict[str, Any]:
    pledge = paper.pledge
    version = pledge.covenant_version
    with translation.override(words.language):
        told = {
            "school": pledge.school.name,
            "covenant": version.title,
            "version": version.number,
            "signer": pledge.signature.signer_name,
            "capacity": pledge.signature.get_capacity_display(),
            "accepted": _day(words, pledge.decided_at) if pledge.decided_at else "",
        }
        promises = [[promise.code, promise.title] for promise in version.promises.all()]
        name = issuer.name
    certifies = paper.kind == PaperKind.CERTIFICATE
    return {
        "language": words.language.partition("-")[0],
        "issuer": name,
        "mark_alt": words.mark,
        "demo": words.demo if settings.DEMO else "",
        "title": words.titles[paper.kind],
        "number": f"{words.receipt_no} {pledge.receipt_no}",
        "lead": words.leads[paper.kind].format(**told),
        "facts": _facts(paper, words, told),
        "promises_title": words.promises if certifies else "",
        "promises": promises if certifies else [],
        "notes": [*words.notes, words.check.format(address=_check_address())],
        "scan": words.scan,
        "code": words.code,
        "issued": f"{words.issued} {_day(words, paper.issued_at)}",
    }


def _facts(paper: IssuedPaper, words: Words, told: dict[str, Any]) -> list[list[str]]:
    pledge = paper.pledge
    signature = pledge.signature
    facts = [
        [words.uscc, pledge.school.uscc],
        [words.covenant, words.version.format(**told)],
        [words.signer, words.in_capacity.format(**told)],
        [words.signed_at, words.moment.format(_local(signature.signed_at))],
    ]
    if paper.kind == PaperKind.CERTIFICATE:
        facts += [
            [words.accepted_on, told["accepted"]],
            [words.valid_until, words.day.format(pledge.in_force_until)],
        ]
    return [*facts, [words.text_hash, signature.text_sha256]]


def _annex(signature: PledgeSignature) -> dict[str, Any]:
    """The signed text in the language it was signed in, from its first line, which is a title."""
    title, *paragraphs = signature.text.split("\n")
    return {
        "language": signature.language.partition("-")[0],
        "kicker": ANNEX.get(signature.language, ANNEX["en"]),
        "title": title,
        "paragraphs": [paragraph for paragraph in paragraphs if paragraph.strip()],
    }


def _check_address() -> str:
    return settings.SITE_URL + reverse("pledges:check_paper")


def _day(words: Words, moment: dt.datetime) -> str:
    return words.day.format(_local(moment))


def _local(moment: dt.datetime) -> dt.datetime:
    return timezone.localtime(moment)


def _parts(moment: dt.datetime) -> dict[str, int]:
    local = _local(moment)
    names = ("year", "month", "day", "hour", "minute", "second")
    return {name: getattr(local, name) for name in names}

"""The open data of notices: what stands now, from the same reading as the page."""

import datetime as dt
from enum import StrEnum
from typing import Annotated

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Field, Query, Router, Schema, Status

from association.plaques.api import AllianceOut, SchoolOut, api
from association.violations.enums import PUBLIC_MEASURES
from association.violations.forms.notices import NoticeFilter
from association.violations.selectors.notices import (
    NoticeEnded,
    PublicNotice,
    ending_of,
    public_notice,
    public_notices,
    published_notice,
    standing_notices,
)

MOST = 200  # notices in one answer

router = Router()
MeasureKey = StrEnum("MeasureKey", {measure.name: measure.value for measure in PUBLIC_MEASURES})


class BrokenPromiseOut(Schema):
    """The promise that was broken, as the school signed it."""

    code: str
    title: str
    text: str


class FactOut(Schema):
    """What the case concerns, such as the classes."""

    label: str
    value: str


class ReplyOut(Schema):
    """The school's own words, unchanged."""

    words: str
    written_at: dt.datetime


class CorrectionOut(Schema):
    """An objection led to a corrected entry."""

    day: dt.date
    reasons: str


class NoticeOut(Schema):
    """A notice that stands now. It is never to be kept beyond `public_until`."""

    code: str
    school: SchoolOut
    alliance: AllianceOut | None
    measure: MeasureKey
    measure_label: str
    meaning: str
    promise: BrokenPromiseOut
    words: str
    facts: list[FactOut]
    basis: str
    reply: ReplyOut | None = Field(description="Null where the school wrote nothing.")
    decided_on: dt.date
    in_force_on: dt.date
    public_until: dt.date = Field(description="Its last day; it may end earlier.")
    corrections: list[CorrectionOut]
    address: str
    as_of: dt.datetime

    @staticmethod
    def resolve_measure_label(notice: PublicNotice) -> str:
        return str(notice.measure.label)

    @staticmethod
    def resolve_facts(notice: PublicNotice) -> list[dict[str, str]]:
        return [{"label": label, "value": value} for label, value in notice.facts]


class NoticesOut(Schema):
    """The notices that stand now and fit, the newest first."""

    count: int = Field(description="All that fit; an answer holds 200 of them at most.")
    notices: list[NoticeOut]


class NoticeGone(Schema):
    """Why there is no notice to show. Neither the school nor the facts are named."""

    code: str
    detail: str


class NoticesAsked(Schema):
    """The filters of the board. What makes no sense leaves its filter off."""

    alliance: str = Field("", description="Code of an alliance.")
    promise: str = Field("", description="Code of a promise.")
    since: str = Field("", description="First day in force, from: 2026-10-01 or 2026-10.")
    until: str = Field("", description="First day in force, to: 2026-10-31.")


def _open_to_all(response: HttpResponse) -> None:
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noarchive"
    response["Access-Control-Allow-Origin"] = "*"
    response["Cross-Origin-Resource-Policy"] = "cross-origin"


@router.get(
    "",
    response=NoticesOut,
    operation_id="list_notices",
    summary="List the notices that stand now",
    url_name="notices",
)
def list_notices(
    request: HttpRequest, response: HttpResponse, asked: Annotated[NoticesAsked, Query()]
) -> dict:
    """List the notices that stand now. What ended is in no answer any more."""
    _open_to_all(response)
    found = standing_notices(NoticeFilter(asked.dict()).question())
    return {"count": found.count(), "notices": public_notices(found[:MOST])}


@router.get(
    "{code}",
    response={200: NoticeOut, 404: NoticeGone, 410: NoticeGone},
    operation_id="read_notice",
    summary="Read a notice by the code of its case",
    url_name="notice",
)
def read_notice(request: HttpRequest, code: str, response: HttpResponse) -> Status:
    """Read a notice. 410 where it ended or was withdrawn, with nothing of what it said."""
    _open_to_all(response)
    try:
        return Status(200, public_notice(published_notice(code)))
    except NoticeEnded as ended:
        ending = ending_of(ended.case)
        detail = " ".join(filter(None, [ending.sentence, ending.reason]))
        return Status(410, {"code": "ended", "detail": detail})
    except Http404:
        detail = _("No notice stands at this address.")
        return Status(404, {"code": "not_published", "detail": detail})


api.add_router("notices", router)

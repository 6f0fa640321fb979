"""The open data: the truth of a plaque as JSON, from the same reading as its page."""

import datetime as dt
from enum import StrEnum

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Field, NinjaAPI, Schema, Status

from association.core.slowing import seconds_to_wait
from association.plaques.enums import NUMBER_STATES
from association.plaques.guessing import MISSES_BY_NUMBER
from association.plaques.numbers import Problem, UnreadableNumber
from association.plaques.selectors import NotIssued, PublicPlaque, public_by_number

api = NinjaAPI(
    title="Integrity plaques",
    version="1",
    description=(
        "Whether a member school's integrity plaque is in force, read at the moment of the "
        "request. Answers are never stored. `?lang=en` gives the words in English."
    ),
    docs_url=None,
    urls_namespace="api",
)

StateKey = StrEnum("StateKey", {state.name: state.value for state in NUMBER_STATES})
ProblemCode = StrEnum(
    "ProblemCode",
    {problem.name: problem.value for problem in Problem}
    | {"NOT_ISSUED": "not_issued", "TOO_MANY": "too_many"},
)


class SchoolOut(Schema):
    """The member school."""

    name: str
    uscc: str = Field(description="Unified social credit code, GB 32100-2015.")


class CampusOut(Schema):
    """Where the plaque hangs."""

    name: str
    address: str


class AllianceOut(Schema):
    """The alliance the school is a member of now."""

    code: str
    name: str


class LicenceOut(Schema):
    """The school-running licence, as the association knows it."""

    number: str = Field(description="School-running licence; empty where it is not known.")
    valid_until: dt.date | None
    long_term: bool = Field(description="Valid without end date.")
    expired: bool


class PromiseOut(Schema):
    """One of the eight promises."""

    code: str
    title: str
    text: str
    broken: bool = Field(description="A decided suspension or revocation in force names it.")


class SuccessorOut(Schema):
    """The latest plaque of the same campus."""

    number: str
    state: StateKey
    state_label: str
    verify_url: str


class FindingsOut(Schema):
    """What visits found about one promise, in numbers; minor findings are not counted."""

    promise: str = Field(description="Its code.")
    open: int = Field(description="Still to be mended, or to be re-checked.")
    rectified: int = Field(description="Mended and re-checked within these months.")
    self_reported: int = Field(
        description="Of both, what the school had told of itself before the visit."
    )


class VisitsOut(Schema):
    """What visits by peers tell of the school: counts, and no score, star or rank."""

    last_on: dt.date | None = Field(description="Day of the last; null before the first.")
    long_ago: bool = Field(description="The last was so long ago that another is due.")
    months: int = Field(description="For so long what was rectified is counted.")
    findings: list[FindingsOut] = Field(description="Only promises with findings to count.")


class EventOut(Schema):
    """One line of the plaque's history."""

    at: dt.datetime
    label: str
    reason: str


class PlaqueOut(Schema):
    """A plaque as the public may know it."""

    number: str
    chinese_number: str
    state: StateKey
    state_label: str
    state_sentence: str
    since: dt.date = Field(description="Local day on which the state began.")
    suspended_until: dt.date | None = Field(
        description="Last day of a suspension that ends by itself, or null."
    )
    reason: str = Field(
        description="Public reason of a suspension or revocation, while it is told; else empty."
    )
    broken_promise: str | None = Field(
        description="Code of the promise that was broken, or null; always null of a precaution "
        "against danger, while nothing is decided."
    )
    school: SchoolOut
    campus: CampusOut
    alliance: AllianceOut | None = Field(description="Null when the school is no member now.")
    licence: LicenceOut
    promises: list[PromiseOut] = Field(description="Of the covenant version this school signed.")
    visits: VisitsOut | None = Field(description="Null when the school is no member now.")
    issued_on: dt.date
    valid_until: dt.date
    successor: SuccessorOut | None = Field(description="Where a newer plaque took its place.")
    history: list[EventOut] = Field(description="Latest first.")
    verify_url: str
    as_of: dt.datetime

    @staticmethod
    def resolve_state(plaque: PublicPlaque) -> str:
        return plaque.state.key

    @staticmethod
    def resolve_state_label(plaque: PublicPlaque) -> str:
        return plaque.state.label

    @staticmethod
    def resolve_state_sentence(plaque: PublicPlaque) -> str:
        return plaque.state.sentence

    @staticmethod
    def resolve_since(plaque: PublicPlaque) -> dt.date:
        return plaque.state.since

    @staticmethod
    def resolve_suspended_until(plaque: PublicPlaque) -> dt.date | None:
        return plaque.state.until

    @staticmethod
    def resolve_reason(plaque: PublicPlaque) -> str:
        return plaque.state.reason

    @staticmethod
    def resolve_broken_promise(plaque: PublicPlaque) -> str | None:
        return plaque.broken_promise.code if plaque.broken_promise else None


class ProblemOut(Schema):
    """Why there is no plaque to show."""

    code: ProblemCode
    detail: str


@api.get(
    "plaques/{number}",
    response={200: PlaqueOut, 404: ProblemOut, 422: ProblemOut, 429: ProblemOut},
    operation_id="read_plaque",
    summary="Read a plaque by its number",
    url_name="plaque",
)
def read_plaque(request: HttpRequest, number: str, response: HttpResponse) -> Status:
    """Read a plaque by the number that stands on it, in any spelling.

    422 tells a mistyped number, 404 one the association has not issued; 429, with Retry-After,
    that one connection sent too many of either. A plaque's own number is always answered.
    """
    response["Cache-Control"] = "no-store"
    response["Access-Control-Allow-Origin"] = "*"
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    try:
        return Status(200, public_by_number(number))
    except UnreadableNumber as unreadable:
        status, code = 422, unreadable.problem.value
    except NotIssued:
        status, code = 404, "not_issued"
    if wait := seconds_to_wait(request, MISSES_BY_NUMBER):
        status, code = 429, "too_many"
        response["Retry-After"] = str(wait)
    return Status(status, {"code": code, "detail": _detail(code)})


def _detail(code: str) -> str:
    return {
        "empty": _("Please type the number that stands on the plaque."),
        "malformed": _("This does not look like a plaque number."),
        "no_check_character": _("The last character of the number is missing."),
        "chinese_form": _("Please use the other number, the one that begins with letters."),
        "typo": _("A character seems to be mistyped. Compare the number place by place."),
        "not_issued": _("The association has issued no plaque with this number."),
        "too_many": _("Please wait a little"),
    }[code]

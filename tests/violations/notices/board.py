"""What tests of notices share: a notice drafted, approved, in force, ended."""

import datetime as dt
import json

from django.utils import timezone

from association.core import clock
from association.violations.enums import CaseStatus, Measure
from association.violations.models import NoticePage
from association.violations.services import draft_notice
from tests.factories.cases import make_case, make_pledged_school
from tests.factories.flows import make_active_plaque
from tests.factories.notices import approve
from tests.factories.people import make_secretary

BOARD = "/notices/"
FEED = "/notices.atom"
DATA = "/api/v1/notices"
WORDS = "2026年暑期，该校收取超过三个月的学费，并延迟退费。"


def make_notice(status=CaseStatus.IN_FORCE, *, clerk=None, approved=True, **given):
    """The notice of a public decision, drafted by a clerk and approved by another person."""
    clerk = clerk or make_secretary()
    case = make_case(
        status, clerk=clerk, **{"measure": Measure.REVOKE, "public_words": WORDS} | given
    )
    page = draft_notice(case=case, acting_user=clerk)
    if approved:
        approve(page, by=clerk)
    return NoticePage.objects.get(pk=page.pk)


def make_plaque_with_notice(**given):
    """A plaque at its gate, and the notice of a decision about its school, in force."""
    plaque = make_active_plaque()
    notice = make_notice(school=plaque.school, **given)
    plaque.refresh_from_db()
    return plaque, notice


def make_named_notice(name, **given):
    """The notice about a school of that name."""
    return make_notice(school=make_pledged_school(name), **given)


def address(page):
    return f"{BOARD}{page.slug}/"


def everywhere(page):
    """Every address at which a notice is read by itself."""
    return [
        address(page),
        f"{address(page)}sheet.pdf",
        f"{address(page)}card.png",
        f"{DATA}/{page.case.code}",
    ]


def at_the_end_of(day):
    """The last second of a local day."""
    return clock.at(timezone.make_aware(dt.datetime.combine(day, dt.time(23, 59, 59))))


def at_the_start_after(day):
    """The first second of the day after."""
    after = day + dt.timedelta(days=1)
    return clock.at(timezone.make_aware(dt.datetime.combine(after, dt.time.min)))


def words_of(answer):
    """What an answer says, JSON's escapes read."""
    if answer.headers["Content-Type"].startswith("application/json"):
        return json.dumps(answer.json(), ensure_ascii=False)
    return answer.content.decode("utf-8", "replace")

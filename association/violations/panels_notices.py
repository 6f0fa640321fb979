"""What notices that stand show on the pages of a school and of an alliance, and on its desk."""

from typing import Any

from laces.components import Component

from association.alliances.models import Alliance, School
from association.core import panels
from association.violations.enums import StatementKind
from association.violations.models import Case, Statement
from association.violations.selectors.notices import (
    NoticeQuestion,
    PublicNotice,
    cases_to_reply_to,
    path_of,
    public_notices,
    standing_notices,
)

ON_ALLIANCE_PAGE = 20


class SchoolNotices(Component):
    """The notices that stand about a school, below the state of its plaque."""

    template_name = "violations/panels/public_notices.html"

    def __init__(self, notices: list[PublicNotice]) -> None:
        self.notices = notices

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        return {"notices": self.notices}


class AllianceNotices(SchoolNotices):
    """The notices that stand about an alliance's schools."""

    template_name = "violations/panels/alliance_notices.html"


class DeskNotices(Component):
    """The decisions about a school that are public or will be, and the way to its own words."""

    template_name = "violations/panels/desk_notices.html"

    def __init__(self, school: School, cases: list[Case]) -> None:
        self.school = school
        self.cases = cases

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        standing = standing_notices().filter(case__in=self.cases)
        paths = {page.case_id: path_of(page) for page in standing}
        replied = Statement.objects.filter(case__in=self.cases, kind=StatementKind.REPLY)
        written = set(replied.values_list("case", flat=True))
        rows = [
            {"case": case, "path": paths.get(case.pk, ""), "is_written": case.pk in written}
            for case in self.cases
        ]
        return {"school": self.school, "rows": rows}


def desk_panel(*, subject: School, user: Any) -> Component | None:
    """Return the school desk's panel, None where nothing of its cases is or will be public."""
    found = list(cases_to_reply_to().filter(school=subject).select_related("promise"))
    return DeskNotices(subject, found) if found else None


def school_page_panel(*, subject: School, user: Any) -> Component | None:
    """Return the panel of a school's public page, None where nothing stands. One query then."""
    if not Case.objects.public().filter(school=subject, notice__live=True).exists():
        return None
    found = list(standing_notices().filter(case__school=subject))
    return SchoolNotices(public_notices(found)) if found else None


def alliance_page_panel(*, subject: Alliance, user: Any) -> Component | None:
    """Return the panel of an alliance's public page, None where nothing stands."""
    found = list(standing_notices(NoticeQuestion(alliance=subject.code))[:ON_ALLIANCE_PAGE])
    return AllianceNotices(public_notices(found)) if found else None


def register() -> None:
    """Put the panels in their places; called once, in AppConfig.ready()."""
    panels.school_seen.register(desk_panel, order=30)
    panels.public_record.register(school_page_panel, order=5)
    panels.alliance_page.register(alliance_page_panel, order=10)

"""What a school's desk asks of it in its cases, and how they stand (core.desk_items)."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from association.alliances.models import School
from association.core.desk_items import (
    Ask,
    Fact,
    Paper,
    Way,
    school_asks,
    school_pages,
    school_papers,
    school_ways,
)
from association.violations.enums import CaseStatus
from association.violations.models import Case
from association.violations.selectors.notices import standing_notices
from association.violations.selectors.school import CaseRow, unfinished_cases
from association.violations.selectors.school_ways_back import open_matters


def case_lines(*, school: School, user: Any) -> Iterator[Ask | Fact]:
    """Yield what the school can or has to do in cases under way, and how the others stand."""
    rows = unfinished_cases(school)
    for row in rows:
        yield _asked(row, school) or _standing(row, school)
    if waiting := open_matters(school):
        what = ngettext(
            "%(number)s appeal, objection or repair",
            "%(number)s appeals, objections or repairs",
            waiting,
        )
        yield Fact(
            what=what % {"number": waiting},
            words=_("waits for its answer; you read it here"),
            url=_list(school),
            under_way=True,
        )
    if not (rows or waiting):
        yield Fact(what=pgettext("of a school", "Cases"), words=_("none is open"))


def _asked(row: CaseRow, school: School) -> Ask | None:
    case = row.case
    if row.waits_for_school:
        what = _("Answer what the association told you in case %(code)s.")
        do = _("Read and answer")
        note = _("You can also ask to be heard in person. Nothing is decided yet.")
    elif row.may_appeal:
        what, do = _("Read the decision in case %(code)s."), _("Read the decision")
        note = _("Until that day you can appeal; nothing takes effect before.")
    elif case.status == CaseStatus.DECIDED and case.mend_by:
        what, do = _("Put right what was decided in case %(code)s."), _("Read what to do")
        note = _until_when_to_appeal(case)
    else:
        return None
    url = _page(case, school)
    return Ask(what=what % {"code": case.code}, do=do, url=url, by=row.due, note=note)


def _until_when_to_appeal(case: Case) -> str:
    if not case.appeal_open:
        return ""
    last = case.final_on - dt.timedelta(days=1)
    return _("You can appeal until %(day)s.") % {"day": date_format(last)}


def _standing(row: CaseRow, school: School) -> Fact:
    case, words = row.case, row.label
    if case.is_public:
        words = _("in force; the entry stands until %(day)s") % {
            "day": date_format(case.public_until)
        }
    return Fact(
        what=_("Case %(code)s") % {"code": case.code},
        words=words,
        url=_page(case, school),
        under_way=True,
    )


def _page(case: Case, school: School) -> str:
    return reverse("violations:case", args=[school.uscc, case.code])


def _list(school: School) -> str:
    return reverse("violations:school_cases", args=[school.uscc])


def cases_page(*, school: School, user: Any) -> Iterator[Way]:
    """Yield the way to all cases of a school."""
    yield Way(do=_("All cases of your school"), url=_list(school))


def entry_ways(*, school: School, user: Any) -> Iterator[Way]:
    """Yield the way to object to each entry that stands. One query."""
    for case in Case.objects.public().filter(school=school):
        yield Way(
            about=_("The entry on case %(code)s") % {"code": case.code},
            do=_("Object to the entry"),
            url=reverse("violations:object_own", args=[school.uscc, case.code]),
        )


def notice_papers(*, school: School, user: Any) -> Iterator[Paper]:
    """Yield the sheet of each notice that stands. One query."""
    for page in standing_notices().filter(case__school=school):
        yield Paper(
            name=_("Notice on case %(code)s, as a sheet to print") % {"code": page.case.code},
            day=page.case.in_force_on,
            url=reverse("violations:notice_sheet", args=[page.case.code]),
            group=_("Notices"),
        )


def register() -> None:
    """Put the sources in their places; called once, in AppConfig.ready()."""
    school_asks.register(case_lines)
    school_ways.register(entry_ways)
    school_pages.register(cases_page)
    school_papers.register(notice_papers)

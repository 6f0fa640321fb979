"""The secretariat's board: what waits today, as counts that lead to the filtered lists."""

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from laces.components import Component
from wagtail.models import Page
from wagtail.permissions import policy_registry

from association.alliances.enums import ImportStatus
from association.alliances.models import Handover, RosterImport, School
from association.core import clock
from association.peer_review.models import Finding
from association.plaques.enums import PrintState, PublicState
from association.plaques.models import (
    MeasureProposal,
    Plaque,
    PlaqueBatch,
    PlaqueReport,
    TakeDown,
)
from association.plaques.selectors import (
    follow_up,
    oddly_scanned,
    pledges_waiting,
    recent_spikes,
    to_photograph,
)
from association.pledges.models import Pledge
from association.violations.enums import CaseStatus
from association.violations.models import NoticePage
from association.violations.permissions_ways_back import appeal_policy
from association.violations.selectors.filing import (
    filings_to_chase,
    filings_to_send,
    unfiled_cases,
    visits_to_keep,
    visits_to_see_to,
)
from association.violations.selectors.notice_desk import (
    with_notice_to_approve,
    with_notice_to_finish,
    without_notice,
)
from association.violations.selectors.office import office_cases
from association.violations.selectors.ways_back_office import (
    appeals_to_hear,
    appeals_to_name,
    objections_to_answer,
    overdue_appeals,
    overdue_objections,
    overdue_repairs,
    repairs_to_answer,
)
from home.models import NewsIndexPage

LICENCE_DAYS = 90
IMPORT_DAYS = 30  # refused rows that nobody has come back to by then stay refused


class Duty(NamedTuple):
    """One thing that waits. of(user): whose it is; rows(user): what waits; url(): the list."""

    label: str
    of: Callable[[Any], bool]
    rows: Callable[[Any], QuerySet | Sequence[Any]]
    url: Callable[[], str]


def _with(permission: str) -> Callable[[Any], bool]:
    return lambda user: user.has_perm(permission)


def _with_any(*permissions: str) -> Callable[[Any], bool]:
    return lambda user: any(user.has_perm(each) for each in permissions)


def _list(url_name: str, query: str = "") -> Callable[[], str]:
    return lambda: reverse(url_name) + query


def _publishes(user: Any) -> bool:
    return policy_registry.get_by_type(Page).user_has_permission(user, "publish")


def _unpublished(user: Any) -> QuerySet:
    pages = policy_registry.get_by_type(Page).instances_user_has_permission_for(user, "publish")
    unfinished = pages.filter(Q(live=False) | Q(has_unpublished_changes=True), depth__gt=1)
    # Notices have duties of their own.
    return unfinished.not_type(NoticePage)


def _news() -> str:
    index = NewsIndexPage.objects.first()
    return reverse("wagtailadmin_explore", args=[index.pk] if index else [])


def _licences_ending(_user: Any) -> QuerySet:
    today = clock.today()
    soon = today + dt.timedelta(days=LICENCE_DAYS)
    return School.objects.filter(licence_valid_until__range=(today, soon))


def _imports_to_look_at(_user: Any) -> QuerySet:
    """Not confirmed, stopped, or done lately with rows refused."""
    unfinished = Q(status__in=[ImportStatus.UPLOADED, ImportStatus.FAILED])
    refused = Q(status=ImportStatus.DONE) & ~Q(report__errors=[])
    lately = Q(uploaded_at__gte=clock.now() - dt.timedelta(days=IMPORT_DAYS))
    return RosterImport.objects.filter(unfinished | (refused & lately))


DUTIES = [
    Duty(
        _("Signed pledges to review"),
        _with("pledges.review_pledge"),
        lambda _user: Pledge.objects.ready_for_review(),
        _list("pledge:index", "?state=ready"),
    ),
    Duty(
        _("Accepted pledges that wait for a plaque or a renewal"),
        _with("plaques.issue_plaque"),
        lambda _user: pledges_waiting(),
        _list("plaque_admin:waiting"),
    ),
    Duty(
        _("Hand-overs that wait for your decision"),
        _with("alliances.confirm_handover"),
        lambda user: Handover.objects.waiting().exclude(started_by=user),
        _list("handover_admin:index", "?status=accepted"),
    ),
    Duty(
        _("Measures that wait for your decision"),
        _with("plaques.decide_measure"),
        lambda user: MeasureProposal.objects.open().exclude(proposed_by=user),
        _list("measure_admin:index", "?status=open"),
    ),
    Duty(
        _("Your proposals that wait for another person"),
        _with("plaques.propose_measure"),
        lambda user: MeasureProposal.objects.open().filter(proposed_by=user),
        _list("measure_admin:index", "?status=open"),
    ),
    Duty(
        _("Plaques not confirmed at the gate"),
        _with("plaques.activate_plaque"),
        lambda _user: Plaque.objects.in_state(PublicState.NOT_ACTIVATED),
        _list("plaque_admin:hanging"),
    ),
    Duty(
        _("Plaques that need a new photo from the gate"),
        _with("plaques.activate_plaque"),
        lambda _user: to_photograph(),
        _list("plaque_admin:index", "?photo=wanted"),
    ),
    Duty(
        _("Print files that could not be made"),
        _with("plaques.issue_plaque"),
        lambda _user: PlaqueBatch.objects.filter(print_state=PrintState.FAILED),
        _list("batch_admin:index"),
    ),
    Duty(
        _("Open reports about plaques"),
        _with("plaques.change_plaquereport"),
        lambda _user: PlaqueReport.objects.open(),
        _list("report_admin:index", "?status=open"),
    ),
    Duty(
        _("Plaques scanned this week that should not hang"),
        _with("plaques.activate_plaque"),
        lambda _user: oddly_scanned(),
        _list("plaque_admin:scans"),
    ),
    Duty(
        _("Far more scans than usual on a day this week"),
        _with("plaques.activate_plaque"),
        lambda _user: recent_spikes(),
        _list("plaque_admin:scans", "#spikes"),
    ),
    Duty(
        _("Take-downs to look at"),
        _with("plaques.change_takedown"),
        lambda _user: follow_up(TakeDown.objects.all()),
        _list("take_down_admin:index", "?state=waiting"),
    ),
    Duty(
        _("Findings overdue for long, to be taken up"),
        _with("peer_review.follow_finding"),
        lambda _user: Finding.objects.long_overdue(),
        _list("finding_admin:index", "?time=long"),
    ),
    Duty(
        _("Findings that have waited two weeks for a decision or a re-check"),
        _with("peer_review.follow_finding"),
        lambda _user: Finding.objects.undecided_long(),
        _list("finding_admin:index", "?time=undecided"),
    ),
    Duty(
        _("Cases that wait for your vote"),
        _with("violations.decide_case"),
        lambda user: office_cases(user).to_decide_by(user),
        _list("case_admin:index", "?waiting=vote"),
    ),
    Duty(
        _("Cases the school is not told of yet"),
        _with("violations.investigate_case"),
        lambda user: office_cases(user).filter(status=CaseStatus.OPEN),
        _list("case_admin:index", "?status=open"),
    ),
    Duty(
        _("Cases in which a hearing is to be held"),
        _with("violations.investigate_case"),
        lambda user: office_cases(user).hearing_waits(),
        _list("case_admin:index", "?waiting=hearing"),
    ),
    Duty(
        _("Cases heard out, to be put to decision"),
        _with("violations.investigate_case"),
        lambda user: office_cases(user).heard_out(),
        _list("case_admin:index", "?waiting=heard"),
    ),
    Duty(
        _("Cases decided, to be seen to"),
        _with("violations.investigate_case"),
        lambda user: office_cases(user).to_see_to(),
        _list("case_admin:index", "?waiting=seen"),
    ),
    Duty(
        _("Cases decided and overdue"),
        _with("violations.investigate_case"),
        lambda user: office_cases(user).overdue(),
        _list("case_admin:index", "?waiting=overdue"),
    ),
    Duty(
        _("Decisions to be put in force"),
        _with("violations.investigate_case"),
        lambda user: office_cases(user).to_put_in_force(),
        _list("case_admin:index", "?waiting=force"),
    ),
    Duty(
        _("Appeals that nobody is named to hear"),
        lambda user: appeal_policy.user_has_permission(user, "name"),
        appeals_to_name,
        _list("appeal_admin:index", "?waiting=name"),
    ),
    Duty(
        _("Appeals that wait for your vote"),
        _with("violations.hear_appeal"),
        appeals_to_hear,
        _list("appeal_admin:index", "?waiting=mine"),
    ),
    Duty(
        _("Appeals not answered in time"),
        lambda user: appeal_policy.user_has_permission(user, "name"),
        overdue_appeals,
        _list("appeal_admin:index", "?waiting=overdue"),
    ),
    Duty(
        _("Objections for you to answer"),
        _with("violations.decide_case"),
        objections_to_answer,
        _list("objection_admin:index", "?waiting=mine"),
    ),
    Duty(
        _("Objections not answered in time"),
        # Clerks as well: where everybody who decides had a part, it would wait unseen.
        _with_any("violations.investigate_case", "violations.decide_case"),
        overdue_objections,
        _list("objection_admin:index", "?waiting=overdue"),
    ),
    Duty(
        _("Repairs for you to answer"),
        _with("violations.decide_case"),
        repairs_to_answer,
        _list("repair_admin:index", "?waiting=mine"),
    ),
    Duty(
        _("Repairs not answered in time"),
        _with_any("violations.investigate_case", "violations.decide_case"),
        overdue_repairs,
        _list("repair_admin:index", "?waiting=overdue"),
    ),
    Duty(
        _("Public decisions of which no notice is drafted"),
        _with("violations.investigate_case"),
        lambda user: office_cases(user).filter(pk__in=without_notice().values("pk")),
        _list("case_admin:index", "?waiting=notice"),
    ),
    Duty(
        _("Notices to be finished and submitted"),
        _with("violations.investigate_case"),
        lambda user: office_cases(user).filter(pk__in=with_notice_to_finish().values("pk")),
        _list("case_admin:index", "?waiting=finish"),
    ),
    Duty(
        _("Notices that wait for approval"),
        _with("violations.decide_case"),
        lambda user: office_cases(user).filter(pk__in=with_notice_to_approve().values("pk")),
        _list("case_admin:index", "?waiting=approval"),
    ),
    Duty(
        _("Cases to be filed with a department"),
        _with("violations.investigate_case"),
        unfiled_cases,
        _list("case_admin:index", "?waiting=filing"),
    ),
    Duty(
        _("Filings to be sent"),
        _with("violations.investigate_case"),
        filings_to_send,
        _list("filing_admin:index", "?waiting=send"),
    ),
    Duty(
        _("Filings not acknowledged in time"),
        _with("violations.investigate_case"),
        filings_to_chase,
        _list("filing_admin:index", "?waiting=overdue"),
    ),
    Duty(
        _("Joint visits whose record is missing"),
        _with("violations.investigate_case"),
        visits_to_keep,
        _list("joint_visit_admin:index", "?status=agreed"),
    ),
    Duty(
        _("Joint visits not answered by the wished day, or whose case is over"),
        _with("violations.investigate_case"),
        visits_to_see_to,
        _list("joint_visit_admin:index", "?waiting=hanging"),
    ),
    Duty(
        _("Licences that end within 90 days"),
        _with("alliances.change_school"),
        _licences_ending,
        _list("school_admin:index", "?licence=soon"),
    ),
    Duty(
        _("Ledger imports to look at"),
        _with("alliances.import_roster"),
        _imports_to_look_at,
        _list("roster_imports:index"),
    ),
    Duty(_("Pages not published yet"), _publishes, _unpublished, _news),
]


def _count(rows: QuerySet | Sequence[Any]) -> int:
    return rows.count() if isinstance(rows, QuerySet) else len(rows)


class Board(Component):
    """What waits for a user, on the first page of the admin."""

    template_name = "home/admin/board.html"
    order = 50

    def __init__(self, user: Any) -> None:
        self.user = user
        self.duties = [duty for duty in DUTIES if duty.of(user)]

    def lines(self) -> Iterator[dict[str, Any]]:
        """Yield label, count and address of each duty the user has."""
        for duty in self.duties:
            yield {
                "label": duty.label,
                "count": _count(duty.rows(self.user)),
                "url": duty.url(),
            }

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        return {"lines": list(self.lines()), "as_of": clock.now()}

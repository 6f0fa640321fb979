"""Notices as the secretariat sees them: which are missing, which wait for whom, how one stands."""

from dataclasses import dataclass
from typing import Any

from django.db.models import IntegerField, Q, QuerySet
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.models import WorkflowState

from association.core import clock
from association.violations.enums import PUBLIC_MEASURES, CaseStatus
from association.violations.models import Case, NoticePage, Statement
from association.violations.models.review import waiting_reviews, why_not_approve
from association.violations.selectors.notices import latest_reply


@dataclass(frozen=True, slots=True)
class NoticeDesk:
    """Where a notice stands in the secretariat. The addresses are empty where they lead nowhere.

    reply: the school's words beside it, None where it wrote none.
    """

    page: NoticePage
    standing: str
    edit_url: str
    read_url: str
    public_url: str
    sheet_url: str
    reply: Statement | None


def without_notice() -> QuerySet[Case]:
    """Return the cases decided publicly, or in force, of which no notice is drafted."""
    decided = Q(status=CaseStatus.DECIDED, measure__in=PUBLIC_MEASURES)
    stands = Q(status=CaseStatus.IN_FORCE, public_until__gte=clock.today())
    return Case.objects.filter(decided | stands, notice__isnull=True)


def with_notice_to_approve() -> QuerySet[Case]:
    """Return the cases whose notice waits for another person's approval."""
    pages = waiting_reviews().annotate(page=Cast("workflow_state__object_id", IntegerField()))
    return Case.objects.filter(notice__in=pages.values("page"))


def with_notice_to_finish() -> QuerySet[Case]:
    """Return the cases whose notice has words that nobody was asked to approve, or sent back."""
    coming = Q(status__in=[CaseStatus.DECIDED, CaseStatus.APPEALED])
    stands = Q(status=CaseStatus.IN_FORCE, public_until__gte=clock.today())
    unfinished = Q(notice__live=False) | Q(notice__has_unpublished_changes=True)
    cases = Case.objects.filter(coming | stands, unfinished)
    return cases.exclude(pk__in=with_notice_to_approve().values("pk"))


def notice_desk(user: Any, case: Case) -> NoticeDesk | None:
    """Return how the notice of a case stands, and what of it this person can open; None without."""
    page = NoticePage.objects.filter(case=case).first() if case.public_words else None
    if page is None:
        return None
    may_edit = page.permissions_for_user(user).can_edit()
    stands = page.live and case.is_public
    return NoticeDesk(
        page=page,
        standing=_standing_of(user, page, case),
        edit_url=reverse("wagtailadmin_pages:edit", args=[page.pk]) if may_edit else "",
        read_url=reverse("wagtailadmin_pages:view_draft", args=[page.pk]) if may_edit else "",
        public_url=page.url if stands else "",
        sheet_url=reverse("violations:notice_sheet", args=[case.code]) if stands else "",
        reply=latest_reply(case),
    )


def _standing_of(user: Any, page: NoticePage, case: Case) -> str:
    state = page.current_workflow_state
    if state and state.status == WorkflowState.STATUS_IN_PROGRESS:
        mine = why_not_approve(user, page) or _("You can approve it.")
        return " ".join([_("Its text waits for another person's approval."), mine])
    if state:
        said = state.current_task_state.comment if state.current_task_state else ""
        return _("Its text was sent back to be changed: %(words)s") % {"words": said or "—"}
    if not page.live:
        return _("It is drafted. Whoever is done with the text submits it to another person.")
    if page.has_unpublished_changes:
        return _("It is approved. A changed text is drafted, and not submitted yet.")
    if case.is_public:
        return _("It is approved, and the public reads it.")
    if case.status in {CaseStatus.DECIDED, CaseStatus.APPEALED}:
        return _("It is approved. Nobody reads it before the decision is in force.")
    return _("It ended with the case. Whoever opens its address reads only that.")

"""What waits about schools, invitations, pledges, plaques, messages and pages."""

import datetime as dt
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page
from wagtail.permissions import policy_registry

from association.alliances.enums import ImportStatus
from association.alliances.models import RosterImport, School
from association.alliances.selectors import handovers_to_decide, unanswered_invitations
from association.alliances.selectors_changes import changes_to_decide
from association.core import clock
from association.messaging.models import Delivery
from association.peer_review.models import Finding
from association.plaques.enums import PrintState, PublicState
from association.plaques.models import (
    MeasureProposal,
    Plaque,
    PlaqueBatch,
    PlaqueReport,
    TakeDown,
)
from association.plaques.permissions import proposal_policy
from association.plaques.selectors import (
    follow_up,
    oddly_scanned,
    pledges_waiting,
    recent_spikes,
    to_photograph,
)
from association.pledges.models import Pledge
from association.violations.models import NoticePage
from home.board.duty import Duty, Group, called, having, listed, page
from home.models import NewsIndexPage

LICENCE_DAYS = 90
IMPORT_DAYS = 30  # refused rows that nobody has come back to by then stay refused
OF_SCHOOL = called("school.name")
OF_PLAQUE = called("number", "school.name")


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
    return School.objects.members().filter(licence_valid_until__range=(today, soon))


def _licences_ended(_user: Any) -> QuerySet:
    return School.objects.members().filter(licence_valid_until__lt=clock.today())


def _imports_to_look_at(_user: Any) -> QuerySet:
    """Not confirmed, stopped, or done lately with rows refused."""
    unfinished = Q(status__in=[ImportStatus.UPLOADED, ImportStatus.FAILED])
    refused = Q(status=ImportStatus.DONE) & ~Q(report__errors=[])
    lately = Q(uploaded_at__gte=clock.now() - dt.timedelta(days=IMPORT_DAYS))
    return RosterImport.objects.filter(unfinished | (refused & lately)).defer("preview", "report")


TO_DECIDE = [
    Duty(
        _("Measures that wait for your decision"),
        having("plaques.decide_measure"),
        lambda user: proposal_policy.rows(user, "decide"),
        listed("measure_admin:index", "?waiting=me"),
        Group.DECIDE,
        act=page("measure_admin:inspect"),
        name=called("plaque.school.name"),
        along=("plaque__school",),
    ),
    Duty(
        _("Changes that schools ask for"),
        having("alliances.change_school"),
        changes_to_decide,
        listed("change_admin:index", "?status=open"),
        Group.DECIDE,
        act=page("change_admin:inspect"),
        name=called("code", "school.name"),
        along=("school",),
    ),
    Duty(
        _("Hand-overs that wait for your decision"),
        having("alliances.confirm_handover"),
        handovers_to_decide,
        listed("handover_admin:index", "?status=accepted"),
        Group.DECIDE,
        act=page("handover_admin:inspect"),
        name=OF_SCHOOL,
        along=("school",),
    ),
    Duty(
        _("Signed pledges to review"),
        having("pledges.review_pledge"),
        lambda _user: Pledge.objects.ready_for_review().order_by("undo_until", "pk"),
        listed("pledge:index", "?state=ready"),
        Group.DECIDE,
        act=page("pledge:inspect"),
        name=OF_SCHOOL,
        along=("school",),
    ),
]
TO_DO = [
    Duty(
        _("Accepted pledges that wait for a plaque or a renewal"),
        having("plaques.issue_plaque"),
        lambda _user: pledges_waiting(),
        listed("plaque_admin:waiting"),
        act=page("plaque_admin:issue"),
        name=OF_SCHOOL,
    ),
    Duty(
        _("Plaques not confirmed at the gate"),
        having("plaques.activate_plaque"),
        lambda _user: Plaque.objects.in_state(PublicState.NOT_ACTIVATED).order_by("hang_by", "pk"),
        listed("plaque_admin:hanging"),
        act=page("plaque_admin:activate"),
        name=OF_PLAQUE,
        along=("school",),
    ),
    Duty(
        _("Take-downs to look at"),
        having("plaques.change_takedown"),
        lambda _user: follow_up(TakeDown.objects.all()),
        listed("take_down_admin:index", "?state=waiting"),
        act=page("take_down_admin:inspect"),
        name=called("plaque.number", "plaque.school.name"),
        along=("plaque__school",),
    ),
    Duty(
        _("Open reports about plaques"),
        having("plaques.change_plaquereport"),
        lambda _user: PlaqueReport.objects.open(),
        listed("report_admin:index", "?status=open"),
        act=page("report_admin:inspect"),
        name=called("get_kind_display", "about"),
        along=("plaque__school",),
    ),
    Duty(
        _("Print files that could not be made"),
        having("plaques.issue_plaque"),
        lambda _user: PlaqueBatch.objects.filter(print_state=PrintState.FAILED),
        listed("batch_admin:index"),
        act=page("batch_admin:inspect"),
    ),
    Duty(
        _("Ledger imports to look at"),
        having("alliances.import_roster"),
        _imports_to_look_at,
        listed("roster_imports:index"),
        act=page("roster_imports:inspect"),
        name=called("original_name"),
    ),
    Duty(
        _("Invitations that nobody has answered"),
        having("alliances.invite_principal"),
        lambda _user: unanswered_invitations(),
        listed("invitation_admin:index", "?state=unanswered"),
        act=page("invitation_admin:inspect"),
        name=OF_SCHOOL,
        along=("school",),
    ),
    Duty(
        _("Messages that may not have arrived"),
        having("messaging.settle_delivery"),
        lambda _user: Delivery.objects.to_settle(),
        listed("delivery_admin:index", "?state=settle"),
        act=page("delivery_admin:inspect"),
        name=called("message.subject"),
        along=("message",),
    ),
    Duty(
        _("Pages not published yet"),
        _publishes,
        _unpublished,
        _news,
        act=page("wagtailadmin_pages:edit"),
        name=called("draft_title"),
    ),
]
TO_LOOK_AT = [
    Duty(
        _("Members whose licence has run out"),
        having("alliances.change_school"),
        _licences_ended,
        listed("school_admin:index", "?licence=expired&membership=active"),
        Group.LOOK,
        late=True,
        act=page("school_admin:inspect"),
    ),
    Duty(
        _("Findings overdue for long, to be taken up"),
        having("peer_review.follow_finding"),
        lambda _user: Finding.objects.long_overdue().order_by("due_on", "pk"),
        listed("finding_admin:index", "?time=long"),
        Group.LOOK,
        late=True,
        act=page("peer_review:finding", "code"),
        name=called("code", "school.name"),
        along=("school",),
    ),
    Duty(
        _("Findings that have waited two weeks for a decision or a re-check"),
        having("peer_review.follow_finding"),
        lambda _user: Finding.objects.undecided_long(),
        listed("finding_admin:index", "?time=undecided"),
        Group.LOOK,
        late=True,
        act=page("peer_review:finding", "code"),
        name=called("code", "school.name"),
        along=("school",),
    ),
    Duty(
        _("Plaques scanned this week that should not hang"),
        having("plaques.activate_plaque"),
        lambda _user: oddly_scanned(),
        listed("plaque_admin:scans"),
        Group.LOOK,
        act=page("plaque_admin:inspect"),
        name=OF_PLAQUE,
        along=("school",),
    ),
    Duty(
        _("Far more scans than usual on a day this week"),
        having("plaques.activate_plaque"),
        lambda _user: recent_spikes(),
        listed("plaque_admin:scans", "#spikes"),
        Group.LOOK,
    ),
    Duty(
        _("Plaques that need a new photo from the gate"),
        having("plaques.activate_plaque"),
        lambda _user: to_photograph(),
        listed("plaque_admin:index", "?photo=wanted"),
        Group.LOOK,
        act=page("plaque_admin:inspect"),
        name=OF_PLAQUE,
        along=("school",),
    ),
    Duty(
        _("Licences that end within 90 days"),
        having("alliances.change_school"),
        _licences_ending,
        listed("school_admin:index", "?licence=soon&membership=active"),
        Group.LOOK,
        act=page("school_admin:inspect"),
    ),
    Duty(
        _("Your proposals that wait for another person"),
        having("plaques.propose_measure"),
        lambda user: MeasureProposal.objects.open().filter(proposed_by=user),
        listed("measure_admin:index", "?waiting=mine"),
        Group.LOOK,
        act=page("measure_admin:inspect"),
        name=called("plaque.school.name"),
        along=("plaque__school",),
    ),
]
OF_THE_REGISTER = [*TO_DECIDE, *TO_DO, *TO_LOOK_AT]

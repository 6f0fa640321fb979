"""A school's own desk, and its way out of the association."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from association.alliances.enums import MembershipStatus
from association.alliances.forms import LeaveForm
from association.alliances.models import Membership
from association.alliances.permissions import access_school, schools_of, visited_by
from association.alliances.selectors import acting_now, current_membership, open_handover_of
from association.alliances.services import leave_association
from association.core import clock, panels
from association.core.desk_items import Ask, Paper, matters_of, papers_of, school_pages, school_ways
from association.core.workdays import working_days_until

ACTIVE = MembershipStatus.ACTIVE
PAPERS = 8  # shown at once; the others are folded away


@login_required
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """Lead to the school's desk; who acts for several schools chooses one."""
    schools = list(schools_of(request.user))
    if len(schools) == 1:
        return redirect("alliances:school_desk", uscc=schools[0].uscc)
    if not schools:
        return redirect("accounts:my_desk")
    return render(request, "alliances/desks.html", {"schools": schools})


@login_required
@require_safe
def school_desk(request: HttpRequest, uscc: str) -> HttpResponse:
    """Show what is asked of a school now, what is in order, what others see, and its papers."""
    school, user = access_school(request.user, uscc), request.user
    memberships = list(school.memberships.select_related("alliance"))
    matters = matters_of(school=school, user=user)
    papers = papers_of(school=school, user=user)
    context = {
        "school": school,
        "asks": _with_days(matters.asks),
        "matters": matters,
        "panels": panels.school_desk.panels(subject=school, user=user),
        "seen": panels.school_seen.panels(subject=school, user=user),
        "ways": school_ways.lines(school=school, user=user),
        "pages": school_pages.lines(school=school, user=user),
        "papers": _in_groups(papers[:PAPERS]),
        "older_papers": _in_groups(papers[PAPERS:]),
        "membership": next((m for m in memberships if m.status == ACTIVE), None),
        "memberships": memberships,
        "people": acting_now().filter(school=school),
        "handover": open_handover_of(school),
        "visits_for": visited_by(user),
        "may_leave": user.has_perm("alliances.sign_for_school", school),
    }
    return render(request, "alliances/school_desk.html", context)


def _with_days(asks: list[Ask]) -> list[tuple[Ask, int | None]]:
    """Return each ask with the working days to its last day. One query for them all."""
    days = {ask.by for ask in asks if ask.by}
    left = working_days_until(days, clock.today()) if days else {}
    return [(ask, left.get(ask.by)) for ask in asks]


def _in_groups(papers: list[Paper]) -> dict[str, list[Paper]]:
    """Return papers under their headings, which come in the order of their newest."""
    groups: dict[str, list[Paper]] = {}
    for paper in papers:
        groups.setdefault(paper.group or _("Other papers"), []).append(paper)
    return groups


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest, uscc: str) -> HttpResponse:
    """Let a principal end the membership, after reading what that brings."""
    school = access_school(request.user, uscc, codename="sign_for_school")
    membership = current_membership(school)
    if membership is None:
        messages.info(request, _("Your school is not a member at present."))
        return redirect("alliances:school_desk", uscc=school.uscc)
    form = LeaveForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            leave_association(
                school=school, reason=form.cleaned_data["reason"], acting_user=request.user
            )
        except Membership.DoesNotExist:
            messages.info(request, _("Your school is not a member at present."))
        else:
            messages.success(
                request, _("Your school has left the association. Thank you for the time together.")
            )
        return redirect("alliances:school_desk", uscc=school.uscc)
    context = {"school": school, "membership": membership, "form": form}
    return render(request, "alliances/leave.html", context)

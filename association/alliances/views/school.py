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
from association.alliances.permissions import access_school, schools_of
from association.alliances.selectors import (
    acting_now,
    current_membership,
    licence_validity,
    open_handover_of,
)
from association.alliances.services import leave_association
from association.core.panels import school_desk as panel_place

ACTIVE = MembershipStatus.ACTIVE


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
    """Show what is asked of a school now, and what the register holds about it."""
    school = access_school(request.user, uscc)
    memberships = list(school.memberships.select_related("alliance"))
    return render(
        request,
        "alliances/school_desk.html",
        {
            "school": school,
            "panels": panel_place.panels(subject=school, user=request.user),
            "campuses": school.campuses.all(),
            "licence_validity": licence_validity(school),
            "membership": next((m for m in memberships if m.status == ACTIVE), None),
            "memberships": memberships,
            "people": acting_now().filter(school=school),
            "handover": open_handover_of(school),
            "may_leave": request.user.has_perm("alliances.sign_for_school", school),
        },
    )


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

"""Who acts for a school: seen by all of them, changed by its principal."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from association.alliances.enums import Capacity, HandoverStatus, InvitationStatus
from association.alliances.forms import ReasonForm
from association.alliances.models import Invitation, School
from association.alliances.permissions import access_school
from association.alliances.selectors import (
    acting_now,
    invitation_state,
    join_address,
    open_handover_of,
)
from association.alliances.services import (
    dismiss_representative,
    invite,
    resend_invitation,
    revoke_invitation,
)
from association.alliances.slips import slip_file
from association.core.errors import RuleError
from association.core.qr import qr_data_address

SIGNS = "sign_for_school"


@login_required
@require_safe
def people(request: HttpRequest, uscc: str) -> HttpResponse:
    """Show who acts for the school; the principal sees open invitations and what to do."""
    school = access_school(request.user, uscc)
    manages = request.user.has_perm(f"alliances.{SIGNS}", school)
    return render(
        request,
        "alliances/people.html",
        {
            "school": school,
            "people": acting_now().filter(school=school),
            "manages": manages,
            "invitations": _staff_invitations(school) if manages else [],
            "handover": open_handover_of(school),
        },
    )


@login_required
@require_POST
def invite_staff(request: HttpRequest, uscc: str) -> HttpResponse:
    """Let the principal invite a member of staff."""
    school = access_school(request.user, uscc, codename=SIGNS)
    invitation = invite(school=school, capacity=Capacity.STAFF, acting_user=request.user)
    messages.success(
        request, _("The invitation is ready: print its sheet, or show its code or link.")
    )
    return redirect("alliances:invitation", uscc=school.uscc, pk=invitation.pk)


@login_required
@require_safe
@never_cache
def invitation(request: HttpRequest, uscc: str, pk: int) -> HttpResponse:
    """Show one of the school's own invitations: its link and code while it is open."""
    school = access_school(request.user, uscc, codename=SIGNS)
    row = _access_invitation(request.user, school, pk)
    context: dict[str, Any] = {
        "school": school,
        "invitation": row,
        "state": invitation_state(row),
        "may_resend": _may_resend(row),
    }
    if row.is_open:
        address = join_address(row)
        context |= {"address": address, "qr": qr_data_address(address, side=320)}
    return render(request, "alliances/invitation.html", context)


@login_required
@require_safe
@never_cache
def invitation_slip(request: HttpRequest, uscc: str, pk: int) -> HttpResponse:
    """Hand out the sheet of an open invitation as a PDF."""
    school = access_school(request.user, uscc, codename=SIGNS)
    row = _access_invitation(request.user, school, pk)
    try:
        return slip_file([row], name=f"invitation-{row.pk}")
    except RuleError as error:
        messages.error(request, str(error))
        return redirect("alliances:invitation", uscc=school.uscc, pk=row.pk)


@login_required
@require_POST
def invite_again(request: HttpRequest, uscc: str, pk: int) -> HttpResponse:
    """Make a new code for the same invitation; the old one stops working."""
    school = access_school(request.user, uscc, codename=SIGNS)
    row = _access_invitation(request.user, school, pk)
    try:
        row = resend_invitation(invitation=row, acting_user=request.user)
    except RuleError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Here is a new code. The old link and sheet no longer work."))
    return redirect("alliances:invitation", uscc=school.uscc, pk=row.pk)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def take_invitation_back(request: HttpRequest, uscc: str, pk: int) -> HttpResponse:
    """Let the principal take back an invitation for staff."""
    school = access_school(request.user, uscc, codename=SIGNS)
    row = get_object_or_404(_of_staff(school), pk=pk)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            revoke_invitation(
                invitation=row, reason=form.cleaned_data["reason"], acting_user=request.user
            )
        except RuleError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The invitation is taken back."))
            return redirect("alliances:people", uscc=school.uscc)
    context = {"school": school, "invitation": row, "form": form}
    return render(request, "alliances/take_back.html", context, status=_status(form))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def end_staff(request: HttpRequest, uscc: str, pk: int) -> HttpResponse:
    """Let the principal end the appointment of a member of staff."""
    school = access_school(request.user, uscc, codename=SIGNS)
    staff = acting_now().filter(school=school, capacity=Capacity.STAFF)
    appointment = get_object_or_404(staff, pk=pk)
    if request.method == "POST":
        dismiss_representative(appointment=appointment, acting_user=request.user)
        messages.success(
            request,
            _("%(person)s no longer acts for your school.") % {"person": appointment.user},
        )
        return redirect("alliances:people", uscc=school.uscc)
    context = {"school": school, "person": appointment}
    return render(request, "alliances/end_staff.html", context)


def _of_staff(school: School) -> QuerySet[Invitation]:
    return school.invitations.filter(capacity=Capacity.STAFF)


def _staff_invitations(school: School) -> list[dict[str, Any]]:
    """Those not used or taken back; what has run out can be sent again."""
    rows = _of_staff(school).filter(status=InvitationStatus.SENT)
    return [{"invitation": row, "state": invitation_state(row)} for row in rows]


def _access_invitation(user: Any, school: School, pk: int) -> Invitation:
    """Return an invitation for staff, or for the successor of the principal who asks.

    Raises Http404 for others: what the secretariat sent is not shown to the person it replaces.
    """
    own = Q(handover__started_by=user, handover__outgoing__user=user)
    rows = school.invitations.filter(Q(capacity=Capacity.STAFF) | own)
    return get_object_or_404(rows.select_related("school", "handover"), pk=pk)


def _may_resend(row: Invitation) -> bool:
    if row.status == InvitationStatus.ACCEPTED:
        return False
    return row.handover is None or row.handover.status == HandoverStatus.STARTED


def _status(form: ReasonForm) -> int:
    return 422 if form.errors else 200

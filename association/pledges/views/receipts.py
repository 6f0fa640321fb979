"""Receipts: what was signed, how to undo it in time, and the drawn signature."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from association.alliances.models import School
from association.alliances.permissions import access_school
from association.core.errors import RuleError
from association.pledges.enums import PledgeStatus
from association.pledges.models import Pledge, PledgeSignature
from association.pledges.papers.issuable import papers_of
from association.pledges.permissions import signing_capacity
from association.pledges.services import confirm_pledge, undo_pledge
from association.pledges.views.desk import (
    address,
    only_the_principal,
    receipt_address,
    say_and_return,
    show,
)


def signed_pledge(school: School, receipt_no: str) -> Pledge:
    """Return a school's signed pledge; another school's receipt is not found (Http404)."""
    return get_object_or_404(
        school.pledges.select_related("covenant_version", "signature"), receipt_no=receipt_no
    )


@require_GET
@login_required
def receipt(request: HttpRequest, uscc: str, receipt_no: str) -> HttpResponse:
    """The receipt, for as long as the school is here."""
    school = access_school(request.user, uscc)
    pledge = signed_pledge(school, receipt_no)
    may_sign = signing_capacity(user=request.user, school=school) is not None
    context = {
        "pledge": pledge,
        "signature": pledge.signature,
        "language_name": dict(settings.LANGUAGES).get(pledge.signature.language),
        "may_undo": may_sign and pledge.can_be_undone,
        "papers": papers_of(pledge, pledge.papers.all()),
    }
    return show(request, "receipt.html", school, context)


@require_POST
@login_required
def undo(request: HttpRequest, uscc: str, receipt_no: str) -> HttpResponse:
    """Undo the signature in time; the ticks stay, the draft is open again."""
    school = access_school(request.user, uscc)
    pledge = signed_pledge(school, receipt_no)
    if refusal_page := only_the_principal(request, school):
        return refusal_page
    if pledge.status == PledgeStatus.UNDONE:
        return redirect(address("overview", school))
    try:
        draft = undo_pledge(pledge=pledge, acting_user=request.user)
    except RuleError as refusal:
        return say_and_return(request, refusal, receipt_address(pledge, school))
    if draft.covenant_version_id == pledge.covenant_version_id:
        messages.success(request, _("The signature is undone. Your ticks are kept."))
    else:
        messages.success(
            request, _("The signature is undone. A newer covenant is in force: please read that.")
        )
    return redirect(address("overview", school))


@require_POST
@login_required
def hand_in(request: HttpRequest, uscc: str, receipt_no: str) -> HttpResponse:
    """Hand the pledge in without waiting for the end of the time to undo."""
    school = access_school(request.user, uscc)
    pledge = signed_pledge(school, receipt_no)
    if refusal_page := only_the_principal(request, school):
        return refusal_page
    if not pledge.can_be_decided:
        try:
            confirm_pledge(pledge=pledge, acting_user=request.user)
        except RuleError as refusal:
            return say_and_return(request, refusal, receipt_address(pledge, school))
    messages.success(request, _("Handed in. The secretariat reads it next."))
    return redirect(receipt_address(pledge, school))


@require_GET
@login_required
def signature(request: HttpRequest, uscc: str, receipt_no: str) -> HttpResponse:
    """The drawn signature, for the school that signed."""
    school = access_school(request.user, uscc)
    return signature_response(signed_pledge(school, receipt_no).signature)


def signature_response(kept: PledgeSignature) -> HttpResponse:
    """Return the drawing as a picture no proxy keeps; raises Http404 where there is none."""
    if not kept.image:
        raise Http404
    return HttpResponse(
        bytes(kept.image),
        headers={
            "Content-Type": "image/png",
            "Content-Disposition": 'inline; filename="signature.png"',
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "no-store, private",
        },
    )

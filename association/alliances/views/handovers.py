"""A hand-over as its two people see it: who goes, and who takes over."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from association.alliances.forms import HandOverForm
from association.alliances.permissions import access_school
from association.alliances.selectors import open_handover_of, takeovers_of
from association.alliances.services import cancel_handover, start_handover
from association.core.errors import RuleError

SIGNS = "sign_for_school"


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def hand_over(request: HttpRequest, uscc: str) -> HttpResponse:
    """Show the principal how a hand-over goes and how far it is, and begin one."""
    school = access_school(request.user, uscc, codename=SIGNS)
    form = HandOverForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            handover = start_handover(
                school=school, reason=form.cleaned_data["reason"], acting_user=request.user
            )
        except RuleError as error:
            form.add_error(None, str(error))
        else:
            messages.success(
                request, _("The invitation for your successor is ready. Until then you stay.")
            )
            invitation = handover.invitations.get()
            return redirect("alliances:invitation", uscc=school.uscc, pk=invitation.pk)
    handover = open_handover_of(school)
    context = {
        "school": school,
        "form": form,
        "handover": handover,
        "invitation": handover and handover.invitations.first(),
        "latest": None if handover else school.handovers.select_related("successor").first(),
    }
    return render(request, "alliances/hand_over.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def call_off(request: HttpRequest, uscc: str) -> HttpResponse:
    """Let the principal call off the hand-over that they began."""
    school = access_school(request.user, uscc, codename=SIGNS)
    handover = open_handover_of(school)
    if handover is None:
        messages.info(request, _("No hand-over of your school is under way."))
        return redirect("alliances:hand_over", uscc=school.uscc)
    try:
        cancel_handover(handover=handover, acting_user=request.user)
    except RuleError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The hand-over is called off. You stay principal."))
    return redirect("alliances:hand_over", uscc=school.uscc)


@login_required
@require_safe
def taking_over(request: HttpRequest) -> HttpResponse:
    """Tell a successor how far each of their hand-overs is."""
    handovers = list(takeovers_of(request.user))
    if not handovers:
        return redirect("accounts:my_desk")
    return render(request, "alliances/taking_over.html", {"handovers": handovers})


@login_required
@require_POST
def decline(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a successor step back before the secretariat has decided."""
    handover = get_object_or_404(takeovers_of(request.user), pk=pk)
    try:
        cancel_handover(handover=handover, acting_user=request.user)
    except RuleError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("You no longer take over. The principal stays."))
    return redirect("alliances:taking_over")

"""A person's mobile number, shown in full to the lead who says what for."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods

from association.alliances.forms import ReadContactForm
from association.alliances.permissions import access_alliance
from association.alliances.selectors import members_of
from association.alliances.services import read_contact


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def contact(request: HttpRequest, code: str, uscc: str) -> HttpResponse:
    """Ask a lead what a member's number is needed for, then show it and write that down."""
    alliance = access_alliance(request.user, code)
    school = get_object_or_404(members_of(alliance), uscc=uscc)
    form = ReadContactForm(request.POST or None)
    context = {"alliance": alliance, "school": school, "form": form, "phone": ""}
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        context["phone"] = read_contact(school=school, reason=reason, acting_user=request.user)
    status = 422 if request.method == "POST" and not form.is_valid() else 200
    return render(request, "alliances/contact.html", context, status=status)

"""What a school changes about itself at once: telephone and introduction."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from association.alliances.forms_changes import OwnDetailsForm
from association.alliances.permissions import access_school
from association.alliances.services import edit_own_details
from association.core.errors import RuleError


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def own_details(request: HttpRequest, uscc: str) -> HttpResponse:
    """Change telephone and introduction; nobody has to agree."""
    school = access_school(request.user, uscc)
    form = OwnDetailsForm(request.POST if request.method == "POST" else None, school=school)
    if request.method == "POST" and form.is_valid():
        try:
            changed = edit_own_details(school=school, acting_user=request.user, **form.cleaned_data)
        except RuleError as error:
            form.add_error(None, str(error))
        else:
            told = _("It is changed.") if changed else _("Nothing was changed.")
            messages.success(request, told)
            return redirect("alliances:school_data", uscc=school.uscc)
    context = {"school": school, "form": form}
    status = 422 if form.errors else 200
    return render(request, "alliances/own_details.html", context, status=status)

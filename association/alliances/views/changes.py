"""A school's data on its desk: what the register says, and asking to change what is verified."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from association.alliances.forms_changes import ChangeForm
from association.alliances.models import ChangeProof, ChangeRequest, School
from association.alliances.permissions import access_change, access_school
from association.alliances.selectors import current_membership, licence_validity
from association.alliances.selectors_changes import (
    asked_labels,
    asked_lines,
    changes_of,
    open_change_of,
)
from association.alliances.services import ask_change, withdraw_change
from association.core.downloads import download_of
from association.core.errors import RuleError
from association.core.uploads.proofs import KINDS
from association.core.uploads.quota import count_upload

ON_A_PAGE = 10


@login_required
@require_safe
def school_data(request: HttpRequest, uscc: str) -> HttpResponse:
    """Show what the register says, what was asked for, and what the school changes by itself."""
    school = access_school(request.user, uscc)
    page = Paginator(changes_of(school), ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "school": school,
        "membership": current_membership(school),
        "campuses": school.campuses.all(),
        "licence_validity": licence_validity(school),
        "open": open_change_of(school),
        "page": page,
        "rows": [{"change": change, "about": asked_labels(change)} for change in page],
    }
    return render(request, "alliances/school_data.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, uscc: str) -> HttpResponse:
    """Ask for a change of what the association verifies, with proof."""
    school = access_school(request.user, uscc)
    if request.method != "POST" and (waiting := open_change_of(school)):
        messages.info(request, _("One request at a time: this one waits for the association."))
        return redirect("alliances:change", uscc=school.uscc, code=waiting.code)
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = ChangeForm(*sent, school=school)
    if form.is_valid() and (made := _ask(request, school, form)):
        messages.success(
            request, _("Thank you. The secretariat looks at it; until then the register stays.")
        )
        return redirect("alliances:change", uscc=school.uscc, code=made.code)
    context = {"school": school, "form": form}
    status = 422 if form.errors else 200
    return render(request, "alliances/ask_change.html", context, status=status)


def _ask(request: HttpRequest, school: School, form: ChangeForm) -> ChangeRequest | None:
    """Call the verb; what stands against it is shown above the form."""
    try:
        files = form.contents()
        for _file in files:
            count_upload(request.user)
        return ask_change(
            school=school,
            values=form.values(),
            places=form.places(),
            reason=form.cleaned_data["reason"],
            files=files,
            acting_user=request.user,
        )
    except RuleError as error:
        form.add_error(None, str(error))
    except ValidationError as error:
        form.add_error(None, " ".join(error.messages))
    return None


@login_required
@require_safe
def change(request: HttpRequest, uscc: str, code: str) -> HttpResponse:
    """Show one request: what it asks for, how far it is, and the association's reasons."""
    row = access_change(request.user, uscc, code)
    context = {
        "school": row.school,
        "change": row,
        "lines": asked_lines(row),
        "proofs": row.proofs.all(),
    }
    return render(request, "alliances/change.html", context)


@login_required
@require_POST
def withdraw(request: HttpRequest, uscc: str, code: str) -> HttpResponse:
    """Take an open request back."""
    row = access_change(request.user, uscc, code)
    try:
        withdraw_change(request=row, acting_user=request.user)
    except RuleError as error:
        messages.error(request, str(error))
        return redirect("alliances:change", uscc=uscc, code=code)
    messages.success(request, _("The request is taken back. You can make another at once."))
    return redirect("alliances:school_data", uscc=uscc)


@login_required
@require_safe
def proof(request: HttpRequest, uscc: str, code: str, pk: int) -> HttpResponseBase:
    """Hand out a file the school has sent, as an attachment."""
    row = access_change(request.user, uscc, code)
    return proof_file(get_object_or_404(row.proofs.select_related("request"), pk=pk))


def proof_file(piece: ChangeProof) -> HttpResponseBase:
    """Return a proof to be kept under the number of its request; raises Http404 if it is gone."""
    request = piece.request
    number = request.proofs.filter(pk__lte=piece.pk).count()
    try:
        file = piece.file.open()
    except FileNotFoundError as error:
        raise Http404 from error
    response = FileResponse(
        file,
        as_attachment=True,
        filename=f"{request.code}-{number}{piece.ending}",
        content_type=KINDS[piece.ending],
    )
    return download_of(response, request)

"""Cases at a department's desk: what it received, and visits it is asked for."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_safe

from association.alliances.models import Department
from association.alliances.permissions import access_department
from association.core import clock
from association.core.downloads import download_of
from association.core.errors import RuleError
from association.core.spreadsheets import CSV, XLSX
from association.peer_review.views.frames import Asked, ask, posted
from association.violations.enums import FilingStatus, JointVisitStatus
from association.violations.forms.filing import AcknowledgeForm, VisitAnswerForm
from association.violations.models import Filing
from association.violations.package import (
    Kept,
    UnreadablePackage,
    kept_package,
)
from association.violations.package.table import csv_of, row_of, xlsx_of
from association.violations.permissions import access_filing, access_joint_visit
from association.violations.selectors.filing import (
    filing_rows,
    filings_at,
    visits_at,
    with_table,
)
from association.violations.services import acknowledge_filing, answer_joint_visit

ROWS = 20
OVERDUE = "overdue"
ask_and_answer = require_http_methods(["GET", "HEAD", "POST"])


@login_required
@require_safe
def filings(request: HttpRequest, code: str) -> HttpResponse:
    """List what a department received, and the visits it was asked for."""
    department = access_department(request.user, code)
    found, state = _chosen(request, department)
    page = Paginator(found, ROWS).get_page(request.GET.get("page"))
    context = {
        "department": department,
        "page": page,
        "rows": filing_rows(page.object_list),
        "total": page.paginator.count,
        "state": state,
        "states": _states(),
        "visits": list(visits_at(department)) if page.number == 1 and not state else [],
    }
    return render(request, "violations/department/filings.html", context)


@login_required
@require_GET
def filings_xlsx(request: HttpRequest, code: str) -> HttpResponseBase:
    """Hand out the list as an Excel file, one line for each case."""
    rows = _table(request, access_department(request.user, code))
    name = f"filings-{clock.today():%Y-%m-%d}.xlsx"
    return FileResponse(xlsx_of(rows), as_attachment=True, filename=name, content_type=XLSX)


@login_required
@require_GET
def filings_csv(request: HttpRequest, code: str) -> HttpResponse:
    """Hand out the list as CSV, one line for each case."""
    rows = _table(request, access_department(request.user, code))
    name = f"filings-{clock.today():%Y-%m-%d}.csv"
    told = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(csv_of(rows), content_type=CSV, headers=told)


@login_required
@ask_and_answer
def filing(request: HttpRequest, code: str, filing: str) -> HttpResponse:
    """Show a filing as it was sent, and let a liaison acknowledge it."""
    row = access_filing(request.user, code, filing)
    form = AcknowledgeForm(posted(request), initial={"received_on": clock.today()})
    if request.method == "POST" and form.is_valid():
        try:
            acknowledge_filing(filing=row, acting_user=request.user, **form.cleaned_data)
        except RuleError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Thank you. The association reads your number and day."))
            return redirect("violations:department_filing", code=code, filing=filing)
    context = {
        "department": row.department,
        "filing": row,
        "row": filing_rows([row])[0],
        "kept": _kept(row),
        "form": form,
        "is_open": row.status == FilingStatus.SENT,
    }
    status = 422 if form.errors else 200
    return render(request, "violations/department/filing.html", context, status=status)


@login_required
@require_GET  # looking at its head alone would be noted as taking it
def filing_package(request: HttpRequest, code: str, filing: str) -> HttpResponse:
    """Hand out the package as it was sent; 410 with whom to call where it is not there any more."""
    row = access_filing(request.user, code, filing)
    return package_of(row) or told_as_lost(request, row)


def package_of(row: Filing) -> HttpResponseBase | None:
    """Return the package as a download that the audit trail notes; None where it is lost."""
    kept = _kept(row)
    if kept is None:
        return None
    response = HttpResponse(kept.data, content_type="application/zip")
    response.headers["Content-Disposition"] = f'attachment; filename="{row.code}.zip"'
    response.headers["Cache-Control"] = "no-store"
    return download_of(response, row)


def told_as_lost(request: HttpRequest, row: Filing) -> HttpResponse:
    """Return the page that says that a package is lost, and whom to call."""
    context = {"department": row.department, "filing": row}
    return render(request, "violations/department/package_gone.html", context, status=410)


@login_required
@ask_and_answer
def joint_visit(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Show a visit that the department is asked for, and let a liaison answer."""
    row = access_joint_visit(request.user, code, pk)
    is_open = row.status in {JointVisitStatus.ASKED, JointVisitStatus.AGREED}
    form = VisitAnswerForm(posted(request), agreed=row.status == JointVisitStatus.AGREED)
    asked = Asked(
        title=_("Joint visit"),
        text="",
        button=_("Send the answer"),
        form=form,
        back=reverse("violations:department_filings", args=[code]),
        done=_("Thank you. The association reads your answer."),
        context={"department": row.department, "visit": row, "is_open": is_open},
    )

    def act() -> None:
        answer_joint_visit(joint_visit=row, acting_user=request.user, **form.answered())

    return ask(request, "violations/department/joint_visit.html", asked, act)


def _kept(row: Filing) -> Kept | None:
    try:
        return kept_package(row)
    except UnreadablePackage:
        return None


def _states() -> list[tuple[str, str]]:
    return [
        (FilingStatus.SENT.value, _("To be acknowledged")),
        (OVERDUE, _("Overdue")),
        (FilingStatus.ACKNOWLEDGED.value, str(FilingStatus.ACKNOWLEDGED.label)),
    ]


def _chosen(request: HttpRequest, department: Department) -> tuple[QuerySet[Filing], str]:
    """Return what is asked for, and the state; an unknown one asks for all."""
    found, state = filings_at(department), request.GET.get("state", "")
    if state == OVERDUE:
        return found.overdue(), state
    if state in {FilingStatus.SENT, FilingStatus.ACKNOWLEDGED}:
        return found.filter(status=state), state
    return found, ""


def _table(request: HttpRequest, department: Department) -> list[dict[str, object]]:
    found, _state = _chosen(request, department)
    return [row_of(each.case, number=number) for number, each in enumerate(with_table(found), 1)]

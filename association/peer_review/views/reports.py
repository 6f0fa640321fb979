"""The report of a visit: read it, and settle what is kept where visitors differ."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from association.core import clock
from association.peer_review.enums import ReportStatus, Verb
from association.peer_review.forms.reports import KeepForm, RejectForm
from association.peer_review.models import Report
from association.peer_review.permissions import access_report
from association.peer_review.selectors.agreement import (
    findings_told,
    is_of_visited,
    read_report,
    steps_of,
)
from association.peer_review.selectors.clocks import decidable_on
from association.peer_review.services import (
    confirm_agreement,
    decide_agreement,
    propose_agreement,
    reject_agreement,
)
from association.peer_review.views.frames import Asked, ask, posted
from association.peer_review.views.visits import desk_of

ask_and_answer = require_http_methods(["GET", "HEAD", "POST"])
ACT, KEEP = "peer_review/report_act.html", "peer_review/report_keep.html"
# What visitors said to one another is theirs; the school reads how it ended.
SCHOOL_READS = (Verb.OPEN_REPORT, Verb.CONFIRM_AGREEMENT, Verb.DECIDE_AGREEMENT)
UNSETTLED = (ReportStatus.DIFFERING, ReportStatus.PROPOSED)


@login_required
@require_safe
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a report: where it stands, what is agreed or differs, and the sealed originals."""
    row = access_report(request.user, pk, action="view")
    events = row.events.select_related("acting_user").order_by("-sequence")
    if is_of_visited(request.user, row):
        events = events.filter(verb__in=SCHOOL_READS)
    context = {
        "report": row,
        "read": read_report(request.user, row),
        "steps": steps_of(request.user, row),
        "events": list(events),
        "findings": list(findings_told(request.user, row)),
        **_frame(request, row),
    }
    return render(request, "peer_review/report.html", context)


@login_required
@ask_and_answer
def propose(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a visitor propose, in view of all answers, which is kept."""
    row = access_report(request.user, pk, action="agree")
    if (back := _led_back(request, row, (ReportStatus.DIFFERING,))) is not None:
        return back
    form = _keep_form(request, row)
    asked = _asked(
        row,
        title=_("Propose what is kept"),
        text=_(
            "Talk to the other visitor first, best by telephone. For each difference choose whose "
            "answer is kept; the other confirms it or says why not. What each of you handed in "
            "stays on record as it was."
        ),
        button=_("Propose this"),
        form=form,
        done=_("Proposed. The other visitor finds it on the desk."),
    )
    return _show(
        request,
        row,
        KEEP,
        asked,
        lambda: propose_agreement(
            report=row,
            kept=form.kept,
            note=form.cleaned_data["note"],
            acting_user=request.user,
        ),
    )


@login_required
@ask_and_answer
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Let another visitor confirm the proposal; the report is final with it."""
    row = access_report(request.user, pk, action="agree")
    if (back := _led_back(request, row, (ReportStatus.PROPOSED,))) is not None:
        return back
    asked = _asked(
        row,
        title=_("Confirm the proposal"),
        text=_(
            "The report becomes final as proposed: the school reads it, and is told what there is "
            "to mend. It cannot be changed afterwards."
        ),
        button=_("Confirm"),
        form=forms.Form(posted(request)),
        done=_("The report is final. Thank you both."),
    )
    return _show(
        request, row, ACT, asked, lambda: confirm_agreement(report=row, acting_user=request.user)
    )


@login_required
@ask_and_answer
def reject(request: HttpRequest, pk: int) -> HttpResponse:
    """Let another visitor say why they do not agree."""
    row = access_report(request.user, pk, action="agree")
    if (back := _led_back(request, row, (ReportStatus.PROPOSED,))) is not None:
        return back
    form = RejectForm(posted(request))
    asked = _asked(
        row,
        title=_("Do not agree"),
        text=_(
            "The proposal is taken back, and either of you can make another. If you cannot agree, "
            "whoever runs the round decides."
        ),
        button=_("Do not agree"),
        form=form,
        done=_("The report is open again. The other visitor reads your reason."),
    )
    return _show(
        request,
        row,
        ACT,
        asked,
        lambda: reject_agreement(
            report=row, reason=form.cleaned_data["reason"], acting_user=request.user
        ),
    )


@login_required
@ask_and_answer
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Let whoever runs the round decide where the visitors do not agree."""
    row = access_report(request.user, pk, action="decide")
    if (back := _led_back(request, row, UNSETTLED)) is not None:
        return back
    if request.method != "POST" and (day := decidable_on(row)) > clock.today():
        told = _("The visitors agree between themselves first. You can decide from %(day)s.")
        messages.info(request, told % {"day": date_format(day)})
        return redirect("peer_review:report", row.visit_id)
    form = _keep_form(
        request, row, needed=True, help_text=_("Visitors and school read it in the report.")
    )
    asked = _asked(
        row,
        title=_("Decide what is kept"),
        text=_(
            "The visitors have not agreed between themselves. You decide, and the report is final. "
            "What each handed in stays on record as it was."
        ),
        button=_("Decide, and make the report final"),
        form=form,
        done=_("Decided. The report is final, and the school is told."),
    )
    return _show(
        request,
        row,
        KEEP,
        asked,
        lambda: decide_agreement(
            report=row,
            kept=form.kept,
            note=form.cleaned_data["note"],
            acting_user=request.user,
        ),
    )


def _keep_form(request: HttpRequest, row: Report, **more: Any) -> KeepForm:
    contrasts = read_report(request.user, row).contrasts
    kept = (row.proposal or {}).get("kept")
    return KeepForm(posted(request), contrasts=contrasts, kept=kept, **more)


def _led_back(
    request: HttpRequest, row: Report, possible_in: tuple[ReportStatus, ...]
) -> HttpResponse | None:
    """Lead whoever only looks back to the report where the step is over; an act is refused."""
    if row.status in possible_in or request.method == "POST":
        return None
    told = _("This step is not possible now: the report is “%(state)s”.")
    messages.info(request, told % {"state": row.get_status_display()})
    return redirect("peer_review:report", row.visit_id)


def _asked(row: Report, **parts: Any) -> Asked:
    return Asked(back=reverse("peer_review:report", args=[row.visit_id]), **parts)


def _show(
    request: HttpRequest, row: Report, template: str, asked: Asked, act: Callable[[], Any]
) -> HttpResponse:
    asked.context.update(_frame(request, row))
    return ask(request, template, asked, act)


def _frame(request: HttpRequest, row: Report) -> dict[str, Any]:
    visit = row.visit
    return {"visit": visit, "round": visit.round, **desk_of(request.user, visit)}

"""What a school does once its case is decided: appeal, accept, object, ask for repair."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from association.core.uploads.quota import count_upload
from association.peer_review.views.frames import Asked, ask, posted
from association.violations import services
from association.violations.forms.school import (
    AcceptForm,
    AppealForm,
    RepairForm,
    SchoolObjectionForm,
    WordsWithFilesForm,
)
from association.violations.models import Case
from association.violations.permissions import access_case
from association.violations.views.school_acts import ask_and_answer
from association.violations.views.school_rights import Right
from association.violations.views.school_ways import (
    accept_way,
    appeal_way,
    objection_way,
    repair_way,
)


@login_required
@ask_and_answer
def appeal(request: HttpRequest, uscc: str, code: str) -> HttpResponse:
    """Appeal in words, with pictures and PDFs beside them."""
    row = access_case(request.user, uscc, code)
    form = AppealForm(posted(request), request.FILES or None)
    done = _("Your appeal is in. Nothing takes effect or is published until it is answered.")

    def act() -> Any:
        return services.lodge_appeal(case=row, **_said(request, form))

    return _ask(request, row, appeal_way(row), form=form, done=done, act=act)


@login_required
@ask_and_answer
def accept(request: HttpRequest, uscc: str, code: str) -> HttpResponse:
    """Accept the decision, by an explicit tick."""
    row = access_case(request.user, uscc, code)
    form = AcceptForm(posted(request))
    done = _("Accepted. The decision is final; the association puts it in force.")

    def act() -> Any:
        return services.accept_decision(case=row, acting_user=request.user)

    return _ask(request, row, accept_way(row), form=form, done=done, act=act, is_danger=True)


@login_required
@ask_and_answer
def object_own(request: HttpRequest, uscc: str, code: str) -> HttpResponse:
    """Object to the own entry."""
    row = access_case(request.user, uscc, code)
    form = SchoolObjectionForm(posted(request))
    done = _("Your objection is in. You read the answer here.")

    def act() -> Any:
        words = form.cleaned_data["words"]
        return services.lodge_objection(case=row, words=words, acting_user=request.user)

    return _ask(request, row, objection_way(row), form=form, done=done, act=act)


@login_required
@ask_and_answer
def repair(request: HttpRequest, uscc: str, code: str) -> HttpResponse:
    """Ask for the entry to end before its day."""
    row = access_case(request.user, uscc, code)
    form = RepairForm(posted(request), request.FILES or None)
    done = _("It is asked. You read the answer here.")

    def act() -> Any:
        return services.ask_repair(case=row, **_said(request, form))

    way = repair_way(row, list(row.repairs.all()))
    return _ask(request, row, way, form=form, done=done, act=act)


def _said(request: HttpRequest, form: WordsWithFilesForm) -> dict[str, Any]:
    """Return what a valid form says, as the verbs take it; each file counts for the day."""
    files = form.contents()
    for _file in files:
        count_upload(request.user)
    return {"words": form.cleaned_data["words"], "files": files, "acting_user": request.user}


def _ask(
    request: HttpRequest,
    row: Case,
    way: Right,
    *,
    form: forms.Form,
    done: str,
    act: Callable[[], Any],
    is_danger: bool = False,
) -> HttpResponse:
    """Ask, then do the act; whoever comes when it is not possible reads why on the case."""
    back = reverse("violations:case", args=[row.school.uscc, row.code])
    if not (way.is_open or request.method == "POST"):
        messages.info(request, way.text)
        return redirect(back)
    asked = Asked(
        title=way.title,
        text=way.text,
        button=way.title,
        form=form,
        back=back,
        done=done,
        danger=is_danger,
        context={"school": row.school, "case": row},
    )
    return ask(request, "violations/case_act.html", asked, act)

"""What a school does in a case: it answers, and asks to be heard in person."""

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from association.core.uploads.quota import count_upload
from association.peer_review.views.frames import Asked, ask, posted
from association.violations import services
from association.violations.forms.school import AnswerForm, HearingForm, WordsForm
from association.violations.models import Case
from association.violations.permissions import access_case
from association.violations.views.school_rights import Right, answer_right, hearing_right

ask_and_answer = require_http_methods(["GET", "HEAD", "POST"])


@login_required
@ask_and_answer
def answer(request: HttpRequest, uscc: str, code: str) -> HttpResponse:
    """Answer in words, with pictures and PDFs beside them."""
    row = access_case(request.user, uscc, code)
    form = AnswerForm(posted(request), request.FILES or None)
    if row.hearing_waits:
        # It asked to be heard: nothing is decided before, whatever it ticks.
        del form.fields["said_all"]

    def act(**known: Any) -> None:
        files = form.contents()
        for _file in files:
            count_upload(request.user)
        services.answer_case(
            files=files, said_all=form.cleaned_data.get("said_all", False), **known
        )

    told = _("Thank you. Your words stand in the case as you wrote them.")
    more = {"hearing": hearing_right(row)}
    return _ask(request, row, answer_right(row), form=form, done=told, verb=act, more=more)


@login_required
@ask_and_answer
def ask_hearing(request: HttpRequest, uscc: str, code: str) -> HttpResponse:
    """Ask to be heard in person."""
    row = access_case(request.user, uscc, code)
    form = HearingForm(posted(request))
    told = _("It is asked. The association agrees on a day with you; nothing is decided before.")
    verb = services.ask_hearing
    return _ask(request, row, hearing_right(row), form=form, done=told, verb=verb)


def _ask(
    request: HttpRequest,
    row: Case,
    right: Right,
    *,
    form: WordsForm,
    done: str,
    verb: Callable[..., Any],
    more: Mapping[str, Any] | None = None,
) -> HttpResponse:
    """Ask, then do the act; whoever comes when it is not possible reads why on the case.

    more: of what the page shows.
    """
    back = reverse("violations:case", args=[row.school.uscc, row.code])
    if not (right.is_open or request.method == "POST"):
        messages.info(request, right.text)
        return redirect(back)
    asked = Asked(
        title=right.title,
        text=right.text,
        button=right.title,
        form=form,
        back=back,
        done=done,
        context={"school": row.school, "case": row, **(more or {})},
    )

    def act() -> None:
        verb(case=row, words=form.cleaned_data["words"], acting_user=request.user)

    return ask(request, "violations/case_act.html", asked, act)

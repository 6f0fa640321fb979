"""What a school does about a finding: it answers, corrects, asks for time, mends, closes."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from association.core.uploads.quota import count_upload
from association.peer_review.forms.findings import EntryForm, MoreTimeForm, OwnDeadlineForm
from association.peer_review.models import Finding
from association.peer_review.permissions import access_finding
from association.peer_review.selectors.findings import thread_of, was_contested
from association.peer_review.services import (
    answer_finding,
    ask_extension,
    close_own,
    contest_facts,
    plan_own,
    show_mended,
)
from association.peer_review.views.finding_rights import Right, rights_of
from association.peer_review.views.findings import desk_of_finding
from association.peer_review.views.frames import Asked, ask, posted

ask_and_answer = require_http_methods(["GET", "HEAD", "POST"])
PAGE = "peer_review/finding_act.html"


@login_required
@ask_and_answer
def answer(request: HttpRequest, code: str) -> HttpResponse:
    """Say something to a finding, in whatever state."""
    row = access_finding(request.user, code, action="answer")
    form = _entry_form(request, label=_("Note") if row.own else _("Your answer"))
    told = _("It is kept.") if row.own else _("Thank you. Your words stand beside the finding.")
    return _ask(request, row, "answer", form=form, done=told, verb=answer_finding)


@login_required
@ask_and_answer
def contest(request: HttpRequest, code: str) -> HttpResponse:
    """Ask to correct the facts."""
    row = access_finding(request.user, code, action="answer")
    form = _entry_form(request, label=_("What is wrong, and how is it?"))
    told = _("Thank you. Until it is decided, you need mend nothing.")
    return _ask(request, row, "contest", form=form, done=told, verb=contest_facts)


@login_required
@ask_and_answer
def mended(request: HttpRequest, code: str) -> HttpResponse:
    """Show that it is mended."""
    row = access_finding(request.user, code, action="answer")
    form = _entry_form(request, label=_("What did you do, and when?"))
    told = _("Thank you. Somebody else looks again; you read here what came of it.")
    return _ask(request, row, "mended", form=form, done=told, verb=show_mended)


@login_required
@ask_and_answer
def close(request: HttpRequest, code: str) -> HttpResponse:
    """Close what the school noted itself."""
    row = access_finding(request.user, code, action="answer")
    form = _entry_form(request, label=_("What did you do, and when?"))
    return _ask(request, row, "close", form=form, done=_("Closed. Well done."), verb=close_own)


@login_required
@ask_and_answer
def more_time(request: HttpRequest, code: str) -> HttpResponse:
    """Ask for more time."""
    row = access_finding(request.user, code, action="answer")
    form = MoreTimeForm(
        posted(request), finding=row, label=_("Why are the days too few, and what is done by then?")
    )

    def act(**known: Any) -> None:
        ask_extension(until=form.cleaned_data["until"], words=form.cleaned_data["words"], **known)

    return _ask(request, row, "more_time", form=form, done=_("Thank you. It is asked."), verb=act)


@login_required
@ask_and_answer
def deadline(request: HttpRequest, code: str) -> HttpResponse:
    """Set the deadline of what the school noted itself."""
    row = access_finding(request.user, code, action="answer")
    form = OwnDeadlineForm(posted(request), finding=row)

    def act(**known: Any) -> None:
        plan_own(due_on=form.cleaned_data["due_on"], **known)

    return _ask(request, row, "deadline", form=form, done=_("Your deadline is set."), verb=act)


def _entry_form(request: HttpRequest, *, label: str) -> EntryForm:
    return EntryForm(posted(request), request.FILES or None, label=label)


def _ask(
    request: HttpRequest,
    row: Finding,
    key: str,
    *,
    form: forms.Form,
    done: str,
    verb: Callable[..., Any],
) -> HttpResponse:
    """Ask, then do the act; whoever comes when it is not possible reads why on the finding."""
    right = _right(row, key)
    back = reverse("peer_review:finding", args=[row.code])
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
        context={"finding": row, **desk_of_finding(request.user, row)},
    )

    def act() -> None:
        verb(finding=row, acting_user=request.user, **_said(request, form))

    return ask(request, PAGE, asked, act)


def _said(request: HttpRequest, form: forms.Form) -> dict[str, Any]:
    """Return words and photos as the verbs take them; nothing for forms without photos."""
    if not isinstance(form, EntryForm):
        return {}
    photos = form.pictures()
    for _photo in photos:
        count_upload(request.user)
    return {"words": form.cleaned_data["words"], "photos": photos}


def _right(row: Finding, key: str) -> Right:
    rights = rights_of(row, contested_before=was_contested(thread_of(row)))
    found = next((right for right in rights if right.key == key), None)
    if found is None:
        raise Http404
    return found

"""What the pages of rounds share: whose desk it is, and the page that asks before an act."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from association.alliances.models import Alliance
from association.alliances.permissions import access_alliance
from association.core.errors import RuleError
from association.peer_review.models import Round
from association.peer_review.selectors.board import is_run_by, rounds_at_desk


@dataclass(frozen=True)
class Desk:
    """A lead at one alliance, and the round in hand. runs: the lead runs it, else only reads."""

    alliance: Alliance
    round: Round
    runs: bool


def access_desk(user: Any, code: str, round_code: str) -> Desk:
    """Return a round at an alliance's desk; raises Http404 for what its lead does not read."""
    alliance = access_alliance(user, code)
    found = rounds_at_desk(alliance).select_related("checklist").filter(code=round_code).first()
    if found is None:
        raise Http404
    return Desk(alliance, found, is_run_by(alliance, found))


def access_run_desk(user: Any, code: str, round_code: str) -> Desk:
    """Return a round that the alliance's lead runs; raises Http404 for any other."""
    desk = access_desk(user, code, round_code)
    if not desk.runs:
        raise Http404
    return desk


@dataclass(frozen=True)
class Asked:
    """A page that asks before an act.

    title, text: what happens. button: its word. form: what is filled in, empty for none.
    back: where to go after the act, and without it. done: what is said afterwards.
    """

    title: str
    text: str
    button: str
    form: forms.Form
    back: str
    done: str
    danger: bool = False
    context: dict[str, Any] = field(default_factory=dict)


def posted(request: HttpRequest) -> Any:
    """Return what was sent; None while the page is only looked at. An empty answer is one too."""
    return request.POST if request.method == "POST" else None


def ask(request: HttpRequest, template: str, asked: Asked, act: Callable[[], Any]) -> HttpResponse:
    """Show the page, and do the act once a sound form comes back.

    act: the verb; a RuleError it raises is shown above the form, and nothing typed is lost.
    """
    form = asked.form
    if request.method == "POST" and form.is_valid():
        try:
            act()
        except RuleError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, asked.done)
            return redirect(asked.back)
    context = {"asked": asked, "form": form, **asked.context}
    return render(request, template, context, status=422 if form.errors else 200)

"""What a phone sends from a visit: the opening, answers, photos one by one, the signature.

Each answer is JSON. Whatever a person has to do is in `problem`, with status 422; 429 means later.
"""

import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from association.core import clock, limits
from association.core.errors import RuleError
from association.core.uploads.quota import count_upload
from association.peer_review.checklists.answers import check_answers
from association.peer_review.checklists.questions import groups_of
from association.peer_review.forms.phone import AnswersForm, OpeningForm, PhotoForm, SignatureForm
from association.peer_review.models import Seat
from association.peer_review.permissions import access_own_seat
from association.peer_review.selectors.phone import received_from
from association.peer_review.services import (
    WrongProof,
    hand_in_on_site,
    keep_photo,
    open_visit,
    sign_as_host,
)

# Codes have a million values, and five of them are taken at a time.
GUESSES = limits.Budget("gate_code", attempts=20, seconds=3600)

View = Callable[..., HttpResponse]


def said(view: View) -> View:
    """Answer a rule that stands against the act by its sentence."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except RuleError as error:
            return _problem(str(error))

    return answer


@login_required
@require_safe
def status(request: HttpRequest, pk: int) -> HttpResponse:
    """Tell which parts of a visit are in, with a fresh token for what is sent next."""
    seat = access_own_seat(request.user, pk)
    told = {"token": get_token(request), "now": clock.now().isoformat()}
    return JsonResponse(told | received_from(seat))


@login_required
@require_POST
@said
def open_on_site(request: HttpRequest, pk: int) -> HttpResponse:
    """Take in that the visitor is at the school."""
    seat = access_own_seat(request.user, pk)
    form = _sound(OpeningForm(request.POST))
    sent = form.cleaned_data
    if wait := limits.wait(GUESSES, str(request.user.pk)):
        return _later(wait)
    try:
        open_visit(
            seat=seat,
            opened_by=sent["opened_by"],
            proof=sent["proof"],
            opened_at=sent["opened_at"],
            position=form.position,
            key=sent["key"],
            acting_user=request.user,
        )
    except WrongProof:
        limits.spend(GUESSES, str(request.user.pk))
        raise
    return _received(seat)


@login_required
@require_POST
@said
def answers(request: HttpRequest, pk: int) -> HttpResponse:
    """Take in a filled-in checklist; what is wrong with it is told place by place."""
    seat = access_own_seat(request.user, pk)
    sent = _sound(AnswersForm(request.POST)).cleaned_data
    checked = check_answers(groups_of(seat.visit.round.checklist), sent["answers"], peer=True)
    if checked.errors:
        return _problem(_("Something is missing or not right; it is marked."), checked.errors)
    hand_in_on_site(
        seat=seat,
        visited_on=sent["visited_on"],
        answers=checked.answers,
        failed=checked.failed_codes,
        key=sent["key"],
        acting_user=request.user,
    )
    return _received(seat)


@login_required
@require_POST
@said
def photo(request: HttpRequest, pk: int, key: uuid.UUID) -> HttpResponse:
    """Take in one photo that the answers name."""
    seat = access_own_seat(request.user, pk)
    form = _sound(PhotoForm(request.POST, request.FILES))
    if not seat.photos.filter(key=key).exists():
        count_upload(request.user)
    data = form.cleaned_data["photo"].read()
    keep_photo(seat=seat, key=key, data=data, acting_user=request.user)
    return _received(seat)


@login_required
@require_POST
@said
def signature(request: HttpRequest, pk: int) -> HttpResponse:
    """Take in the host's signature, or why there is none."""
    seat = access_own_seat(request.user, pk)
    sent = _sound(SignatureForm(request.POST)).cleaned_data
    sign_as_host(seat=seat, **sent, acting_user=request.user)
    return _received(seat)


def _sound(form: forms.Form) -> forms.Form:
    if not form.is_valid():
        told = [
            f"{form[name].label}: {error}" for name in form.errors for error in form.errors[name]
        ]
        raise RuleError(" ".join(told))
    return form


def _received(seat: Seat) -> JsonResponse:
    return JsonResponse(received_from(seat))


def _problem(sentence: str, errors: list[tuple[str, str]] | None = None) -> JsonResponse:
    return JsonResponse({"problem": sentence, "errors": errors or []}, status=422)


def _later(seconds: int) -> JsonResponse:
    problem = _("Too many codes were tried. Please wait a little.")
    headers = {"Retry-After": str(seconds)}
    return JsonResponse({"problem": problem}, status=429, headers=headers)

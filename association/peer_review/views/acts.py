"""What a lead does with a round: open, close, call off, and what is changed after a draw."""

from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from association.peer_review.enums import RoundKind, VisitStatus
from association.peer_review.forms.rounds import ON_RECORD, ReasonForm
from association.peer_review.forms.visitors import SeatVisitorForm
from association.peer_review.models import Seat
from association.peer_review.services import (
    call_off_seat,
    cancel_round,
    close_round,
    open_round,
    recuse,
    seat_visitor,
    unseat_visitor,
    withdraw,
)
from association.peer_review.services.visits import WORKING
from association.peer_review.views.frames import Asked, Desk, access_run_desk, ask, posted

ask_and_answer = require_http_methods(["GET", "HEAD", "POST"])
PAGE = "peer_review/round_act.html"


@login_required
@ask_and_answer
def open_visits(request: HttpRequest, code: str, round_code: str) -> HttpResponse:
    """Ask, then open a round."""
    desk = access_run_desk(request.user, code, round_code)
    asked = _asked(
        desk,
        title=_("Open the round"),
        text=_(
            "From now on each school finds its part on its desk, and answers can be handed in. The "
            "round cannot go back to being a plan."
        ),
        button=_("Open the round"),
        form=forms.Form(posted(request)),
        done=_("The round is open."),
    )
    return ask(
        request, PAGE, asked, lambda: open_round(record=desk.round, acting_user=request.user)
    )


@login_required
@ask_and_answer
def close(request: HttpRequest, code: str, round_code: str) -> HttpResponse:
    """Ask, then close a round; a reason is needed while visits are outstanding."""
    desk = access_run_desk(request.user, code, round_code)
    waiting = desk.round.visits.filter(status=VisitStatus.PLANNED).count()
    form = ReasonForm(
        posted(request),
        required=waiting > 0,
        help_text=_("Why the round ends without the visits that are still to come.")
        if waiting
        else "",
    )
    asked = _asked(
        desk,
        title=_("Close the round"),
        text=_("Visits that did not take place are called off. Answers cannot be added any more."),
        button=_("Close the round"),
        form=form,
        done=_("The round is closed."),
        waiting=waiting,
    )
    return ask(
        request,
        PAGE,
        asked,
        lambda: close_round(
            record=desk.round, reason=form.cleaned_data["reason"], acting_user=request.user
        ),
    )


@login_required
@ask_and_answer
def call_off(request: HttpRequest, code: str, round_code: str) -> HttpResponse:
    """Ask why, then call a round off."""
    desk = access_run_desk(request.user, code, round_code)
    form = ReasonForm(
        posted(request), help_text=_("The schools read it, and after a draw everybody.")
    )
    asked = _asked(
        desk,
        title=_("Call the round off"),
        text=_(
            "Visits still to come are called off. What was announced and drawn stays published, "
            "with your reason beside it."
        ),
        button=_("Call the round off"),
        form=form,
        done=_("The round is called off."),
        danger=True,
    )
    return ask(
        request,
        PAGE,
        asked,
        lambda: cancel_round(
            record=desk.round, reason=form.cleaned_data["reason"], acting_user=request.user
        ),
    )


@login_required
@ask_and_answer
def excuse(request: HttpRequest, code: str, round_code: str, pk: int) -> HttpResponse:
    """Ask why, then excuse a visitor's school; who goes instead follows from the draw."""
    desk = access_run_desk(request.user, code, round_code)
    seat = _drawn_place(desk, pk)
    form = ReasonForm(posted(request), help_text=ON_RECORD)
    asked = _asked(
        desk,
        title=_("Excuse a visitor"),
        text=_(
            "%(visitor)s will not visit %(visited)s. Who goes instead follows from the draw, by "
            "the same rules, and is shown to you afterwards."
        )
        % {"visitor": seat.school, "visited": seat.visit.school},
        button=_("Excuse, and let the next one go"),
        form=form,
        done=_("Excused. The board shows who goes instead."),
        other={
            "text": _(
                "Where nobody else may go under the rules, this part can only be called off."
            ),
            "url": reverse("peer_review:call_off_seat", args=[code, round_code, pk]),
            "label": _("Call this part off"),
        },
    )
    return ask(
        request,
        PAGE,
        asked,
        lambda: recuse(seat=seat, reason=form.cleaned_data["reason"], acting_user=request.user),
    )


@login_required
@ask_and_answer
def call_place_off(request: HttpRequest, code: str, round_code: str, pk: int) -> HttpResponse:
    """Ask why, then call one school's part in a visit off, where nobody may go instead."""
    desk = access_run_desk(request.user, code, round_code)
    seat = _drawn_place(desk, pk)
    form = ReasonForm(posted(request), help_text=ON_RECORD)
    asked = _asked(
        desk,
        title=_("Call one part of a visit off"),
        text=_("%(visitor)s will not visit %(visited)s, and nobody goes instead.")
        % {"visitor": seat.school, "visited": seat.visit.school},
        button=_("Call this part off"),
        form=form,
        done=_("This part of the visit is called off."),
        danger=True,
    )
    return ask(
        request,
        PAGE,
        asked,
        lambda: call_off_seat(
            seat=seat, reason=form.cleaned_data["reason"], acting_user=request.user
        ),
    )


@login_required
@ask_and_answer
def leave_out(request: HttpRequest, code: str, round_code: str, pk: int) -> HttpResponse:
    """Ask why, then leave a school out of a random draw; the next of its stratum moves up."""
    desk = access_run_desk(request.user, code, round_code)
    if desk.round.kind != RoundKind.RANDOM:
        raise Http404
    visit = get_object_or_404(desk.round.visits.filter(status=VisitStatus.PLANNED), pk=pk)
    participant = desk.round.participants.select_related("school").get(school=visit.school_id)
    form = ReasonForm(posted(request), help_text=ON_RECORD)
    asked = _asked(
        desk,
        title=_("Leave a school out"),
        text=_(
            "%(school)s is not visited in this round. The next of its stratum in the drawn order "
            "moves up; nobody else moves."
        )
        % {"school": participant.school},
        button=_("Leave it out"),
        form=form,
        done=_("The school is left out, and the reason is on the public record."),
        danger=True,
    )
    return ask(
        request,
        PAGE,
        asked,
        lambda: withdraw(
            participant=participant, reason=form.cleaned_data["reason"], acting_user=request.user
        ),
    )


@login_required
@ask_and_answer
def seat(request: HttpRequest, code: str, round_code: str, pk: int) -> HttpResponse:
    """Name somebody who visits for the alliance, where no school that was drawn sends one."""
    desk = access_run_desk(request.user, code, round_code)
    rows = desk.round.visits.filter(status=VisitStatus.PLANNED)
    visit = get_object_or_404(rows.select_related("school", "round"), pk=pk)
    if not visit.takes_named_visitors:
        raise Http404
    form = SeatVisitorForm(posted(request), visit=visit)
    asked = _asked(
        desk,
        title=_("Name a visitor"),
        text=_("Who visits %(school)s? Two people together see more than one.")
        % {"school": visit.school},
        button=_("Name this person"),
        form=form,
        done=_("The visitor is named and finds the visit on the desk."),
        nobody=not form.is_possible,
    )
    return ask(
        request,
        PAGE,
        asked,
        lambda: seat_visitor(visit=visit, user=form.cleaned_data["user"], acting_user=request.user),
    )


@login_required
@ask_and_answer
def free_place(request: HttpRequest, code: str, round_code: str, pk: int) -> HttpResponse:
    """Ask why, then take a visitor who was named by hand off a visit."""
    desk = access_run_desk(request.user, code, round_code)
    rows = Seat.objects.filter(
        visit__round=desk.round,
        visit__status=VisitStatus.PLANNED,
        until__isnull=True,
        school__isnull=True,
    )
    place = get_object_or_404(rows.select_related("visitor", "visit__school"), pk=pk)
    form = ReasonForm(posted(request))
    asked = _asked(
        desk,
        title=_("Take a visitor off"),
        text=_("%(visitor)s does not visit %(visited)s. You can name somebody else.")
        % {"visitor": place.visitor, "visited": place.visit.school},
        button=_("Take this person off"),
        form=form,
        done=_("The visitor is taken off."),
    )
    return ask(
        request,
        PAGE,
        asked,
        lambda: unseat_visitor(
            seat=place, reason=form.cleaned_data["reason"], acting_user=request.user
        ),
    )


def _drawn_place(desk: Desk, pk: int) -> Seat:
    """Return a place of a round of mutual visits that can still be changed; Http404 otherwise."""
    if desk.round.kind != RoundKind.MUTUAL or desk.round.status not in WORKING:
        raise Http404
    rows = Seat.objects.filter(visit__round=desk.round, until__isnull=True, school__isnull=False)
    return get_object_or_404(rows.select_related("school", "visit__school"), pk=pk)


def _asked(desk: Desk, **parts: Any) -> Asked:
    known = {"title", "text", "button", "form", "done", "danger"}
    more = {name: value for name, value in parts.items() if name not in known}
    return Asked(
        **{name: value for name, value in parts.items() if name in known},
        back=reverse("peer_review:led_round", args=[desk.alliance.code, desk.round.code]),
        context={"alliance": desk.alliance, "round": desk.round, **more},
    )

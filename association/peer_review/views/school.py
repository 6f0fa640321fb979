"""A school's own part in rounds, on its desk: who comes, whom it visits, what stands between."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from association.alliances.permissions import access_school
from association.core.errors import RuleError
from association.peer_review.enums import RoundStatus
from association.peer_review.forms.portal import OwnTieForm
from association.peer_review.forms.visitors import NameVisitorForm
from association.peer_review.models import Round
from association.peer_review.permissions import access_seat
from association.peer_review.selectors.board import ROUND_LOOKS
from association.peer_review.selectors.school import parts_of, rounds_of, ties_of, visits_of_person
from association.peer_review.services import declare_tie, name_visitor
from association.peer_review.views.frames import Asked, ask, posted

PARTS_ON_A_PAGE = 20
SIGNS = "sign_for_school"


@login_required
@require_safe
def school_visits(request: HttpRequest, uscc: str) -> HttpResponse:
    """List the rounds a school takes part in, with what it is asked to do in each."""
    school = access_school(request.user, uscc)
    page = Paginator(rounds_of(school), PARTS_ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "school": school,
        "page": page,
        "parts": [
            {"part": part, "look": ROUND_LOOKS[part.round.status]}
            for part in parts_of(school, page.object_list)
        ],
        "named": visits_of_person(request.user),
        "signs": request.user.has_perm(f"alliances.{SIGNS}", school),
    }
    return render(request, "peer_review/school_visits.html", context)


@login_required
@require_safe
def school_part(request: HttpRequest, uscc: str, round_code: str) -> HttpResponse:
    """Show a school's part in one round: who visits it and why these, whom it visits."""
    school = access_school(request.user, uscc)
    parts = parts_of(school, rounds_of(school).filter(code=round_code))
    if not parts:
        raise Http404
    [part] = parts
    context = {
        "school": school,
        "part": part,
        "round": part.round,
        "look": ROUND_LOOKS[part.round.status],
        "called_off": _why_called_off(part.round),
        "signs": request.user.has_perm(f"alliances.{SIGNS}", school),
    }
    return render(request, "peer_review/school_part.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def name_place(request: HttpRequest, uscc: str, pk: int) -> HttpResponse:
    """Name who goes for the school; another name replaces the one before."""
    school = access_school(request.user, uscc)
    seat = access_seat(request.user, school, pk)
    form = NameVisitorForm(posted(request), seat=seat)
    visit = seat.visit
    asked = Asked(
        title=_("Name who visits"),
        text=_(
            "Your school visits %(visited)s, between %(first)s and %(last)s. Whoever is named "
            "finds the visit on the desk."
        )
        % {
            "visited": visit.school,
            "first": date_format(visit.round.opens_on),
            "last": date_format(visit.round.closes_on),
        },
        button=_("Name this person"),
        form=form,
        back=reverse("peer_review:school_part", args=[school.uscc, visit.round.code]),
        done=_("Thank you. The visitor is named."),
        context={"school": school, "round": visit.round, "nobody": not form.is_possible},
    )

    def act() -> None:
        name_visitor(seat=seat, user=form.cleaned_data["user"], acting_user=request.user)

    return ask(request, "peer_review/school_act.html", asked, act)


@login_required
@require_safe
def ties(request: HttpRequest, uscc: str) -> HttpResponse:
    """Show a principal what stands between the school and others."""
    school = access_school(request.user, uscc, codename=SIGNS)
    rows = [
        {"tie": tie, "other": tie.second if tie.first_id == school.pk else tie.first}
        for tie in ties_of(school)
    ]
    return render(request, "peer_review/ties.html", {"school": school, "rows": rows})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def declare(request: HttpRequest, uscc: str) -> HttpResponse:
    """Let a principal say that the school and another do not visit each other, and why."""
    school = access_school(request.user, uscc, codename=SIGNS)
    form = OwnTieForm(posted(request), school=school)
    if request.method == "POST" and form.is_valid():
        one, other = form.pair()
        try:
            declare_tie(
                one=one,
                other=other,
                kind=form.cleaned_data["kind"],
                reason=form.cleaned_data["reason"],
                acting_user=request.user,
            )
        except RuleError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("It is kept. Draws from now on keep you apart."))
            return redirect("peer_review:ties", school.uscc)
    status = 422 if form.errors else 200
    context = {"school": school, "form": form}
    return render(request, "peer_review/declare_tie.html", context, status=status)


def _why_called_off(row: Round) -> str:
    if row.status != RoundStatus.CANCELLED:
        return ""
    event = row.events.filter(new_status=RoundStatus.CANCELLED).last()
    return event.reason if event else ""

"""One visit: who goes, what was handed in, the sheet to print, and typing it in afterwards."""

import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from association.alliances.models import School
from association.alliances.permissions import alliances_of, schools_of, visited_by
from association.core.downloads import download_of
from association.core.errors import RuleError
from association.peer_review.checklists.form import ChecklistForm, build_form
from association.peer_review.checklists.paper import UnprintableChecklist, paper_form
from association.peer_review.checklists.questions import groups_of
from association.peer_review.enums import RoundKind, Source, VisitStatus
from association.peer_review.forms.portal import PaperForm
from association.peer_review.models import Report, Seat, Submission, Visit
from association.peer_review.permissions import access_visit, round_policy, visit_policy
from association.peer_review.selectors.answers import (
    keep_sensitive,
    read_whole,
    told_answers,
    without_sensitive,
)
from association.peer_review.selectors.board import BoardVisit, board_visits
from association.peer_review.selectors.reading import photos_shown, readings
from association.peer_review.services import hand_in
from association.peer_review.views.self_check import after_handing_in, last_time_for, pace_of


@login_required
@require_safe
def visit(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one visit: its visitors, what is to be done, and the answers this person may read."""
    row = access_visit(request.user, pk, action="view")
    found = _board_visit(row)
    context = {
        "visit": row,
        "round": row.round,
        "found": found,
        "answers": _told(request.user, row, found),
        "report": Report.objects.filter(visit=row).first(),
        "goes": any(place.seat.visitor_id == request.user.pk for place in found.places),
        "may_hand_in": _takes_answers(row)
        and visit_policy.user_has_permission_for_instance(request.user, "hand_in", row),
        **desk_of(request.user, row),
    }
    return render(request, "peer_review/visit.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def paper(request: HttpRequest, pk: int) -> HttpResponse:
    """Type in what was written on paper; a school types in its own self-check here as well."""
    row = access_visit(request.user, pk, action="hand_in")
    if not _takes_answers(row):
        messages.info(request, _("All answers of this visit are in, so they stay."))
        return redirect("peer_review:visit", row.pk)
    seats = _seats_to_type_for(request.user, row)
    itself = row.round.kind == RoundKind.SELF
    before = _answers_before(row, seats)
    shown, left_out = _shown_answers(request.user, row, before)
    last = last_time_for(request, row, before)
    shown = last.answers if last else shown
    head, sheet = _forms(request, row, seats, before, shown)
    if request.method == "POST" and not sheet.asks_for_a_row:
        # Both are asked, so that everything that is wrong is said at once.
        sound = [head.is_valid(), sheet.is_valid()]
        answers = sheet.checked.answers
        if left_out and before:
            answers = keep_sensitive(answers, before.answers, sheet.groups)
        if all(sound) and _handed_in(request, row, head, sheet, answers):
            return after_handing_in(request.user, row)
    wrong = request.method == "POST" and not sheet.asks_for_a_row
    context = {
        "visit": row,
        "round": row.round,
        "head": head,
        "form": sheet,
        "itself": itself,
        "nobody": not (itself or seats),
        "before": before,
        "left_out": left_out,
        **(pace_of(sheet, last) if itself else {}),
        **desk_of(request.user, row),
    }
    return render(request, "peer_review/paper.html", context, status=422 if wrong else 200)


@login_required
@require_safe
def sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand out the sheet of this visit to print, A4."""
    row = access_visit(request.user, pk, action="view")
    peer = row.round.kind != RoundKind.SELF
    try:
        pdf = paper_form(row.round.checklist, peer=peer, visit=f"{row.round.code}-{row.pk}")
    except UnprintableChecklist as error:
        messages.error(request, str(error))
        return redirect("peer_review:visit", row.pk)
    response = HttpResponse(pdf, "application/pdf")
    name = f"visit-{row.round.code}-{row.pk}.pdf"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return download_of(response, row)


def _takes_answers(row: Visit) -> bool:
    """Once all are in, only a self-check is made again."""
    return row.status == VisitStatus.PLANNED or row.round.kind == RoundKind.SELF


def _told(user: Any, row: Visit, found: BoardVisit) -> list[dict[str, Any]]:
    """Return answers as the page tells them to a user, and whether something is left out."""
    if not found.all_answers:
        return []
    groups = groups_of(row.round.checklist)
    read = readings(user, found, groups)
    photos = photos_shown(read)
    return [
        {
            "submission": each.submission,
            "blocks": told_answers(
                each.answers, groups, failed=each.submission.failed, photos=photos
            ),
            "left_out": each.left_out,
        }
        for each in read
    ]


def _shown_answers(
    user: Any, row: Visit, before: Submission | None
) -> tuple[dict[str, Any] | None, bool]:
    """Return the answers a correction begins with, and whether something is left out of them."""
    if before is None:
        return None, False
    if before.pk in read_whole(user, row, [before]):
        return before.answers, False
    kept = without_sensitive(before.answers, groups_of(row.round.checklist))
    return kept, kept != before.answers


def _forms(
    request: HttpRequest,
    row: Visit,
    seats: list[Seat],
    before: Submission | None,
    answers: dict[str, Any] | None,
) -> tuple[PaperForm, ChecklistForm]:
    peer = row.round.kind != RoundKind.SELF
    version = row.round.checklist
    if request.method != "POST":
        begun = {"key": uuid.uuid4(), "visited_on": before.visited_on if before else None}
        head = PaperForm(visit=row, seats=seats, initial=begun)
        return head, build_form(version, peer=peer, answers=answers)
    sheet = build_form(version, peer=peer, data=request.POST)
    if sheet.asks_for_a_row:  # nothing is held against what is not finished
        head = PaperForm(visit=row, seats=seats, initial=request.POST.dict())
    else:
        head = PaperForm(request.POST, visit=row, seats=seats)
    return head, sheet


def _handed_in(
    request: HttpRequest,
    row: Visit,
    head: PaperForm,
    sheet: ChecklistForm,
    answers: dict[str, Any],
) -> bool:
    typed = head.cleaned_data
    by_itself = row.round.kind == RoundKind.SELF and _acts_for(request.user, row.school)
    try:
        hand_in(
            visit=row,
            seat=typed.get("seat"),
            source=Source.ONLINE if by_itself else Source.PAPER,
            visited_on=typed["visited_on"],
            answers=answers,
            failed=sheet.checked.failed_codes,
            acting_user=request.user,
            key=typed["key"],
        )
    except RuleError as error:
        head.add_error("visited_on", str(error))
        return False
    messages.success(request, _("Thank you. The answers are kept."))
    return True


def _seats_to_type_for(user: Any, row: Visit) -> list[Seat]:
    """Return the places whose sheets a person may type in: whoever runs the round, all."""
    seats = row.seats.filter(until__isnull=True).select_related("school", "visitor")
    if round_policy.user_has_permission_for_instance(user, "run", row.round):
        return list(seats)
    return list(seats.filter(visitor=user))


def _answers_before(row: Visit, seats: list[Seat]) -> Submission | None:
    """Return what is being corrected, where there is no doubt whose answers they are."""
    given = row.submissions.order_by("-pk")
    if row.round.kind == RoundKind.SELF:
        return given.first()
    return given.filter(seat=seats[0]).first() if len(seats) == 1 else None


def _board_visit(row: Visit) -> BoardVisit:
    [found] = board_visits(Visit.objects.filter(pk=row.pk))
    return found


def _acts_for(user: Any, school: School) -> bool:
    return schools_of(user).filter(pk=school.pk).exists()


def desk_of(user: Any, row: Visit) -> dict[str, str]:
    """Return title and address of the desk a person comes from: school, alliance, then visitor."""
    own = list(schools_of(user))
    sending = set(row.seats.filter(until__isnull=True).values_list("school", flat=True))
    school = next((one for one in own if one.pk == row.school_id or one.pk in sending), None)
    if school is not None:
        address = reverse("peer_review:school_part", args=[school.uscc, row.round.code])
        return {"desk_title": _("The school's desk"), "desk_url": address}
    led = alliances_of(user).filter(pk=row.round.alliance_id).first()
    if led is not None:
        address = reverse("peer_review:led_round", args=[led.code, row.round.code])
        return {"desk_title": _("The alliance's desk"), "desk_url": address}
    visited = visited_by(user).first()
    if visited is not None:
        address = reverse("alliances:visited_alliance", args=[visited.code])
        return {"desk_title": _("The visitor's desk"), "desk_url": address}
    return {"desk_title": _("My desk"), "desk_url": reverse("accounts:my_desk")}

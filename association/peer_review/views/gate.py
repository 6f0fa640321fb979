"""The school's own screen: the code by which its visitor opens the visit."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from association.alliances.permissions import access_school
from association.core import clock
from association.peer_review import gate_code
from association.peer_review.enums import RoundKind, RoundStatus, VisitStatus
from association.peer_review.models import Visit


@login_required
@require_safe
def code(request: HttpRequest, uscc: str, pk: int) -> HttpResponse:
    """Show the code of this minute large; a script asks for the next one as JSON."""
    school = access_school(request.user, uscc)
    visits = Visit.objects.filter(
        school=school, status=VisitStatus.PLANNED, round__status=RoundStatus.RUNNING
    )
    visit = get_object_or_404(
        visits.exclude(round__kind=RoundKind.SELF).select_related("round"), pk=pk
    )
    now = clock.now()
    told = {"code": gate_code.code_at(visit.pk, now), "seconds": gate_code.seconds_left(now)}
    if request.headers.get("Accept") == "application/json":
        return JsonResponse(told)
    seats = visit.seats.filter(until__isnull=True).select_related("school", "visitor")
    context = {"school": school, "visit": visit, "round": visit.round, "seats": seats, **told}
    return render(request, "peer_review/gate_code.html", context)

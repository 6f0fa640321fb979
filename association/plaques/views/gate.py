"""At the gate: a lead or visitor sends a photo, and everybody may see the one that counts."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_safe

from association.alliances.models import Alliance
from association.alliances.permissions import access_gates, alliances_of
from association.core.errors import RuleError
from association.plaques.enums import PlaqueStatus
from association.plaques.forms import CameraForm
from association.plaques.models import Plaque
from association.plaques.numbers import UnreadableNumber, read_number
from association.plaques.permissions import plaque_policy
from association.plaques.selectors import (
    confirmed_at_gate,
    gate_photo_of,
    plaques_of_members,
    public_photo,
    to_hang,
)
from association.plaques.services import activate_plaque, retake_photo

LONGEST = 60  # characters of a typed number that are repeated


@require_safe
# Kept by the reader, and asked for each time: a photo that is public no longer is gone at once.
@cache_control(no_cache=True, public=True)
def gate_photo(request: HttpRequest, name: str) -> HttpResponse:
    """Hand out the small gate photo of a plaque's present copy; 404 for every other photo."""
    photo = public_photo(name)
    if photo is None:
        raise Http404
    etag = f'"{photo.name}"'
    unchanged = get_conditional_response(request, etag=etag)
    if unchanged is not None:
        return unchanged
    try:
        file = photo.small.open()
    except FileNotFoundError as gone:
        raise Http404 from gone
    return FileResponse(file, content_type="image/webp", headers={"ETag": etag})


@require_safe
@login_required
def hanging(request: HttpRequest, code: str) -> HttpResponse:
    """List what the members have to hang, the longest overdue first, and what hangs already.

    A number leads straight to its plaque.
    """
    alliance = access_gates(request.user, code)
    own = _own(request.user, alliance)
    typed = request.GET.get("number", "")
    found = _find(own, typed)
    if found is not None:
        return redirect("plaques:hang", alliance.code, found.number)
    context = _desk(request.user, alliance) | {
        "rows": to_hang(own),
        "hung": confirmed_at_gate(own),
        "typed": typed[:LONGEST],
    }
    return render(request, "plaques/hanging.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def hang(request: HttpRequest, code: str, number: str) -> HttpResponse:
    """Take the photo from the gate, or a newer one of what hangs, and say what was read in it."""
    alliance = access_gates(request.user, code)
    own = _own(request.user, alliance).select_related("school", "campus")
    plaque = get_object_or_404(own, number=number)
    form = CameraForm()
    if request.method == "POST":
        form = CameraForm(request.POST, request.FILES)
        if form.is_valid() and _sent(request, plaque, form):
            return redirect("plaques:hang", alliance.code, plaque.number)
    photo = gate_photo_of(plaque)
    context = _desk(request.user, alliance) | {
        "plaque": plaque,
        "form": form,
        "waits": plaque.effective_status == PlaqueStatus.ISSUED,
        "hangs": plaque.is_confirmed,
        "photo": photo,
        "moved": photo is not None and photo.shows_former_address(plaque.campus),
    }
    status = 422 if form.errors else 200
    return render(request, "plaques/hang.html", context, status=status)


def _desk(user: Any, alliance: Alliance) -> dict[str, Any]:
    """Return the alliance, and title and address of the desk a person works at for it."""
    if alliances_of(user).filter(pk=alliance.pk).exists():
        title, name = _("The alliance's desk"), "alliances:led_alliance"
    else:
        title, name = _("The visitor's desk"), "alliances:visited_alliance"
    return {
        "alliance": alliance,
        "desk_title": title,
        "desk_url": reverse(name, args=[alliance.code]),
    }


def _own(user: Any, alliance: Alliance) -> QuerySet[Plaque]:
    allowed = plaque_policy.instances_user_has_permission_for(user, "activate")
    return plaques_of_members(alliance).filter(pk__in=allowed.values("pk"))


def _find(own: QuerySet[Plaque], typed: str) -> Plaque | None:
    try:
        return own.filter(number=read_number(typed)).first()
    except UnreadableNumber:
        return None


def _sent(request: HttpRequest, plaque: Plaque, form: CameraForm) -> bool:
    # Only whoever was shown the present photo replaces it: a first photo sent twice does not.
    newer = "newer" in request.POST
    send = retake_photo if newer else activate_plaque
    photo = form.cleaned_data["photo"].read()
    try:
        send(plaque=plaque, photo=photo, acting_user=request.user)
    except RuleError as error:
        form.add_error("photo", str(error))
        return False
    if newer:
        messages.success(request, _("Parents see the new photo now."))
    else:
        messages.success(request, _("Confirmed. Scans of this plaque say “valid” from now on."))
    return True

"""The photo of the bare wall, sent by the school or by the lead of its alliance."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from association.alliances.permissions import alliances_of, schools_of
from association.alliances.selectors import current_membership
from association.core.errors import RuleError
from association.plaques.enums import TakeDownStatus, Verb
from association.plaques.forms import CameraForm
from association.plaques.models import TakeDown, TakeDownEvent
from association.plaques.permissions import access_take_down
from association.plaques.selectors import was_hung
from association.plaques.services import show_bare_wall


@require_http_methods(["GET", "POST"])
@login_required
def bare_wall(request: HttpRequest, uscc: str, number: str) -> HttpResponse:
    """What to do with a plaque that was taken back, by when, and the photo that shows it done."""
    take_down = access_take_down(request.user, uscc, number)
    form = CameraForm(request.POST or None, request.FILES or None)
    form.fields["photo"].label = _("Photo of the empty place")
    status = 200
    if request.method == "POST":
        if form.is_valid():
            try:
                show_bare_wall(
                    take_down=take_down,
                    photo=form.cleaned_data["photo"].read(),
                    acting_user=request.user,
                )
            except RuleError as refusal:
                form.add_error("photo", str(refusal))
            else:
                messages.success(request, _("Thank you. The secretariat looks at the photo next."))
                return redirect(request.path)
        status = 422
    return render(
        request, "plaques/bare_wall.html", _context(request, take_down, form), status=status
    )


def _context(request: HttpRequest, take_down: TakeDown, form: CameraForm) -> dict[str, object]:
    title, address = _desk(request, take_down)
    return {
        "take_down": take_down,
        "plaque": take_down.plaque,
        "school": take_down.school,
        "form": form,
        "asks": take_down.status == TakeDownStatus.OPEN,
        "was_hung": was_hung(take_down.plaque),
        "asked_again": _asked_again(take_down),
        "desk_title": title,
        "desk_url": address,
    }


def _asked_again(take_down: TakeDown) -> TakeDownEvent | None:
    """Return why the school is asked once more: a doubted photo, or a plaque that hangs again."""
    if take_down.status != TakeDownStatus.OPEN:
        return None
    verbs = (Verb.DOUBT_BARE_WALL, Verb.REOPEN_TAKE_DOWN)
    return take_down.events.filter(verb__in=verbs).last()


def _desk(request: HttpRequest, take_down: TakeDown) -> tuple[str, str]:
    """Return title and address of the desk the person came from: the school's before a lead's."""
    school = take_down.school
    if schools_of(request.user).filter(pk=school.pk).exists():
        return _("The school's desk"), reverse("alliances:school_desk", args=[school.uscc])
    alliance = alliances_of(request.user).filter(memberships=current_membership(school)).first()
    address = reverse("alliances:led_alliance", args=[alliance.code]) if alliance else ""
    return _("The alliance's desk"), address

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_safe

from association.alliances.permissions import access_school
from association.core.models import AssociationProfile
from association.plaques.artwork import MissingCharacters, colourway_of, draw_plaque


@require_safe
@login_required
def picture(request: HttpRequest, uscc: str, number: str) -> HttpResponse:
    """Give a school the picture of its own plaque as PNG; anybody else gets 404."""
    school = access_school(request.user, uscc)
    plaque = get_object_or_404(school.plaques.select_related("school", "batch"), number=number)
    try:
        issuer = AssociationProfile.load(request_or_site=request)
        png = draw_plaque(plaque, issuer=issuer, colourway=colourway_of(plaque))
    except MissingCharacters as missing:
        messages.error(request, str(missing))
        return redirect("accounts:my_desk")
    return FileResponse(png, content_type="image/png", filename=f"{plaque.number}.png")

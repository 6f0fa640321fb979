"""The editors' pictures, handed out by the site itself: no folder is open to a web server."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe
from django.views.static import serve

PUBLIC = "images/"  # what pages show; what it was made from is for whoever may open the admin
ORIGINALS = "original_images/"
A_DAY = 24 * 3600


@require_safe
@cache_control(public=True, max_age=A_DAY)
def media(request: HttpRequest, path: str) -> HttpResponse:
    """Hand out a picture as an attachment, which pages show all the same; 404 for all else.

    A rendition's name changes with its content, so it may be kept for a day. Documents have an
    address of their own, which asks who may read them.
    """
    if not path.startswith(PUBLIC) and not (
        path.startswith(ORIGINALS) and request.user.has_perm("wagtailadmin.access_admin")
    ):
        raise Http404
    response = serve(request, path, document_root=settings.MEDIA_ROOT)
    response.headers["Content-Disposition"] = "attachment"
    return response

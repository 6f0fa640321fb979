"""Files that the site hands out itself: the editors' pictures, and the keys of its signature."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe
from django.views.static import serve

from association.core.signing import key_id, pem_of, public_keys

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


@require_safe
@cache_control(no_store=True)
def signing_key(request: HttpRequest, key: str = "") -> HttpResponse:
    """Hand out a public key, for everybody who wants to check what the association signed.

    key: the fingerprint of one that signs or signed; the present one if empty.
    """
    try:
        pem = pem_of(public_keys()[key or key_id()])
    except KeyError as unknown:
        raise Http404 from unknown
    return HttpResponse(pem, content_type="text/plain; charset=ascii")

"""Addresses. Each room keeps its own; Wagtail's pages answer what is left."""

from django.conf import settings
from django.urls import include, path, re_path
from django.views.generic import RedirectView
from django.views.static import serve
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from association.accounts.views import SignInView
from association.plaques.api import api

urlpatterns = [
    # One door to sign in, and one for a forgotten password; Wagtail's own lead there. Whoever is
    # sent to the last one is perhaps signed in and lacks a right: they may sign in as another.
    path("admin/login/", RedirectView.as_view(pattern_name="accounts:sign_in", query_string=True)),
    re_path(
        r"^admin/password_reset/", RedirectView.as_view(pattern_name="accounts:password_reset")
    ),
    path("_util/login/", SignInView.as_view(redirect_authenticated_user=False)),
    # Wagtail keeps an address there that fails on purpose.
    path("admin/failwhale/", RedirectView.as_view(pattern_name="wagtailadmin_home")),
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("api/v1/", api.urls),
    path("accounts/", include("association.accounts.urls")),
    path("", include("association.alliances.urls")),
    path("", include("association.pledges.urls")),
    path("", include("association.plaques.urls")),
    path("", include(wagtail_urls)),
]
if settings.DEMO:
    # On a real site the web server in front hands the editors' pictures out.
    urlpatterns.insert(
        0, re_path(r"^media/(?P<path>.+)$", serve, {"document_root": settings.MEDIA_ROOT})
    )

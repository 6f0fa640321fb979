"""Addresses. Each room keeps its own; Wagtail's pages answer what is left."""

from django.urls import include, path, re_path
from django.views.generic import RedirectView
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from association.accounts.views.signing_in import SignInView, SignOutView
from association.core.redirects import process_import
from association.core.views import media, signing_key
from association.violations.api import api

handler400 = "association.core.refusals.bad_request"

urlpatterns = [
    # One door to sign in, and one for a forgotten password; Wagtail's own lead there. Whoever is
    # sent to the last one is perhaps signed in and lacks a right: they may sign in as another.
    path("admin/login/", RedirectView.as_view(pattern_name="accounts:sign_in", query_string=True)),
    re_path(
        r"^admin/password_reset/", RedirectView.as_view(pattern_name="accounts:password_reset")
    ),
    path("admin/logout/", SignOutView.as_view()),
    path("_util/login/", SignInView.as_view(redirect_authenticated_user=False)),
    # Wagtail keeps an address there that fails on purpose.
    path("admin/failwhale/", RedirectView.as_view(pattern_name="wagtailadmin_home")),
    path("admin/redirects/import/process/", process_import),
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("media/<path:path>", media, name="media"),
    path("signing-key.pem", signing_key, name="signing_key"),
    path("signing-keys/<slug:key>.pem", signing_key, name="signing_key_of"),
    path("api/v1/", api.urls),
    path("accounts/", include("association.accounts.urls")),
    path("messages/", include("association.messaging.urls")),
    path("", include("association.alliances.urls")),
    path("", include("association.pledges.urls")),
    path("", include("association.plaques.urls")),
    path("", include("association.peer_review.urls")),
    path("", include("association.violations.urls")),
    path("", include(wagtail_urls)),
]

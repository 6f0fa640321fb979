"""Language by choice alone, the headers of every answer, and no stored copies of desks."""

from collections.abc import Callable

from csp.constants import NONE, SELF
from csp.middleware import CSPMiddleware, PolicyParts
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.utils import translation

from association.core.headers import EDITING, PASSKEYS, permissions_policy

GetResponse = Callable[[HttpRequest], HttpResponse]

METHODS = ["GET", "HEAD", "POST", "OPTIONS"]
METHODS_OF_EDITORS = ["PUT", "PATCH", "DELETE"]
PDF = "application/pdf"
ADMIN_PREFIX = "/admin/"
ACCOUNTS_PREFIX = "/accounts/"
PERSONAL_PREFIXES = (ADMIN_PREFIX, ACCOUNTS_PREFIX, "/join/", "/_util/")


class ChosenLanguageMiddleware:
    """Chinese, unless the reader chose English by a link (`?lang=en`), remembered in a cookie.

    The browser's own preference is not asked: a parent with an English phone reads Chinese first.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response
        self.offered = dict(settings.LANGUAGES)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        chosen = request.GET.get("lang")
        remembered = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
        language = next(
            (code for code in (chosen, remembered) if code in self.offered), settings.LANGUAGE_CODE
        )
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        if chosen in self.offered and chosen != remembered:
            self._remember(response, chosen)
        return response

    @staticmethod
    def _remember(response: HttpResponse, language: str) -> None:
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            language,
            max_age=365 * 24 * 3600,
            httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
            samesite=settings.LANGUAGE_COOKIE_SAMESITE,
            secure=settings.LANGUAGE_COOKIE_SECURE,
        )


class SecurityHeadersMiddleware:
    """The outermost wall: no answer leaves without these, refusals and failures included.

    A view that needs one otherwise has set it already, and keeps it.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response
        self.everywhere = {
            "X-Content-Type-Options": "nosniff",
            "Referrer-Policy": settings.SECURE_REFERRER_POLICY,
            "Cross-Origin-Opener-Policy": settings.SECURE_CROSS_ORIGIN_OPENER_POLICY,
            "Cross-Origin-Resource-Policy": "same-origin",
        }

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        for name, value in self.everywhere.items():
            response.headers.setdefault(name, value)
        response.headers.setdefault("Permissions-Policy", _doors_of(request.path_info))
        return response


def _doors_of(path: str) -> str:
    if path.startswith(ADMIN_PREFIX):
        return permissions_policy(*EDITING)
    return permissions_policy(*(PASSKEYS if path.startswith(ACCOUNTS_PREFIX) else ()))


class ContentSecurityPolicyMiddleware(CSPMiddleware):
    """Three policies: for pages, for Wagtail's editor, and for what is no page at all."""

    def get_policy_parts(
        self, request: HttpRequest, response: HttpResponse, report_only: bool = False
    ) -> PolicyParts:
        parts = super().get_policy_parts(request, response, report_only)
        if report_only:
            return parts
        if not response.get("Content-Type", "").startswith("text/html"):
            parts.config = settings.CONTENT_SECURITY_POLICY_OF_FILES | _boxed(response)
        elif request.path_info.startswith(ADMIN_PREFIX):
            in_a_frame = response.get("X-Frame-Options") == "SAMEORIGIN"
            ancestors = {"frame-ancestors": [SELF if in_a_frame else NONE]}
            parts.config = settings.CONTENT_SECURITY_POLICY_OF_ADMIN | ancestors
        elif getattr(request, "is_preview", False):
            # Wagtail asks for the page as a visitor would, and shows it in a frame of the editor.
            parts.replace = (parts.replace or {}) | {"frame-ancestors": [SELF]}
        return parts


def _boxed(response: HttpResponse) -> dict[str, list[str]]:
    """Give a file an origin of its own; but Chromium shows no PDF in such a box."""
    shown = "attachment" not in response.get("Content-Disposition", "")
    return {} if shown and response.get("Content-Type") == PDF else {"sandbox": [""]}


class OfferedMethodsMiddleware:
    """Only what pages and Wagtail's editor ask with; TRACE above all is answered nowhere."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        editing = request.path_info.startswith(ADMIN_PREFIX)
        offered = METHODS + METHODS_OF_EDITORS if editing else METHODS
        if request.method not in offered:
            return HttpResponseNotAllowed(offered)
        return self.get_response(request)


class PersonalPagesAreNotStoredMiddleware:
    """A page made for a signed-in person, or to sign in, is kept by no browser and no proxy."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.user.is_authenticated or request.path_info.startswith(PERSONAL_PREFIXES):
            response.headers["Cache-Control"] = "no-store, private"
        return response

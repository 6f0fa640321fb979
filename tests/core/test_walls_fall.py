"""Each wall is taken down once, to see that its test would notice."""

import gc

import pytest
from django.conf import settings as site
from django.core.cache import cache
from wagtail.admin.views.account import AvatarSettingsPanel
from wagtail.images.fields import WagtailImageField

from association.core import views
from association.core.uploads import forms, papers, pictures
from association.core.uploads.pictures import CleanPicture
from association.plaques import api
from association.plaques.services import receiving
from association.plaques.views import reports, sharing, verification
from tests.core import walls
from tests.core.test_walls import AS_IN_PRODUCTION, CHECKS

pytestmark = [pytest.mark.django_db, pytest.mark.filterwarnings("ignore::ResourceWarning")]

CORE = "association.core.middleware."
PAGES = site.CONTENT_SECURITY_POLICY["DIRECTIVES"]


def without(*names):
    """The site without some of its middleware."""

    def take_down(settings, _monkeypatch):
        settings.MIDDLEWARE = [name for name in site.MIDDLEWARE if not name.endswith(names)]

    return take_down


def with_settings(**values):
    def take_down(settings, _monkeypatch):
        for name, value in values.items():
            setattr(settings, name, value)

    return take_down


def with_patches(*patches):
    """patches: (module or class, name, what stands there instead)."""

    def take_down(_settings, monkeypatch):
        for place, name, value in patches:
            monkeypatch.setattr(place, name, value)

    return take_down


def never_waits(*_args):
    return 0


def unchecked(*_args):
    return None


def always(_panel):
    return True


PIXELS = "check_image_pixel_size"
# Behind ours stand Wagtail's field and the columns for width and height: no single patch opens it.
MANIFOLD = {walls.pages_are_no_pictures}


FALLS = [
    (walls.headers_are_there, without("SecurityHeadersMiddleware")),
    (walls.headers_are_there, without("ContentSecurityPolicyMiddleware")),
    (walls.headers_are_there, without("XFrameOptionsMiddleware")),
    (walls.headers_are_there, with_settings(SECURE_REFERRER_POLICY="unsafe-url")),
    (walls.tls_is_remembered, without("security.SecurityMiddleware")),
    (walls.tls_is_remembered, with_settings(SECURE_HSTS_SECONDS=0)),
    (
        walls.nothing_inline_runs,
        with_settings(
            CONTENT_SECURITY_POLICY_OF_ADMIN=PAGES | {"script-src": ["'self'", "'unsafe-inline'"]}
        ),
    ),
    (
        walls.nothing_inline_runs,
        with_settings(
            CONTENT_SECURITY_POLICY={
                "DIRECTIVES": PAGES | {"script-src": ["'self'", "'unsafe-inline'"]}
            }
        ),
    ),
    (walls.pages_of_persons_are_not_stored, without("PersonalPagesAreNotStoredMiddleware")),
    (walls.forged_posts_are_refused, without("CsrfViewMiddleware")),
    (walls.cookies_are_out_of_reach, with_settings(SESSION_COOKIE_HTTPONLY=False)),
    (walls.cookies_are_out_of_reach, with_settings(CSRF_COOKIE_HTTPONLY=False)),
    (walls.cookies_are_out_of_reach, with_settings(SESSION_COOKIE_SAMESITE="None")),
    (
        walls.pictures_lose_their_place,
        with_patches((forms, "clean_picture", lambda data: CleanPicture(data, "jpg"))),
    ),
    (
        walls.pictures_lose_their_place,
        with_settings(WAGTAILIMAGES_IMAGE_FORM_BASE="wagtail.images.forms.BaseImageForm"),
    ),
    (
        walls.pixel_floods_are_refused,
        with_patches((pictures, "MAX_PIXELS", 10**9), (WagtailImageField, PIXELS, unchecked)),
    ),
    (walls.portraits_are_not_taken, with_patches((AvatarSettingsPanel, "is_active", always))),
    (walls.originals_are_not_public, with_patches((views, "PUBLIC", ""))),
    (walls.papers_carry_no_programs, with_patches((forms, "check_paper", unchecked))),
    (
        walls.papers_carry_no_programs,
        with_settings(WAGTAILDOCS_DOCUMENT_FORM_BASE="wagtail.documents.forms.BaseDocumentForm"),
    ),
    (walls.papers_do_not_swell, with_patches((papers, "MAX_RATIO", 10**9))),
    (
        walls.nothing_waits_unseen,
        with_patches(
            (
                forms.UploadForm,
                "_post_clean",
                lambda form: super(forms.UploadForm, form)._post_clean(),
            )
        ),
    ),
    (
        walls.papers_are_handed_out_in_a_box,
        with_settings(WAGTAILDOCS_INLINE_CONTENT_TYPES=["application/pdf"]),
    ),
    (walls.papers_are_handed_out_in_a_box, without("ContentSecurityPolicyMiddleware")),
    (walls.one_person_cannot_fill_the_disk, with_patches((forms, "count_upload", unchecked))),
    (walls.one_school_cannot_fill_the_disk, with_patches((receiving, "MOST_OF_ONE_SCHOOL", 500))),
    (walls.reports_have_a_budget, with_patches((reports, "seconds_to_wait", never_waits))),
    (
        walls.wrong_numbers_have_a_budget,
        with_patches((verification, "seconds_to_wait", never_waits)),
    ),
    (walls.wrong_numbers_have_a_budget, with_patches((api, "seconds_to_wait", never_waits))),
    (walls.share_cards_have_a_budget, with_patches((sharing, "seconds_to_wait", never_waits))),
]


@pytest.fixture(autouse=True)
def as_on_a_real_site(settings, tmp_path, monkeypatch):
    cache.clear()  # Wagtail keeps renditions there, by keys that come again
    settings.MEDIA_ROOT = tmp_path
    for name, value in AS_IN_PRODUCTION.items():
        setattr(settings, name, value)
    monkeypatch.setattr(receiving, "MOST_OF_ONE_SCHOOL", 2)
    yield
    gc.collect()  # Wagtail leaves uploads and thumbnails to it


@pytest.mark.parametrize(
    ("check", "take_down"),
    FALLS,
    ids=[f"{check.__name__}-{n}" for n, (check, _) in enumerate(FALLS)],
)
def test_a_wall_that_is_taken_down_is_missed(check, take_down, settings, monkeypatch):
    take_down(settings, monkeypatch)
    with pytest.raises(AssertionError):
        check()


def test_every_wall_is_taken_down_once():
    assert {check for check, _take_down in FALLS} | MANIFOLD == set(CHECKS)

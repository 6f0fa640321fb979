"""Each wall as one question with a right answer.

`test_walls.py` asks it while the wall stands, `test_walls_fall.py` when it is taken down.
"""

import io
from contextlib import suppress

from django.conf import settings
from django.contrib.sessions.middleware import SessionMiddleware
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client, RequestFactory
from PIL import Image as Picture
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.models import Collection, UploadedFile
from wagtail.users.models import UserProfile

from association.accounts.roles import Role
from association.core import limits
from association.core.errors import RuleError
from association.core.uploads import quota
from association.plaques.guessing import MISSES_BY_NUMBER
from association.plaques.models import PlaqueReport
from association.plaques.services import retake_photo
from association.plaques.views.reports import REPORTS
from association.plaques.views.sharing import CARDS
from tests.factories import make_active_plaque, make_gate_photo, make_lead
from tests.factories import make_secretary as make_person
from tests.factories.files import (
    HTML,
    PDF,
    flood_of_pixels,
    office_file,
    packed_bomb,
    picture_with_place,
)
from tests.permissions.headers import faults_of

HERE = "127.0.0.1"
MACROS = office_file(parts={"word/vbaProject.bin": b"x"})


def browser(role=None, **options):
    client = Client(raise_request_exception=False, **options)
    if role:
        client.force_login(make_person(role))
    return client


def get(client, path, **options):
    """Ask for a page or a file, and let go of the file."""
    answer = client.get(path, **options)
    if answer.streaming:
        list(answer)
    return answer


def spend_all(budget, *whom):
    for _attempt in range(budget.attempts):
        limits.spend(budget, *whom)


# -- headers and cookies ---------------------------------------------------------------------------


def headers_are_there():
    for path in ("/", "/no/such/page/", "/static/css/site.css", "/verify"):
        assert faults_of(get(browser(), path)) == [], path


def tls_is_remembered():
    for path in ("/", "/no/such/page/", "/static/css/site.css"):
        told = get(browser(), path, secure=True).headers.get("Strict-Transport-Security", "")
        assert told.startswith("max-age=31536000; includeSubDomains"), path


def nothing_inline_runs():
    for client, path in ((browser(), "/"), (browser(Role.EDITOR), "/admin/")):
        policy = client.get(path).headers["Content-Security-Policy"]
        assert "script-src 'self'" in policy.split("; "), policy


def pages_of_persons_are_not_stored():
    for client, path in ((browser(Role.CLERK), "/"), (browser(), "/accounts/sign-in/")):
        assert "no-store" in client.get(path).headers.get("Cache-Control", ""), path


def forged_posts_are_refused():
    client = browser(enforce_csrf_checks=True)
    assert client.post("/report/", report()).status_code == 403
    assert not PlaqueReport.objects.exists()


def cookies_are_out_of_reach():
    def view(request):
        request.session["known"] = True
        return HttpResponse()

    session = SessionMiddleware(view)(RequestFactory().get("/")).cookies
    for cookies, name in (
        (session, settings.SESSION_COOKIE_NAME),
        (browser().get("/report/").cookies, settings.CSRF_COOKIE_NAME),
        (browser().get("/?lang=en").cookies, settings.LANGUAGE_COOKIE_NAME),
    ):
        assert cookies[name]["httponly"], name
        assert cookies[name]["samesite"] == "Lax", name


# -- uploads ---------------------------------------------------------------------------------------


def send(name, data, *, path, title="Gate", client=None, field="file", prefix=""):
    client = client or browser(Role.EDITOR)
    values = {
        f"{prefix}title": title,
        f"{prefix}collection": str(Collection.get_first_root_node().pk),
        f"{prefix}tags": "",
        f"{prefix}{field}": SimpleUploadedFile(name, data),
    }
    return client.post(path, values)


IMAGE_PATHS = (
    {"path": "/admin/images/add/"},
    {"path": "/admin/images/multiple/add/", "field": "files[]"},
    {"path": "/admin/images/chooser/create/", "prefix": "image-chooser-upload-"},
)
PAPER_PATHS = (
    {"path": "/admin/documents/add/"},
    {"path": "/admin/documents/multiple/add/", "field": "files[]"},
    {"path": "/admin/documents/chooser/create/", "prefix": "document-chooser-upload-"},
)


def pictures_lose_their_place():
    for way in IMAGE_PATHS:
        send("my-home.jpg", picture_with_place(), **way)
        kept = Image.objects.latest("pk")
        assert "my-home" not in kept.file.name
        with kept.file.open() as file:
            data = file.read()
        assert dict(Picture.open(io.BytesIO(data)).getexif()) == {}
        assert b"Phone of somebody" not in data
    assert Image.objects.count() == len(IMAGE_PATHS)


def pixel_floods_are_refused():
    for way in IMAGE_PATHS:
        send("flood.png", flood_of_pixels(), **way)
    assert not Image.objects.exists()


def pages_are_no_pictures():
    for way in IMAGE_PATHS:
        send("page.jpg", HTML, **way)
    assert not Image.objects.exists()


def papers_carry_no_programs():
    for way in PAPER_PATHS:
        send("letter.docx", MACROS, **way)
        send("page.pdf", HTML, **way)
    assert not Document.objects.exists()


def papers_do_not_swell():
    for way in PAPER_PATHS:
        send("letter.docx", packed_bomb(), **way)
    assert not Document.objects.exists()


def nothing_waits_unseen():
    """Wagtail keeps what was sent with a fault elsewhere in the form as it came."""
    for way in (IMAGE_PATHS[1], PAPER_PATHS[1]):
        send("gate.jpg", picture_with_place(), title="x" * 300, **way)
        send("statutes.pdf", PDF, title="x" * 300, **way)
    assert not UploadedFile.objects.exists()


def portraits_are_not_taken():
    client = browser(Role.EDITOR)
    assert 'type="file"' not in client.get("/admin/account/").content.decode()
    sent = {"avatar-avatar": SimpleUploadedFile("me.jpg", picture_with_place())}
    client.post("/admin/account/", {"locale-current_time_zone": "Asia/Shanghai", **sent})
    assert not UserProfile.objects.exclude(avatar="").exists()


def originals_are_not_public():
    send("gate.jpg", picture_with_place(), **IMAGE_PATHS[0])
    image = Image.objects.get()
    shown = image.get_rendition("width-40")
    answer = get(browser(), shown.url)
    assert (answer.status_code, answer.headers["Content-Disposition"]) == (200, "attachment")
    assert get(browser(), image.file.url).status_code == 404


def papers_are_handed_out_in_a_box():
    send("statutes.pdf", PDF, **PAPER_PATHS[0])
    answer = get(browser(), Document.objects.get().url)
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert "sandbox" in answer.headers.get("Content-Security-Policy", "")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def one_person_cannot_fill_the_disk():
    editor = make_person(Role.EDITOR)
    client = browser()
    client.force_login(editor)
    spend_all(quota.FILES_A_DAY, str(editor.pk))
    send("gate.jpg", picture_with_place(), client=client, **IMAGE_PATHS[0])
    send("statutes.pdf", PDF, client=client, **PAPER_PATHS[0])
    assert (Image.objects.count(), Document.objects.count()) == (0, 0)


def one_school_cannot_fill_the_disk():
    """With room for two photos."""
    plaque, lead = make_active_plaque(), make_lead()
    for _time in range(3):
        with suppress(RuleError):
            retake_photo(plaque=plaque, photo=make_gate_photo(plaque), acting_user=lead)
    assert plaque.photos.count() == 2


# -- budgets ---------------------------------------------------------------------------------------


def report(words="三号门"):
    return {"number": "SC-2026-9999-X", "exact": "on", "kind": "altered", "words": words}


def reports_have_a_budget():
    spend_all(REPORTS, HERE)
    answer = browser().post("/report/", report("挂在三号门"))
    assert answer.status_code == 429
    assert 0 < int(answer.headers["Retry-After"]) <= REPORTS.seconds
    assert "挂在三号门" in answer.content.decode()
    assert not PlaqueReport.objects.exists()


def wrong_numbers_have_a_budget():
    plaque = make_active_plaque()
    spend_all(MISSES_BY_NUMBER, HERE)
    for path in ("/verify/?number=SC-2026", "/verify/SC-2026-9999-X/", "/api/v1/plaques/nothing"):
        answer = browser().get(path)
        assert answer.status_code == 429, path
        assert 0 < int(answer.headers["Retry-After"]) <= MISSES_BY_NUMBER.seconds
    for path in (f"/verify/{plaque.number}/", f"/api/v1/plaques/{plaque.number}"):
        assert browser().get(path).status_code == 200


def share_cards_have_a_budget():
    plaque = make_active_plaque()
    assert browser().get(f"/verify/{plaque.number}/card.png").status_code == 200
    spend_all(CARDS, HERE)
    answer = browser().get(f"/verify/{plaque.number}/card.png")
    assert answer.status_code == 429
    assert 0 < int(answer.headers["Retry-After"]) <= CARDS.seconds

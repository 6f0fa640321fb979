"""The walls stand: on every kind of answer, on every way in. See docs/security.md."""

import gc

import pytest
from django.core.cache import cache
from django.core.exceptions import SuspiciousOperation
from django.core.wsgi import get_wsgi_application
from django.test import Client

from association.core.headers import permissions_policy
from association.plaques import guessing
from association.plaques.door import ScanDoor
from association.plaques.services import receiving
from tests.core import walls
from tests.factories import make_active_plaque
from tests.permissions.headers import faults_of
from tests.plaques.asking import ask, one_connection

pytestmark = [pytest.mark.django_db, pytest.mark.filterwarnings("ignore::ResourceWarning")]

AS_IN_PRODUCTION = {
    "SECURE_HSTS_SECONDS": 31_536_000,
    "SECURE_HSTS_INCLUDE_SUBDOMAINS": True,
    "SECURE_HSTS_PRELOAD": True,
}
CHECKS = [
    walls.headers_are_there,
    walls.tls_is_remembered,
    walls.nothing_inline_runs,
    walls.pages_of_persons_are_not_stored,
    walls.forged_posts_are_refused,
    walls.cookies_are_out_of_reach,
    walls.pictures_lose_their_place,
    walls.pixel_floods_are_refused,
    walls.pages_are_no_pictures,
    walls.papers_carry_no_programs,
    walls.papers_do_not_swell,
    walls.nothing_waits_unseen,
    walls.portraits_are_not_taken,
    walls.originals_are_not_public,
    walls.papers_are_handed_out_in_a_box,
    walls.one_person_cannot_fill_the_disk,
    walls.one_school_cannot_fill_the_disk,
    walls.reports_have_a_budget,
    walls.wrong_numbers_have_a_budget,
    walls.share_cards_have_a_budget,
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


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_the_wall_stands(check):
    check()


# -- every kind of answer --------------------------------------------------------------------------


def broken(error):
    def view(*_args, **_kwargs):
        raise error

    return view


def test_refusals_and_files_carry_every_header():
    client = Client(raise_request_exception=False)
    forger = Client(enforce_csrf_checks=True)
    told = {
        "a host that is not ours": (400, client.get("/", headers={"host": "evil.example"})),
        "a form without end": (413, client.post("/report/", {"words": "x" * 3_000_000})),
        "a forged form": (403, forger.post("/report/", {})),
        "no such page": (404, client.get("/no/such/page/")),
        "no such file": (404, walls.get(client, "/static/no-such.css")),
        "no such picture": (404, client.get("/media/images/no.png")),
        "no number for scripts": (422, client.get("/api/v1/plaques/nothing")),
        "a method that is not offered": (405, client.delete("/verify/")),
        "a file": (200, walls.get(client, "/static/css/site.css")),
        "a moved page": (301, client.get("/verify")),
        "a desk": (302, client.get("/desk/")),
    }
    faults = {
        name: faults_of(answer, path=answer.wsgi_request.path)
        for name, (_right, answer) in told.items()
    }
    assert faults == {name: [] for name in told}
    statuses = {name: answer.status_code for name, (_right, answer) in told.items()}
    assert statuses == {name: right for name, (right, _answer) in told.items()}


def test_a_form_that_is_too_large_is_told_as_that_and_one_of_too_many_fields_too():
    client = Client()
    for form in ({"words": "x" * 3_000_000}, {f"f{number}": "1" for number in range(1_001)}):
        answer = client.post("/report/?lang=en", form)
        assert answer.status_code == 413
        assert "shorten the text" in answer.content.decode()
    unreadable = client.get("/?lang=en", headers={"host": "evil.example"})
    assert unreadable.status_code == 400
    assert "shorten the text" not in unreadable.content.decode()


@pytest.mark.parametrize(
    ("error", "status"),
    [(RuntimeError("secret"), 500), (SuspiciousOperation("odd"), 400), (PermissionError(), 500)],
)
def test_failures_carry_every_header_and_tell_nothing(monkeypatch, error, status):
    monkeypatch.setattr("association.plaques.views.members.find_members", broken(error))
    answer = Client(raise_request_exception=False).get("/members/")
    assert answer.status_code == status
    assert faults_of(answer) == []
    assert b"secret" not in answer.content
    assert b"Traceback" not in answer.content


def test_the_way_to_tls_carries_every_header(settings):
    settings.SECURE_SSL_REDIRECT = True
    answer = Client().get("/")
    assert (answer.status_code, answer.headers["Location"]) == (301, "https://testserver/")
    assert faults_of(answer) == []


@pytest.mark.usefixtures(one_connection.__name__)
def test_what_the_scan_door_answers_by_itself_carries_every_header():
    door = ScanDoor(get_wsgi_application())
    plaque = make_active_plaque()
    path = plaque.scan_path
    first, stored = ask(door, path), ask(door, path)
    miss = ask(door, "/v/nothing")
    flood = [ask(door, "/v/nothing") for _try in range(guessing.BUDGET)][-1]
    told = {"rendered": first, "stored": stored, "unknown": miss, "too many": flood}
    assert [answer.status[:3] for answer in told.values()] == ["200", "200", "404", "429"]
    assert {name: faults_of(answer) for name, answer in told.items()} == {key: [] for key in told}
    assert "geolocation=(self)" in stored.headers["Permissions-Policy"]


def test_only_what_is_made_for_other_sites_may_stand_in_their_frames(client):
    plaque = make_active_plaque()
    badge = client.get(f"/badge/{plaque.number}/")
    assert "frame-ancestors *" in badge.headers["Content-Security-Policy"]
    assert "X-Frame-Options" not in badge.headers
    page = client.get(f"/verify/{plaque.number}/")
    assert "frame-ancestors 'none'" in page.headers["Content-Security-Policy"]
    assert page.headers["X-Frame-Options"] == "DENY"


def test_pages_open_single_doors_of_the_machine_and_no_others(client):
    def doors(path):
        told = client.get(path).headers["Permissions-Policy"].split(", ")
        return {part.partition("=")[0] for part in told if not part.endswith("=()")}

    plaque = make_active_plaque()
    assert doors(plaque.scan_path) == {"geolocation"}
    assert doors("/") == set()
    assert doors("/accounts/sign-in/") == {
        "publickey-credentials-create",
        "publickey-credentials-get",
    }


def test_a_door_nobody_thought_of_is_not_opened():
    with pytest.raises(ValueError, match="camera"):
        permissions_policy("camera")


def test_static_files_are_for_our_own_pages(client):
    told = walls.get(client, "/static/css/site.css").headers
    assert "Access-Control-Allow-Origin" not in told


def test_a_wait_says_how_long_in_minutes_and_the_form_keeps_what_was_typed(client):
    walls.spend_all(walls.REPORTS, walls.HERE)
    page = client.post("/report/?lang=en", walls.report("at the third gate")).content.decode()
    assert "in 15 minutes" in page
    assert "at the third gate" in page
    assert "SC-2026-9999-X" in page


@pytest.mark.parametrize("path", ["/", "/verify/", "/report/", "/members/", "/api/v1/openapi.json"])
def test_methods_that_nobody_offers_are_refused(client, path):
    answers = [client.trace(path), client.put(path), client.delete(path), client.patch(path)]
    assert [answer.status_code for answer in answers] == [405, 405, 405, 405]
    assert [faults_of(answer) for answer in answers] == [[], [], [], []]

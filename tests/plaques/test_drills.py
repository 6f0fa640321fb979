"""Six ways to cheat with a plaque, and what a parent reads who scans or types at the gate.

Copying a code cannot be prevented. Each drill ends with words that let a parent see through it.
"""

import datetime as dt

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.utils import timezone

from association.core import clock
from association.core.models import AssociationProfile
from association.plaques.artwork import plaque_words
from association.plaques.models import PlaqueReport
from tests.factories import make_active_plaque, make_plaque, make_revoked_plaque

pytestmark = pytest.mark.django_db


def read(client, path):
    address = f"{path}{'&' if '?' in path else '?'}lang=en"
    return BeautifulSoup(client.get(address).content, "html.parser")


def words_of(part):
    return " ".join(part.get_text(" ").split())


def send_report(client, form):
    values = {
        field["name"]: field["value"]
        for field in form.select("main input[type=hidden], input[name=kind][checked]")
    }
    return client.post("/report/?lang=en", values)


def test_a_code_copied_to_another_school_is_seen_by_the_photo_and_reported(client):
    plaque = make_active_plaque()
    page = read(client, plaque.scan_path)
    first = page.select_one(".first")
    assert first.img["src"] == plaque.photos.get().small_path
    assert plaque.school.name in words_of(first)
    assert plaque.campus.address in words_of(first)
    assert words_of(first.select_one(".ask h2")) == "Does it hang here?"
    not_here = first.select_one(".ask a")["href"]
    answer = send_report(client, read(client, not_here))
    assert answer.status_code == 302
    assert [report.kind for report in PlaqueReport.objects.all()] == ["elsewhere"]


def test_a_look_alike_address_differs_from_the_one_on_plaque_and_page(client):
    plaque = make_active_plaque()
    domain = settings.SITE_URL.removeprefix("https://")
    printed = plaque_words(plaque, issuer=AssociationProfile.load())
    assert domain in " ".join(str(value) for value in printed.values())
    assert plaque.scan_url.startswith(f"https://{domain}/v/")
    page = read(client, plaque.scan_path)
    assert domain in words_of(page.select_one(".top"))
    assert f"This answer is genuine only at {domain}" in words_of(page.main)
    # A code that leads to us from elsewhere with a made-up end is told as such.
    assert "This code is damaged or not ours" in words_of(read(client, "/v/" + "A" * 22).main)


def test_a_plaque_that_was_taken_back_and_hangs_is_told_and_reported(client):
    plaque = make_revoked_plaque(reason="未公开收费项目")
    first = read(client, plaque.scan_path).select_one(".first")
    assert words_of(first.h1) == "Taken back"
    assert "It should no longer hang here." in words_of(first)
    assert "未公开收费项目" in words_of(first)
    assert words_of(first.select_one(".ask h2")) == "Does it still hang here?"
    send_report(client, read(client, first.select_one(".ask a")["href"]))
    assert plaque.reports.still_hanging().count() == 1


def test_a_stolen_print_never_turns_green(client):
    plaque = make_plaque()
    first = read(client, plaque.scan_path).select_one(".first")
    assert words_of(first.h1) == "Not activated"
    assert "has not been confirmed at the gate yet" in words_of(first)
    assert "There is no photo of this gate yet." in words_of(first)
    assert "state-not_activated" in client.get(plaque.scan_path).content.decode()


def test_an_altered_number_fails_its_check_character(client):
    plaque = make_active_plaque()
    sequence = plaque.number.split("-")[2]
    altered = plaque.number.replace(sequence, f"{int(sequence) + 1:04d}")
    response = client.get("/verify/", {"number": altered, "lang": "en"})
    page = BeautifulSoup(response.content, "html.parser")
    assert response.status_code == 422
    assert "A character seems to be mistyped" in words_of(page.main)
    assert [link.get_text() for link in page.select(".near a")] == [plaque.number]
    assert "Then it may have been altered." in words_of(page.main)
    answer = send_report(
        client, read(client, page.select_one("#outcome a.tap[href*=kind]")["href"])
    )
    assert answer.status_code == 302
    assert PlaqueReport.objects.get().typed_number == altered
    assert plaque.school.name not in words_of(page)


def test_an_old_screenshot_carries_its_time_at_the_top(client):
    plaque = make_active_plaque()
    long_ago = clock.now() + dt.timedelta(minutes=1)
    with clock.at(long_ago):
        page = read(client, plaque.scan_path)
    shown = page.select_one(".as-of time").get_text()
    assert shown == f"{timezone.localtime(long_ago):%Y-%m-%d %H:%M:%S}"
    # The style sheet sets the last line at the top of the first screen; see tests/walks.
    assert "scan the code yourself to know what is true now" in words_of(page.main)

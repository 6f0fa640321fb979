"""The page behind a code on a parent's small phone: everything at one glance, in two requests."""

import json
import math
import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

PHONE = {"viewport": {"width": 360, "height": 640}}
ONE_OF_EACH = """
import json
from association.plaques.enums import NUMBER_STATES
from association.plaques.models import Plaque
found = {state: Plaque.objects.in_state(state).first() for state in NUMBER_STATES}
print(json.dumps({state: plaque.scan_path for state, plaque in found.items()}))
"""
HUNG = """
from association.plaques.models import Plaque
hung = Plaque.objects.in_state("valid").filter(photos__kind="gate", campus__latitude__isnull=False)
print(hung.first().scan_path)
"""
FIRST_SCREEN = [
    ".as-of time",
    ".verdict__plate > .icon",
    "h1",
    ".verdict__since",
    ".place__photo",
    ".place__school",
    ".place__address",
    ".place__number",
    ".ask h2",
    ".ask summary",
    ".ask a",
]
STATES = ["valid", "not_activated", "superseded", "expired", "returned", "suspended", "revoked"]
METRES_A_DEGREE = 111_195


@pytest.fixture(scope="module")
def scans(site):
    return json.loads(site.manage("shell", "--no-imports", "-c", ONE_OF_EACH).splitlines()[-1])


@pytest.fixture(scope="module")
def hung(site):
    return site.manage("shell", "--no-imports", "-c", HUNG).splitlines()[-1]


@pytest.fixture
def phone(site, chromium):
    """Opens an address on a small phone; gives the page and the list of its requests."""
    contexts = []

    def opened(path, **options):
        context = chromium.new_context(**PHONE, **options)
        contexts.append(context)
        page, asked = context.new_page(), []
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda message: asked.append(message.text))
        page.goto(f"{site.url}{path}")
        return page, asked

    yield opened
    for context in contexts:
        context.close()


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("state", STATES)
def test_what_matters_stands_on_the_first_screen(phone, scans, state, language):
    page, _asked = phone(f"{scans[state]}?lang={language}")
    seen = {part: page.locator(part).first.bounding_box() for part in FIRST_SCREEN}
    outside = [
        part
        for part, box in seen.items()
        if box["y"] < 0 or box["y"] + box["height"] > 640 or box["x"] + box["width"] > 360
    ]
    assert outside == []
    assert seen[".as-of time"]["y"] < 28


def test_the_page_takes_two_requests_and_complains_of_nothing(site, phone, hung):
    page, asked = phone(hung)
    expect(page.locator(".place__photo img")).to_have_js_property("complete", True)
    page.wait_for_load_state("networkidle")
    assert [address.removeprefix(site.url).rpartition("/")[0] for address in asked] == [
        "/v",
        "/v/photo",
    ]


def test_yes_is_answered_in_place_and_no_leads_to_the_report(phone, hung):
    page, _asked = phone(f"{hung}?lang=en", java_script_enabled=False)
    answer = page.locator(".ask details p")
    expect(answer).to_be_hidden()
    page.locator(".ask summary").click()
    expect(answer).to_be_visible()
    with page.expect_navigation():
        page.locator(".ask a").click()
    expect(page.locator("[name=kind][value=elsewhere]")).to_be_checked()
    with page.expect_navigation():
        page.locator("main form button[type=submit]").first.click()
    expect(page.locator("h1")).to_have_text("Thank you")


def gate(page):
    offer = page.locator("#distance")
    return [float(offer.get_attribute(f"data-{name}")) for name in ("latitude", "longitude")]


@pytest.mark.parametrize(
    ("metres", "accuracy", "words"),
    [
        (80, 10, r"about 80 m from the registered gate"),
        (560, 10, r"about 560 m from the registered gate"),
        (2_500, 50, r"You seem to be elsewhere: about 2\.5 km"),
        (80, 900, r"not exact enough to tell"),
    ],
)
def test_the_phone_works_out_the_distance_and_tells_nobody(phone, hung, metres, accuracy, words):
    page, asked = phone(f"{hung}?lang=en", permissions=["geolocation"])
    page.wait_for_load_state("networkidle")
    before = list(asked)
    latitude, longitude = gate(page)
    place = {"latitude": latitude + metres / METRES_A_DEGREE, "longitude": longitude}
    page.context.set_geolocation({**place, "accuracy": accuracy})
    page.locator("#distance button").click()
    expect(page.locator("#distance output")).to_have_text(re.compile(words))
    page.wait_for_load_state("networkidle")
    assert asked == before


def test_east_and_west_count_as_well_as_north_and_south(phone, hung):
    page, _asked = phone(f"{hung}?lang=en", permissions=["geolocation"])
    latitude, longitude = gate(page)
    east = 300 / METRES_A_DEGREE / math.cos(math.radians(latitude))
    page.context.set_geolocation({"latitude": latitude, "longitude": longitude + east})
    page.locator("#distance button").click()
    expect(page.locator("#distance output")).to_contain_text("about 300 m")


def test_a_phone_that_keeps_its_place_to_itself_is_answered_kindly(phone, hung):
    page, _asked = phone(f"{hung}?lang=en")
    page.locator("#distance button").click()
    expect(page.locator("#distance output")).to_contain_text("did not share its position")


def test_without_a_script_nothing_is_offered_that_needs_one(phone, hung):
    page, _asked = phone(hung, java_script_enabled=False)
    expect(page.locator("#distance")).to_be_hidden()

"""The real page on which anybody repeats a draw, in a browser whose network is off."""

import re
import shutil
from contextlib import contextmanager

import pytest
from django.urls import reverse
from playwright.sync_api import sync_playwright

from association.peer_review.enums import RoundKind
from association.peer_review.selectors.records import present_record
from association.peer_review.services import recuse, withdraw
from tests.factories.rounds import RESULTS, make_announced_round, make_drawn_round

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

ARGUMENTS = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"]
HOST = "https://association.test"


@contextmanager
def opened(address, response):
    """The page as it was sent, its policies included; whatever else it asks for is a fault.

    Playwright's event loop keeps Django off the database, so all is read before it begins.
    """
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=ARGUMENTS
        )
        page = browser.new_page()
        faults = []
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda message: faults.append(message.text))
        page.on("request", lambda request: faults.append(request.url))
        headers = dict(response.items())
        if address.startswith("file:"):
            page.goto(address)
        else:
            page.route(address, lambda route: route.fulfill(body=response.content, headers=headers))
            page.goto(address)
        page.context.set_offline(True)
        assert faults == [address]
        faults.clear()
        yield page
        assert faults == []
        browser.close()


def repeat(page, results, code):
    """Type the numbers as a principal would, and return what the page says."""
    for place, text in enumerate(results):
        page.locator("[data-draw-source]").nth(place).fill(text)
    page.locator("[data-draw-code]").fill(code)
    page.locator("form button").click()
    return {
        name: page.locator(f"[data-draw-{name}]").text_content()
        for name in ("hash", "key", "seed", "agreement", "commitment")
    }


def names_in(page):
    """The schools in the list, without what stands beside their names."""
    lines = page.locator("[data-draw-list] li").all_text_contents()
    return [re.split(r" ?[(（]", re.sub(r"^\d+\. ", "", line))[0] for line in lines]


def numbers_in(page):
    """The numbers before the schools in the list."""
    lines = page.locator("[data-draw-list] li")
    return lines.evaluate_all("lines => lines.map((line) => line.value)")


def sent(client, name, row):
    response = client.get(reverse(f"peer_review:{name}", args=[row.code]), {"lang": "en"})
    assert response.status_code == 200
    return response


def test_typed_numbers_lead_to_the_published_order_with_the_network_off(client):
    row = make_drawn_round(schools=14)
    record = present_record(row.draw)
    pool = {school["code"]: school["name"] for school in record["announcement"]["pool"]}
    response = sent(client, "repeat", row)
    with opened(f"{HOST}/draws/{row.code}/repeat/", response) as page:
        messy = [text.replace(" ", "，").replace("1", "１") for text in RESULTS]
        said = repeat(page, messy, record["code"].lower())
        assert said == {
            "hash": record["announcement_hash"],
            "key": record["key"],
            "seed": record["seed"],
            "agreement": "This is the published result.",
            "commitment": "The code is the one the association committed to.",
        }
        assert names_in(page) == [pool[code] for code in record["outcome"]["chosen"]]
        order = record["outcome"]["order"]
        assert numbers_in(page) == [order.index(each) + 1 for each in record["outcome"]["chosen"]]


def test_the_downloaded_file_does_the_same_after_a_withdrawal(client, tmp_path):
    row = make_drawn_round(schools=14)
    leaver = row.participants.filter(chosen=True)[0]
    withdraw(participant=leaver, reason="校舍翻修", acting_user=None)
    record = present_record(row.draw)
    response = sent(client, "repeat_file", row)
    assert response["Content-Disposition"] == f'attachment; filename="repeat-draw-{row.code}.html"'
    file = tmp_path / "repeat.html"
    file.write_bytes(response.content)
    with opened(file.as_uri(), response) as page:
        said = repeat(page, RESULTS, record["code"])
        assert said["agreement"] == "This is the published result."


def test_other_numbers_lead_elsewhere_and_a_slip_is_told(client):
    row = make_drawn_round(schools=14)
    code = row.draw.record["code"]
    response = sent(client, "repeat", row)
    with opened(f"{HOST}/draws/{row.code}/repeat/", response) as page:
        said = repeat(page, [RESULTS[1], RESULTS[0]], code)
        assert said["agreement"].startswith("This is not the published result.")
        repeat(page, ["1 2 3", RESULTS[1]], code)
        assert "20 numbers are needed, 3 were typed." in page.inner_text("[data-draw-problem]")
        assert page.locator("[data-draw-answer]").is_hidden()


def test_who_visits_whom_is_checked_rule_by_rule(client):
    row = make_drawn_round(RoundKind.MUTUAL, schools=10)
    seat = row.visits.all()[0].seats.all()[0]
    recuse(seat=seat, reason="有过合作", acting_user=None)
    record = present_record(row.draw)
    response = sent(client, "repeat", row)
    with opened(f"{HOST}/draws/{row.code}/repeat/", response) as page:
        said = repeat(page, RESULTS, record["code"])
        assert said["seed"] == record["seed"]
        assert said["agreement"] == "This is the published result."
        assert "Every rule holds" in page.inner_text("[data-draw-list]")


def test_before_the_draw_anybody_can_try_how_it_goes(client):
    row = make_announced_round(schools=14)
    response = sent(client, "repeat", row)
    assert b'id="draw-record"' not in response.content
    with opened(f"{HOST}/draws/{row.code}/repeat/", response) as page:
        said = repeat(page, RESULTS, "7H2K-Q0WZ-9M4X-TB1C")
        assert said["commitment"] == "This is not the code the association committed to."
        assert said["agreement"] == ""
        assert len(names_in(page)) > 0

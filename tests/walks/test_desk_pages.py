"""The pages a lead or a school opens at the gate, on a phone: readable, narrow and quiet."""

import json

import pytest

from tests.walks.signing_in import sign_in
from tests.walks.test_public_pages import by_light_and_dark

pytestmark = pytest.mark.browser

PHONE = {"width": 320, "height": 640}
FOUND = """
import json
from django.urls import reverse
from association.alliances.models import Alliance
from association.plaques.selectors import take_downs_of_members, to_hang
row = to_hang()[0]
led = {each: take_downs_of_members(each) for each in Alliance.objects.all()}
asked = [(each, down) for each, downs in led.items() for down in downs if down.status == "open"]
alliance, down = asked[0]
desk = row.alliance.code
print(json.dumps({
    "hanging": (desk, reverse("plaques:hanging", args=[desk])),
    "hang": (desk, reverse("plaques:hang", args=[desk, row.plaque.number])),
    "bare wall": (alliance.code,
                  reverse("plaques:bare_wall", args=[down.school.uscc, down.plaque.number])),
}))
"""


@pytest.fixture(scope="module")
def places(site):
    """Each page's address, and the code of the alliance whose lead may open it."""
    return json.loads(site.manage("shell", "--no-imports", "-c", FOUND).splitlines()[-1])


@pytest.fixture(scope="module")
def lead(site, chromium):
    """What a browser keeps when the lead of an alliance has signed in."""
    kept = {}

    def signed_in(code):
        if code not in kept:
            context = chromium.new_context(base_url=site.url)
            page = context.new_page()
            sign_in(page, f"lead-{code}")
            kept[code] = context.storage_state()
            context.close()
        return kept[code]

    return signed_in


@pytest.mark.parametrize("name", ["hanging", "hang", "bare wall"])
def test_a_page_for_the_gate_is_accessible_narrow_and_quiet(site, chromium, places, lead, name):
    code, path = places[name]
    context = chromium.new_context(viewport=PHONE, storage_state=lead(code))
    page = context.new_page()
    complaints = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    answer = page.goto(f"{site.url}{path}")
    violations, widths = by_light_and_dark(page)
    context.close()
    assert answer.status == 200
    assert violations == {"light": [], "dark": []}
    assert max(widths) <= PHONE["width"]
    assert complaints == []

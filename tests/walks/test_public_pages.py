"""Every public page in a real browser: readable for all, narrow phones included, and quiet."""

import json

import pytest
from axe_playwright_python.sync_playwright import Axe

pytestmark = pytest.mark.browser

FOUND = """
import json
from association.plaques.enums import NUMBER_STATES
from association.plaques.models import Plaque, ReplacedCopy
found = {state: Plaque.objects.in_state(state).first() for state in NUMBER_STATES}
number = found["valid"].number
mistyped = number[:-1] + ("0" if number[-1] == "1" else "1")
print(json.dumps({state: plaque.scan_path for state, plaque in found.items()} | {
    "copy_replaced": f"/v/{ReplacedCopy.objects.first().token}",
    "mistyped": f"/verify/?number={mistyped}",
    "badge": f"/badge/{number}/",
    "report": f"/report/?number={number}&kind=elsewhere",
    "report sent": f"/report/sent/?number={number}",
}))
"""
PAGES = [
    "/",
    "/verify/",
    "/verify/?number=SC-2026-0001-A",
    "/verify/?number=hello",
    "/v/AAAAAAAAAAAAAAAAAAAAAA",
    "/members/",
    "/members/?q=" + "无" * 8,
    "/pledge/",
    "/news/",
    "/alliances/",
    "/alliances/east/",
    "/report/",
    "/report/sent/",
    "/badge/SC-2026-0001-A/",
    "/v/too-many/",
    "/accounts/sign-in/",
    "/accounts/password/reset/",
    "/join/1-0/",
    "/no/such/page/",
]
STATES = ["valid", "not_activated", "superseded", "expired", "returned", "suspended", "revoked"]
OF_PLAQUES = [*STATES, "copy_replaced", "mistyped", "badge", "report", "report sent"]
WCAG = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}


@pytest.fixture(scope="module")
def of_plaques(site):
    """The scan address of one plaque in each state, and other pages about plaques."""
    return json.loads(site.manage("shell", "--no-imports", "-c", FOUND).splitlines()[-1])


@pytest.fixture(scope="module")
def first_news(site, chromium):
    page = chromium.new_page()
    page.goto(f"{site.url}/news/")
    address = page.locator("main a[href^='/news/']").first.get_attribute("href")
    page.close()
    return address


@pytest.fixture
def addresses(of_plaques, first_news):
    """Resolve what only the demo's database knows."""
    return {**of_plaques, "first news": first_news}


def by_light_and_dark(page):
    """Ask an open page in both schemes: what axe finds against WCAG in each, and how wide it is."""
    violations, widths = {}, []
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        found = Axe().run(page, options=WCAG)
        violations[scheme] = found.response["violations"]
        widths.append(page.evaluate("document.documentElement.scrollWidth"))
    return violations, widths


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("address", [*PAGES, *OF_PLAQUES, "first news"])
def test_a_public_page_is_accessible_narrow_and_quiet(site, chromium, addresses, address, language):
    context = chromium.new_context(viewport={"width": 320, "height": 640})
    page = context.new_page()
    complaints, foreign = [], []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on(
        "request",
        lambda request: None if request.url.startswith(site.url) else foreign.append(request.url),
    )
    path = addresses.get(address, address)
    answer = page.goto(f"{site.url}{path}{'&' if '?' in path else '?'}lang={language}")

    violations, widths = by_light_and_dark(page)
    context.close()
    # Chromium itself reports a 404 or 422 in its console; that is the answer, not an error.
    complaints = [text for text in complaints if f"status of {answer.status}" not in text]
    assert violations == {"light": [], "dark": []}
    assert max(widths) <= 320
    assert complaints == []
    assert foreign == []


@pytest.mark.parametrize("address", ["/", "/members/", "/verify/", "/pledge/", "valid", "revoked"])
def test_a_public_page_says_the_same_without_javascript(site, chromium, addresses, address):
    path = addresses.get(address, address)
    texts = []
    for scripts in (True, False):
        context = chromium.new_context(java_script_enabled=scripts)
        page = context.new_page()
        page.goto(f"{site.url}{path}")
        texts.append(page.locator("main h1, main h2").all_text_contents())
        context.close()
    assert texts[0] == texts[1]
    assert texts[0]

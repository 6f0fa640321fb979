"""The whole loop in a real browser: a school in, a pledge signed, a plaque hung, taken down."""

import re

import pytest
import requests
from playwright.sync_api import expect

from tests.walks.camera import bare_wall, code_on, gate_photo
from tests.walks.judging import Judging
from tests.walks.ledger import Ledger
from tests.walks.reader import Reader
from tests.walks.signing_in import PASSWORD, sign_in

pytestmark = pytest.mark.browser

LEDGER = Ledger("新竹", "12")
PHONE = {"width": 360, "height": 640}
DESK = {"width": 1280, "height": 800}


@pytest.fixture(scope="module")
def person(site, chromium):
    """Open a browser of one's own; sign in when a user name is given."""
    contexts = []

    def open_browser(username="", viewport=DESK):
        context = chromium.new_context(viewport=viewport, base_url=site.url)
        contexts.append(context)
        page = context.new_page()
        if username:
            sign_in(page, username)
        return page

    yield open_browser
    for context in contexts:
        context.close()


def reader_of(site, page):
    """The same person's session, for pages that other tests walk through in a browser."""
    reader = Reader(site)
    for cookie in page.context.cookies():
        reader.session.cookies.set(cookie["name"], cookie["value"])
    return reader


def press(page, button="main form button[type=submit]"):
    """Press a button, by default the last seen in the page's middle, and wait for the next page."""
    with page.expect_navigation():
        page.locator(button).filter(visible=True).last.click()


def follow(page, link):
    """Follow the first such link and wait for its page."""
    with page.expect_navigation():
        page.locator(link).first.click()


@pytest.fixture(scope="module")
def clerk(person):
    return person("clerk")


@pytest.fixture(scope="module")
def parent(person):
    return person(viewport=PHONE)


@pytest.fixture(scope="module")
def imported(clerk):
    """Step 1: the clerk takes a ledger in."""
    clerk.goto("/admin/ledger-imports/new/")
    clerk.set_input_files(
        "[name=file]",
        {"name": "会员台账.csv", "mimeType": "text/csv", "buffer": LEDGER.text.encode("utf-8-sig")},
    )
    press(clerk)
    expect(clerk.locator("main")).to_contain_text(LEDGER.name)
    press(clerk, "form[action$='/confirm/'] button")
    # The worker takes the import from the queue; the page follows it by itself.
    finished = clerk.locator("main .import-acts a[href='/admin/ledger-imports/']")
    expect(finished).to_be_visible(timeout=60_000)
    clerk.goto(f"/admin/schools/?q={LEDGER.name}")
    follow(clerk, f"main a:has-text('{LEDGER.name}')")
    expect(clerk.locator("main")).to_contain_text(LEDGER.code)
    return re.search(r"/(\d+)/", clerk.url)[1]


@pytest.fixture(scope="module")
def principal(imported, clerk, person):
    """Step 2: the clerk invites the principal, who opens an account from the slip's link."""
    clerk.goto(f"/admin/schools/invite/{imported}/")
    press(clerk)
    link = re.search(r"https?://\S+?/join/[0-9A-Z-]+/", clerk.content())[0]
    page = person(viewport=PHONE)
    page.goto(link)
    expect(page.locator("main")).to_contain_text(LEDGER.name)
    page.fill("[name=username]", "xinzhu")
    page.fill("[name=last_name]", "校")
    page.fill("[name=first_name]", "长乙")
    page.fill("[name=password1]", "bamboo-grove-42-gate")
    page.fill("[name=password2]", "bamboo-grove-42-gate")
    press(page, "main form.form button[type=submit]")
    page.wait_for_url(f"**/desk/{LEDGER.code}/")
    return page


@pytest.fixture(scope="module")
def receipt(principal):
    """Step 3: the principal reads, ticks, draws a signature, checks and signs."""
    page = principal
    page.goto(f"/desk/{LEDGER.code}/pledge/")
    press(page, "form[action$='/begin/'] button")
    page.goto(f"/desk/{LEDGER.code}/pledge/promise/P1/")
    for _promise in range(8):
        press(page, "button[name=act][value=tick]")
    page.goto(f"/desk/{LEDGER.code}/pledge/sign/")
    page.fill("[name=signer_name]", "校长乙")
    draw(page)
    press(page)
    page.wait_for_url("**/pledge/check/")
    page.check("[name=entitled]")
    press(page)
    page.wait_for_url(re.compile(r"/receipt/[A-Z]+-\d{4}-\d{4}/"))
    return re.search(r"/receipt/([^/]+)/", page.url)[1]


def draw(page):
    """Draw two strokes on the signature pad."""
    pad = page.locator("canvas.signature__pad")
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box()
    for start, end in (((0.2, 0.3), (0.8, 0.7)), ((0.2, 0.7), (0.8, 0.3))):
        page.mouse.move(box["x"] + box["width"] * start[0], box["y"] + box["height"] * start[1])
        page.mouse.down()
        page.mouse.move(
            box["x"] + box["width"] * end[0], box["y"] + box["height"] * end[1], steps=8
        )
        page.mouse.up()


@pytest.fixture(scope="module")
def plaque(receipt, principal, clerk):
    """Step 4: handed in, accepted, issued; the address comes out of the plaque's own picture."""
    press(principal, "form[action$='/hand-in/'] button")
    clerk.goto(f"/admin/pledge/?q={LEDGER.name}")
    follow(clerk, f"main a:has-text('{LEDGER.name}')")
    follow(clerk, "main a[href*='/pledge/accept/']")
    press(clerk)
    follow(clerk, "main a[href*='/plaques/issue/']")
    press(clerk)
    clerk.wait_for_url(re.compile(r"/admin/plaques/inspect/\d+/"))
    number = re.search(r"SC-\d{4}-\d{4}-[0-9A-Z]", clerk.locator("main").inner_text())[0]
    picture = principal.request.get(f"/desk/{LEDGER.code}/plaques/{number}.png")
    return {"number": number, "scan": code_on(picture.body()), "admin": clerk.url}


def state_of(element):
    """The state that an element's class names; its word and icon follow from the same key."""
    return re.search(r"state-(\w+)", element.get_attribute("class"))[1]


def everywhere(site, parent, plaque):
    """What each surface says of the plaque at this moment."""
    parent.goto(plaque["scan"])
    scanned = state_of(parent.locator("body"))
    parent.goto("/verify/")
    parent.fill("main [name=number]", plaque["number"].lower().replace("-", "－"))
    press(parent)
    typed = state_of(parent.locator("body"))
    api = requests.get(f"{site.url}/api/v1/plaques/{plaque['number']}", timeout=10).json()
    return {scanned, typed, api["state"], listed(parent, f"/members/?q={LEDGER.word}")}


def listed(parent, address):
    """The state that a list of schools shows for the new one."""
    parent.goto(address)
    return state_of(parent.locator("tr", has_text=LEDGER.name).locator(".badge"))


def send_photo(page, photo):
    """Choose a photo as a phone hands it over, and send it."""
    page.set_input_files(
        "[name=photo]", {"name": "IMG_0001.jpg", "mimeType": "image/jpeg", "buffer": photo}
    )
    press(page)


def take_down(plaque, parent, principal, clerk):
    """A passer-by sees it hang, the school shows the bare wall, the clerk closes."""
    follow(parent, "main a[href*='kind=still_hanging']")
    expect(parent.locator("[name=kind][value=still_hanging]")).to_be_checked()
    press(parent)
    parent.wait_for_url("**/report/sent/**")

    principal.goto(f"/desk/{LEDGER.code}/")
    follow(principal, "main a[href$='/bare-wall/']")
    send_photo(principal, gate_photo(plaque["scan"]))
    expect(principal.locator("main [name=photo]")).to_be_visible()  # its code is still there
    send_photo(principal, bare_wall())
    expect(principal.locator("main [name=photo]")).to_have_count(0)

    clerk.goto("/admin/take-downs/")
    row = clerk.locator("main tr", has_text=plaque["number"])
    expect(row.locator("td").last).to_have_text("1")
    follow(clerk, f"main tr:has-text('{plaque['number']}') a[href]")
    expect(clerk.locator("main figure img")).to_have_count(2)
    follow(clerk, "main a[href*='/take-downs/close/']")
    press(clerk)
    expect(clerk.locator("main a[href*='/take-downs/close/']")).to_have_count(0)


def test_the_loop_closes(site, plaque, principal, clerk, parent, person):
    assert plaque["scan"].startswith(f"{site.url}/v/")
    assert everywhere(site, parent, plaque) == {"not_activated"}

    clerk.goto(plaque["admin"])
    follow(clerk, "main a[href*='/plaques/activate/']")
    send_photo(clerk, gate_photo(plaque["scan"]))
    assert everywhere(site, parent, plaque) == {"valid"}

    # Step 6: a case is told, answered, decided, accepted and put in force.
    reason = "收费项目长期未在校内公示，提醒后仍未改正。"
    judging = Judging(
        site,
        clerk=reader_of(site, clerk),
        principal=reader_of(site, principal),
        ledger=LEDGER,
        password=PASSWORD,
        reason=reason,
    )
    judging.tell()
    judging.answer()
    judging.decide()
    judging.accept()
    assert everywhere(site, parent, plaque) == {"valid"}
    clerk.goto(f"/admin/cases/carry_out/{judging.number}/")
    expect(clerk.locator("main")).to_contain_text(reason)
    press(clerk)
    assert everywhere(site, parent, plaque) == {"revoked"}
    parent.goto(plaque["scan"])
    expect(parent.locator("main")).to_contain_text(reason)
    take_down(plaque, parent, principal, clerk)
    assert everywhere(site, parent, plaque) == {"revoked"}

    # Step 7: the pages an editor owns tell the same.
    assert listed(parent, f"/alliances/east/?q={LEDGER.word}") == "revoked"
    parent.goto(f"/pledge/?q={LEDGER.word}")
    expect(parent.locator("main h1")).to_be_visible()
    expect(parent.locator("tr", has_text=LEDGER.name)).to_have_count(0)  # no pledge in force
    parent.goto("/")
    expect(parent.locator("main")).to_contain_text(re.compile("117|118"))

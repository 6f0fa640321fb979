"""An editor's whole work in a real browser; the content policy of the admin refuses none of it."""

import io
import os

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.walks.signing_in import sign_in

pytestmark = pytest.mark.browser

# A form that is not complete yet is answered so by Wagtail's saving now and then.
EXPECTED = "400 (Bad Request)"


@pytest.fixture(scope="module")
def browsers(site, chromium):
    """One browser for each person, signed in once, and what the browsers complained of."""
    contexts, pages, complaints = [], {}, []

    def note(told):
        if told.type in {"error", "warning"} and EXPECTED not in told.text:
            complaints.append(told.text)

    def open_admin(name):
        if name not in pages:
            context = chromium.new_context(
                viewport={"width": 1280, "height": 900}, base_url=site.url
            )
            contexts.append(context)
            page = pages[name] = context.new_page()
            page.on("console", note)
            page.on("pageerror", lambda error: complaints.append(str(error)))
            sign_in(page, name)
            page.goto("/?lang=en")
        return pages[name]

    yield open_admin, complaints
    for context in contexts:
        context.close()


@pytest.fixture
def desk(browsers):
    """Open the admin as somebody; in the end the browser must not have complained of anything."""
    open_admin, complaints = browsers
    yield open_admin
    assert complaints == [], complaints


def picture():
    """A picture that nobody has sent before: Wagtail asks about doubles."""
    file = io.BytesIO()
    Image.frombytes("RGB", (40, 30), os.urandom(3600)).save(file, "PNG")
    return {"name": "gate.png", "mimeType": "image/png", "buffer": file.getvalue()}


def paper():
    content = b"%PDF-1.7\n1 0 obj<<>>endobj\n%%EOF" + os.urandom(8)
    return {"name": "statutes.pdf", "mimeType": "application/pdf", "buffer": content}


def settled(page, path):
    page.goto(path)
    page.wait_for_load_state("networkidle")


def upload(page, kind, file):
    """In an open chooser: send a file and take it."""
    page.locator(".modal-body a", has_text="Upload").first.click()
    page.set_input_files(f"#id_{kind}-chooser-upload-file", file)
    expect(page.locator(f"#id_{kind}-chooser-upload-title")).not_to_have_value("")
    page.locator(".modal-body button[type=submit]", has_text="Upload").click()
    expect(page.locator(".modal-body")).to_have_count(0)


def begin_news(page):
    """Open the form of a new piece of news."""
    settled(page, "/admin/pages/")
    listed = page.locator("table.listing tr", has_text="协会动态")
    number = listed.locator("a[href$='/edit/']").first.get_attribute("href").split("/")[3]
    settled(page, f"/admin/pages/add/home/newspage/{number}/")


def test_news_are_written_with_picture_paper_preview_and_day(desk):
    page = desk("editor")
    begin_news(page)
    page.fill("[name=title]", "Meeting of members")
    page.locator("section[id*=date_and_picture] button", has_text="Choose an image").click()
    upload(page, "image", picture())
    expect(page.locator("#id_picture")).not_to_have_value("")

    page.locator(".c-sf-add-button").first.click()
    page.get_by_role("option", name="Text").click()
    text = page.locator("[contenteditable=true]").first
    text.click()
    page.keyboard.type("大会于周五召开。")
    page.keyboard.press("Control+a")
    page.keyboard.press("Control+b")
    page.locator("[name=DOCUMENT]").first.click()
    upload(page, "document", paper())
    expect(text.locator("strong, [style*=bold], .TooltipEntity, a").first).to_be_visible()

    # Not by the page's own address: saving now and then changes it.
    settled(page, "/admin/pages/")
    listed = page.locator("table.listing tr", has_text="协会动态")
    settled(page, listed.locator("a[href$='/edit/']").first.get_attribute("href"))
    page.get_by_role("button", name="Toggle preview").click()
    # The page itself, and not what Wagtail shows in its place.
    expect(page.frame_locator("iframe").first.locator(".site-header")).to_be_visible()
    page.get_by_role("button", name="Toggle checks").click()
    page.get_by_role("button", name="Toggle status").click()
    page.get_by_role("button", name="Set schedule").click()
    page.locator("#id_go_live_at").click()
    expect(page.locator(".xdsoft_datetimepicker:visible")).to_have_count(1)


def test_pictures_are_sent_cut_and_sorted_in_bulk(desk):
    page = desk("editor")
    settled(page, "/admin/images/multiple/add/")
    page.set_input_files("input[type=file]", [picture(), picture()])
    expect(page.locator("#upload-list li.upload-success")).to_have_count(2)
    settled(page, "/admin/images/")
    one = page.locator("main a[href*='/admin/images/'][href*='next=']").first
    settled(page, one.get_attribute("href"))
    expect(page.locator(".jcrop-holder, .focal-point-chooser").first).to_be_visible()
    settled(page, "/admin/images/")
    page.locator("[data-bulk-action-checkbox]").first.click()
    page.locator("a[data-bulk-action-button], .bulk-actions-buttons a", has_text="Tag").click()
    expect(page.locator("main form")).to_be_visible()


def test_a_covenant_grows_by_items_inside_of_its_promises(desk):
    page = desk("clerk")
    settled(page, "/admin/covenant/")
    settled(page, page.locator("main a[href*='/covenant/inspect/']").first.get_attribute("href"))
    settled(page, page.locator("a[href*='/covenant/copy/']").first.get_attribute("href"))
    page.locator("main form button[type=submit]").last.click()
    page.wait_for_url("**/covenant/edit/*/")
    page.wait_for_load_state("networkidle")
    items = page.locator("[name='promises-0-checklist_items-TOTAL_FORMS']")
    before = int(items.input_value())
    page.locator("#id_promises-0-checklist_items-ADD").click()
    expect(items).to_have_value(str(before + 1))

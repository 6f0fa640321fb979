"""Enrolment, passkeys, lock-out and recovery, walked on a phone."""

import re
import time

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.walks.signing_in import PASSWORD, SECOND_FACTOR, TOLD, sign_in
from tests.walks.test_public_pages import WCAG

pytestmark = pytest.mark.browser

PHONE = {"width": 360, "height": 740}
RESET = """
from allauth.mfa.models import Authenticator
from association.accounts.models import User
Authenticator.objects.filter(user__username="{name}").delete()
User.objects.filter(username="{name}").update(rights_epoch=99)
"""
MAIN = "main form.form button[type=submit]"


@pytest.fixture
def address(site):
    """Where browsers allow passkeys without TLS."""
    return site.url.replace("127.0.0.1", "localhost")


@pytest.fixture
def page(chromium, address):
    context = chromium.new_context(viewport=PHONE, base_url=address)
    page = context.new_page()
    page.complaints = []
    page.on("console", lambda message: page.complaints.append(message.text))
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    yield page
    context.close()
    assert [text for text in page.complaints if "429" not in text] == []


@pytest.fixture
def bare(site):
    """Take the second factor of a demo account away, as if it were new."""

    def of(name):
        site.manage("shell", "--no-imports", "-c", RESET.format(name=name))
        return name

    return of


def press(page, button=MAIN):
    with page.expect_navigation():
        page.locator(button).filter(visible=True).first.click()


def look(page):
    """The page is accessible and not wider than the phone."""
    assert Axe().run(page, options=WCAG).response["violations"] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def with_password(page, name):
    page.goto("/accounts/sign-in/")
    look(page)
    page.fill("[name=username]", name)
    page.fill("[name=password]", PASSWORD)
    press(page)


def virtual_device(page):
    """A phone that makes passkeys and verifies its owner."""
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    device.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return device


def keep_codes(page):
    expect(page.locator(".codes li")).to_have_count(10)
    look(page)
    codes = page.locator(".codes li").all_inner_texts()
    press(page, "main form button[type=submit]")
    return codes


def test_the_first_sign_in_sets_up_an_app_and_keeps_the_codes(page, bare):
    with_password(page, bare("lead-north"))
    assert page.url.endswith("/accounts/me/second-factor/")
    look(page)
    press(page, "main a[href$='/app/']")
    look(page)
    page.locator("summary").click()
    secret = page.locator("details .figures").inner_text().replace(" ", "")
    page.fill("[name=code]", format_hotp_value(hotp_value(secret, int(time.time()) // 30)))
    press(page)
    codes = keep_codes(page)
    expect(page).to_have_url(re.compile("/alliance-desk/"))
    page.goto("/accounts/me/")
    look(page)
    page.context.clear_cookies()
    with_password(page, "lead-north")
    page.fill("[name=code]", codes[0])
    press(page)
    expect(page).to_have_url(re.compile("/alliance-desk/"))


def test_a_passkey_is_made_then_signs_in_by_itself(page, bare):
    virtual_device(page)
    with_password(page, bare("lead-south"))
    press(page, "main a[href$='/passkey/']")
    look(page)
    press(page, "#passkey-button")
    keep_codes(page)
    expect(page).to_have_url(re.compile("/alliance-desk/"))
    page.context.clear_cookies()
    page.goto("/accounts/sign-in/")
    press(page, "#passkey-button")
    expect(page).to_have_url(re.compile("/alliance-desk/"))
    # And as a second factor after the password.
    page.context.clear_cookies()
    with_password(page, "lead-south")
    assert page.url.endswith(SECOND_FACTOR)
    look(page)
    press(page, "#passkey-button")
    expect(page).to_have_url(re.compile("/alliance-desk/"))


def test_a_device_without_a_passkey_says_so_on_the_page(page):
    virtual_device(page)
    page.goto("/accounts/sign-in/")
    page.locator("#passkey-button").click()
    expect(page.locator("[data-passkey-failed]")).to_be_visible()


def test_the_lock_out_tells_the_wait_and_leaves_the_other_ways(page):
    page.goto("/accounts/sign-in/")
    for _time in range(6):
        page.fill("[name=username]", "staff")
        page.fill("[name=password]", "wrong-wrong-wrong")
        press(page)
    expect(page.locator(".error-summary")).to_contain_text("15 分钟")
    look(page)
    expect(page.locator("main a[href$='/sign-in/link/']")).to_be_visible()
    # Whoever sits elsewhere is not kept out; here it is another name.
    sign_in(page, "auditor")
    expect(page).to_have_url(re.compile("/admin/"))


def test_the_password_can_be_looked_at(page):
    page.goto("/accounts/sign-in/")
    page.fill("[name=password]", "seen")
    page.locator("[data-show-password]").click()
    assert page.locator("[name=password]").get_attribute("type") == "text"


def test_the_demo_tells_its_code(page):
    with_password(page, "clerk")
    assert TOLD.search(page.locator("main .notice").first.inner_text())

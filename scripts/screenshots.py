"""Takes docs/screenshots anew from a running demo association. Needs Chromium.

usage: screenshots.py [--url http://127.0.0.1:8000] [--chromium /usr/bin/chromium] [--only cases]

The demo's principal is left with all eight promises ticked and nothing signed, and one plaque that
waits to be hung with a second copy.
"""

import argparse
import io
import itertools
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image, ImageOps
from playwright.sync_api import Browser, Page, sync_playwright

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "screenshots"
PASSWORD = "school-gate-plaque"  # noqa: S105 -- of every demo account
PHONE = {"viewport": {"width": 360, "height": 700}, "device_scale_factor": 2}
DESK = {"viewport": {"width": 1280, "height": 900}}
LARGEST = 120_000
STATES = (
    "valid",
    "suspended",
    "revoked",
    "returned",
    "expired",
    "superseded",
    "not_activated",
)


class Camera:
    """Opens pages of one demo association and keeps pictures of what the screen shows."""

    def __init__(self, browser: Browser, url: str) -> None:
        self.browser = browser
        self.url = url

    @contextmanager
    def screen(self, user: str = "", **options: object) -> Iterator[Page]:
        """Open a screen of one's own, signed in where a user name is given."""
        context = self.browser.new_context(base_url=self.url, locale="zh-CN", **options)
        page = context.new_page()
        if user:
            page.goto("/accounts/sign-in/")
            page.fill("[name=username]", user)
            page.fill("[name=password]", PASSWORD)
            press(page, "main form.form button[type=submit]")
            if page.locator("[name=code]").count():  # the demo's own page tells the code
                page.fill("[name=code]", page.locator("main .notice").first.inner_text()[-7:])
                press(page, "main form.form button[type=submit]")
        yield page
        context.close()

    def numbers(self) -> dict[str, str]:
        """Return the latest number of each state, as the clerk's list knows them."""
        with self.screen("clerk", **DESK) as page:
            return {state: self._number(page, state) for state in STATES}

    def _number(self, page: Page, state: str) -> str:
        page.goto(f"/admin/plaques/?state={state}")
        return page.locator("main td.title a").first.inner_text().strip()

    def replaced_copy(self) -> str:
        """Replace the copy of a plaque that waits to be hung; return the old code's address."""
        with self.screen("clerk", **DESK) as page:
            page.goto("/admin/plaques/?state=not_activated")
            press(page, "main td.title a")
            old = page.locator(".record__address").inner_text().strip()
            press(page, "main a[href*='/plaques/replace/']")
            if (reasons := page.locator("main select[name=reason]")).count():
                reasons.select_option("damaged")
            else:
                page.check("main [name=reason][value=damaged]")
            press(page, "main form button[type=submit]")
        return old


def press(page: Page, button: str) -> None:
    """Press a button or follow a link and wait for the page it leads to."""
    with page.expect_navigation():
        page.locator(button).first.click()


def shot(page: Page) -> Image.Image:
    """Return what the screen shows."""
    return Image.open(io.BytesIO(page.screenshot())).convert("RGB")


def keep(page: Page, name: str) -> None:
    """Write what the screen shows."""
    write(shot(page), name)


def write(picture: Image.Image, name: str) -> None:
    """Write a picture in as many colours as fit LARGEST bytes."""
    for colours in (256, 128, 64, 32):
        data = io.BytesIO()
        # Keeps the few colours that stand for a state; the median cut mixes them into the rest.
        few = picture.quantize(colours, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
        few.save(data, "PNG", optimize=True)
        if data.tell() <= LARGEST:
            break
    (FOLDER / f"{name}.png").write_bytes(data.getvalue())
    print(f"{name}.png {few.width}x{few.height} {data.tell() // 1000} kB")


def public_pages(camera: Camera) -> None:
    """Keep what a stranger sees: the home, a plaque in every state, the members."""
    numbers = camera.numbers()
    with camera.screen(**PHONE) as page:
        page.goto("/")
        keep(page, "home-360")
        for state, number in numbers.items():
            page.goto(f"/verify/{number}/")
            keep(page, f"verify-{state}-360")
    every_state(camera, numbers)
    with camera.screen(**DESK) as page:
        page.goto("/")
        keep(page, "home-1280")
        page.goto("/members/")
        keep(page, "members-1280")


def every_state(camera: Camera, numbers: dict[str, str]) -> None:
    """Keep the page of every state side by side: both languages, both schemes, both widths."""
    paths = [f"/verify/{number}/" for number in numbers.values()] + [camera.replaced_copy()]
    for language, scheme, size in itertools.product(
        ("zh-hans", "en"), ("light", "dark"), ((360, 640), (1280, 900))
    ):
        viewport = {"width": size[0], "height": size[1]}
        with camera.screen(color_scheme=scheme, viewport=viewport) as page:
            shots = []
            for path in paths:
                page.goto(f"{path}?lang={language}")
                page.wait_for_load_state("networkidle")
                shots.append(shot(page))
        write(sheet(shots), f"verify-states-{size[0]}-{language}-{scheme}")


def sheet(shots: list[Image.Image], *, across: int = 4, width: int = 400) -> Image.Image:
    """Put pictures of one size side by side, none wider than `width` pixels."""
    width = min(width, shots[0].width)
    shots = [ImageOps.contain(picture, (width, 9 * width)) for picture in shots]
    wide, high = (side + 8 for side in shots[0].size)
    whole = Image.new("RGB", (across * wide, -(-len(shots) // across) * high), "#8c8c8c")
    for place, picture in enumerate(shots):
        whole.paste(picture, (place % across * wide, place // across * high))
    return whole


def signing(camera: Camera) -> None:
    """Keep the list of eight half done, and a drawn signature before it is handed in."""
    with camera.screen("principal", **PHONE) as page:
        press(page, "main a[href$='/pledge/']")
        overview = page.url
        if page.locator("form[action$='/begin/']").count():
            press(page, "form[action$='/begin/'] button")
        for done in range(8):
            page.goto(overview)
            if done == 3:
                page.locator("#promises-title").evaluate(
                    "title => window.scrollTo(0, title.getBoundingClientRect().top - 24)"
                )
                keep(page, "pledge-overview-360")
            page.goto(f"{overview}promise/P{done + 1}/")
            if page.locator("button[value=tick]").count():
                press(page, "button[value=tick]")
        page.goto(f"{overview}sign/")
        draw(page)
        keep(page, "pledge-sign-360")


def draw(page: Page) -> None:
    """Draw two strokes on the signature pad."""
    pad = page.locator("canvas.signature__pad")
    box = pad.bounding_box()
    strokes = (
        ((0.2, 0.35), (0.3, 0.7), (0.42, 0.3), (0.5, 0.7)),
        ((0.58, 0.5), (0.68, 0.32), (0.72, 0.7), (0.85, 0.45)),
    )
    for first, *others in strokes:
        page.mouse.move(box["x"] + box["width"] * first[0], box["y"] + box["height"] * first[1])
        page.mouse.down()
        for x, y in others:
            page.mouse.move(box["x"] + box["width"] * x, box["y"] + box["height"] * y, steps=6)
        page.mouse.up()


def secretariat(camera: Camera) -> None:
    """Keep the clerk's lists: the plaques, a ledger before it is confirmed."""
    with camera.screen("clerk", **DESK) as page:
        page.goto("/admin/plaques/")
        page.locator(".sidebar-menu-item").first.wait_for()
        keep(page, "admin-plaques-1280")
        preview = ledger(page)
        page.locator(".sidebar-menu-item").first.wait_for()
        keep(page, "import-preview-1280")
    with camera.screen("clerk", **PHONE) as page:
        page.goto(preview)
        keep(page, "import-preview-360")


def cases(camera: Camera) -> None:
    """Keep a case from its four sides: the public, its school, who decides, the clerk."""
    for scheme, name in (("light", "notice-360"), ("dark", "notice-360-dark")):
        with camera.screen(color_scheme=scheme, **PHONE) as page:
            page.goto("/notices/")
            press(page, "ol.entries h2 a")
            keep(page, name)
    with camera.screen("principal-signed", **PHONE) as page:
        page.goto("/desk/")
        page.goto(f"{page.url}cases/")
        press(page, "main a[href*='/cases/C-']")
        keep(page, "case-360")
    with camera.screen("approver", **DESK) as page:
        page.goto("/admin/cases/?waiting=vote")
        press(page, "main td.title a")
        press(page, "main a[href*='/cases/vote/']")
        page.locator(".sidebar-menu-item").first.wait_for()
        # What the school would read, were it decided today.
        page.locator(".round-next").evaluate("part => part.scrollIntoView({block: 'center'})")
        keep(page, "vote-1280")
    with camera.screen("clerk", **DESK) as page:
        page.goto("/admin/cases/")
        page.locator(".sidebar-menu-item").first.wait_for()
        keep(page, "cases-1280")


def desks(camera: Camera) -> None:
    """Keep a school's desk, a receipt, the board and an approval, on a phone and on a desk."""
    for options in (PHONE, DESK):
        width = options["viewport"]["width"]
        with camera.screen("principal-signed", **options) as page:
            page.goto("/desk/")
            keep(page, f"desk-{width}")
            press(page, "main a[href*='/pledge/receipt/']")
            keep(page, f"receipt-{width}")
        with camera.screen("clerk", **options) as page:
            page.goto("/admin/")
            page.locator("main h1").wait_for()
            keep(page, f"admin-board-{width}")
        with camera.screen("approver", **options) as page:
            page.goto("/admin/")
            press(page, "main a[href*='/measures/inspect/']")
            press(page, "main a[href*='/measures/approve/']")
            keep(page, f"approval-{width}")


def ledger(page: Page) -> str:
    """Open the rows that the demo's waiting ledger cannot take in. Return their address."""
    page.goto("/admin/ledger-imports/")
    press(page, "main td.title a")
    page.goto(f"{page.url}?show=refused")
    return page.url


def main() -> None:
    """Read the arguments and take all pictures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--url", default="http://127.0.0.1:8000")
    parser.add_argument("--chromium", default=shutil.which("chromium"))
    parts = {part.__name__: part for part in (public_pages, signing, secretariat, cases, desks)}
    parser.add_argument("--only", choices=parts, help="take this part alone")
    asked = parser.parse_args()
    FOLDER.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=asked.chromium,
            args=["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"],
        )
        camera = Camera(browser, asked.url)
        for name, part in parts.items():
            if asked.only in {None, name}:
                part(camera)
        browser.close()


if __name__ == "__main__":
    main()

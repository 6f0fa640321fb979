"""Steps and time of what people do most: a principal signs, a clerk accepts, an approver approves.

    .venv/bin/python benchmarks/steps.py [--url http://127.0.0.1:8000] [--chromium PATH]
        [--only principal]

Drives Chromium on a running demo association, at 360 px as a principal with a slip in hand, at
1280 px as the secretariat on its board. Waiting is measured. The person's part is reckoned with the
keystroke-level model (Card, Moran and Newell, 1980): each click or field costs a thought and a
point, each key and each character read its time below. The demo is changed by it: it has
one measure to approve.
Exits with 1 where a task takes longer than its promise.
"""

import argparse
import re
import shutil
import sys
import time
from collections import Counter
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "scripts"))
from screenshots import DESK, PHONE, Camera, draw, press

# Seconds.
THINK = 1.35  # before each click and field
POINT = 1.1
KEY = 0.5  # on a phone; 0.28 on a keyboard, so that the secretariat's times are on the safe side
STROKE = 8.0  # a name written with a finger
READ = 60 / 400  # a character of Chinese, read silently; labels of a form one knows are not
TEXT = ".pledge-text"

PROMISED = {"principal": 300, "clerk": 90, "approver": 30}


class Task:
    """One person's way through a task, counted while it is gone."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.counts: Counter[str] = Counter()
        self.waited = 0.0

    def press(self, target: str, *, last: bool = False) -> None:
        """Follow a link or press a button, and wait for the page it leads to."""
        button = self.page.locator(target).filter(visible=True)
        begun = time.perf_counter()
        with self.page.expect_navigation():
            (button.last if last else button.first).click()
        self.waited += time.perf_counter() - begun
        self.counts["clicks"] += 1

    def tick(self, target: str) -> None:
        """Tick a box or choose an option."""
        self.page.locator(target).first.check()
        self.counts["clicks"] += 1

    def fill(self, target: str, text: str) -> None:
        """Type into a field, unless it is filled in already."""
        field = self.page.locator(target).first
        if field.input_value() != text:
            field.fill(text)
            self.counts["fields"] += 1
            self.counts["keys"] += len(text)

    def sign(self) -> None:
        """Write a name with a finger."""
        draw(self.page)
        self.counts["strokes"] += 1

    def read(self, part: str) -> None:
        """Read parts of the page to their end."""
        texts = self.page.locator(part).all_inner_texts()
        self.counts["characters"] += len("".join("".join(texts).split()))

    def seconds(self) -> float:
        """Return how long a person takes."""
        count = self.counts
        aims = count["clicks"] + count["fields"]
        by_hand = aims * (THINK + POINT) + count["keys"] * KEY + count["strokes"] * STROKE
        return by_hand + count["characters"] * READ + self.waited


def principal_signs(camera: Camera) -> Task:
    """From the slip's address to the receipt, reading whatever is signed, once.

    What visits look at and what counts as a breach stand below each promise; that is not counted.
    """
    with camera.screen("clerk", **DESK) as page:
        link = _slip(page)
    with camera.screen(**PHONE) as page:
        task = Task(page)
        page.goto(link)
        for field, text in (
            ("username", f"steps{int(time.time())}"),
            ("last_name", "陈"),
            ("first_name", "校长"),
            ("password1", "bamboo-42-gate"),
            ("password2", "bamboo-42-gate"),
        ):
            task.fill(f"[name={field}]", text)
        task.press("main form.form button[type=submit]")
        task.press("main a[href$='/pledge/']")
        task.read(TEXT)
        task.press("form[action$='/begin/'] button")
        for _promise in range(8):
            task.read(TEXT)
            task.press("button[name=act][value=tick]")
        if not page.url.endswith("/sign/"):
            task.press("main a[href$='/sign/']")
        task.fill("[name=signer_name]", "陈校长")
        task.sign()
        task.press("main form button[type=submit]", last=True)
        task.tick("[name=entitled]")
        task.press("main form button[type=submit]", last=True)
        page.wait_for_url(re.compile(r"/receipt/"))
        task.press("form[action$='/hand-in/'] button")
    return task


def _slip(page: Page) -> str:
    """Return the address on the slip of the latest invitation that waits."""
    page.goto("/admin/invitations/?state=sent")
    press(page, "main a[href*='/invitations/inspect/']")
    return re.search(r"https?://\S+/join/[0-9A-Z-]+/", page.locator("main").inner_text())[0]


def clerk_accepts(camera: Camera) -> Task:
    """From the board: a signed pledge is accepted and its plaque issued."""
    with camera.screen("clerk", **DESK) as page:
        page.goto("/admin/")
        task = Task(page)
        task.press("main a[href*='/admin/pledge/?']")
        task.press("main td.title a", last=True)
        task.read("main .help-block, main dd")
        task.press("main a[href*='/pledge/accept/']")
        task.press("main form button[type=submit]", last=True)
        task.press("main a[href*='/plaques/issue/']")
        task.press("main form button[type=submit]", last=True)
        page.wait_for_url(re.compile(r"/plaques/inspect/"))
    return task


def approver_approves(camera: Camera) -> Task:
    """From the board: a proposed measure is read and approved."""
    with camera.screen("approver", **DESK) as page:
        page.goto("/admin/")
        task = Task(page)
        task.press("main a[href*='/measures/inspect/']")
        task.read(".record__main dd")
        task.press("main a[href*='/measures/approve/']")
        task.press("main form button[type=submit]", last=True)
    return task


TASKS = {
    "principal": principal_signs,
    "clerk": clerk_accepts,
    "approver": approver_approves,
}


def main() -> int:
    """Count every task; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--url", default="http://127.0.0.1:8000")
    parser.add_argument("--chromium", default=shutil.which("chromium"))
    parser.add_argument("--only", choices=TASKS)
    chosen = parser.parse_args()
    slow = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chosen.chromium, args=["--no-sandbox"])
        camera = Camera(browser, chosen.url)
        for name in [chosen.only] if chosen.only else PROMISED:
            task = TASKS[name](camera)
            told = ", ".join(f"{count} {what}" for what, count in task.counts.items())
            print(
                f"{name}: {task.seconds():.0f} s of {PROMISED[name]} ({told}, "
                f"{task.waited:.1f} s waited)"
            )
            if task.seconds() > PROMISED[name]:
                slow.append(name)
    return 1 if slow else 0


if __name__ == "__main__":
    sys.exit(main())

"""How Chinese the admin is: every kind of page that a clerk, an approver, an editor can open.

    .venv/bin/python benchmarks/chinese.py [--url http://127.0.0.1:8000] [--chromium PATH]
        [--only clerk] [--least 98]

Reads a running demo association in Chromium, so that what scripts write is read as well. Follows
links from the first page, at most EACH addresses of a kind, and takes no files. A run is a stretch
of Chinese, or one Latin word; words that are no language (ALLOWED), codes, addresses, what is
marked as English and what is filled into a field do not count. Labels that are only heard, and what
a click unfolds, do. Prints the share by role and the words that are not Chinese, with a page each.
Exits with 1 below `--least`.
"""

import argparse
import re
import shutil
import sys
from collections import Counter, deque
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Error, Page, sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "scripts"))
from screenshots import DESK, Camera

ROLES = ("clerk", "approver", "editor")
EACH = 2  # pages read of a kind: two records differ in what they show
SHOWN = 60
FILES = re.compile(
    r"\.(?:pdf|png|jpg|jpeg|svg|xlsx|csv|zip|sig)$"
    r"|/(?:package|print-file|slip|read_evidence)/"
)
LEAVES = ("/admin/logout", "/admin/login")
# Not words of a language, or names: what a Chinese secretary writes with Latin letters, too.
ALLOWED = frozenset(
    re.findall(
        r"\w+",
        """
        api app csv ed excel gcj gps hmac html http https ical icp id ip iso ios jpg jpeg json kb
        kml mb mp ok pdf png ppt pptx doc docx qr rss sha svg typst url usb utf uscc wagtail webp
        wechat wgs wps xls xlsx xlsform zip alt ctrl esc shift tab
        """,
    )
)
# Read as they stand: addresses, files, codes with digits or underscores, hexadecimal digests.
DATA = re.compile(
    r"https?://\S+|\S+@\S+|[\w/.-]+\.[a-z]{2,5}\b|[A-Za-z]*[\d_][\w.-]*|\b[A-Z]{1,3}(?:-\w+)+"
    r"|/[\w/-]+|\{\w+\}|\bcommand:\S+",
    re.ASCII,
)
RUN = re.compile(r"[\u3400-\u9fff]+|[A-Za-z][A-Za-z'’]+")
TEXTS = """
() => {
  const found = [];
  // The last is never shown: a button that Wagtail's calendar has in reserve.
  const out = "script, style, template, code, pre, kbd, noscript, svg defs, [lang|=en], "
    + ".xdsoft_save_selected";
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const text = walk.currentNode.data.trim();
    const written = walk.currentNode.parentElement;
    if (text && !written.closest(out) && !written.closest("textarea")) found.push(text);
  }
  for (const name of ["aria-label", "placeholder", "title", "alt"]) {
    for (const each of document.body.querySelectorAll(`[${name}]`)) {
      if (!each.closest(out)) found.push(each.getAttribute(name));
    }
  }
  return [document.title, ...found];
}
"""


def runs_in(text: str) -> Iterator[tuple[str, bool]]:
    """Yield the runs of a text, each with whether it is Chinese. Data is left out."""
    for found in RUN.findall(DATA.sub(" ", text)):
        chinese = found[0] >= "\u3400"
        if chinese or found.lower() not in ALLOWED:
            yield found, chinese


def kind_of(path: str) -> str:
    """Return an address without its keys: pages of one kind have the same."""
    return re.sub(r"\d+|(?<=/)[0-9A-Z-]{6,}(?=/)", "#", path)


def links_of(page: Page) -> list[str]:
    """Return the pages of the admin that a page leads to."""
    asked = page.eval_on_selector_all("a[href]", "all => all.map(each => each.href)")
    here = urlsplit(page.url).netloc
    paths = []
    for address in map(urlsplit, asked):
        inside = address.netloc == here and address.path.startswith("/admin/")
        if inside and not FILES.search(address.path) and not address.path.startswith(LEAVES):
            paths.append(address.path)
    return list(dict.fromkeys(paths))


def read_all(page: Page) -> Iterator[tuple[str, list[str]]]:
    """Yield the pages that can be reached, with what is written on each."""
    waiting, met = deque(["/admin/"]), Counter({kind_of("/admin/"): 1})
    known = {"/admin/"}
    while waiting:
        path = waiting.popleft()
        try:
            answer = page.goto(path, wait_until="load")
        except Error:  # a file after all
            continue
        if answer is None or answer.status != 200:
            continue
        page.wait_for_timeout(300)  # what scripts write
        yield path, page.evaluate(TEXTS)
        for link in links_of(page):
            if link in known or met[kind_of(link)] >= EACH:
                continue
            known.add(link)
            met[kind_of(link)] += 1
            waiting.append(link)


def measure(page: Page) -> tuple[Counter, int, dict[str, str], int]:
    """Return the words that are not Chinese, how many runs are, where a word stands, and pages."""
    foreign: Counter[str] = Counter()
    where: dict[str, str] = {}
    chinese = pages = 0
    for path, texts in read_all(page):
        pages += 1
        for text in texts:
            for run, is_chinese in runs_in(text):
                chinese += is_chinese
                if not is_chinese:
                    foreign[run.lower()] += 1
                    where.setdefault(run.lower(), f"{path}  “{text[:60]}”")
    return foreign, chinese, where, pages


def main() -> int:
    """Measure as asked for on the command line. Returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--url", default="http://127.0.0.1:8000")
    parser.add_argument("--chromium", default=shutil.which("chromium"))
    parser.add_argument("--only", choices=ROLES)
    parser.add_argument("--least", type=float, default=98)
    asked = parser.parse_args()
    lowest = 100.0
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=asked.chromium,
            args=["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"],
        )
        camera = Camera(browser, asked.url)
        for role in [asked.only] if asked.only else ROLES:
            with camera.screen(role, **DESK) as page:
                foreign, chinese, where, pages = measure(page)
            share = 100 * chinese / (chinese + foreign.total())
            lowest = min(lowest, share)
            print(f"{role}: {share:.2f} % of {chinese + foreign.total()} runs on {pages} pages")
            for word, times in foreign.most_common(SHOWN):
                print(f"  {times:5}  {word:20} {where[word]}")
        browser.close()
    return 0 if lowest >= asked.least else 1


if __name__ == "__main__":
    sys.exit(main())

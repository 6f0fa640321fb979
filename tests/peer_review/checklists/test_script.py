"""The script that shows and hides questions: it asks exactly what the server would take."""

import random
import shutil
from decimal import Decimal

import pytest
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from playwright.sync_api import sync_playwright

from association.peer_review.checklists.answers import check_answers
from association.peer_review.checklists.form import ChecklistForm
from association.peer_review.enums import AnswerType
from tests.peer_review.checklists.made import group, question

pytestmark = pytest.mark.browser

ARGUMENTS = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"]
GROUPS = [
    group(
        question("C11", required=False),
        question("C12", AnswerType.NUMBER, required=False),
        question("C13", required=False, show_if="C11 = no"),
        question("C14", required=False, show_if="C13 != yes and C12 < 3"),
        question("C15", required=False, show_if="not (C14 = no or C12 >= 2.5)"),
    ),
    group(
        question("C21", AnswerType.CHOICE, repeats=True, required=False),
        question("C22", repeats=True, required=False, show_if="C21 = worn and C11 != yes"),
    ),
]
ASKED = ["C11", "C12", "C13", "C14", "C15"] + [
    f"rooms-{n}-{code}" for n in (0, 1) for code in ("C21", "C22")
]


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    """The form with its script, opened from a file."""
    form = ChecklistForm({"rooms-rows": "2"}, groups=GROUPS, peer=True)
    file = tmp_path_factory.mktemp("checklist") / "form.html"
    file.write_text(
        f"<!doctype html><meta charset=utf-8><form>"
        f"{render_to_string('peer_review/_checklist_form.html', {'form': form})}</form>"
        f'<script src="file://{finders.find("js/checklist.js")}"></script>',
        encoding="utf-8",
    )
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=ARGUMENTS
        )
        page = chromium.new_page()
        page.goto(file.as_uri())
        yield page
        chromium.close()


def answer(page, given):
    """Answer every question from nothing, whether it is shown or not, as fast as a script can."""
    page.evaluate(
        """given => {
          const form = document.querySelector("form");
          form.reset();
          for (const [name, value] of Object.entries(given)) {
            for (const field of form.querySelectorAll(`[name="${name}"]`)) {
              if (field.type === "radio") field.checked = field.value === value;
              else field.value = value;
            }
          }
          form.dispatchEvent(new Event("input"));
        }""",
        given,
    )


def shown(page):
    return {name for name in ASKED if page.locator(f'[id="item-{name}"]').is_visible()}


def taken(given):
    """Which of the answers the server keeps."""
    rooms = [{name: given[f"rooms-{n}-{name}"] for name in ("C21", "C22")} for n in (0, 1)]
    plain = {name: value for name, value in given.items() if not name.startswith("rooms")}
    answers = check_answers(GROUPS, plain | {"rooms": rooms}, peer=True).answers
    rows = answers.pop("rooms")
    return set(answers) | {f"rooms-{n}-{name}" for n, row in enumerate(rows) for name in row}


def made_up(draw):
    words = ("yes", "no", "na")
    given = {name: draw.choice(words) for name in ASKED}
    given["C12"] = str(draw.choice([Decimal("2.5"), 2, 3, 10]))
    return given | {f"rooms-{n}-C21": draw.choice(["good", "worn"]) for n in (0, 1)}


def test_what_is_shown_is_what_the_server_would_keep(page):
    draw = random.Random(5)
    seen = set()
    for _each in range(60):
        given = made_up(draw)
        answer(page, given)
        kept = taken(given)
        assert shown(page) == kept, given
        seen.add(frozenset(kept))
    assert len(seen) > 8


def test_nothing_answered_hides_what_waits_for_an_answer(page):
    answer(page, {})
    assert shown(page) == {"C11", "C12", "C15", "rooms-0-C21", "rooms-1-C21"}


def test_a_hidden_question_shows_again_with_what_was_typed(page):
    answer(page, {})
    page.locator('input[name="C11"][value="no"]').check()
    page.locator('input[name="C13"][value="na"]').check()
    page.locator('input[name="C11"][value="yes"]').check()
    assert "C13" not in shown(page)
    page.locator('input[name="C11"][value="no"]').check()
    assert page.locator('input[name="C13"][value="na"]').is_checked()

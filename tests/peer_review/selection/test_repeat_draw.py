"""The script that repeats a draw in a browser, from a saved file and with the network off."""

import hashlib
import hmac
import json
import random
import shutil
from pathlib import Path

import pytest
from django.template import engines
from playwright.sync_api import sync_playwright

from association.peer_review import assignment, selection
from association.peer_review.selection import sources
from tests.peer_review.selection import making, visiting

pytestmark = pytest.mark.browser

HERE = Path(__file__).parent
ARGUMENTS = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"]
SIGNS = "0123456789" * 3 + "０９ 　,，、.-–+|x学\t"


@pytest.fixture(scope="module")
def chromium():
    """Debian's Chromium; closed after this file."""
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=ARGUMENTS
        )
        yield opened
        opened.close()


@pytest.fixture
def opened(chromium, tmp_path):
    """Return a function that saves the page of a draw and opens it without any network."""
    context = chromium.new_context()
    context.set_offline(True)

    def open_page(announcement, record=None):
        template = engines["django"].from_string((HERE / "repeat.html").read_text(encoding="utf-8"))
        facts = {"announcement": announcement, "record": record}
        text = template.render(facts | {"words": selection.page_words()})
        file = tmp_path / "draw.html"
        file.write_text(text, encoding="utf-8")
        page = context.new_page()
        page.faults = []
        page.on("pageerror", lambda error: page.faults.append(str(error)))
        page.on("request", lambda request: page.faults.append(request.url))
        page.goto(file.as_uri())
        page.faults.remove(file.as_uri())
        return page

    yield open_page
    context.close()


def fill(page, results, code=None):
    """Type results and code, press the button, return what the page then says by name."""
    for place, text in enumerate(results):
        page.locator("[data-draw-source]").nth(place).fill(text)
    if code is not None:
        page.locator("[data-draw-code]").fill(code)
    page.locator("button").click()
    names = ("problem", "hash", "commitment", "key", "seed", "agreement")
    said = {name: page.locator(f"[data-draw-{name}]").text_content() for name in names}
    said |= {
        name: page.locator(f"[data-draw-{name}] li").all_text_contents()
        for name in ("list", "order")
    }
    said["answered"] = page.locator("[data-draw-answer]").is_visible()
    assert page.faults == []
    return said


def named(announcement, codes):
    """Return codes as the page lists them."""
    pool = {each["code"]: each for each in announcement["pool"]}
    return [selection.page_words()["line_in_stratum"] % pool[code] for code in codes]


def test_the_example_of_rfc_3797_comes_out(opened):
    announcement = making.announce_rfc()
    said = fill(opened(announcement), making.RFC_RESULTS)
    assert said["key"] == making.RFC_KEY
    assert said["list"] == named(
        announcement, [making.code_of(number) for number in making.RFC_ORDER]
    )
    assert said["commitment"] == selection.page_words()["no_commitment"]
    assert (said["seed"], said["agreement"]) == ("", "")


def test_a_principal_sees_the_published_list(opened):
    record = making.withdrawn(making.record(), making.code_of(2), making.code_of(20))
    announcement = record["announcement"]
    page = opened(announcement, record)
    results = [
        text.translate(str.maketrans(" 12", "，１２")) for text in making.results_of(announcement)
    ]
    said = fill(page, results, " 7h2k-qowz-9m4x-tblc")
    assert said == {
        "answered": True,
        "problem": "",
        "hash": record["announcement_hash"],
        "commitment": "The code is the one the association committed to.",
        "key": record["key"],
        "seed": record["seed"],
        "agreement": "This is the published result.",
        "list": named(announcement, record["outcome"]["chosen"]),
        "order": named(announcement, record["outcome"]["order"]),
    }
    assert page.locator("li.is-visited").count() == len(record["outcome"]["chosen"])


def test_one_number_beside_the_drawn_one_is_told(opened):
    record = making.record()
    results = making.results_of(record["announcement"])
    page = opened(record["announcement"], record)
    for others in (making.results_of(record["announcement"], 7), results):
        said = fill(page, others, making.CODE)
        agrees = others == results
        assert (said["agreement"] == "This is the published result.") is agrees
        assert (
            said["order"] == named(record["announcement"], record["outcome"]["order"])
        ) is agrees


def test_a_code_that_was_not_committed_to_is_told(opened):
    record = making.record()
    results = making.results_of(record["announcement"])
    said = fill(opened(record["announcement"], record), results, making.CODE[::-1])
    assert said["commitment"] == "This is not the code the association committed to."
    assert said["agreement"].startswith("This is not the published result.")


@pytest.mark.parametrize(
    ("results", "code"),
    [(["1 2", "", ""], ""), (None, "short"), (["1 2 3 4 5 6 17", "", ""], making.CODE)],
)
def test_what_cannot_be_is_told_in_the_words_of_the_server(opened, results, code):
    announcement = making.announce()
    results = results or making.results_of(announcement)
    with pytest.raises(selection.DrawError) as refused:
        selection.draw(announcement, results, code, drawn_at=making.DRAWN)
    page = opened(announcement)
    said = fill(page, results, code)
    assert (said["problem"], said["answered"]) == (str(refused.value), False)
    assert page.evaluate("document.activeElement.tagName") == "INPUT"


def test_visits_show_their_seed_and_that_every_rule_holds(opened):
    record = visiting.record()
    results = making.results_of(record["announcement"])
    page = opened(record["announcement"], record)
    said = fill(page, results, making.CODE)
    assert said["seed"] == record["seed"]
    assert said["list"] == ["Every rule holds for all 48 visits."]
    assert said["agreement"] == "This is the published result."


def test_visits_that_break_a_rule_are_named(opened):
    record = visiting.record()
    first = record["outcome"]["pairs"][0]
    record["outcome"]["pairs"][1] = first
    said = fill(
        opened(record["announcement"], record),
        making.results_of(record["announcement"]),
        making.CODE,
    )
    assert any(line.startswith("The same visit twice: 示例学校1") for line in said["list"])
    assert said["agreement"].startswith("This is not the published result.")


# -- the script and the server, over many draws ----------------------------------------------------


def test_many_random_draws_come_out_as_on_the_server(opened):
    chance = random.Random(3797)
    cases, expected = [], []
    for number in range(80):
        strata = "".join(chance.choices("ABCD", k=chance.randint(1, 120)))
        kinds = chance.sample(["dlt", "qxc", "fc3d", "pl5"], chance.randint(0, 4))
        announced = making.issues("kl8", 3)
        for kind in kinds:
            announced += making.issues(kind, 1)
        algorithm = chance.choice(["hmac-sha256", "rfc3797"])
        announcement = making.announce(strata, announced, algorithm=algorithm)
        results = making.results_of(announcement, number)
        record = selection.draw(announcement, results, making.CODE, drawn_at=making.DRAWN)
        cases.append([announcement, results, making.CODE])
        expected.append(
            {name: record[name] for name in ("announcement_hash", "key", "seed", "results")}
            | record["outcome"]
        )
    page = opened(making.announce())
    found = page.evaluate(
        """cases => cases.map(([announcement, results, code]) => {
          const answer = RepeatDraw.repeat(announcement, results, code);
          return { announcement_hash: RepeatDraw.hashOf(announcement), key: answer.key,
            seed: answer.seed, results: answer.numbers, order: answer.order,
            chosen: answer.chosen };
        })""",
        cases,
    )
    assert found == expected


def test_whatever_is_typed_is_read_as_on_the_server(opened):
    chance = random.Random(135)
    kinds = sorted(selection.LOTTERIES)
    cases = []
    for _case in range(1500):
        (source,) = making.issues(chance.choice(kinds), 1)
        text = making.typed(source, chance)
        if chance.random() < 0.7:
            place = chance.randint(0, len(text))
            text = (
                text[:place] + "".join(chance.choices(SIGNS, k=chance.randint(0, 3))) + text[place:]
            )
        if chance.random() < 0.2:
            text = text.replace(" ", "")
        cases.append((source, text))
    page = opened(making.announce())
    found = page.evaluate(
        "cases => cases.map(([source, text]) => RepeatDraw.readResult(source, text))",
        [[source.as_json(), text] for source, text in cases],
    )
    words = selection.page_words()
    for (source, text), answer in zip(cases, found, strict=True):
        told = answer.get("fault")
        said = told and words[told["name"]].replace(")d", ")s") % told["values"]
        assert (text, said, answer.get("numbers")) == (text, *read_by_server(source, text))


def read_by_server(source, text):
    """Return what the server says is wrong with a typed result, and its numbers; one is None."""
    try:
        return None, [list(part) for part in sources.read_result(source, text)]
    except selection.ResultFault as fault:
        return str(fault), None


def test_hashes_are_the_standards_own(opened):
    page = opened(making.announce())
    texts = ["", "abc", "学校" * 30, "a" * 55, "a" * 56, "a" * 64, "a" * 1000]
    assert page.evaluate(
        """texts => texts.map(text => {
          const bytes = RepeatDraw.utf8(text);
          return [RepeatDraw.sha256(bytes), RepeatDraw.md5(bytes), RepeatDraw.hmac(bytes, bytes)]
            .map(RepeatDraw.hex);
        })""",
        texts,
    ) == [
        [
            hashlib.sha256(text.encode()).hexdigest(),
            hashlib.md5(text.encode(), usedforsecurity=False).hexdigest(),
            hmac.digest(text.encode(), text.encode(), "sha256").hex(),
        ]
        for text in texts
    ]


def test_broken_rules_are_those_of_the_servers_check(opened):
    chance = random.Random(48)
    cases, expected = [], []
    for number in range(40):
        record = visiting.record(size=16, between=number % 2 == 1, seed=number)
        problem = record["announcement"]["problem"]
        problem["recent"].append([making.code_of(5), making.code_of(7), 2])
        codes = [member["code"] for member in problem["members"]]
        pairs = [list(pair) for pair in record["outcome"]["pairs"]]
        for _change in range(chance.randint(0, 4)):
            pairs[chance.randrange(len(pairs))][chance.randrange(2)] = chance.choice([*codes, "x"])
        relaxations = chance.choice(
            [[], ["rival_metres=250"], ["avoid_rounds=1", "three_cycles=1"], ["visits=3", "x=1"]]
        )
        cases.append([problem, {"pairs": pairs, "relaxations": relaxations}])
        breaches = assignment.check(json.loads(json.dumps(problem)), pairs, relaxations)
        expected.append(sorted([breach.rule, *breach.schools] for breach in breaches))
    page = opened(making.announce())
    found = page.evaluate(
        "cases => cases.map((each) => RepeatDraw.brokenRules(each[0], each[1]))",
        cases,
    )
    rules = {breach[0] for breaches in expected for breach in breaches}
    assert [
        sorted([each["rule"], *each["schools"]] for each in broken) for broken in found
    ] == expected
    assert len(rules) >= 12

"""The shipped checklist: complete, in both languages, and inside the bounds of the law."""

import re
import tomllib

import pytest

from association.peer_review.checklists.questions import all_questions, groups_of
from association.peer_review.checklists.rules import problems_of
from association.peer_review.services import draft_default_checklist, publish_checklist
from association.peer_review.services.checklists import SHIPPED
from association.pledges.default_covenant import LATEST, read_edition
from tests.factories import make_secretary
from tests.peer_review.checklists.made import shipped_covenant

TEXT = tomllib.loads(SHIPPED.read_text(encoding="utf-8"))
ITEMS = [item for section in TEXT["sections"] for item in section["items"]]
BY_CODE = {item["code"]: item for item in ITEMS}
PROMISES = read_edition(LATEST)["promises"]

# What an association is no authority for, what competition law forbids, what would rank or award.
OUT_OF_BOUNDS = (
    r"处罚|执法|责令|罚款|黑名单|统一价格|最低价|联合抵制|荣誉|评比|达标|(?<!不)打分|(?<!不)排名|星级|身份证"
    r"|punish|enforce|boycott|price list|(?<!no )(?<!better )\bmarks\b"
)
SENSITIVE = ["C21", "C22", "C51", "C52", "C53", "C61", "C62", "C63", "C64", "C65", "C73"]


def texts():
    yield from (value for key, value in TEXT.items() if key != "sections")
    for record in [*TEXT["sections"], *ITEMS]:
        yield from (value for value in record.values() if isinstance(value, str))


def test_every_check_of_the_covenant_is_asked_in_its_words_and_under_its_promise():
    for promise in PROMISES:
        for check in promise["checks"]:
            item = BY_CODE[check["code"]]
            assert item["promise"] == promise["code"]
            assert (item["text_zh"], item["text_en"]) == (check["text_zh"], check["text_en"])


def test_what_is_asked_beyond_the_covenant_has_a_letter():
    checks = {check["code"] for promise in PROMISES for check in promise["checks"]}
    assert len(checks) == 33
    assert [code for code in BY_CODE if code not in checks] == [
        "C73a", "C73b", "C73c", "C73d", "C82a",
    ]  # fmt: skip


def test_both_languages_stand_beside_each_other():
    for record in [TEXT, *TEXT["sections"], *ITEMS]:
        for field in {key[:-3] for key in record if key.endswith(("_zh", "_en"))}:
            assert re.search(r"[一-鿿]", record[f"{field}_zh"])
            assert re.fullmatch(r"[^一-鿿]+", record[f"{field}_en"])


def test_every_item_says_how_to_look():
    assert [item["code"] for item in ITEMS if not item.get("help_zh")] == ["C73d"]


def test_the_words_stay_inside_the_bounds_of_the_law():
    assert [text for text in texts() if re.search(OUT_OF_BOUNDS, text, re.IGNORECASE)] == []


def test_competitors_copy_nothing_of_fees_rosters_enrolment_and_timetables():
    assert [code for code, item in BY_CODE.items() if item.get("competitor_sensitive")] == SENSITIVE
    assert [code for code in SENSITIVE if BY_CODE[code].get("photo_on_fail")] == []
    assert "只答是或否" in TEXT["intro_zh"]


def test_what_endangers_people_is_serious():
    assert {item["code"] for item in ITEMS if item["severity"] == "S3"} == {
        "C12", "C53", "C71", "C73c",
    }  # fmt: skip


@pytest.mark.django_db
def test_it_can_be_drafted_and_put_in_use():
    clerk = make_secretary()
    shipped_covenant()
    draft = draft_default_checklist(acting_user=clerk)
    assert draft.events.get().acting_user == clerk
    groups = groups_of(draft)
    assert [group.key for group in groups] == [
        "lawful", "content", "nocontest", "honestad", "teacher", "fee", "safety", "rooms", "open",
    ]  # fmt: skip
    assert [group.key for group in groups if group.repeats] == ["rooms"]
    questions = list(all_questions(groups))
    assert problems_of(questions) == []
    assert {question.item.breach for question in questions if question.failing} >= {
        "B11", "B12", "B13", "B71", "B72", "B83",
    }  # fmt: skip
    publish_checklist(version=draft, acting_user=make_secretary())
    assert draft.title_zh == "自查与互查检查表"
    assert not draft.intro_zh.startswith("\n")

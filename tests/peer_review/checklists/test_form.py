"""A checklist as a plain form: what is typed comes back, wrong or not, and rooms are added."""

import json

import pytest
from bs4 import BeautifulSoup
from django.template.loader import render_to_string

from association.peer_review.checklists.answers import MAX_ROWS
from association.peer_review.checklists.form import build_form
from tests.peer_review.checklists.made import draft_with, shipped_checklist

pytestmark = pytest.mark.django_db

ROOMS = {"repeats": True, "key": "rooms"}
CHOICES = "good = 好 | Good\nworn = 旧 | Worn"


def page(form):
    return BeautifulSoup(
        render_to_string("peer_review/_checklist_form.html", {"form": form}), "html.parser"
    )


def test_answers_are_taken_and_findings_told():
    form = build_form(
        draft_with({}, {}), peer=True, data={"C10": "no", "C10_note": "门锁着", "C11": "na"}
    )
    assert form.is_valid()
    assert form.checked.answers == {"C10": "no", "C10_note": "门锁着", "C11": "na"}
    assert form.checked.failed_codes == ["C10"]


def test_what_is_wrong_stands_beside_its_field_and_nothing_typed_is_lost():
    version = draft_with(
        {},
        {"answer_type": "number", "maximum": 9},
        {"answer_type": "text"},
        {"photo_on_fail": True},
    )
    data = {"C10": "no", "C10_note": "看到的", "C11": "12岁", "C12": "“二楼”", "C13": "no"}
    form = build_form(version, peer=True, data=data)
    assert not form.is_valid()
    assert {name: list(errors) for name, errors in form.errors.items()} == {
        "C11": ["Write a number."]
    }
    html = page(form)
    assert html.select_one("input[name=C11]")["value"] == "12岁"
    assert html.select_one("input[name=C12]")["value"] == "“二楼”"
    assert html.select_one("textarea[name=C10_note]").text.strip() == "看到的"
    assert html.select_one("input[name=C10][value=no]").has_attr("checked")
    assert html.select_one(".error-summary a")["href"] == "#id_C11"
    assert "Write a number." in html.select_one("#id_C11_error").text


def test_without_a_script_everything_stands_there_and_the_server_drops_what_was_hidden():
    version = draft_with({}, {"show_if": "C10 = no"})
    form = build_form(version, peer=True, data={"C10": "yes", "C11": "no"})
    hidden = page(form).select_one("#item-C11")
    assert json.loads(hidden["data-show-if"]) == ["=", "C10", "no"]
    assert not hidden.has_attr("hidden")
    assert form.is_valid()
    assert form.checked.answers == {"C10": "yes"}


def test_a_condition_in_a_room_names_the_field_of_that_room():
    conditions = "C10 = no and not (C11 > 2.5)"
    version = draft_with({}, {"answer_type": "number"}, {"show_if": conditions}, **ROOMS)
    form = build_form(version, peer=True, data={"rooms-rows": "2"})
    assert json.loads(page(form).select_one("#item-rooms-1-C12")["data-show-if"]) == [
        "and",
        ["=", "rooms-1-C10", "no"],
        ["not", [">", "rooms-1-C11", 2.5]],
    ]


def test_a_competitor_finds_no_room_to_write_beside_a_sensitive_item():
    version = draft_with({"competitor_sensitive": True}, {})
    assert list(build_form(version, peer=True).fields) == ["C10", "C11", "C11_note"]
    assert "C10_note" in build_form(version, peer=False).fields
    marks = page(build_form(version, peer=True)).select(".checklist__mark")
    assert [mark.text for mark in marks] == ["Yes or no only: copy nothing, take no photo."]
    smuggled = build_form(
        version, peer=True, data={"C10": "no", "C10_note": "3980元", "C11": "yes"}
    )
    smuggled.is_valid()
    assert "3980元" not in str(smuggled.checked.answers)


def test_one_more_room_is_asked_for_without_being_scolded():
    version = draft_with({}, {"answer_type": "text"}, **ROOMS)
    data = {"rooms-rows": "1", "rooms-0-C11": "201", "add_row": "rooms"}
    form = build_form(version, peer=True, data=data)
    assert form.asks_for_a_row
    assert not form.is_valid()
    html = page(form)
    assert html.select(".error-summary") == []
    assert html.select_one("input[name=rooms-0-C11]")["value"] == "201"
    assert html.select_one("input[name=rooms-1-C11]") is not None
    assert html.select_one("input[name=rooms-rows]")["value"] == "2"


def test_rooms_left_blank_are_left_out():
    version = draft_with({}, {"answer_type": "text", "required": False}, **ROOMS)
    data = {"rooms-rows": "3", "rooms-0-C10": "yes", "rooms-2-C10": "no", "rooms-2-C11": "203"}
    form = build_form(version, peer=True, data=data)
    assert form.is_valid()
    assert form.checked.answers == {"rooms": [{"C10": "yes"}, {"C10": "no", "C11": "203"}]}
    assert [(f.code, f.row) for f in form.checked.failures] == [("C10", 2)]


@pytest.mark.parametrize(
    ("typed", "rows"), [("", 1), ("x", 1), ("-3", 1), ("0", 1), ("999", MAX_ROWS), ("９", 1)]
)
def test_how_many_rooms_there_are_is_not_up_to_the_sender_alone(typed, rows):
    form = build_form(draft_with({}, **ROOMS), peer=True, data={"rooms-rows": typed})
    assert form.rows == {"rooms": rows}


def test_answers_given_before_stand_in_the_form():
    version = draft_with({}, {"answer_type": "choice", "choices": CHOICES}, **ROOMS)
    before = {
        "rooms": [{"C10": "yes", "C11": "worn"}, {"C10": "no", "C10_note": "旧", "C11": "good"}]
    }
    html = page(build_form(version, peer=True, answers=before))
    assert html.select_one("input[name=rooms-1-C11][value=good]").has_attr("checked")
    assert html.select_one("textarea[name=rooms-1-C10_note]").text.strip() == "旧"
    assert html.select_one("input[name=rooms-rows]")["value"] == "2"


def test_the_whole_shipped_checklist_can_be_handed_in():
    version = shipped_checklist()
    form = build_form(version, peer=True)
    data = {name: "yes" for name in form.fields if not name.endswith("_note")}
    data |= {"rooms-0-C73a": "201", "rooms-0-C73b": "60", "rooms-rows": "1"}
    form = build_form(version, peer=True, data=data)
    assert form.is_valid(), form.errors
    assert form.checked.failures == []
    assert "C73d" not in form.checked.answers["rooms"][0]
    assert len(form.checked.answers) == 34
    page(form)

"""Anybody objects to an entry and reads the answer by the receipt; nobody reads who objected."""

import datetime as dt

import pytest
from django.conf import settings

from association.core import clock, limits
from association.violations.enums import CaseStatus, ObjectionStatus
from association.violations.models import Objection
from association.violations.services import extend_objection, objecting
from association.violations.views import objections as views
from tests.factories.cases import make_case
from tests.factories.notices import publish_notice
from tests.factories.ways_back import REASONS, WORDS, deciders, make_entry, make_objection
from tests.hostile import hostile
from tests.peer_review.portal.desk import fields_of, soup_of, words
from tests.violations.acting import on

pytestmark = pytest.mark.django_db
SENT = {"words": WORDS, "who": "家长", "contact": "13800000000"}
__all__ = ["hostile"]


@pytest.fixture(autouse=True)
def english(client):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"


def make_read_entry():
    """An entry everybody reads: its notice is approved."""
    return publish_notice(make_entry()).case


def form(case):
    return f"/notices/{case.code.lower()}/object/"


def page(objection):
    return f"/objections/{objection.receipt}/"


def test_without_an_account_anybody_objects_and_gets_a_receipt(client):
    case = make_read_entry()
    asked = client.get(form(case))
    assert asked.status_code == 200
    assert case.public_words in words(asked)
    assert "no name" in words(asked).lower()
    assert "never shown on a page" in words(asked)
    sent = client.post(form(case), SENT)
    kept = Objection.objects.get()
    assert (sent.status_code, sent["Location"]) == (302, page(kept))
    assert (kept.words, kept.who, kept.contact, kept.author) == (
        WORDS,
        "家长",
        "13800000000",
        None,
    )
    receipt = client.get(page(kept))
    told = words(receipt)
    assert kept.code in told
    assert case.code in told
    assert "2 working days left" in told or "3 working days left" in told
    assert "13800000000" not in receipt.content.decode()
    assert "家长" not in told


def test_words_alone_are_enough(client):
    case = make_read_entry()
    assert client.post(form(case), {"words": WORDS}).status_code == 302
    assert (Objection.objects.get().who, Objection.objects.get().contact) == ("", "")


def test_somebody_signed_in_leaves_no_name_either(client):
    case = make_read_entry()
    client.force_login(case.school.representatives.get().user)
    client.post(form(case), {"words": WORDS})
    assert (Objection.objects.get().author, Objection.objects.get().by_school) == (None, False)


def test_both_spellings_of_the_number_lead_there(client):
    case = make_read_entry()
    assert client.get(f"/notices/{case.code}/object/").status_code == 200


@pytest.mark.parametrize(
    "status", [CaseStatus.OPEN, CaseStatus.TOLD, CaseStatus.DECIDED, CaseStatus.APPEALED]
)
def test_there_is_nothing_where_no_entry_ever_stood(client, status):
    case = make_case(status)
    assert client.get(form(case)).status_code == 404
    assert client.post(form(case), SENT).status_code == 404
    assert client.get("/notices/c-1999-0001/object/").status_code == 404


def test_where_an_entry_ended_nothing_is_taken_in_any_more(client):
    case = make_read_entry()
    with on(case.public_until):
        assert client.get(form(case)).status_code == 200
    with on(case.public_until + dt.timedelta(days=1)):
        gone = client.get(form(case))
        assert gone.status_code == 410
        assert case.school.name not in gone.content.decode()
        assert client.post(form(case), SENT).status_code == 410
    assert not Objection.objects.exists()


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("", "Please write what is wrong."),
        (" \n ", "Please write what is wrong."),
        ("a\x00b", "Null characters are not allowed."),
        ("长" * 2001, "at most 2000 characters"),
    ],
    ids=["empty", "spaces", "NUL", "long"],
)
def test_what_cannot_be_kept_is_told_and_what_was_typed_stays(client, said, told):
    case = make_read_entry()
    response = client.post(form(case), {**SENT, "words": said})
    assert response.status_code == 422
    assert told in words(response)
    assert fields_of(response)["contact"] == SENT["contact"]
    assert not Objection.objects.exists()


def test_hostile_words_are_kept_or_refused_and_never_run(client, hostile):
    case = make_read_entry()
    sent = client.post(form(case), {"words": hostile, "who": hostile[:60], "contact": hostile[:90]})
    assert sent.status_code in {302, 422}
    pages = [client.get(page(each)) for each in Objection.objects.all()] or [sent]
    assert all("<script>alert" not in each.content.decode() for each in pages)


def test_too_many_from_one_connection_come_back_later_and_lose_nothing(client, monkeypatch):
    budget = limits.Budget("objection", attempts=1, seconds=60)
    monkeypatch.setattr(views, "OBJECTIONS", budget)
    case = make_read_entry()
    with on(clock.today()):
        assert client.post(form(case), SENT).status_code == 302
        later = client.post(form(case), SENT)
    assert (later.status_code, later.headers["Retry-After"]) == (429, "60")
    assert fields_of(later)["words"] == WORDS
    assert "Please send yours in 1 minute." in words(later)
    assert Objection.objects.count() == 1


def test_when_too_many_wait_whoever_comes_is_told_to_call(client, monkeypatch):
    monkeypatch.setattr(objecting, "MOST_OPEN", 1)
    case = make_read_entry()
    client.post(form(case), SENT)
    response = client.post(form(case), SENT)
    assert response.status_code == 422
    assert "Please call" in words(response)
    assert fields_of(response)["words"] == WORDS


# -- the receipt -----------------------------------------------------------------------------------


def test_a_receipt_is_stored_nowhere_and_found_by_no_search_engine(client):
    response = client.get(page(make_objection()))
    assert "no-store" in response.headers["Cache-Control"]
    assert "noindex" in response.headers["X-Robots-Tag"]
    assert soup_of(response).select_one("meta[name=robots]")["content"] == "noindex"


@pytest.mark.parametrize("receipt", ["x" * 22, "O-2026-0001", "a"])
def test_no_other_key_opens_it(client, receipt):
    make_objection()
    assert client.get(f"/objections/{receipt}/").status_code == 404


@pytest.mark.parametrize(
    "status", [ObjectionStatus.REJECTED, ObjectionStatus.CORRECTED, ObjectionStatus.WITHDRAWN]
)
def test_it_tells_the_answer_with_its_reasons_and_not_who_gave_it(client, status):
    row = make_objection(status)
    told = words(client.get(page(row)))
    assert str(row.get_status_display()) in told
    assert REASONS in told
    assert "answered on" in told
    assert str(row.decided_by) not in told
    assert "working day" not in told


def test_that_a_withdrawal_is_proposed_is_not_told_before_it_is_decided(client):
    row = make_objection(ObjectionStatus.PROPOSED)
    told = words(client.get(page(row)))
    assert "Being looked at" in told
    assert REASONS not in told
    assert "second person" not in told


def test_it_tells_the_longer_term_and_whom_is_asked(client):
    row = make_objection()
    extend_objection(objection=row, asked_others="街道办", acting_user=deciders(1)[0])
    assert "Others are asked first: 街道办" in words(client.get(page(row)))


def test_it_tells_when_its_day_is_over(client):
    row = make_objection()
    with on(row.answer_by):
        assert "today is the last day" in words(client.get(page(row)))
    with on(row.answer_by + dt.timedelta(days=1)):
        assert "this day is over" in words(client.get(page(row)))


def test_it_is_read_after_the_entry_ended(client):
    row = make_objection()
    with on(row.case.public_until + dt.timedelta(days=1)):
        assert client.get(page(row)).status_code == 200
        assert clock.today() > row.case.public_until

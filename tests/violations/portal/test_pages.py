"""What a school reads of its cases: what is said, its rights, what comes next, how it ended."""

import datetime as dt

import pytest

from association.core import clock
from association.violations.enums import CaseSource
from association.violations.services import (
    answer_case,
    ask_hearing,
    dismiss_case,
    hold_hearing,
    take_back_case,
    vote_case,
)
from tests.factories.cases import (
    FACTS,
    FOUR_FACTS,
    after_the_answer_days,
    answer_day,
    make_case,
    make_pledged_school,
)
from tests.factories.findings import days_later, make_finding
from tests.factories.flows import make_accepted_pledge
from tests.factories.schools import make_school
from tests.peer_review.portal.desk import enter, links, soup_of, words
from tests.violations.portal.desk import (
    CLOSED,
    DECIDED,
    DECIDING,
    DISMISSED,
    REPORTER,
    TOLD,
    add_photo,
    listing,
    make_told,
    page,
    person_of,
)

pytestmark = pytest.mark.django_db
REASONS = "事实清楚，学校的说明已阅。"


def read(client, case):
    """The page of a case as its principal gets it."""
    enter(client, person_of(case.school))
    response = client.get(page(case))
    assert response.status_code == 200
    return response


def badge(response):
    return soup_of(response).select_one("main .badge").text.strip()


def test_a_school_reads_what_is_said_and_its_rights(client):
    case = make_case(TOLD)
    text = words(read(client, case))
    promise = case.promise
    assert FACTS in text
    assert promise.text_en in text
    assert promise.breach_codes.get(code="B81").text_en in text
    assert all(value in text for value in FOUR_FACTS.values())
    assert "S2, ordinary" in text
    assert "A patrol 10月12日巡查记录" in text
    assert "At least 2 people vote by name: none who looked into it, and none from" in text
    assert "asks for no more than “To be put right by a day”" in text
    assert "5 working days left" in text
    for title in ("Answer", "Read all evidence", "Others decide", "Nothing is published"):
        assert title in text


def test_the_promise_reads_as_the_school_signed_it(client):
    case = make_case(TOLD)
    client.cookies["django_language"] = "zh-hans"
    client.force_login(person_of(case.school))
    text = words(client.get(page(case)))
    assert case.promise.text_zh in text
    assert case.promise.breach_codes.get(code="B81").text_zh in text


def test_evidence_stands_with_origin_and_checksum(client):
    case = make_case(TOLD)
    piece = case.evidence.get()
    response = read(client, case)
    text = words(response)
    assert f"1. {piece.title} {piece.origin}" in text
    assert f"{piece.digest[:12]}…" in text
    assert page(case, f"evidence/{piece.pk}") in links(response)


def test_who_reported_from_outside_stands_nowhere(client):
    case = make_told(CaseSource.REPORT)
    response = read(client, case)
    assert REPORTER not in response.content.decode()
    assert "Nobody is told who reported it." in words(response)
    for address in (listing(case.school), page(case, "answer"), page(case, "hearing")):
        assert REPORTER not in client.get(address).content.decode()


def test_a_letter_is_named(client):
    case = make_told(CaseSource.LETTER, reference="教育和体育局函〔2026〕3号")
    assert "A letter of an authority 教育和体育局函〔2026〕3号" in words(read(client, case))


def test_a_finding_is_led_to(client):
    finding = make_finding()
    make_accepted_pledge(finding.school)
    with days_later(15):
        case = make_told(CaseSource.FINDING, finding=finding, reference="")
        response = read(client, case)
        assert f"/findings/{finding.code}/" in links(response)
        assert client.get(f"/findings/{finding.code}/").status_code == 200


def test_while_it_waits_for_the_school_both_acts_are_offered(client):
    case = make_case(TOLD)
    response = read(client, case)
    assert badge(response) == "Waiting for your answer"
    assert {page(case, "answer"), page(case, "hearing")} <= links(response)
    assert "Nothing is decided yet. Please answer by" in words(response)


def test_what_the_school_said_stands_word_for_word(client):
    case = make_case(TOLD)
    person = person_of(case.school)
    answer_case(case=case, words="<b>第一句</b>", files=[], acting_user=person)
    response = read(client, case)
    entry = soup_of(response).select_one(".thread li")
    assert "<b>第一句</b>" in entry.text
    assert badge(response) == "Answered"
    assert "you can add to it, or ask to be heard" in words(response)
    assert "Add to your answer" in words(response)


def test_evidence_after_an_answer_asks_anew(client):
    case = make_case(TOLD)
    answer_case(case=case, words="已说明", acting_user=None)
    add_photo(case, title="第二张照片")
    response = read(client, case)
    assert badge(response) == "Waiting for your answer"
    assert "Evidence came in after your answer." in words(response)
    assert "2. 第二张照片" in words(response)


def test_a_hearing_is_waited_for_and_its_record_read(client):
    case = make_case(TOLD)
    ask_hearing(case=case, words="希望当面说明", acting_user=None)
    response = read(client, case)
    assert badge(response) == "Hearing asked for"
    assert "agrees on a day with you" in words(response)
    assert page(case, "hearing") not in links(response)
    hold_hearing(case=case, held_on=clock.today(), record="校长到场说明。", acting_user=None)
    text = words(client.get(page(case)))
    assert "Heard in person on" in text
    assert "校长到场说明。" in text


@pytest.mark.parametrize("answered", [True, False])
def test_after_the_days_the_page_says_what_follows(client, answered):
    case = make_case(TOLD)
    if answered:
        answer_case(case=case, words="已说明", acting_user=None)
    with after_the_answer_days(case):
        response = read(client, case)
        text = words(response)
    assert badge(response) == ("Answered" if answered else "The days to answer are over")
    assert "You read here what they decide, and why." in text
    assert not {page(case, "answer"), page(case, "hearing")} & links(response)


def test_while_it_is_decided_neither_proposal_nor_people_show(client):
    case = make_case(DECIDING)
    first = case.people.filter(part="decider").first().user
    vote_case(case=case, in_favour=True, words="同意", acting_user=first)
    response = read(client, case)
    text = response.content.decode()
    assert badge(response) == "Being decided"
    assert "people are deciding, none of whom looked into it" in words(response)
    assert REASONS not in text
    assert "voted in favour" not in text
    assert not any(str(each.user) in text for each in case.people.all())


def test_a_proposal_that_was_taken_back_stays_unread(client):
    case = make_case(DECIDING)
    take_back_case(case=case, reason="有人生病", acting_user=None)
    response = read(client, case)
    assert REASONS not in response.content.decode()
    assert "The decision" not in [each.text for each in soup_of(response).select("h2")]
    assert badge(response) == "Answered"


def test_the_decision_says_measure_reasons_votes_and_day(client):
    case = make_case(DECIDED)
    response = read(client, case)
    text = words(response)
    assert REASONS in text
    assert "To be put right by a day" in text
    assert "2 of 2 people named voted in favour; 2 votes were needed." in text
    assert "Please put it right by" in text
    assert "15 working days left" in text
    assert "Your rights" not in text
    assert not any(str(each.user) in text for each in case.people.all())


def test_what_is_late_is_said_calmly(client):
    case = make_case(DECIDED)
    case.refresh_from_db()
    late = dt.timedelta(days=(case.mend_by - clock.today()).days + 1)
    with clock.at(clock.now() + late):
        text = words(read(client, case))
    assert "this day is over" in text
    assert "call the association where something hinders you" in text


def test_how_it_ended_is_said(client):
    case = make_case(CLOSED)
    text = words(read(client, case))
    assert "How it ended 复查已补充公示。" in text
    assert "Nothing more is asked of your school." in text


def test_a_case_not_pursued_says_why_once_it_was_told(client):
    case = make_case(TOLD)
    dismiss_case(case=case, words="经核实不属实。", acting_user=None)
    response = read(client, case)
    assert badge(response) == "Not pursued"
    assert "Why it is not pursued 经核实不属实。" in words(response)
    assert not {page(case, "answer"), page(case, "hearing")} & links(response)


def test_texts_are_shown_and_not_run(client):
    case = make_case(TOLD, content="<script>alert(1)</script>")
    assert "<script>alert(1)" not in read(client, case).content.decode()


def test_the_list_puts_what_runs_first_by_its_day(client):
    school = make_pledged_school()
    over = make_case(CLOSED, school=school)
    decided = make_case(DECIDED, school=school)
    deciding = make_case(DECIDING, school=school)
    told = make_case(TOLD, school=school)
    make_case(DISMISSED, school=school)  # never told
    enter(client, person_of(school))
    response = client.get(listing(school))
    soup = soup_of(response)
    codes = {
        section["id"]: [link["href"].split("/")[4] for link in section.select("li a")]
        for section in soup.select("section[id]")
    }
    assert codes == {"open": [told.code, decided.code, deciding.code], "finished": [over.code]}
    states = [each.text.strip() for each in soup.select("main .badge")]
    assert states == ["Waiting for your answer", "Decided", "Being decided", "Closed"]
    assert "last day to answer:" in words(response)
    assert "5 working days left" in words(response)


def test_the_last_day_is_said_in_words(client):
    case = make_case(TOLD)
    last = answer_day()
    enter(client, person_of(case.school))
    with clock.at(clock.now() + (last - clock.today())):
        assert "today is the last day" in words(client.get(listing(case.school)))
    day_before = last - dt.timedelta(days=1)
    while day_before.weekday() > 4:
        day_before -= dt.timedelta(days=1)
    with clock.at(clock.now() + (day_before - clock.today())):
        assert "1 working day left" in words(client.get(listing(case.school)))


def test_a_school_without_cases_reads_a_friendly_sentence(client):
    school = make_school()
    enter(client, person_of(school))
    text = words(client.get(listing(school)))
    assert "Your school was told of none." in text
    assert "Under way" not in text


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_no_more_with_more_cases(client, count, django_assert_num_queries):
    school = make_pledged_school()
    for _each in range(count):
        make_case(TOLD, school=school)
        make_case(CLOSED, school=school)
    enter(client, person_of(school))
    client.get(listing(school))  # whatever is read once and kept
    with django_assert_num_queries(9):
        client.get(listing(school))


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_no_more_with_more_said(client, count, django_assert_num_queries):
    case = make_case(TOLD)
    person = person_of(case.school)
    for _each in range(count):
        add_photo(case)
        files = [("a.jpg", case.evidence.first().file.read())]
        answer_case(case=case, words="已说明", files=files, acting_user=person)
    enter(client, person)
    client.get(page(case))  # whatever is read once and kept
    with django_assert_num_queries(10):
        client.get(page(case))

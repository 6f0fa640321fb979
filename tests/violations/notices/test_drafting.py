"""A notice is drafted from its case; the school sets its own words beside it."""

import pytest

from association.accounts.roles import Role
from association.alliances.enums import Capacity
from association.core.errors import InvalidTransition, RuleError
from association.violations.enums import CaseStatus, Measure
from association.violations.models import NoticeIndexPage, NoticePage, Statement
from association.violations.services import draft_notice, end_by_repair, reply_to_notice
from tests.factories.cases import make_case
from tests.factories.people import make_principal, make_secretary
from tests.violations.notices.board import (
    WORDS,
    address,
    at_the_start_after,
    make_notice,
    words_of,
)

pytestmark = pytest.mark.django_db

SAID = "我校已于11月5日前退清全部学费。"


def make_decided(status=CaseStatus.DECIDED, **given):
    return make_case(status, **{"measure": Measure.REVOKE, "public_words": WORDS} | given)


@pytest.mark.parametrize("status", [CaseStatus.DECIDED, CaseStatus.IN_FORCE])
def test_a_draft_says_what_was_voted_on(status):
    clerk = make_secretary()
    case = make_decided(status)
    page = draft_notice(case=case, acting_user=clerk)
    assert (page.words, page.slug, page.live, page.owner) == (
        WORDS,
        case.code.lower(),
        False,
        clerk,
    )
    assert case.school.name in page.title
    covenant = case.promise.version.title_zh
    assert all(words in page.basis for words in (covenant, "第8项承诺", "该校签署"))
    assert page.get_latest_revision().user == clerk
    assert case.events.last().verb == "draft_notice"
    assert page.get_parent().specific == NoticeIndexPage.objects.get()


def test_a_case_has_one_notice():
    case = make_decided()
    draft_notice(case=case, acting_user=None)
    with pytest.raises(RuleError, match="already"):
        draft_notice(case=case, acting_user=None)


@pytest.mark.parametrize("status", [CaseStatus.OPEN, CaseStatus.TOLD, CaseStatus.DECIDING])
def test_nothing_is_drafted_before_the_decision(status):
    with pytest.raises(InvalidTransition):
        draft_notice(case=make_case(status, measure=Measure.REVOKE), acting_user=None)


def test_what_stays_inside_has_no_notice():
    with pytest.raises(RuleError, match="Nothing of this decision is public"):
        draft_notice(case=make_case(CaseStatus.DECIDED), acting_user=None)


def test_after_its_last_day_nothing_is_drafted_any_more():
    case = make_decided(CaseStatus.IN_FORCE)
    with at_the_start_after(case.public_until), pytest.raises(RuleError, match="has ended"):
        draft_notice(case=case, acting_user=None)


def test_who_was_named_to_decide_drafts_nothing():
    case = make_decided()
    decider = case.people.filter(part="decider").first().user
    with pytest.raises(RuleError, match="You were named to decide"):
        draft_notice(case=case, acting_user=decider)
    assert not NoticePage.objects.exists()


def test_the_name_of_a_decider_is_covered_in_the_draft():
    """The words were voted on before anybody knew who would be named."""
    case = make_decided(public_words=f"{WORDS}由赵铁柱负责。")
    decider = case.people.filter(part="decider").first().user
    decider.last_name, decider.first_name = "赵", "铁柱"
    decider.save()
    page = draft_notice(case=case, acting_user=None)
    assert page.words == f"{WORDS}由〇〇负责。"


# -- the school's own words ------------------------------------------------------------------------


@pytest.fixture
def notice():
    return make_notice()


def test_the_schools_words_stand_beside_the_notice_at_once(client, notice):
    reply_to_notice(case=notice.case, words=SAID, acting_user=None)
    assert SAID in words_of(client.get(address(notice)))
    assert notice.case.events.last().verb == "reply_to_notice"


def test_the_newest_words_stand_there(client, notice):
    reply_to_notice(case=notice.case, words=SAID, acting_user=None)
    reply_to_notice(case=notice.case, words="另有说明。", acting_user=None)
    shown = words_of(client.get(address(notice)))
    assert "另有说明。" in shown
    assert SAID not in shown
    assert Statement.objects.filter(case=notice.case, kind="reply").count() == 2


def test_they_can_be_written_before_the_decision_is_in_force():
    case = make_decided()
    assert reply_to_notice(case=case, words=SAID, acting_user=None).words == SAID


@pytest.mark.parametrize("status", [CaseStatus.OPEN, CaseStatus.TOLD, CaseStatus.CLOSED])
def test_there_is_nothing_to_reply_to(status):
    with pytest.raises(InvalidTransition):
        reply_to_notice(case=make_case(status), words=SAID, acting_user=None)


def test_beside_what_stays_inside_there_is_no_word():
    with pytest.raises(RuleError, match="no notice"):
        reply_to_notice(case=make_case(CaseStatus.DECIDED), words=SAID, acting_user=None)


def test_with_the_notice_the_words_end(client, notice):
    reply_to_notice(case=notice.case, words=SAID, acting_user=None)
    end_by_repair(case=notice.case, reason="已改正", proposed_by=None, acting_user=None)
    assert SAID not in words_of(client.get(address(notice)))
    with pytest.raises(InvalidTransition):
        reply_to_notice(case=notice.case, words=SAID, acting_user=None)


def test_after_the_last_day_nothing_is_written_any_more(notice):
    with at_the_start_after(notice.case.public_until), pytest.raises(RuleError, match="ended"):
        reply_to_notice(case=notice.case, words=SAID, acting_user=None)


def test_only_the_schools_own_people_write(notice):
    with pytest.raises(RuleError, match="own people"):
        reply_to_notice(
            case=notice.case, words=SAID, acting_user=make_secretary(Role.SECRETARY_GENERAL)
        )
    principal = make_principal(notice.case.school, Capacity.STAFF)
    assert reply_to_notice(case=notice.case, words=SAID, acting_user=principal).author == principal


@pytest.mark.parametrize(("words", "said"), [("  ", "a few words"), ("字" * 1001, "1000")])
def test_neither_nothing_nor_a_book(notice, words, said):
    with pytest.raises(RuleError, match=said):
        reply_to_notice(case=notice.case, words=words, acting_user=None)


def test_the_schools_words_name_nobody_else(notice):
    make_secretary(last_name="钱", first_name="文静")
    for words in ("请致电13812345678。", "举报人是钱文静。"):
        with pytest.raises(RuleError, match="Please take out"):
            reply_to_notice(case=notice.case, words=words, acting_user=None)
    assert not Statement.objects.filter(kind="reply").exists()


def test_the_school_may_sign_with_its_own_name(notice):
    person = {"last_name": "孙", "first_name": "校长"}
    principal = make_principal(notice.case.school, Capacity.STAFF, **person)
    words = f"{SAID}{notice.case.school.name} 孙校长"
    assert reply_to_notice(case=notice.case, words=words, acting_user=principal).words == words

"""A notice is read while its case stands, everywhere, and nowhere any more in the same second."""

import datetime as dt

import pytest
from django.http import Http404
from django.urls import reverse

from association.core import clock
from association.violations.enums import CaseStatus, Measure
from association.violations.models import Case
from association.violations.selectors.notices import ending_of, refuse_unless_standing
from association.violations.services import (
    confirm_withdrawal,
    end_by_repair,
    end_cases,
    lodge_objection,
    propose_withdrawal,
)
from tests.factories import make_secretary
from tests.factories.cases import make_case
from tests.factories.notices import approve
from tests.violations.notices.board import (
    BOARD,
    DATA,
    FEED,
    WORDS,
    address,
    at_the_end_of,
    at_the_start_after,
    everywhere,
    make_notice,
    make_plaque_with_notice,
    words_of,
)

pytestmark = pytest.mark.django_db

REASON = "复核认定计算有误，撤回该决定。"


def told_of(client, plaque, page):
    """Where the notice is told at this moment, by name."""
    alliance = plaque.school.memberships.get().alliance.code
    lists = {
        "board": client.get(BOARD),
        "feed": client.get(FEED),
        "data": client.get(DATA),
        "plaque": client.get(plaque.get_absolute_url()),
        "alliance": client.get(f"/alliances/{alliance}/"),
    }
    found = {name for name, answer in lists.items() if _tells(answer, page)}
    for name, url in zip(("page", "sheet", "card", "datum"), everywhere(page), strict=True):
        answer = client.get(url)
        if answer.status_code == 200:
            found.add(name)
        else:
            assert answer.status_code in {404, 410}, name
            assert page.case.school.name not in words_of(answer), name
    return found


def _tells(answer, page):
    assert answer.status_code == 200
    return address(page) in words_of(answer)


EVERYWHERE = {"board", "feed", "data", "plaque", "alliance", "page", "sheet", "card", "datum"}


def annul(case):
    """Withdraw the decision as two people would after an objection."""
    objection = lodge_objection(case=case, words="计算有误")
    propose_withdrawal(objection=objection, reasons=REASON, acting_user=make_secretary("approver"))
    confirm_withdrawal(objection=objection, acting_user=make_secretary("secretary-general"))
    case.refresh_from_db()


def repair(case):
    end_by_repair(case=case, reason="已改正", proposed_by=None, acting_user=make_secretary())
    case.refresh_from_db()


@pytest.fixture
def stands():
    return make_plaque_with_notice(measure=Measure.CIRCULAR)


def test_while_it_stands_it_is_told_everywhere(client, stands):
    plaque, page = stands
    assert told_of(client, plaque, page) == EVERYWHERE


def test_it_ends_everywhere_with_the_last_second_of_its_day(client, stands):
    plaque, page = stands
    with at_the_end_of(page.case.public_until):
        assert told_of(client, plaque, page) == EVERYWHERE
    with at_the_start_after(page.case.public_until):
        assert told_of(client, plaque, page) == set()
        assert client.get(address(page)).status_code == 410


def test_it_ends_without_anybody_closing_the_case(client, stands):
    _plaque, page = stands
    with at_the_start_after(page.case.public_until):
        before = client.get(address(page)).content
        end_cases()
        assert Case.objects.get().status == CaseStatus.CLOSED
        after = client.get(address(page))
    assert after.status_code == 410
    assert after.content == before


@pytest.mark.parametrize("end", [annul, repair])
def test_it_ends_everywhere_when_the_case_does(client, stands, end):
    plaque, page = stands
    end(page.case)
    assert told_of(client, plaque, page) == set()
    assert {client.get(url).status_code for url in everywhere(page)} == {410}


def test_where_it_was_withdrawn_the_outcome_is_read_and_nothing_else(client, stands):
    _plaque, page = stands
    annul(page.case)
    for url in (address(page), f"{DATA}/{page.case.code}"):
        answer = words_of(client.get(f"{url}?lang=en"))
        assert REASON in answer
        assert WORDS not in answer
        assert page.case.school.name not in answer
        assert page.case.promise.title_zh not in answer


def test_the_reason_does_not_name_the_school_either(client):
    page = make_notice()
    case = page.case
    case.status = CaseStatus.ANNULLED
    reason = f"{case.school.name}的申诉成立。"
    case.annulled_at = clock.now()
    case.events.create(sequence=99, verb="annul_case", reason=reason)
    assert case.school.name not in ending_of(case).reason
    assert "的申诉成立" in ending_of(case).reason


def test_where_it_was_repaired_that_is_read(client, stands):
    _plaque, page = stands
    end_by_repair(
        case=page.case,
        reason=f"{page.case.school.name}已公示收费项目。",
        proposed_by=None,
        acting_user=make_secretary(),
    )
    told = client.get(f"{address(page)}?lang=en").content.decode()
    assert "because the school had put things right" in told
    assert "the school已公示收费项目。" in told
    assert page.case.school.name not in told


@pytest.mark.parametrize("status", [CaseStatus.DECIDED])
def test_before_it_is_in_force_nobody_reads_that_there_is_one(client, status):
    page = make_notice(status)
    assert {client.get(url).status_code for url in everywhere(page)} == {404}
    assert page.case.school.name not in client.get(BOARD).content.decode()


def test_a_decision_withdrawn_before_it_was_in_force_never_stood_here(client):
    page = make_notice(CaseStatus.DECIDED)
    page.case.status = CaseStatus.ANNULLED
    with pytest.raises(Http404):
        refuse_unless_standing(page)


def test_unapproved_it_stands_nowhere(client):
    page = make_notice(approved=False)
    assert {client.get(url).status_code for url in everywhere(page)} == {404}
    assert address(page) not in client.get(BOARD).content.decode()


def test_a_case_without_notice_is_told_nowhere(client):
    case = make_case(CaseStatus.IN_FORCE, measure=Measure.REVOKE)
    assert client.get(f"{BOARD}{case.code.lower()}/").status_code == 404
    assert client.get(f"{DATA}/{case.code}").status_code == 404


def test_the_code_is_read_in_any_case(client):
    page = make_notice()
    for code in (page.case.code, page.case.code.lower()):
        assert client.get(f"{DATA}/{code}").status_code == 200
        assert client.get(f"{BOARD}{code}/card.png").status_code == 200


# -- what search engines and stores are told -------------------------------------------------------


def test_search_engines_keep_no_copy_and_forget_it_with_its_last_day(client):
    page = make_notice()
    end = page.case.public_until + dt.timedelta(days=1)
    for url in everywhere(page)[:3]:
        told = client.get(url).headers
        assert told["X-Robots-Tag"] == f"noarchive, unavailable_after: {end}T00:00:00+08:00"
        assert "no-store" in told["Cache-Control"]


def test_search_engines_forget_what_ended(client, stands):
    _plaque, page = stands
    repair(page.case)
    for url in everywhere(page)[:3]:
        told = client.get(url).headers
        assert told["X-Robots-Tag"] == "noindex, nofollow, noarchive"
        assert "no-store" in told["Cache-Control"]


def test_no_notice_is_in_a_sitemap(rf):
    assert make_notice().get_sitemap_urls(rf.get("/")) == []


# -- pages that are stored -------------------------------------------------------------------------


def test_approving_a_notice_renews_the_stored_pages_of_its_school(client):
    page = make_notice(approved=False)
    school = page.case.school
    school.refresh_from_db()
    before = school.public_version
    approve(page, by=page.owner)
    school.refresh_from_db()
    assert school.public_version > before


def test_the_school_of_another_notice_is_not_told_of_it(client, stands):
    plaque, page = stands
    other = make_notice(measure=Measure.CIRCULAR)
    shown = client.get(plaque.get_absolute_url()).content.decode()
    assert address(page) in shown
    assert address(other) not in shown


# -- the page itself -------------------------------------------------------------------------------


def test_the_page_tells_all_that_counts(client):
    page = make_notice()
    shown = client.get(f"{address(page)}?lang=en").content.decode()
    case = page.case
    for words in (
        case.school.name,
        case.get_measure_display(),
        case.promise.title_en,
        WORDS,
        case.content,
        case.classes,
        case.learners,
        case.times,
        page.basis,
        "The school has not written anything here yet",
        "It ends by itself on that day",
    ):
        assert words in shown, words


def test_what_the_case_does_not_concern_is_not_told(client):
    page = make_notice(times="", learners="")
    shown = client.get(f"{address(page)}?lang=en").content.decode()
    assert "Class times" not in shown
    assert page.case.content in shown


def test_the_page_names_nobody_who_had_a_part(client):
    clerk = make_secretary(last_name="欧阳", first_name="明远")
    page = make_notice(clerk=clerk)
    for url in (*everywhere(page), BOARD, FEED, DATA):
        assert "欧阳明远" not in words_of(client.get(url))


def test_it_loads_nothing_from_elsewhere(client):
    page = make_notice()
    shown = client.get(address(page)).content.decode()
    assert "<script" not in shown
    assert "style=" not in shown


def test_a_draft_is_previewed_as_it_would_be(client):
    page = make_notice(CaseStatus.DECIDED, approved=False)
    client.force_login(page.owner)
    answer = client.get(reverse("wagtailadmin_pages:view_draft", args=[page.pk]))
    shown = answer.content.decode()
    assert answer.status_code == 200
    assert WORDS in shown
    assert answer.headers["X-Robots-Tag"] == "noindex, nofollow, noarchive"


def test_the_address_tells_no_name():
    page = make_notice()
    assert page.slug == page.case.code.lower()

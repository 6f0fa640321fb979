"""Notices on a school's desk and in the admin: what is to be done, and the way to it."""

import pytest
from django.urls import reverse

from association.accounts.roles import Role
from association.violations.enums import CaseStatus, Measure
from association.violations.models import NoticePage, Statement
from home.board import Board
from tests.factories.cases import make_case
from tests.factories.notices import approve, submit
from tests.factories.people import make_secretary
from tests.violations.notices.board import (
    WORDS,
    address,
    at_the_start_after,
    make_notice,
    words_of,
)
from tests.violations.portal.desk import page as case_page
from tests.violations.portal.desk import person_of

pytestmark = pytest.mark.django_db

SAID = "我校已退清全部学费。"


@pytest.fixture
def notice(client):
    """A notice that stands; its school's principal is at the desk."""
    page = make_notice(measure=Measure.CIRCULAR)
    client.force_login(person_of(page.case.school))
    return page


def desk(school):
    return f"/desk/{school.uscc}/?lang=en"


def test_the_desk_leads_to_the_notice_and_to_the_own_words(client, notice):
    shown = words_of(client.get(desk(notice.case.school)))
    assert address(notice) in shown
    assert case_page(notice.case, "reply") in shown
    assert "You can set your own words beside it." in shown


def test_written_words_are_changed_from_what_stands_there(client, notice):
    url = case_page(notice.case, "reply")
    answer = client.post(url, {"words": SAID})
    assert answer.url == case_page(notice.case)
    assert SAID in words_of(client.get(url))
    assert SAID in words_of(client.get(address(notice)))
    assert "Change your words" in words_of(client.get(desk(notice.case.school)))


def test_a_refused_reply_keeps_what_was_typed(client, notice):
    words = f"{SAID}详情请拨打13812345678。"
    answer = client.post(f"{case_page(notice.case, 'reply')}?lang=en", {"words": words})
    assert answer.status_code == 422
    shown = words_of(answer)
    assert words in shown
    assert "Please take out" in shown
    assert not Statement.objects.filter(kind="reply").exists()


def test_the_case_shows_the_way_and_says_when_it_is_over(client, notice):
    url = f"{case_page(notice.case)}?lang=en"
    assert "Write your own words beside it" in words_of(client.get(url))
    with at_the_start_after(notice.case.public_until):
        assert "The notice has ended, and your words with it." in words_of(client.get(url))
        answer = client.get(case_page(notice.case, "reply"))
        assert answer.url == case_page(notice.case)
        assert address(notice) not in words_of(client.get(desk(notice.case.school)))


def test_beside_a_case_that_stays_inside_nothing_is_written(client):
    case = make_case(CaseStatus.DECIDED)
    client.force_login(person_of(case.school))
    assert client.get(case_page(case, "reply")).url == case_page(case)
    assert case_page(case, "reply") not in words_of(client.get(case_page(case)))
    answer = client.post(case_page(case, "reply"), {"words": SAID})
    assert not Statement.objects.filter(kind="reply").exists()
    assert answer.status_code == 302


# -- in the admin ----------------------------------------------------------------------------------


def inspect(case):
    return f"{reverse('case_admin:inspect', args=[case.pk])}?lang=en"


def test_a_clerk_drafts_the_notice_from_its_case(client):
    clerk = make_secretary()
    case = make_case(CaseStatus.DECIDED, clerk=clerk, measure=Measure.REVOKE, public_words=WORDS)
    client.force_login(clerk)
    act = reverse("case_admin:draft_notice", args=[case.pk])
    assert act in words_of(client.get(inspect(case)))
    assert WORDS in words_of(client.get(act))
    answer = client.post(act)
    page = NoticePage.objects.get()
    assert answer.url == reverse("wagtailadmin_pages:edit", args=[page.pk])
    shown = words_of(client.get(inspect(case)))
    assert act not in shown
    assert "It is drafted." in shown


@pytest.mark.parametrize("status", [CaseStatus.TOLD, CaseStatus.CLOSED])
def test_elsewhere_the_act_is_not_offered(client, status):
    clerk = make_secretary()
    case = make_case(status, clerk=clerk)
    client.force_login(clerk)
    assert reverse("case_admin:draft_notice", args=[case.pk]) not in words_of(
        client.get(inspect(case))
    )


def test_the_case_says_how_its_notice_stands(client):
    clerk = make_secretary()
    page = make_notice(clerk=clerk, approved=False)
    client.force_login(clerk)
    submit(page, by=clerk)
    assert "waits for another person" in words_of(client.get(inspect(page.case)))
    state = NoticePage.objects.get().current_workflow_task_state
    state.task.specific.on_action(state, make_secretary(Role.APPROVER), "approve")
    shown = words_of(client.get(inspect(page.case)))
    assert "the public reads it" in shown
    assert f"/notices/{page.case.code}/sheet.pdf" in shown


def test_a_decision_without_notice_is_on_the_board_of_duties(client):
    clerk, decider = make_secretary(), make_secretary(Role.APPROVER)
    case = make_case(CaseStatus.DECIDED, clerk=clerk, measure=Measure.CIRCULAR)
    assert duty(clerk, "?waiting=notice") == 1
    client.force_login(clerk)
    listed = client.get(f"{reverse('case_admin:index')}?waiting=notice")
    assert case.code in words_of(listed)
    client.post(reverse("case_admin:draft_notice", args=[case.pk]))
    assert duty(clerk, "?waiting=notice") == 0
    assert duty(decider, "?waiting=approval") == 0
    page = NoticePage.objects.get()
    assert duty(clerk, "?waiting=finish") == 1
    assert case.code in words_of(client.get(f"{reverse('case_admin:index')}?waiting=finish"))
    submit(page, by=clerk)
    assert duty(clerk, "?waiting=finish") == 0
    assert duty(decider, "?waiting=approval") == 1
    client.force_login(decider)
    listed = client.get(f"{reverse('case_admin:index')}?waiting=approval")
    assert case.code in words_of(listed)
    state = NoticePage.objects.get().current_workflow_task_state
    state.task.specific.on_action(state, decider, "approve")
    assert duty(decider, "?waiting=approval") == 0


def duty(user, ending):
    return next((line.count for line in Board(user).lines() if line.url.endswith(ending)), 0)


def test_a_writer_who_may_decide_reads_why_they_cannot_approve(client):
    clerk, both = make_secretary(), make_secretary(Role.APPROVER)
    page = make_notice(clerk=clerk, approved=False)
    submit(page, by=clerk)
    fresh = NoticePage.objects.get()
    fresh.words = "改写。"
    fresh.save_revision(user=both)
    client.force_login(both)
    shown = words_of(client.get(f"{reverse('wagtailadmin_pages:edit', args=[page.pk])}?lang=en"))
    assert "You wrote on this text, so another person approves it." in shown


def test_an_approval_leads_back_to_the_case(client):
    page = make_notice(approved=False)
    approver = approve(page, by=page.owner)
    client.force_login(approver)
    assert client.get(inspect(page.case)).status_code == 200

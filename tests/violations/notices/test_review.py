"""Nobody approves their own text, by no route, and nothing is public that nobody approved."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from wagtail.admin.api.views import PagesAdminAPIViewSet
from wagtail.models import (
    GroupApprovalTask,
    Page,
    PageViewRestriction,
    Workflow,
    WorkflowTask,
)

from association.accounts.roles import Role
from association.alliances.services import appoint_representative
from association.violations.enums import CaseStatus
from association.violations.models import (
    CasePerson,
    NoticeIndexPage,
    NoticePage,
    NoticeReview,
)
from association.violations.models.notice import NotApproved
from association.violations.models.review import why_not_approve
from home.models import HomePage
from tests.factories import make_school, make_secretary, make_user
from tests.factories.cases import make_pledged_school
from tests.factories.notices import approve, submit
from tests.violations.notices.board import address, make_notice

pytestmark = pytest.mark.django_db

EDIT = "wagtailadmin_pages:edit"


@pytest.fixture
def author(db):
    """Somebody who looks into the case and writes the text."""
    return make_secretary()


@pytest.fixture
def draft(author):
    return make_notice(clerk=author, approved=False)


def sent(page, **more):
    latest = NoticePage.objects.get(pk=page.pk).get_latest_revision_as_object()
    return {
        "title": latest.title,
        "words": latest.words,
        "basis": latest.basis,
        "comments-TOTAL_FORMS": "0",
        "comments-INITIAL_FORMS": "0",
        "comments-MIN_NUM_FORMS": "0",
        "comments-MAX_NUM_FORMS": "",
        **more,
    }


def edit(client, user, page, **more):
    client.force_login(user)
    return client.post(reverse(EDIT, args=[page.pk]), sent(page, **more))


def is_live(page):
    return Page.objects.get(pk=page.pk).live


def on_table(page):
    """The step that waits, as the database has it now."""
    return NoticePage.objects.get(pk=page.pk).current_workflow_task_state


def test_whoever_drafted_and_submits_sends_it_to_another_who_publishes_it(client, draft, author):
    edit(client, author, draft, **{"action-submit": "1"})
    approver = make_secretary(Role.APPROVER)
    page = client.get(reverse(EDIT, args=[draft.pk]))
    assert page.status_code == 200
    answer = edit(
        client,
        approver,
        draft,
        **{"action-workflow-action": "1", "workflow-action-name": "approve"},
    )
    assert answer.url == reverse("case_admin:inspect", args=[draft.case_id])
    assert is_live(draft)


def test_an_author_who_may_decide_does_not_approve_their_own_text(client, draft):
    both = make_secretary(Role.APPROVER)
    edit(client, make_user(is_superuser=True), draft, **{"action-submit": "1"})
    edit(client, both, draft, words="改写过的文字。")
    approving = {"action-workflow-action": "1", "workflow-action-name": "approve"}
    edit(client, both, draft, **approving)
    assert not is_live(draft)
    edit(client, make_secretary(Role.APPROVER), draft, **approving)
    assert NoticePage.objects.get(pk=draft.pk).words == "改写过的文字。"
    assert is_live(draft)


def test_a_superuser_who_wrote_it_does_not_approve_it(client, draft):
    admin = make_user(is_superuser=True)
    edit(client, admin, draft, words="管理员写的。")
    state = submit(draft, by=admin).current_task_state
    task = state.task.specific
    assert "approve" not in {name for name, *_rest in task.get_actions(draft, admin)}
    client.force_login(admin)
    url = reverse("wagtailadmin_pages:workflow_action", args=[draft.pk, "approve", state.pk])
    client.post(url, {})
    assert not is_live(draft)


def test_a_text_that_is_changed_while_it_is_approved_is_not_approved(client, draft, author):
    submit(draft, by=author)
    approving = {"action-workflow-action": "1", "workflow-action-name": "approve"}
    answer = edit(client, make_secretary(Role.APPROVER), draft, words="顺手改了。", **approving)
    assert answer.status_code == 302
    assert not is_live(draft)
    assert on_table(draft) is not None


def test_another_pages_address_does_not_help(client, draft):
    """Wagtail asks the page of the address, and acts on the step that is named beside it."""
    writer = make_secretary(Role.APPROVER)
    other = make_notice(approved=False)
    submit(other, by=other.owner)
    page = NoticePage.objects.get(pk=draft.pk)
    page.words = "自己写的。"
    page.save_revision(user=writer)
    state = submit(draft, by=writer).current_task_state
    client.force_login(writer)
    url = reverse("wagtailadmin_pages:workflow_action", args=[other.pk, "approve", state.pk])
    client.post(url, {})
    assert not is_live(draft)


@pytest.mark.parametrize("role", [Role.CLERK, Role.EDITOR, Role.AUDITOR])
def test_who_decides_no_cases_approves_none(draft, author, role):
    state = submit(draft, by=author).current_task_state
    state.task.specific.on_action(state, make_secretary(role), "approve")
    assert not is_live(draft)


def test_a_rival_of_the_school_approves_nothing(draft, author):
    rival = make_secretary(Role.APPROVER)
    appoint_representative(
        school=make_pledged_school(), user=rival, capacity="staff", acting_user=None
    )
    state = submit(draft, by=author).current_task_state
    state.task.specific.on_action(state, rival, "approve")
    assert not is_live(draft)


def test_a_text_taken_up_again_is_still_that_of_its_writer(author):
    writer = make_secretary(Role.APPROVER)
    page = make_notice(clerk=author, approved=False)
    page.words = "第一稿。"
    page.save_revision(user=writer)
    approve(page, by=author)
    page = NoticePage.objects.get(pk=page.pk)
    page.words = "第二稿。"
    page.save_revision(user=author)
    approve(page, by=author)
    page = NoticePage.objects.get(pk=page.pk)
    page.words = "第一稿。"
    page.save_revision(user=author)
    approve(page, by=author, approver=writer)
    assert NoticePage.objects.get(pk=page.pk).words == "第二稿。"


def test_a_changed_text_is_not_public_before_it_is_approved_too(client, author):
    page = make_notice(clerk=author)
    edit(client, author, page, words="改写后的说明。")
    assert "改写后的说明。" not in client.get(address(page)).content.decode()
    approve(page, by=author)
    assert "改写后的说明。" in client.get(address(page)).content.decode()


def test_sent_back_it_can_be_submitted_again(client, draft, author):
    approver = make_secretary(Role.APPROVER)
    state = submit(draft, by=author).current_task_state
    state.task.specific.on_action(state, approver, "reject", comment="请写明日期。")
    client.force_login(author)
    shown = client.get(reverse("case_admin:inspect", args=[draft.case_id])).content.decode()
    assert "请写明日期。" in shown
    edit(client, author, draft, words="2026年7月1日，……", **{"action-submit": "1"})
    state = on_table(draft)
    state.task.specific.on_action(state, approver, "approve")
    assert is_live(draft)


# -- no way round ----------------------------------------------------------------------------------


@pytest.fixture(params=["editor", "clerk", "superuser"])
def somebody(request):
    if request.param == "superuser":
        return make_user(is_superuser=True)
    return make_secretary(Role(request.param))


def test_nobody_publishes_from_the_editor(client, draft, somebody):
    edit(client, somebody, draft, **{"action-publish": "1"})
    assert not is_live(draft)
    shown = client.get(reverse(EDIT, args=[draft.pk])).content.decode()
    assert "action-publish" not in shown


@pytest.mark.parametrize("action", ["publish", "unpublish", "delete", "move"])
@pytest.mark.parametrize("approved", [True, False])
def test_no_bulk_action_touches_a_notice(client, somebody, action, approved):
    page = make_notice(approved=approved)
    client.force_login(somebody)
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", action])
    home = HomePage.objects.get()
    sent = {"include_descendants": "on", "chooser": home.pk, "move_applicable": "on"}
    client.post(f"{url}?id={page.pk}&next=/admin/", sent)
    kept = NoticePage.objects.get(pk=page.pk)
    assert kept.live is approved
    assert kept.get_parent().specific == NoticeIndexPage.objects.get()


def test_publishing_all_below_the_home_page_leaves_notices_alone(client, draft):
    client.force_login(make_user(is_superuser=True))
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    for above in (HomePage.objects.get(), NoticeIndexPage.objects.get()):
        client.post(f"{url}?id={above.pk}&next=/admin/", {"include_descendants": "on"})
    assert not is_live(draft)


@pytest.mark.parametrize("act", ["unpublish", "delete", "copy", "move"])
def test_no_single_act_touches_a_notice(client, somebody, act):
    page = make_notice()
    client.force_login(somebody)
    sent = {
        "new_title": "副本",
        "new_slug": "copy",
        "new_parent_page": NoticeIndexPage.objects.get().pk,
        "publish_copies": "on",
        "alias": "on",
    }
    client.post(reverse(f"wagtailadmin_pages:{act}", args=[page.pk]), sent)
    assert NoticePage.objects.get() == page
    assert is_live(page)


def test_no_notice_is_added_by_hand(client, somebody):
    board = NoticeIndexPage.objects.get()
    client.force_login(somebody)
    url = reverse("wagtailadmin_pages:add", args=["violations", "noticepage", board.pk])
    client.post(url, {"title": "手写的", "words": "x", "basis": "y", "action-publish": "1"})
    assert not NoticePage.objects.exists()


def test_the_board_is_neither_deleted_nor_hidden(client):
    board = NoticeIndexPage.objects.get()
    page = make_notice()
    client.force_login(make_user(is_superuser=True))
    for act in ("delete", "unpublish"):
        client.post(reverse(f"wagtailadmin_pages:{act}", args=[board.pk]), {})
    client.post(reverse("wagtailadmin_pages:delete", args=[HomePage.objects.get().pk]), {})
    assert client.get(address(page)).status_code == 200


def test_a_schedule_publishes_nothing(draft, author):
    draft.go_live_at = timezone.now() - dt.timedelta(minutes=1)
    revision = draft.save_revision(
        user=author, approved_go_live_at=timezone.now() - dt.timedelta(minutes=1)
    )
    with pytest.raises(NotApproved):
        call_command("publish_scheduled")
    assert revision.pk
    assert not is_live(draft)


def test_another_workflow_does_not_stand_in_for_the_review(draft, author):
    task = GroupApprovalTask.objects.create(name="Somebody")
    workflow = Workflow.objects.create(name="Another")
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    page = NoticePage.objects.get(pk=draft.pk)
    state = workflow.start(page, author).current_task_state
    with pytest.raises(NotApproved):
        state.approve(user=make_user(is_superuser=True))
    assert not is_live(draft)


def test_an_approval_from_before_the_last_change_does_not_count(draft, author):
    state = submit(draft, by=author).current_task_state
    state.approve(user=make_secretary(Role.APPROVER), update=False)
    page = NoticePage.objects.get(pk=draft.pk)
    page.words = "批准之后改的。"
    revision = page.save_revision(user=author)
    with pytest.raises(NotApproved):
        revision.publish(user=make_user(is_superuser=True))


def test_no_other_words_are_saved_into_a_public_page():
    page = make_notice()
    page.words = "绕过复核。"
    with pytest.raises(NotApproved):
        page.save()
    page.refresh_from_db()
    assert page.words != "绕过复核。"


def test_a_page_is_not_made_public_by_saving_it(draft):
    draft.live = True
    with pytest.raises(NotApproved):
        draft.save()
    draft.live_revision = draft.latest_revision
    with pytest.raises(NotApproved):
        draft.save()


def test_code_deletes_none_either(draft):
    with pytest.raises(PermissionDenied), transaction.atomic():
        draft.delete()
    with pytest.raises(PermissionDenied), transaction.atomic():
        Page.objects.get(pk=NoticeIndexPage.objects.get().pk).delete()
    assert NoticePage.objects.filter(pk=draft.pk).exists()


def test_there_is_one_review_and_it_stands_before_the_board():
    board = NoticeIndexPage.objects.get()
    assert board.get_workflow().tasks.get().specific == NoticeReview.objects.get()


def test_the_own_schools_people_do_not_open_it(client, draft):
    editor = make_secretary(Role.EDITOR)
    appoint_representative(
        school=draft.case.school, user=editor, capacity="staff", acting_user=None
    )
    client.force_login(editor)
    assert client.get(reverse(EDIT, args=[draft.pk])).status_code == 302


def test_a_decided_case_is_approved_before_anybody_reads_it(client):
    page = make_notice(CaseStatus.DECIDED)
    assert is_live(page)
    assert client.get(address(page)).status_code == 404


@pytest.mark.parametrize("action", PagesAdminAPIViewSet.actions)
@pytest.mark.parametrize("approved", [True, False])
def test_the_interface_for_scripts_is_no_way_round(client, action, approved):
    page = make_notice(approved=approved)
    client.force_login(make_user(is_superuser=True))
    sent = {
        "destination_page_id": HomePage.objects.get().pk,
        "parent_page_id": NoticeIndexPage.objects.get().pk,
        "revision_id": page.latest_revision_id,
        "locale": "en",
    }
    url = reverse("wagtailadmin_api:pages:action", args=[page.pk, action])
    client.post(url, sent)
    kept = NoticePage.objects.get()
    assert (kept.pk, kept.live) == (page.pk, approved)
    assert kept.get_parent().specific == NoticeIndexPage.objects.get()


def test_whoever_put_the_words_before_the_panel_does_not_approve_them(draft, author):
    """Drafted by somebody else, they are still the words of whoever looked into the case."""
    clerk = make_secretary(Role.APPROVER)
    CasePerson.objects.create(case=draft.case, user=clerk, part="investigator", ballot=0)
    submit(draft, by=author)
    assert "looked into this case" in why_not_approve(clerk, draft)
    state = on_table(draft)
    state.task.specific.on_action(state, clerk, "approve")
    assert not is_live(draft)


@pytest.mark.parametrize("alliance", ["east", "west"])
def test_a_rival_of_the_school_changes_no_word_of_it(client, draft, alliance):
    editor = make_secretary(Role.EDITOR)
    theirs = make_school(alliance=alliance)
    appoint_representative(school=theirs, user=editor, capacity="staff", acting_user=None)
    client.force_login(editor)
    answer = client.get(reverse(EDIT, args=[draft.pk]))
    assert answer.status_code == (302 if alliance == "east" else 200)


def test_nobody_hides_the_notices_behind_a_password(client):
    page = make_notice()
    for home in (HomePage.objects.get(), NoticeIndexPage.objects.get(), page):
        for user in (make_user(is_superuser=True), make_secretary(Role.EDITOR)):
            client.force_login(user)
            sent = {"restriction_type": "login"}
            client.post(reverse("wagtailadmin_pages:set_privacy", args=[home.pk]), sent)
    assert not PageViewRestriction.objects.exists()
    client.logout()
    assert client.get(address(page)).status_code == 200

"""The text of a notice: handed in, approved by another person, corrected after an objection."""

from association.accounts.roles import Role
from association.violations.models import NoticePage
from association.violations.services import draft_notice
from tests.factories.people import make_secretary


def submit(page, *, by):
    """Send the text to another person."""
    page = NoticePage.objects.get(pk=page.pk)
    return page.get_workflow().start(page, by)


def approve(page, *, by, approver=None):
    """Submit the text and let another person approve it. Returns who did."""
    approver = approver or make_secretary(Role.APPROVER)
    state = submit(page, by=by).current_task_state
    state.task.specific.on_action(state, approver, "approve")
    return approver


def publish_notice(case):
    """The approved notice of a public decision, which has none yet."""
    clerk = make_secretary()
    page = draft_notice(case=case, acting_user=clerk)
    approve(page, by=clerk)
    return NoticePage.objects.get(pk=page.pk)


def correct_notice(case, words="公示栏未公开退费办法。", *, approved=True):
    """Change the text of a case's notice, which is made where there is none."""
    clerk = make_secretary()
    page = NoticePage.objects.filter(case=case).first() or publish_notice(case)
    page.words = words
    page.save_revision(user=clerk)
    if approved:
        approve(page, by=clerk)
    return NoticePage.objects.get(pk=page.pk)

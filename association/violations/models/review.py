"""Nobody approves their own text: the step of the workflow a notice goes through (公示复核)."""

import datetime as dt
import json
from collections.abc import Callable
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from wagtail.models import Page, Revision, Task, TaskState

# What the public reads of the page itself; the rest is read from the case.
WORDING = ("title", "words", "basis")
Guard = Callable[[Any, Any], str]


class PartGuards:
    """What stands against somebody's part in a notice, told by what knows more of cases."""

    def __init__(self) -> None:
        self._guards: list[Guard] = []

    def register(self, guard: Guard) -> None:
        """Add a guard; given user and notice it says in a sentence what stands against it."""
        self._guards.append(guard)

    def refusal(self, user: Any, page: Page) -> str:
        """Return the first sentence that stands against it, empty where none does."""
        return next((said for guard in self._guards if (said := guard(user, page))), "")


writing_guards = PartGuards()
approval_guards = PartGuards()


class NoticeReview(Task):
    """Another person than those who wrote reads a notice and approves it."""

    class Meta:
        verbose_name = gettext_lazy("review of a notice")
        verbose_name_plural = gettext_lazy("reviews of notices")

    @classmethod
    def get_description(cls) -> str:
        return _("Whoever may decide cases approves, but nobody who wrote on the text.")

    def user_can_access_editor(self, obj: Page, user: Any) -> bool:
        return may_review(user) and not approval_guards.refusal(user, obj)

    def locked_for_user(self, obj: Page, user: Any) -> bool:
        return not may_review(user)

    def get_actions(self, obj: Page, user: Any) -> list[tuple[str, Any, bool]]:
        if not self.user_can_access_editor(obj, user):
            return []
        actions = [("reject", pgettext_lazy("review of a notice", "Send back, with words"), True)]
        if not why_not_approve(user, obj):
            actions.append(("approve", pgettext_lazy("review of a notice", "Approve"), False))
        return actions

    def on_action(self, task_state: TaskState, user: Any, action_name: str, **kwargs: Any) -> Any:
        """Do what was chosen, but leave a notice where it is that this person cannot approve.

        Whoever changed the text while they read it wrote on it, and the page says so.
        """
        page = task_state.workflow_state.content_object.specific
        allowed = {name for name, _label, _modal in self.get_actions(page, user)}
        if action_name not in allowed:
            return None
        return super().on_action(task_state, user, action_name, **kwargs)

    def get_task_states_user_can_moderate(self, user: Any, **kwargs: Any) -> Any:
        if not may_review(user):
            return TaskState.objects.none()
        return self.task_states.filter(status=TaskState.STATUS_IN_PROGRESS)


def may_review(user: Any) -> bool:
    """Say whether a person decides cases, and so approves what is published of them."""
    return user.is_active and user.has_perm("violations.decide_case")


def why_not_approve(user: Any, page: Page) -> str:
    """Say in a sentence why a person cannot approve a notice as it is now; else empty."""
    if not may_review(user):
        return _("Whoever may decide cases approves a notice.")
    latest = page.get_latest_revision()
    if latest is None or user.pk in writers_of(page, latest):
        return _("You wrote on this text, so another person approves it.")
    return approval_guards.refusal(user, page)


def writers_of(page: Page, revision: Revision) -> set[int]:
    """Return the keys of those who wrote on a notice since it was published, or first wrote this.

    A text that is taken up again from before is still that of whoever wrote it.
    """
    seen = Page.objects.filter(pk=page.pk).values_list("live_revision", "owner").first()
    live, owner = seen or (None, page.owner_id)
    words = wording_of(revision.content)
    writers = {None if live else owner}
    since = Revision.objects.filter(pk=live).values_list("created_at", flat=True).first()
    for each in page.revisions.all():
        later = since is None or each.created_at > since
        if later or wording_of(each.content) == words:
            writers.add(each.user_id)
    return writers - {None}


def wording_of(content: Any) -> tuple[str, ...]:
    """Return of a revision's content what the public reads of the page itself."""
    read = json.loads(content) if isinstance(content, str) else content
    return tuple(read.get(name, "") for name in WORDING)


def wording_at(page: Page, moment: dt.datetime) -> tuple[str, ...] | None:
    """Return in which words a notice was approved at a moment, None where it was not yet."""
    done = _approvals_of(page).filter(finished_at__lte=moment).order_by("-finished_at", "-pk")
    last = done.select_related("revision").first()
    return last and wording_of(last.revision.content)


def is_approved(page: Page, revision: Revision) -> bool:
    """Say whether another person approved a revision as the latest one there was."""
    since = _approvals_of(page).filter(finished_at__gte=revision.created_at)
    by_others = since.exclude(finished_by__in=writers_of(page, revision))
    ends = by_others.values_list("finished_at", flat=True)
    return any(_is_latest_at(page, revision, moment) for moment in ends)


def _approvals_of(page: Page) -> QuerySet[TaskState]:
    return TaskState.objects.filter(
        task__in=NoticeReview.objects.values("pk"),
        status=TaskState.STATUS_APPROVED,
        finished_by__isnull=False,
        workflow_state__base_content_type=page.get_base_content_type(),
        workflow_state__object_id=str(page.pk),
    )


def _is_latest_at(page: Page, revision: Revision, moment: dt.datetime) -> bool:
    newer = page.revisions.filter(created_at__gt=revision.created_at, created_at__lte=moment)
    return not newer.exclude(pk=revision.pk).exists()


def waiting_reviews() -> Any:
    """Return the steps that wait for somebody who approves."""
    kind = ContentType.objects.get_for_model(NoticeReview)
    return TaskState.objects.filter(task__content_type=kind, status=TaskState.STATUS_IN_PROGRESS)

"""What the pages of notices ask of what stands above the models: how they look, who may approve."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models.signals import pre_delete
from django.dispatch import receiver
from django.utils.translation import gettext as _
from wagtail.models import Page, Revision
from wagtail.signals import page_published, page_unpublished

from association.core.regulated import bump_public_version
from association.violations.models import NoticeIndexPage, NoticePage
from association.violations.models.review import approval_guards, writing_guards
from association.violations.private_words import private_words
from association.violations.selectors.people import has_looked_into, stands_against
from association.violations.services.notices import tell_words
from association.violations.told.notices import tell_notice
from association.violations.views.notices import show_board, show_notice


def wire() -> None:
    """Put screens, checks and guards in place; called once, in AppConfig.ready()."""
    NoticeIndexPage.screen = staticmethod(show_board)
    NoticePage.screen = staticmethod(show_notice)
    NoticePage.check_words = staticmethod(private_words)
    writing_guards.register(_stands_against)
    approval_guards.register(_stands_against)
    approval_guards.register(_looked_into)


def _stands_against(user: Any, page: Page) -> str:
    """Say what stands against a person's part in the case that a notice tells of."""
    case = page.specific.case
    return stands_against(user, school=case.school, finding=case.finding)


def _looked_into(user: Any, page: Page) -> str:
    """Say so where a person looked into the case: the words that were voted on can be theirs."""
    if has_looked_into(user, page.specific.case):
        return _("You looked into this case, so another person approves its notice.")
    return ""


@receiver(page_published, sender=NoticePage, dispatch_uid="violations.notice_published")
def tell_everywhere(instance: NoticePage, revision: Revision, **_kwargs: Any) -> None:
    """Make the school's stored pages outdated, give its plaques the approved words, and tell it."""
    bump_public_version(instance.case.school)
    tell_words(page=instance, acting_user=revision.user if revision else None)
    if revision:
        tell_notice(page=instance, revision=revision)


@receiver(page_unpublished, sender=NoticePage, dispatch_uid="violations.notice_unpublished")
def renew_school_pages(instance: NoticePage, **_kwargs: Any) -> None:
    """Make the stored pages of the school outdated: a notice shows on them no more."""
    bump_public_version(instance.case.school)


@receiver(pre_delete, sender=NoticePage, dispatch_uid="violations.notice_kept")
def refuse_deleting(**_kwargs: Any) -> None:
    """Raise PermissionDenied, also where a page above it would be deleted."""
    raise PermissionDenied(_("A notice is kept. It ends with its case."))

from collections.abc import Callable
from typing import Any, ClassVar, NoReturn, Self

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import Page, PageManager, PageQuerySet, Revision

from association.violations.models.case import Case
from association.violations.models.notice_rights import (
    BoardPermissionTester,
    NoticePermissionTester,
)
from association.violations.models.review import WORDING, is_approved, wording_of

# What decides whether, and in which words, a page is public.
PUBLIC_FIELDS = {"live", "live_revision", "live_revision_id", *WORDING}
Screen = Callable[..., HttpResponseBase]
Check = Callable[[Case, str], list[str]]


class NotApproved(PermissionDenied):
    """A notice would be public that nobody but its writers has approved."""


class NoticeIndexPage(Page):
    """The board of notices (公示栏): what stands today, and nothing that ended.

    screen: draws it; put in place in AppConfig.ready().
    """

    screen: ClassVar[Screen]

    title_en = models.CharField(gettext_lazy("title in English"), max_length=160, blank=True)
    intro_zh = models.TextField(gettext_lazy("introduction in Chinese"), max_length=300, blank=True)
    intro_en = models.TextField(gettext_lazy("introduction in English"), max_length=600, blank=True)

    template = "violations/notice_index_page.html"
    parent_page_types = ["home.HomePage"]
    subpage_types = ["violations.NoticePage"]
    max_count = 1

    content_panels = [
        MultiFieldPanel(
            [FieldPanel("title"), FieldPanel("title_en")], heading=gettext_lazy("Title")
        ),
        MultiFieldPanel(
            [FieldPanel("intro_zh"), FieldPanel("intro_en")], heading=gettext_lazy("Introduction")
        ),
    ]
    promote_panels = [FieldPanel("search_description")]

    class Meta:
        verbose_name = gettext_lazy("board of notices")

    def permissions_for_user(self, user: Any) -> BoardPermissionTester:
        return BoardPermissionTester(user, self)

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return type(self).screen(request, self)

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponseBase:
        request.is_preview = True
        return type(self).screen(request, self)

    def wording(self, chinese: str, english: str) -> tuple[str, str]:
        """Return one of two fields by the reader's language, and the language it is in."""
        if (get_language() or "").startswith("en") and getattr(self, english):
            return getattr(self, english), "en"
        return getattr(self, chinese), "zh-Hans"


class NoticeQuerySet(PageQuerySet):
    """What readers see of notices."""

    def standing(self) -> Self:
        """Approved, and their cases are in force and not run out today."""
        return self.live().filter(case__in=Case.objects.public())


class NoticePage(Page):
    """What the public reads of a case (公示), for as long as the case is in force.

    Whatever the case knows is read from it and never typed again; the page adds the editor's
    wording, which others approve. words: the facts in words for parents. basis: on what it rests,
    in the association's own words.

    It is live once another person approved it, and seen only while its case stands. screen: draws
    it; check: says what in a text must not be published. Both are put in place in
    AppConfig.ready().
    """

    screen: ClassVar[Screen]
    check_words: ClassVar[Check]

    case = models.OneToOneField(
        Case,
        on_delete=models.PROTECT,
        related_name="notice",
        editable=False,
        verbose_name=gettext_lazy("case"),
    )
    words = models.TextField(gettext_lazy("facts, as parents read them"), max_length=1000)
    basis = models.TextField(gettext_lazy("basis"), max_length=600)

    objects = PageManager.from_queryset(NoticeQuerySet)()

    template = "violations/notice_page.html"
    parent_page_types = ["violations.NoticeIndexPage"]
    subpage_types: list[str] = []
    # Drafted from its case alone.
    is_creatable = False

    content_panels = [FieldPanel("title"), FieldPanel("words"), FieldPanel("basis")]
    promote_panels: list[FieldPanel] = []
    # It begins and ends with its case, at no time of its own.
    settings_panels: list[FieldPanel] = []

    class Meta:
        verbose_name = gettext_lazy("notice")
        verbose_name_plural = gettext_lazy("notices")

    def permissions_for_user(self, user: Any) -> NoticePermissionTester:
        return NoticePermissionTester(user, self)

    def clean(self) -> None:
        super().clean()
        errors = {}
        for name in WORDING:
            if found := type(self).check_words(self.case, getattr(self, name)):
                said = _("Others read this. Please take out: %(found)s.")
                errors[name] = said % {"found": "; ".join(found)}
        if errors:
            raise ValidationError(errors)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save it, but never in words that are public without another person's approval.

        Nor is one that is public hidden: the editor saves by itself while a page is open, and what
        was loaded before the approval would undo it.
        Raises NotApproved, whichever way the publishing was asked for; PermissionDenied for hiding.
        """
        fields = kwargs.get("update_fields")
        with transaction.atomic():
            if fields is None or PUBLIC_FIELDS & set(fields):
                if self.live:
                    self._refuse_unapproved()
                else:
                    self._refuse_hiding()
            super().save(*args, **kwargs)

    def publish(self, revision: Revision, user: Any = None, **kwargs: Any) -> None:
        """Publish a revision that another person approved; it needs no other right.

        Raises NotApproved otherwise.
        """
        if not is_approved(self, revision):
            _refuse()
        super().publish(revision, user=user, **kwargs | {"skip_permission_checks": True})

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Never: what the public read stays on record."""
        raise PermissionDenied(_("A notice is kept. It ends with its case."))

    def can_move_to(self, parent: Page) -> bool:
        return False

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        request.is_preview = False
        return type(self).screen(request, self)

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponseBase:
        request.is_preview = True
        return type(self).screen(request, self)

    def get_sitemap_urls(self, request: HttpRequest | None = None) -> list[dict[str, Any]]:
        """Nowhere but on its board: what ends must not be looked for afterwards."""
        return []

    def _refuse_unapproved(self) -> None:
        revision = self.live_revision
        if revision is None or wording_of(revision.content) != self._wording():
            _refuse()
        known = Page.objects.filter(pk=self.pk).values_list("live", "live_revision").first()
        if known != (True, revision.pk) and not is_approved(self, revision):
            _refuse()

    def _refuse_hiding(self) -> None:
        """Raise PermissionDenied where it is public by now; an approval under way is waited for."""
        held = Page.objects.select_for_update(no_key=True).filter(pk=self.pk)
        if any(held.values_list("live", flat=True)):
            raise PermissionDenied(_("A notice is kept. It ends with its case."))

    def _wording(self) -> tuple[str, ...]:
        return tuple(getattr(self, name) for name in WORDING)


def _refuse() -> NoReturn:
    raise NotApproved(_("Another person than its writers approves a notice before it is public."))

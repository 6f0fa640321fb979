"""What is done to a checklist version as a whole: drafted anew, put in use."""

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from association.core.errors import RuleError
from association.core.viewsets import ActView
from association.peer_review.models import ChecklistVersion
from association.peer_review.services.checklists import (
    copy_checklist,
    draft_default_checklist,
    publish_checklist,
)


class CopyView(ActView):
    """Draft a new version from an existing one."""

    permission_required = "add"
    page_title = gettext_lazy("Draft a new version")
    question = gettext_lazy(
        "A draft with the same items is made. You can change it until another person puts it "
        "in use; this version stays as it is."
    )
    button_label = gettext_lazy("Make the draft")
    success_message = gettext_lazy("The draft is ready to be edited.")

    def act(self, form: forms.Form) -> None:
        self.draft = copy_checklist(source=self.object, acting_user=self.request.user)

    def get_success_url(self) -> str:
        shown = getattr(self, "draft", None) or self.object
        return reverse("checklist:inspect", args=[shown.pk])


class StartView(CopyView):
    """Draft the first version from the checklist that comes with the site."""

    page_title = gettext_lazy("Start from the shipped checklist")
    question = gettext_lazy(
        "A draft is made from the checklist that comes with this site, in Chinese and English, "
        "after the eight promises. Read it with the alliances and change what does not fit."
    )

    def get_object(self) -> ChecklistVersion:
        return ChecklistVersion(title_zh=_("Shipped checklist"), title_en=_("Shipped checklist"))

    def act(self, form: forms.Form) -> None:
        if ChecklistVersion.objects.exists():
            raise RuleError(_("There is a checklist already. Draft a new version from that one."))
        self.draft = draft_default_checklist(acting_user=self.request.user)

    def get_success_url(self) -> str:
        return super().get_success_url() if hasattr(self, "draft") else reverse("checklist:index")

    def get_page_subtitle(self) -> str:
        return ""

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        first, *_version, last = super().get_breadcrumbs_items()[-3:]
        return [*self.breadcrumbs_items, first, last]


class PublishView(ActView):
    """Put a draft in use."""

    permission_required = "publish"
    page_title = gettext_lazy("Put the checklist in use")
    question = gettext_lazy(
        "From today rounds are planned on this version, and it can no longer be changed. "
        "Rounds on the version before it keep theirs."
    )
    button_label = gettext_lazy("Yes, put it in use")
    success_message = gettext_lazy("The checklist is in use.")

    def act(self, form: forms.Form) -> None:
        publish_checklist(version=self.object, acting_user=self.request.user)

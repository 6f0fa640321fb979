"""The notice of a case in the admin: drafted from the case, then written and approved as a page."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.models import Page

from association.violations.models import NoticePage
from association.violations.models.review import may_review, why_not_approve
from association.violations.selectors.office import office_cases
from association.violations.services import draft_notice
from association.violations.viewsets.acting import CaseActView

GOES_AWAY = ("action-submit", "action-workflow-action", "action-restart-workflow")


class DraftNoticeView(CaseActView):
    """Draft the notice in the words that were voted on."""

    act_name = "draft_notice"
    form_class = forms.Form
    template_name = "violations/admin/draft_notice.html"
    page_title = _("Draft the notice")
    question = _(
        "The notice begins with the words that were voted on. You, or an editor, can change them; "
        "then another person approves. Nobody outside reads it before the decision is in force."
    )
    button_label = _("Draft it")
    success_message = _("The notice is drafted. Read it, then submit it to another person.")

    def act(self, form: forms.Form) -> None:
        self.page = draft_notice(case=self.object, acting_user=self.request.user)

    def get_success_url(self) -> str:
        page = getattr(self, "page", None)
        if page is None:
            return super().get_success_url()
        return reverse("wagtailadmin_pages:edit", args=[page.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(case=self.object, **kwargs)


def tell_reviewer(request: HttpRequest, page: Page) -> None:
    """Tell whoever opens a text that waits for approval why they cannot approve it."""
    if request.method != "GET" or not isinstance(page, NoticePage):
        return
    if page.workflow_in_progress and may_review(request.user):
        why = why_not_approve(request.user, page)
        if why:
            messages.info(request, why)


def lead_back_to_case(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Lead whoever submitted or judged a text to its case, and say if it still waits for others."""
    if not isinstance(page, NoticePage) or not any(name in request.POST for name in GOES_AWAY):
        return None
    fresh = NoticePage.objects.get(pk=page.pk)
    if "action-workflow-action" in request.POST and fresh.workflow_in_progress:
        messages.warning(request, why_not_approve(request.user, fresh))
    if office_cases(request.user).filter(pk=fresh.case_id).exists():
        return redirect("case_admin:inspect", fresh.case_id)
    return None

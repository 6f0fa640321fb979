"""A new case: first which school it is about, then what it rests on and what the school is told."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from association.core.viewsets import ActView
from association.peer_review.models import Finding
from association.violations.enums import CaseSource
from association.violations.forms.admin import OpenCaseForm, StartForm, breaches_of
from association.violations.models import Case
from association.violations.services import open_case

ASKED = ("school", "finding")


class OpenCaseView(ActView):
    """Open a case. `?school=` or `?finding=` says which school it is about."""

    permission_required = "open"
    template_name = "violations/admin/open.html"
    page_title = _("Open a case")
    button_label = _("Open the case")
    success_message = _("The case is open. Add evidence, then tell the school.")

    def get_object(self) -> Case:
        return Case()

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.start.is_bound:
            return self.ask_school(status=200)
        if not self.start.is_valid():
            return self.ask_school(status=422)
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.start.is_valid():
            return self.ask_school(status=422)
        return super().post(request, *args, **kwargs)

    @cached_property
    def start(self) -> StartForm:
        """The school as the address tells it; not bound where it tells none."""
        asked = self.request.GET
        told = any(name in asked for name in ASKED) or self.request.method == "POST"
        posted = self.request.method == "POST"
        return StartForm(asked if told else None, user=self.request.user, filled_in=posted)

    def ask_school(self, *, status: int) -> HttpResponse:
        """Show the page that asks for the school."""
        self.template_name = "violations/admin/open_start.html"
        return self.render_to_response(self.get_context_data(form=self.start), status=status)

    def get_form(self, form_class: type | None = None) -> OpenCaseForm:
        return OpenCaseForm(school=self.start.cleaned_data["school"], **self.get_form_kwargs())

    def get_initial(self) -> dict[str, Any]:
        finding = self.start.cleaned_data["finding"]
        if finding is None:
            return {}
        return {
            "source": CaseSource.FINDING,
            "finding": finding.pk,
            "breach": _breach_of(finding),
            "severity": finding.severity,
            "facts": finding.facts or finding.text,
        }

    def act(self, form: OpenCaseForm) -> None:
        self.object = open_case(
            school=self.start.cleaned_data["school"],
            source=form.cleaned_data["source"],
            finding=form.cleaned_data["finding"],
            reference=form.cleaned_data["reference"],
            accusation=form.accusation(),
            acting_user=self.request.user,
        )

    def get_success_url(self) -> str:
        if self.object.pk is None:
            return reverse(self.index_url_name)
        return super().get_success_url()

    def get_page_subtitle(self) -> str:
        known = self.start.is_bound and self.start.is_valid()
        return self.start.cleaned_data["school"].name if known else ""

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        listing = {"url": reverse(self.index_url_name), "label": _("Cases")}
        here = {"url": "", "label": self.get_page_title(), "sublabel": self.get_page_subtitle()}
        return [*self.breadcrumbs_items, listing, here]


def _breach_of(finding: Finding) -> str:
    """Return the choice that fits a finding, by the newest version the school signed."""
    fits = (
        str(each.pk)
        for each in breaches_of(finding.school)
        if (each.promise.code, each.code) == (finding.promise, finding.breach)
    )
    return next(fits, "")

"""Filings with departments in the admin: the list, each with its package, and the acts (备案)."""

from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, StatusTagColumn, TitleColumn
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from association.core.viewsets import (
    ActView,
    RecordInspectView,
    RecordViewSet,
)
from association.violations.enums import FilingStatus, Verb
from association.violations.forms.filing import (
    AskSourceForm,
    DropFilingForm,
    PrepareFilingForm,
    SendFilingForm,
)
from association.violations.models import Case, Filing
from association.violations.package import Contents, contents_of
from association.violations.package.contents import comes_from_outside, keeps_back
from association.violations.permissions import filing_policy
from association.violations.selectors.filing import (
    filing_possible,
    filing_rows,
    readers_for,
    still_to_send,
)
from association.violations.selectors.office import office_cases
from association.violations.selectors.people import stands_against
from association.violations.services import (
    agree_source,
    ask_source,
    chase_filing,
    drop_filing,
    prepare_filing,
    send_filing,
)
from association.violations.views.departments import package_of
from association.violations.viewsets.authority import AuthorityIndexView, of_case

TO_SEND, OVERDUE = "send", "overdue"


class FilingFilterSet(WagtailFilterSet):
    """By what is to be done, state, kind and department."""

    waiting = django_filters.ChoiceFilter(
        label=pgettext_lazy("filter", "Waiting"),
        choices=[(TO_SEND, _("To be sent")), (OVERDUE, _("Overdue"))],
        method="filter_waiting",
    )

    class Meta:
        model = Filing
        fields = ["waiting", "status", "kind", "department"]

    def filter_waiting(self, filings: QuerySet, _name: str, value: str) -> QuerySet:
        if value == TO_SEND:
            return still_to_send(filings)
        return filings.filter(pk__in=Filing.objects.overdue().values("pk"))


class FilingIndexView(AuthorityIndexView):
    """All filings; found by their own number as well."""

    def numbered(self, text: str) -> Q:
        return super().numbered(text) | Q(code__icontains=text)


class FilingInspectView(RecordInspectView):
    """One filing: what goes or went, and what happened to it."""

    template_name = "violations/admin/filing.html"
    page_title = _("Filing")

    def with_related(self, rows: QuerySet) -> QuerySet:
        return rows.select_related(
            "case__school", "case__finding", "department", "source_asked_by", "source_agreed_by"
        )

    def get_fields_context(self) -> list[dict[str, Any]]:
        return []

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        filing, user = self.object, self.request.user
        return super().get_context_data(
            **kwargs,
            filing=filing,
            row=filing_rows([filing])[0],
            is_possible=filing_possible(filing.case),
            acts=acts_of(user, filing),
            why=_why_no_part(user, filing),
            asks_source=comes_from_outside(filing.case),
            readers=readers_for(filing.department).select_related("user"),
            events=_events_of(filing),
        )


def acts_of(user: Any, filing: Filing) -> list[tuple[str, str]]:
    """Return the acts that are possible now for a person, as (name, label); the next one first."""
    if _why_no_part(user, filing):
        return []
    source = comes_from_outside(filing.case) and filing.source_agreed_by_id is None
    asked = filing.source_asked_by_id
    possible = [
        ("send", gettext("Read and send it"), filing_possible(filing.case)),
        ("chase", gettext("Remind the department"), True),
        ("ask_source", gettext("Ask to name the source"), source and asked is None),
        (
            "agree_source",
            gettext("Agree to name the source"),
            source and asked not in {None, user.pk},
        ),
        ("drop", gettext("Drop the filing"), True),
    ]
    return [
        (name, label)
        for name, label, fits in possible
        if fits and filing_policy.user_has_permission_for_instance(user, name, filing)
    ]


def _why_no_part(user: Any, filing: Filing) -> str:
    case = filing.case
    return stands_against(user, school=case.school, finding=case.finding)


def _events_of(filing: Filing) -> list[dict[str, Any]]:
    events = filing.events.select_related("acting_user").order_by("-sequence")
    return [{"event": event, "verb": Verb(event.verb).label} for event in events]


class PrepareFilingView(ActView):
    """From a case: choose the department that receives it."""

    permission_required = "prepare"
    page_title = _("Prepare a filing")
    question = _(
        "Nothing goes out yet. You read the letter and the list of files, and send it on a page of "
        "its own."
    )
    success_message = _("The filing is prepared. Read what goes, and send it.")

    def get_object(self) -> Case:
        rows = office_cases(self.request.user).select_related("school", "finding")
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if filing_possible(self.object):
            return super().get(request, *args, **kwargs)
        messages.warning(request, gettext("Nothing of this case goes to a department now."))
        return redirect("case_admin:inspect", self.object.pk)

    def get_form(self, form_class: type | None = None) -> PrepareFilingForm:
        return PrepareFilingForm(case=self.object, **self.get_form_kwargs())

    def act(self, form: PrepareFilingForm) -> None:
        self.filing = prepare_filing(
            case=self.object,
            department=form.cleaned_data["department"],
            acting_user=self.request.user,
        )

    def get_success_url(self) -> str:
        filing = getattr(self, "filing", None)
        if filing is None:
            return reverse("case_admin:inspect", args=[self.object.pk])
        return reverse(self.inspect_url_name, args=[filing.pk])

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*of_case(self, self.object), {"url": "", "label": self.get_page_title()}]


class FilingActView(ActView):
    """An act on a filing. Whoever comes when it is not possible reads why on the filing."""

    act_name = ""

    def get_object(self) -> Filing:
        rows = filing_policy.rows(self.request.user, "view").select_related(
            "case__school", "case__finding", "department", "source_asked_by"
        )
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.act_name in {name for name, _label in acts_of(request.user, self.object)}:
            return super().get(request, *args, **kwargs)
        state = {"state": self.object.get_status_display()}
        not_now = gettext("The filing is now “%(state)s”, or this was done before.") % state
        messages.warning(request, _why_no_part(request.user, self.object) or not_now)
        return redirect(self.get_success_url())

    def get_page_subtitle(self) -> str:
        return f"{self.object} · {self.object.case.school.name}"


class SendFilingView(FilingActView):
    """Read exactly what goes, and send it."""

    permission_required = "send"
    act_name = "send"
    form_class = SendFilingForm
    template_name = "violations/admin/send_filing.html"
    page_title = _("Read what goes, and send it")
    button_label = _("Send exactly this")
    success_message = _("It is sent. The department's liaisons find it on their desk.")

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.contents: Contents = contents_of(self.object)

    def get_initial(self) -> dict[str, Any]:
        return {"seen": self.contents.fingerprint}

    def act(self, form: SendFilingForm) -> None:
        seen = form.cleaned_data["seen"]
        send_filing(filing=self.object, acting_user=self.request.user, seen=seen)

    def form_invalid(self, form: SendFilingForm) -> HttpResponse:
        # What is shown now is what the next click means.
        form.data = form.data.copy()
        form.data["seen"] = self.contents.fingerprint
        return super().form_invalid(form)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        filing = self.object
        return super().get_context_data(
            filing=filing,
            contents=self.contents,
            keeps_back=keeps_back(filing),
            readers=readers_for(filing.department).select_related("user"),
            **kwargs,
        )


class DropFilingView(FilingActView):
    """Drop what was prepared and not sent."""

    permission_required = "drop"
    act_name = "drop"
    form_class = DropFilingForm
    page_title = _("Drop the filing")
    question = _(
        "Nothing was sent, and nothing of this filing will be. It stays on record with your "
        "reason, and the case waits again to be filed."
    )
    success_message = _("The filing is dropped.")

    def act(self, form: DropFilingForm) -> None:
        reason = form.cleaned_data["reason"]
        drop_filing(filing=self.object, reason=reason, acting_user=self.request.user)


class ChaseFilingView(FilingActView):
    """Remind the department."""

    permission_required = "chase"
    act_name = "chase"
    page_title = _("Remind the department")
    question = _("Its liaisons get a letter that the filing waits on their desk.")
    success_message = _("The department is reminded.")

    def act(self, form: forms.Form) -> None:
        chase_filing(filing=self.object, acting_user=self.request.user)


class AskSourceView(FilingActView):
    """Ask that the source is named."""

    permission_required = "ask_source"
    act_name = "ask_source"
    form_class = AskSourceForm
    page_title = _("Ask to name the source")
    question = _(
        "Nothing about who stands behind a case goes along. Only where the law requires it, and "
        "somebody who decides cases agrees, the package tells the letter or report it was opened "
        "from, and what its evidence is called."
    )
    success_message = _("Asked. It waits for somebody who decides cases.")

    def act(self, form: forms.Form) -> None:
        reason = form.cleaned_data["reason"]
        ask_source(filing=self.object, reason=reason, acting_user=self.request.user)


class AgreeSourceView(FilingActView):
    """Agree that the source is named, as the second person."""

    permission_required = "agree_source"
    act_name = "agree_source"
    page_title = _("Agree to name the source")
    button_class = "serious"
    success_message = _("Agreed. The package tells the source.")

    @property
    def question(self) -> str:
        known = {"person": self.object.source_asked_by, "reason": self.object.source_reason}
        told = gettext(
            "%(person)s asks that the department reads who stands behind the case. The reason: "
            "“%(reason)s” If you agree, it cannot be taken back once it is sent."
        )
        return told % known

    def act(self, form: forms.Form) -> None:
        agree_source(filing=self.object, acting_user=self.request.user)


class FilingPackageView(PermissionCheckedMixin, View):
    """Hand out a package as it was sent; that it was taken is noted."""

    model = Filing
    permission_required = "view"
    http_method_names = ["get"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        rows = filing_policy.rows(request.user, "view").with_the_department()
        response = package_of(get_object_or_404(rows, pk=kwargs["pk"]))
        if response is None:
            raise Http404
        return response


class FilingViewSet(RecordViewSet):
    """Filings in the admin's menu."""

    model = Filing
    name = "filing_admin"
    url_prefix = "filings"
    icon = "mail"
    menu_label = pgettext_lazy("of departments", "Filings")
    menu_order = 178
    index_view_class = FilingIndexView
    inspect_view_class = FilingInspectView
    filterset_class = FilingFilterSet
    search_fields = ["code", "case__code", "case__school__search_name"]
    list_display = [
        TitleColumn("code", label=_("Filing"), url_name="filing_admin:inspect", accessor=str),
        Column("case", label=_("Case"), accessor="case.code"),
        Column("school", label=_("School"), accessor="case.school.name"),
        Column("department", label=_("Department")),
        Column("kind", label=pgettext_lazy("filing", "Kind"), accessor="get_kind_display"),
        StatusTagColumn(
            "status",
            label=pgettext_lazy("filing", "State"),
            accessor="get_status_display",
            primary=lambda filing: filing.status in {FilingStatus.PREPARED, FilingStatus.SENT},
        ),
        Column("due_on", label=_("Answer expected by"), sort_key="due_on"),
    ]
    acts = [
        ("send", SendFilingView),
        ("chase", ChaseFilingView),
        ("ask_source", AskSourceView),
        ("agree_source", AgreeSourceView),
        ("drop", DropFilingView),
    ]

    def get_urlpatterns(self) -> list[URLPattern]:
        prepare = self.construct_view(PrepareFilingView)
        package = self.construct_view(FilingPackageView)
        return [
            *super().get_urlpatterns(),
            path("prepare/<int:pk>/", prepare, name="prepare"),
            path("package/<int:pk>/", package, name="package"),
        ]

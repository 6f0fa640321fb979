"""Objections to published entries in the admin (异议)."""

from typing import Any

from django import forms
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, StatusTagColumn, TitleColumn

from association.core.viewsets import RecordViewSet
from association.violations.forms.ways_back import (
    AnswerObjectionForm,
    ExtendForm,
    NoWithdrawalForm,
    ReasonsForm,
)
from association.violations.models import CaseSettings, Objection
from association.violations.permissions_ways_back import objection_policy
from association.violations.selectors.notice_desk import notice_desk
from association.violations.selectors.standing import Act
from association.violations.selectors.ways_back import is_corrected_since
from association.violations.selectors.ways_back_office import (
    acts_on_objection,
    follows_withdrawal,
    given_back,
    objections_to_answer,
    reads_contact,
    standing_of_objection,
    why_not_objection,
)
from association.violations.services import (
    confirm_withdrawal,
    decide_objection,
    extend_objection,
    propose_withdrawal,
    refuse_withdrawal,
)
from association.violations.viewsets.ways_back import (
    RELATED,
    WayBackActView,
    WayBackFilterSet,
    WayBackIndexView,
    WayBackInspectView,
)


class ObjectionFilterSet(WayBackFilterSet):
    """By what is to be done, state, and whether the school itself objects."""

    mine = staticmethod(objections_to_answer)

    class Meta:
        model = Objection
        fields = ["waiting", "status", "by_school"]


class ObjectionInspectView(WayBackInspectView):
    """One objection: the words against the entry, and the answer. Who objected is for few."""

    template_name = "violations/admin/objection.html"
    page_title = _("Objection")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        objection, user = self.object, self.request.user
        return super().get_context_data(
            **kwargs,
            standing=standing_of_objection(objection),
            acts=acts_on_objection(user, objection),
            why=why_not_objection(user, objection),
            reads_contact=reads_contact(user, objection),
        )


class ObjectionActView(WayBackActView):
    """An act on an objection."""

    policy = objection_policy
    permission_required = "decide"
    template_name = "violations/admin/objection_act.html"
    related = (*RELATED, "proposed_by")

    def possible(self) -> list[Act]:
        return acts_on_objection(self.request.user, self.object)

    def why_not(self) -> str:
        return why_not_objection(self.request.user, self.object)

    def withdrawal(self) -> dict[str, Any]:
        """Return what follows a withdrawal, for the page."""
        case = self.object.case
        return {"follows": follows_withdrawal(case), "back": given_back(case)}


class DecideObjectionView(ObjectionActView):
    """Answer: the entry stands, or something in it is corrected."""

    act_name = "decide"
    page_title = _("Answer the objection")
    question = _(
        "Whoever objected reads your reasons on the page of the receipt. A correction stands "
        "beside the entry for everybody. To withdraw the entry takes two people, on a page of its "
        "own."
    )
    success_message = _("The objection is answered.")

    def get_form(self, form_class: type | None = None) -> AnswerObjectionForm:
        told = gettext("Of a correction everybody reads them: name no person.")
        about = self.about_the_text()
        return AnswerObjectionForm(help_text=told, about=about, **self.get_form_kwargs())

    def about_the_text(self) -> str:
        """Say whether the notice was corrected since, and lead to where that is done."""
        case, user = self.object.case, self.request.user
        if is_corrected_since(case, self.object.lodged_at):
            said = gettext("The notice's text was changed and approved since this objection came.")
        else:
            said = gettext(
                "“Corrected” can be chosen once the notice's text was changed and another person "
                "approved it; until then everybody reads the old text."
            )
        desk = notice_desk(user, case)
        if desk and desk.edit_url:
            return format_html(
                '{} <a href="{}">{}</a>', said, desk.edit_url, gettext("Edit the notice")
            )
        link = reverse("case_admin:inspect", args=[case.pk])
        return format_html('{} <a href="{}">{}</a>', said, link, gettext("To the case"))

    def act(self, form: AnswerObjectionForm) -> None:
        decide_objection(objection=self.object, acting_user=self.request.user, **form.cleaned_data)


class ExtendView(ObjectionActView):
    """Take the longer term."""

    act_name = "extend"
    form_class = ExtendForm
    page_title = _("Take the longer term")
    success_message = _("The longer term is taken, and whoever objected reads why.")

    @property
    def question(self) -> str:
        return gettext(
            "Once only: from %(short)s to %(long)s working days after it was lodged."
        ) % {
            "short": CaseSettings.load().objection_days,
            "long": CaseSettings.load().objection_long_days,
        }

    def act(self, form: forms.Form) -> None:
        extend_objection(objection=self.object, acting_user=self.request.user, **form.cleaned_data)


class ProposeWithdrawalView(ObjectionActView):
    """Propose to withdraw the entry; another person decides."""

    act_name = "propose"
    page_title = _("Propose to withdraw the entry")
    question = _("Nothing changes yet: another person decides. If they withdraw it, this follows.")
    button_label = _("Propose it to another person")
    success_message = _("Proposed. Another person decides now; until then the entry stands.")

    def get_form(self, form_class: type | None = None) -> ReasonsForm:
        told = gettext("Everybody reads them where the entry stood: name no person.")
        return ReasonsForm(help_text=told, **self.get_form_kwargs())

    def act(self, form: ReasonsForm) -> None:
        propose_withdrawal(
            objection=self.object, acting_user=self.request.user, **form.cleaned_data
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**self.withdrawal(), **kwargs)


class ConfirmWithdrawalView(ObjectionActView):
    """Withdraw the entry, as the second person."""

    act_name = "confirm"
    page_title = _("Withdraw the entry")
    question = _("With your click the decision is withdrawn. It cannot be taken back.")
    button_label = _("Withdraw it now")
    button_class = "serious"
    success_message = _("The entry is withdrawn. What it changed is as it was before.")

    def act(self, form: forms.Form) -> None:
        confirm_withdrawal(objection=self.object, acting_user=self.request.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**self.withdrawal(), **kwargs)


class RefuseWithdrawalView(ObjectionActView):
    """Do not withdraw the entry as proposed."""

    act_name = "refuse"
    form_class = NoWithdrawalForm
    page_title = _("Do not withdraw it")
    question = _("The entry stands, and the objection waits for its answer again.")
    success_message = _("Not withdrawn. The objection waits for its answer.")

    def act(self, form: forms.Form) -> None:
        refuse_withdrawal(objection=self.object, acting_user=self.request.user, **form.cleaned_data)


class ObjectionViewSet(RecordViewSet):
    """Objections in the admin's menu."""

    model = Objection
    name = "objection_admin"
    url_prefix = "objections"
    icon = "comment"
    menu_label = _("Objections")
    menu_order = 176
    index_view_class = WayBackIndexView
    inspect_view_class = ObjectionInspectView
    filterset_class = ObjectionFilterSet
    search_fields = ["code", "case__code", "case__school__search_name"]
    list_display = [
        TitleColumn("code", label=_("Objection"), url_name="objection_admin:inspect", accessor=str),
        Column("case", label=_("Case"), accessor="case.code"),
        Column("school", label=_("School"), accessor="case.school.name"),
        StatusTagColumn(
            "status",
            label=pgettext_lazy("objection", "State"),
            accessor="get_status_display",
            primary=lambda objection: objection.is_open,
        ),
        Column("answer_by", label=_("To be answered by"), sort_key="answer_by"),
    ]
    acts = [
        ("decide", DecideObjectionView),
        ("extend", ExtendView),
        ("propose", ProposeWithdrawalView),
        ("confirm", ConfirmWithdrawalView),
        ("refuse", RefuseWithdrawalView),
    ]

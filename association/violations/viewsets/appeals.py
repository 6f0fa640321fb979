"""Appeals in the admin: named for, read, voted on (申诉)."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, StatusTagColumn, TitleColumn

from association.core.viewsets import RecordViewSet
from association.violations.enums import AppealStatus, Part
from association.violations.forms.ways_back import AppealVoteForm, PanelForm
from association.violations.models import Appeal, CaseSettings
from association.violations.permissions_ways_back import appeal_policy
from association.violations.selectors.office import ballots_of, evidence_of
from association.violations.selectors.school import breach_of
from association.violations.selectors.standing import Act
from association.violations.selectors.ways_back import possible_panel
from association.violations.selectors.ways_back_office import (
    acts_on_appeal,
    appeals_to_hear,
    appeals_to_name,
    follows_withdrawal,
    given_back,
    standing_of_appeal,
    why_not_appeal,
)
from association.violations.services import name_panel, vote_appeal
from association.violations.viewsets.ways_back import (
    MINE,
    OVERDUE,
    RELATED,
    WayBackActView,
    WayBackFilterSet,
    WayBackIndexView,
    WayBackInspectView,
)

TO_NAME = "name"


class AppealFilterSet(WayBackFilterSet):
    """By what is to be done, and state."""

    waiting = django_filters.ChoiceFilter(
        label=pgettext_lazy("filter", "Waiting"),
        choices=[
            (TO_NAME, _("Nobody named to hear it")),
            (MINE, _("Waiting for my vote")),
            (OVERDUE, _("Overdue")),
        ],
        method="filter_waiting",
    )
    mine = staticmethod(appeals_to_hear)

    class Meta:
        model = Appeal
        fields = ["waiting", "status"]

    def filter_waiting(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        if value == TO_NAME:
            return rows.filter(pk__in=appeals_to_name(self.request.user).values("pk"))
        return super().filter_waiting(rows, name, value)


class AppealInspectView(WayBackInspectView):
    """One appeal: what the school says, who hears it, how they voted, and the answer."""

    template_name = "violations/admin/appeal.html"
    page_title = _("Appeal")

    def with_related(self, rows: QuerySet) -> QuerySet:
        return rows.select_related(*RELATED, "statement__author")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        appeal, user = self.object, self.request.user
        return super().get_context_data(
            **kwargs,
            standing=standing_of_appeal(appeal),
            acts=acts_on_appeal(user, appeal),
            why=why_not_appeal(user, appeal),
            files=appeal.statement.evidence.all(),
            panel=_panel_of(appeal),
        )


def _panel_of(appeal: Appeal) -> list[dict[str, Any]]:
    """Return who is named, and whether they voted; how, once it is answered. Two queries.

    Before, it would tell whoever may name more people which of them are needed.
    """
    votes = {vote.user_id: vote for vote in appeal.votes.all()}
    named = appeal.case.people.filter(part=Part.APPEAL).select_related("user")
    is_told = appeal.decided_at is not None
    return [
        {
            "user": each.user,
            "has_voted": each.user_id in votes,
            "vote": votes.get(each.user_id) if is_told else None,
        }
        for each in named
    ]


class AppealActView(WayBackActView):
    """An act on an appeal."""

    policy = appeal_policy
    related = (*RELATED, "case__promise__version", "statement__author")

    def possible(self) -> list[Act]:
        return acts_on_appeal(self.request.user, self.object)

    def why_not(self) -> str:
        return why_not_appeal(self.request.user, self.object)


class NamePanelView(AppealActView):
    """Name who hears an appeal, or more people for it."""

    permission_required = "name"
    act_name = "name"
    page_title = _("Name who hears the appeal")
    success_message = _("They are named, and find it on their first page.")

    @property
    def is_first(self) -> bool:
        """Whether nobody is named yet."""
        return self.object.status == AppealStatus.LODGED

    @property
    def question(self) -> str:
        possible, least = len(possible_panel(self.object.case)), self.least()
        if possible < least:
            return gettext(
                "Only %(possible)s people can hear this appeal, and %(needed)s are needed. Ask the "
                "secretary-general to name more people who decide cases."
            ) % {"possible": possible, "needed": least}
        return gettext(
            "They read the whole case and vote by name; the school reads their reasons without the "
            "names. More than half of all who are named decide."
        )

    def least(self) -> int:
        """Return how many more people are needed at least."""
        return CaseSettings.load().appeal_people if self.is_first else 2

    def get_form(self, form_class: type | None = None) -> PanelForm:
        return PanelForm(
            possible=possible_panel(self.object.case),
            least=self.least(),
            is_first=self.is_first,
            **self.get_form_kwargs(),
        )

    def act(self, form: PanelForm) -> None:
        name_panel(
            appeal=self.object,
            panel=form.panel_chosen(),
            reason=form.cleaned_data.get("reason", ""),
            acting_user=self.request.user,
        )


class VoteAppealView(AppealActView):
    """Read the whole case and what would follow, and vote by name."""

    permission_required = "hear"
    act_name = "vote"
    form_class = AppealVoteForm
    template_name = "violations/admin/vote_appeal.html"
    page_title = _("Read the appeal and vote")
    button_label = _("Vote, in my name")
    button_class = "serious"
    success_message = _("Your vote is kept, with your name.")

    def act(self, form: AppealVoteForm) -> None:
        vote_appeal(
            appeal=self.object,
            uphold=form.uphold,
            words=form.cleaned_data["words"],
            acting_user=self.request.user,
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        appeal, case = self.object, self.object.case
        named = case.people.filter(part=Part.APPEAL).count()
        needed = named // 2 + 1
        return super().get_context_data(
            breach=breach_of(case),
            evidence=evidence_of(case),
            said=case.statements.select_related("author"),
            ballots=ballots_of(case),
            named=named,
            needed=needed,
            can_end=appeal.votes.count() + 1 >= needed,
            follows=follows_withdrawal(case),
            back=given_back(case),
            **kwargs,
        )


class AppealViewSet(RecordViewSet):
    """Appeals in the admin's menu."""

    model = Appeal
    name = "appeal_admin"
    url_prefix = "appeals"
    icon = "rotate"
    menu_label = _("Appeals")
    menu_order = 175
    index_view_class = WayBackIndexView
    inspect_view_class = AppealInspectView
    filterset_class = AppealFilterSet
    search_fields = ["code", "case__code", "case__school__search_name"]
    list_display = [
        TitleColumn("code", label=_("Appeal"), url_name="appeal_admin:inspect", accessor=str),
        Column("case", label=_("Case"), accessor="case.code"),
        Column("school", label=_("School"), accessor="case.school.name"),
        StatusTagColumn(
            "status",
            label=pgettext_lazy("appeal", "State"),
            accessor="get_status_display",
            primary=lambda appeal: appeal.decided_at is None,
        ),
        Column("answer_by", label=_("To be answered by"), sort_key="answer_by"),
    ]
    acts = [("name", NamePanelView), ("vote", VoteAppealView)]

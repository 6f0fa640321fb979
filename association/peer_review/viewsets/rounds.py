"""Rounds in the admin: the list with its progress, and the board of one round."""

from typing import Any

from django.db.models import QuerySet
from django.urls import URLPattern, path, reverse
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, StatusTagColumn, TitleColumn
from wagtail.admin.widgets.button import HeaderButton

from association.core.viewsets import RecordIndexView, RecordInspectView, RecordViewSet
from association.peer_review.enums import RoundKind, RoundScope, RoundStatus, Verb
from association.peer_review.models import Draw, Round
from association.peer_review.selectors.board import (
    Progress,
    board_of,
    participants_of,
    progress_of,
    with_progress,
)
from association.peer_review.selectors.pool import members_in_scope
from association.peer_review.selectors.public import PublicDraw
from association.peer_review.selectors.steps import further_steps, next_step
from association.peer_review.viewsets import rounds_acts as acts
from association.peer_review.viewsets.rounds_draw import AnnounceView, ResultsView
from association.peer_review.viewsets.rounds_people import (
    AFTER_THE_DRAW,
    CallOffSeatView,
    RecuseView,
    SeatView,
    UnseatView,
    WithdrawView,
)

ENDED = (RoundStatus.CLOSED, RoundStatus.CANCELLED)


def who_takes_part(row: Round) -> str:
    """Return whose members take part: the one alliance by its name."""
    if row.scope == RoundScope.ONE and row.alliance:
        return row.alliance.name
    return row.get_scope_display()


def window_of(row: Round) -> str:
    """Return the days of the visits."""
    days = (row.opens_on, row.closes_on)
    return " – ".join(date_format(day, "SHORT_DATE_FORMAT") for day in days)


def visits_done(row: Round) -> str:
    """Return how many visits are done of all that count; a dash before there are any."""
    total = row.visits_done + row.visits_planned
    return f"{row.visits_done} / {total}" if total else "—"


class RoundFilterSet(WagtailFilterSet):
    """By state, kind, scope and alliance."""

    class Meta:
        model = Round
        fields = ["status", "kind", "scope", "alliance"]


class RoundIndexView(RecordIndexView):
    """All rounds, the newest first."""

    def get_base_queryset(self) -> QuerySet:
        return with_progress(super().get_base_queryset()).select_related("alliance")

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        if not self.user_has_permission("add"):
            return []
        url = reverse("round_admin:plan")
        return [HeaderButton(_("Plan a round"), url=url, icon_name="plus")]


class RoundInspectView(RecordInspectView):
    """The board of a round: what comes next, its visits, its draw, what happened."""

    template_name = "peer_review/admin/round.html"
    page_title = _("Round")

    def with_related(self, rows: QuerySet) -> QuerySet:
        return rows.select_related("alliance", "checklist")

    def get_fields_context(self) -> list[dict[str, Any]]:
        return []

    @cached_property
    def draw(self) -> PublicDraw | None:
        """What everybody reads of the draw; None for rounds without one."""
        row = Draw.objects.filter(round=self.object).first()
        if row is None:
            return None
        self.object.draw = row
        return PublicDraw(self.object)

    def _steps(self, progress: Progress) -> dict[str, Any]:
        """The next step and the others, for whoever runs rounds."""
        if not self.user_has_permission("run"):
            return {}
        step = next_step(self.object, progress)
        taken = step.name if step else ""
        others = [each for each in further_steps(self.object) if each.name != taken]
        return {"step": step, "others": others}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row, may_run = self.object, self.user_has_permission("run")
        board, draw = board_of(row), self.draw
        progress = progress_of(board)
        at_work = may_run and row.status in AFTER_THE_DRAW
        return super().get_context_data(
            **kwargs,
            **self._steps(progress),
            round=row,
            who=who_takes_part(row),
            window=window_of(row),
            board=board,
            progress=progress,
            draw=draw,
            participants=participants_of(row),
            expected=len(members_in_scope(row)) if row.is_draft else 0,
            events=[
                {"event": event, "verb": Verb(event.verb).label}
                for event in row.events.select_related("acting_user")
            ],
            at_work=at_work,
            may_withdraw=at_work and row.kind == RoundKind.RANDOM,
        )


class RoundViewSet(RecordViewSet):
    """Rounds in the admin's menu (轮次). A round is never deleted."""

    model = Round
    name = "round_admin"
    url_prefix = "rounds"
    icon = "rotate"
    menu_label = _("Rounds")
    menu_order = 172
    index_view_class = RoundIndexView
    inspect_view_class = RoundInspectView
    filterset_class = RoundFilterSet
    search_fields = ["code", "title"]
    list_display = [
        TitleColumn(
            "title", label=_("Round"), url_name="round_admin:inspect", accessor=str, sort_key="code"
        ),
        Column("kind", label=_("Kind"), accessor="get_kind_display"),
        Column("who", label=_("Who takes part"), accessor=who_takes_part),
        StatusTagColumn(
            "status",
            label=pgettext_lazy("round", "State"),
            accessor="get_status_display",
            primary=lambda row: row.status not in ENDED,
        ),
        Column("window", label=_("Visits"), accessor=window_of, sort_key="opens_on"),
        Column("progress", label=pgettext_lazy("visits", "Done"), accessor=visits_done),
    ]
    acts = [
        ("edit_plan", acts.EditRoundView),
        ("announce", AnnounceView),
        ("results", ResultsView),
        ("open_round", acts.OpenView),
        ("close_round", acts.CloseView),
        ("call_off", acts.CallOffView),
        ("seat", SeatView),
        ("unseat", UnseatView),
        ("recuse", RecuseView),
        ("call_off_seat", CallOffSeatView),
        ("withdraw", WithdrawView),
    ]

    def get_urlpatterns(self) -> list[URLPattern]:
        plan = path("new/", self.construct_view(acts.PlanRoundView), name="plan")
        return [*super().get_urlpatterns(), plan]

"""Who goes to the visits of a round, and who is excused or left out, each with a reason."""

from typing import Any

from django.http import Http404
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from association.peer_review.enums import RoundStatus
from association.peer_review.forms.rounds import ON_RECORD, ReasonForm
from association.peer_review.forms.visitors import SeatVisitorForm
from association.peer_review.models import Participant, Round, Seat, Visit
from association.peer_review.permissions import round_policy
from association.peer_review.services import (
    call_off_seat,
    recuse,
    seat_visitor,
    unseat_visitor,
    withdraw,
)
from association.peer_review.viewsets.rounds_acts import RoundActView

AFTER_THE_DRAW = (RoundStatus.DRAWN, RoundStatus.RUNNING)


class _OfRoundView(RoundActView):
    """An act on a row of a round; its address carries the row's key.

    Subclasses give `find`: the row, with its round at `round_of`. Rounds the reader may not see
    answer 404.
    """

    def get_object(self) -> Round:
        self.row = self.find()
        if self.row is None:
            raise Http404
        seen = round_policy.instances_user_has_permission_for(self.request.user, "view")
        row = seen.filter(pk=self.round_key).first()
        if row is None:
            raise Http404
        return row

    def find(self) -> Any:
        """Return the row the act is about, None where there is none."""
        raise NotImplementedError

    @property
    def round_key(self) -> int:
        """The key of the row's round."""
        return self.row.round_id


class SeatView(_OfRoundView):
    """Give a visit of a sweep or a random draw a visitor."""

    form_class = SeatVisitorForm
    template_name = "peer_review/admin/round_seat.html"
    page_title = _("Name a visitor")
    button_label = _("Name this person")
    success_message = _("The visitor is named.")
    possible_in = AFTER_THE_DRAW

    def find(self) -> Visit | None:
        return Visit.objects.filter(pk=self.kwargs["pk"]).select_related("school").first()

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"visit": self.row}

    def get_page_subtitle(self) -> str:
        return self.row.school.name

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        places = self.row.seats.filter(until__isnull=True).select_related("visitor")
        return super().get_context_data(visit=self.row, places=places, **kwargs)

    def act(self, form: SeatVisitorForm) -> None:
        seat_visitor(visit=self.row, user=form.cleaned_data["user"], acting_user=self.request.user)


class UnseatView(_OfRoundView):
    """Take a visitor who was named by hand off a visit."""

    form_class = ReasonForm
    page_title = _("Take a visitor off")
    button_label = _("Take this person off")
    success_message = _("The visitor is taken off.")
    possible_in = AFTER_THE_DRAW

    def find(self) -> Seat | None:
        rows = Seat.objects.filter(pk=self.kwargs["pk"], school__isnull=True, until__isnull=True)
        return rows.select_related("visitor", "visit__school").first()

    @property
    def round_key(self) -> int:
        return self.row.visit.round_id

    @property
    def question(self) -> str:
        return gettext("%(visitor)s does not visit %(visited)s. You can name somebody else.") % {
            "visitor": self.row.visitor,
            "visited": self.row.visit.school,
        }

    def act(self, form: ReasonForm) -> None:
        unseat_visitor(
            seat=self.row, reason=form.cleaned_data["reason"], acting_user=self.request.user
        )


class RecuseView(_OfRoundView):
    """Excuse a visitor of a mutual round; the draw says who goes instead."""

    form_class = ReasonForm
    template_name = "peer_review/admin/round_recuse.html"
    page_title = _("Excuse the visitor")
    button_label = _("Excuse this visitor")
    success_message = _("The visitor is excused. The draw's page says who goes instead.")
    possible_in = AFTER_THE_DRAW

    def find(self) -> Seat | None:
        rows = Seat.objects.filter(pk=self.kwargs["pk"], school__isnull=False)
        return rows.select_related("school", "visit__school").first()

    @property
    def round_key(self) -> int:
        return self.row.visit.round_id

    @property
    def question(self) -> str:
        return gettext(
            "%(sender)s no longer visits %(visited)s. Another school follows from the same draw "
            "and takes the place; nobody chooses it."
        ) % {"sender": self.row.school.name, "visited": self.row.visit.school.name}

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"help_text": ON_RECORD}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(row=self.row, **kwargs)

    def act(self, form: ReasonForm) -> None:
        recuse(seat=self.row, reason=form.cleaned_data["reason"], acting_user=self.request.user)


class CallOffSeatView(RecuseView):
    """Call a visitor's part off where nobody else may go under the rules."""

    template_name = RoundActView.template_name
    page_title = _("Call this visitor's part off")
    button_label = _("Call it off")
    button_class = "serious"
    success_message = _("It is called off. The draw's page says so with your reason.")

    @property
    def question(self) -> str:
        return gettext(
            "%(sender)s does not visit %(visited)s, and nobody goes instead. Where somebody else "
            "may go, excuse the visitor. The visit itself is called off with its last visitor."
        ) % {"sender": self.row.school.name, "visited": self.row.visit.school.name}

    def act(self, form: ReasonForm) -> None:
        call_off_seat(
            seat=self.row, reason=form.cleaned_data["reason"], acting_user=self.request.user
        )


class WithdrawView(_OfRoundView):
    """Leave a school of a random draw out; nobody else moves."""

    form_class = ReasonForm
    page_title = _("Leave the school out")
    button_label = _("Leave this school out")
    success_message = _("The school is left out. The draw's page says who takes its place.")
    possible_in = AFTER_THE_DRAW

    def find(self) -> Participant | None:
        rows = Participant.objects.filter(pk=self.kwargs["pk"])
        return rows.select_related("school").first()

    @property
    def question(self) -> str:
        name = self.row.school.name
        if self.row.chosen:
            return gettext(
                "%(school)s is not visited in this round. The next school of its stratum in the "
                "drawn order takes its place; nobody chooses it."
            ) % {"school": name}
        return gettext("%(school)s was not drawn; it can no longer move up either.") % {
            "school": name
        }

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"help_text": ON_RECORD}

    def act(self, form: ReasonForm) -> None:
        withdraw(
            participant=self.row,
            reason=form.cleaned_data["reason"],
            acting_user=self.request.user,
        )

"""The public draw in the admin: announce it, and later enter what came out.

Each has a page of its own that shows what would be published or what was read, before it is done.
"""

import datetime as dt
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages

from association.core import clock
from association.core.errors import RuleError
from association.peer_review.assignment import Explanation
from association.peer_review.enums import RoundStatus
from association.peer_review.forms.announcing import (
    ChangedSince,
    announce_as_shown,
    as_published,
    seal_of,
)
from association.peer_review.forms.rounds import ResultsForm, sources_of
from association.peer_review.forms.sources import SourcesFormSet
from association.peer_review.services import draw, preview_announcement
from association.peer_review.services.draws import NoAssignmentPossible
from association.peer_review.viewsets.rounds_acts import RoundActView


class AnnounceView(RoundActView):
    """Choose the public sources, read what would be published, publish it.

    One address for three steps; nothing is published before the last button.
    """

    template_name = "peer_review/admin/draw_announce.html"
    preview_template = "peer_review/admin/draw_preview.html"
    form_class = SourcesFormSet
    prefix = "sources"
    page_title = _("Announce the draw")
    button_label = _("Show me what will be published")
    success_message = _("The draw is announced. Everybody can read it now.")
    possible_in = (RoundStatus.DRAFT,)

    @property
    def is_possible(self) -> bool:
        return super().is_possible and self.object.is_drawn_kind

    def get_initial(self) -> list[Any]:
        return []

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "more" in request.POST and self.is_possible:
            typed = SourcesFormSet.with_room(request.POST, prefix=self.prefix)
            return self.render_to_response(self.get_context_data(form=typed))
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        if "change" in self.request.POST:
            return self.render_to_response(self.get_context_data(form=form))
        try:
            if "confirm" not in self.request.POST:
                return self._show(form)
            try:
                self.act(form)
            except ChangedSince as error:
                messages.warning(self.request, str(error))
                return self._show(form, status=422)
        except NoAssignmentPossible as error:
            context = self.get_context_data(form=form, explanation=error.explanation)
            return self.render_to_response(context, status=422)
        except RuleError as error:
            form.non_form_errors().append(str(error))
            return self.form_invalid(form)
        messages.success(self.request, self.success_message)
        return redirect(self.get_success_url())

    def act(self, form: Any) -> None:
        announce_as_shown(
            record=self.object,
            sources=form.sources(),
            shown=self.request.POST.get("shown", ""),
            acting_user=self.request.user,
        )

    def _show(self, form: Any, *, status: int = 200) -> HttpResponse:
        """Show what would be published now, with a seal of it under the last button."""
        announcement = preview_announcement(record=self.object, sources=form.sources())
        context = self.get_context_data(
            form=form,
            published=as_published(self.object, announcement),
            entropy=announcement["entropy"],
            seal=seal_of(announcement),
        )
        return self.response_class(
            request=self.request, template=[self.preview_template], context=context, status=status
        )


class ResultsView(RoundActView):
    """Type what came out, check how it was read, draw."""

    template_name = "peer_review/admin/draw_results.html"
    form_class = ResultsForm
    page_title = _("Enter the results")
    success_message = _("It is drawn. Everybody can read the result and repeat it.")
    possible_in = (RoundStatus.ANNOUNCED,)
    explanation: Explanation | None = None

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"sources": sources_of(self.object.draw)}

    def form_valid(self, form: ResultsForm) -> HttpResponse:
        if self.request.POST.keys() & {"confirm", "relax"}:
            return super().form_valid(form)
        if "change" in self.request.POST:
            return self.render_to_response(self.get_context_data(form=form))
        return self.render_to_response(self.get_context_data(form=form, numbers=form.numbers()))

    def form_invalid(self, form: ResultsForm) -> HttpResponse:
        if self.explanation is None:
            return super().form_invalid(form)
        # The numbers are sound; only the rules stand in the way, and they are told in full.
        del form.errors[NON_FIELD_ERRORS]
        context = self.get_context_data(form=form, numbers=form.numbers())
        return self.render_to_response(context, status=422)

    def act(self, form: ResultsForm) -> None:
        relax = self.request.POST.get("relax", "")
        relaxations = {"relaxations": tuple(relax.split(","))} if relax else {}
        try:
            draw(
                record=self.object,
                results=form.results(),
                acting_user=self.request.user,
                **relaxations,
            )
        except NoAssignmentPossible as error:
            self.explanation = error.explanation
            raise

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            explanation=self.explanation, known_on=self.known_on, **kwargs
        )

    @property
    def known_on(self) -> dt.date | None:
        """The day of the last result, as long as it lies ahead."""
        day = dt.date.fromisoformat(self.object.draw.results_known_on)
        return day if day > clock.today() else None

"""A new batch of plaques: choose, look at what would be issued, issue."""

from collections import Counter
from itertools import groupby
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.generic import FormView
from wagtail.admin import messages

from association.alliances.models import Campus
from association.core.errors import RuleError
from association.plaques.numbers import PlaqueNumber, series_of
from association.plaques.selectors import Candidate, candidates, expected_number, look_into
from association.plaques.services import first_term_end, issue_batch
from association.plaques.viewsets.batch_forms import MOST, BatchForm, new_key
from association.plaques.viewsets.batch_pages import BatchView
from association.pledges.models import AcceptanceLine, Pledge

LONGEST_KEY = 18  # digits
Chosen = list[tuple[Pledge, Campus]]


class NewBatchView(BatchView, FormView):
    """One address for three steps; nothing is issued before the last button."""

    permission_required = "issue"
    form_class = BatchForm
    template_name = "plaques/admin/batch_choose.html"
    preview_template = "plaques/admin/batch_preview.html"
    page_title = _("New batch of plaques")

    def form_valid(self, form: BatchForm) -> HttpResponse:
        if "change" in self.request.POST:
            return self.render_to_response(self.get_context_data(form=form))
        if "confirm" in self.request.POST and form.cleaned_data["key"]:
            return self._issue(form)
        return self._preview(form, key=new_key())

    def form_invalid(self, form: BatchForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def _issue(self, form: BatchForm) -> HttpResponse:
        key, chosen = form.cleaned_data["key"], form.cleaned_data["chosen"]
        try:
            batch = issue_batch(
                key=key,
                choices=chosen,
                colourway=form.cleaned_data["colourway"],
                acting_user=self.request.user,
            )
        except RuleError as error:
            messages.error(self.request, _("Nothing was issued. Please look again below."))
            form.add_error(None, str(error).splitlines())
            return self._preview(form, key=new_key(), status=422)
        told = ngettext("%(count)s plaque is issued.", "%(count)s plaques are issued.", len(chosen))
        messages.success(self.request, told % {"count": len(chosen)})
        return redirect(reverse("batch_admin:inspect", args=[batch.pk]))

    def _preview(self, form: BatchForm, *, key: str, status: int = 200) -> HttpResponse:
        """Show what would be issued; what cannot be is named and left out."""
        found = look_into(form.cleaned_data["chosen"])
        possible = [each for each in found if not each.refusal]
        context = self.get_context_data(
            form=form,
            key=key,
            colours=form.cleaned_data["colourway"],
            colours_label=dict(form.fields["colourway"].choices)[form.cleaned_data["colourway"]],
            possible=possible,
            refused=[each for each in found if each.refusal],
            spans=_spans([each.campus for each in possible]),
            last_days=sorted({first_term_end(each.pledge) for each in possible}),
        )
        return self.response_class(
            request=self.request,
            template=[self.preview_template],
            context=context,
            status=status,
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        if "possible" in context:
            return context
        form, offered = context["form"], candidates(most=MOST)
        ticked = form.ticked() if form.is_bound else self._first_choice(offered)
        return context | {
            "groups": _by_alliance(offered, ticked),
            "offered": len(offered),
            "is_cut": len(offered) == MOST,
            "most": MOST,
        }

    def _first_choice(self, offered: list[Candidate]) -> set[str]:
        """Tick what is plain; with `?accepted=` only on pledges that were accepted together."""
        plain = [candidate for candidate in offered if candidate.is_plain]
        asked = self.request.GET.get("accepted", "")
        if asked.isdecimal() and len(asked) <= LONGEST_KEY:
            lines = AcceptanceLine.objects.filter(acceptance=asked)
            together = set(lines.values_list("pledge", flat=True))
            plain = [candidate for candidate in plain if candidate.pledge.pk in together]
        return {candidate.value for candidate in plain}


def _by_alliance(offered: list[Candidate], ticked: set[str]) -> list[dict[str, Any]]:
    def place(candidate: Candidate) -> str:
        return candidate.alliance.code if candidate.alliance else ""

    return [
        {
            "code": code or "none",
            "alliance": rows[0].alliance,
            "rows": [(candidate, candidate.value in ticked) for candidate in rows],
        }
        for code, group in groupby(sorted(offered, key=place), key=place)
        if (rows := list(group))
    ]


def _spans(campuses: list[Campus]) -> list[dict[str, Any]]:
    """Return for each series how many would be given, and from which number to which."""
    spans = []
    for series, count in Counter(series_of(campus) for campus in campuses).items():
        first = expected_number(series)
        last = PlaqueNumber(year=first.year, sequence=first.sequence + count - 1, series=series)
        spans.append(
            {
                "series": series.label,
                "count": count,
                "first": _without_check(first),
                "last": _without_check(last),
            }
        )
    return spans


def _without_check(number: PlaqueNumber) -> str:
    """What is not promised must not look like a number one could type."""
    return number.ascii.rpartition("-")[0] + "-?"

"""An act in a case: shown only while it is possible, and to whom it is possible."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext

from association.core.viewsets import ActView
from association.violations.models import Case
from association.violations.selectors.office import office_cases
from association.violations.selectors.standing import acts_of, why_no_part


class CaseActView(ActView):
    """An act in a case. Whoever comes when it is not possible reads why on the case."""

    permission_required = "investigate"
    act_name = ""

    def get_object(self) -> Case:
        rows = office_cases(self.request.user).select_related(
            "school", "promise__version", "finding"
        )
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.act_name in {act.name for act in acts_of(request.user, self.object)}:
            return super().get(request, *args, **kwargs)
        state = {"state": self.object.get_status_display()}
        not_now = gettext("The case is now “%(state)s”, so this is not possible.") % state
        messages.info(request, why_no_part(request.user, self.object) or not_now)
        return redirect(self.get_success_url())

    def get_page_subtitle(self) -> str:
        return f"{self.object} · {self.object.school.name}"

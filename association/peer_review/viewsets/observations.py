"""How visitors' answers lie beside each other, for whoever follows findings."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from association.peer_review.permissions import finding_policy
from association.peer_review.selectors.observations import LEAST_VISITS, RARE, observations
from association.peer_review.selectors.second_looks import second_looks


class ObservationsView(PermissionCheckedMixin, WagtailAdminTemplateMixin, TemplateView):
    """Visitors by name, with what they noted more or less. To be read; there is no file of it."""

    permission_policy = finding_policy
    permission_required = "decide"
    template_name = "peer_review/admin/observations.html"
    page_title = _("How visitors note")
    header_icon = "view"
    http_method_names = ["get", "head"]

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        figures = {"url": reverse("visit_figures:index"), "label": _("Visits in figures")}
        return [*self.breadcrumbs_items, figures, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            **kwargs,
            observed=observations(),
            twice=second_looks(),
            least=LEAST_VISITS,
            percent=round(RARE * 100),
        )

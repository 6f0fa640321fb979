"""The weekly list of plaques to hang, and the photos from the gates."""

from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.widgets.button import Button, HeaderButton

from association.core import clock
from association.core.spreadsheets import XLSX
from association.plaques.models import Photo, Plaque
from association.plaques.permissions import plaque_policy, take_down_policy
from association.plaques.selectors import by_alliance, to_hang, with_reports
from association.plaques.sheets import hanging_sheet


class HangingView(PermissionCheckedMixin, WagtailAdminTemplateMixin, TemplateView):
    """The plaques to hang by alliance, and those that should be down by now; it prints well."""

    model: type[Plaque] | None = Plaque
    permission_required = "view"
    template_name = "plaques/admin/hanging.html"
    page_title = gettext_lazy("Plaques to hang")
    header_icon = "time"
    index_url_name = ""

    def get_page_subtitle(self) -> str:
        return ""

    @cached_property
    def header_buttons(self) -> list[Button]:
        url = reverse("plaque_admin:hanging_sheet")
        return [HeaderButton(_("Download for Excel"), url=url, icon_name="download")]

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        listing = {"url": reverse(self.index_url_name), "label": _("Plaques")}
        return [*self.breadcrumbs_items, listing, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows, user = to_hang(), self.request.user
        overdue = with_reports(take_down_policy.rows(user, "view").overdue())
        return super().get_context_data(
            take_downs=overdue,
            groups=by_alliance(rows),
            total=len(rows),
            overdue=sum(row.is_overdue for row in rows),
            today=clock.today(),
            may_activate=plaque_policy.user_has_permission(user, "activate"),
            **kwargs,
        )


class HangingSheetView(PermissionCheckedMixin, View):
    """The same list for Excel."""

    model: type[Plaque] | None = Plaque
    permission_required = "view"
    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest) -> HttpResponse:
        name = f"plaques-to-hang-{clock.today():%Y-%m-%d}.xlsx"
        return HttpResponse(
            hanging_sheet(by_alliance(to_hang())),
            content_type=XLSX,
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )


class PhotoView(PermissionCheckedMixin, View):
    """A photo in full, for those who may see plaques in the admin. It has no public address."""

    model: type[Plaque] | None = Plaque
    permission_required = "view"
    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        seen = plaque_policy.instances_user_has_permission_for(request.user, "view")
        photo = get_object_or_404(Photo, pk=pk, plaque__in=seen.values("pk"))
        try:
            file = photo.picture.open()
        except FileNotFoundError as gone:
            raise Http404 from gone
        return FileResponse(file, content_type="image/jpeg")

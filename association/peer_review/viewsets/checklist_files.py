"""A checklist as it leaves the admin: for phones, for the printer, and for a look beforehand."""

from io import BytesIO
from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from wagtail.admin import messages

from association.core.errors import RuleError
from association.core.spreadsheets import XLSX
from association.core.viewsets import RecordInspectView
from association.peer_review.checklists.form import build_form
from association.peer_review.checklists.paper import paper_form
from association.peer_review.checklists.xlsform import xlsform

FOR_ITSELF = "self"


def _for_peer(request: HttpRequest) -> bool:
    """A visitor from another school is the rule; `?for=self` asks for a school's own form."""
    return request.GET.get("for") != FOR_ITSELF


class XlsformView(RecordInspectView):
    """The version as XLSForm, for phones."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        peer = _for_peer(request)
        file = BytesIO(xlsform(self.object, peer=peer))
        name = f"checklist-v{self.object.number}{'' if peer else '-self'}.xlsx"
        return FileResponse(file, as_attachment=True, filename=name, content_type=XLSX)


class PaperView(RecordInspectView):
    """The version as a form to print on A4."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        peer = _for_peer(request)
        try:
            pdf = paper_form(self.object, peer=peer)
        except RuleError as refusal:
            messages.error(request, str(refusal))
            return redirect("checklist:inspect", self.object.pk)
        name = f"checklist-v{self.object.number}{'' if peer else '-self'}.pdf"
        return FileResponse(BytesIO(pdf), as_attachment=True, filename=name)


class PreviewView(RecordInspectView):
    """The version as it is filled in on a phone; trying it out saves nothing."""

    template_name = "peer_review/admin/checklist_preview.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self._page(build_form(self.object, peer=_for_peer(request)))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Say what would come of the answers; keep nothing of them."""
        form = build_form(self.object, peer=_for_peer(request), data=request.POST)
        tried = form.is_valid()
        return self._page(form, tried=tried, status=200 if tried or form.asks_for_a_row else 422)

    def _page(self, form: Any, *, tried: bool = False, status: int = 200) -> HttpResponse:
        context = {"version": self.object, "form": form, "tried": tried, "peer": form.peer}
        return render(self.request, self.template_name, context, status=status)

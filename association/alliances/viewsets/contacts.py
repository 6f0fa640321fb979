"""A person's mobile number, shown in full to a clerk who says what for."""

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _

from association.alliances.forms import ReadContactForm
from association.alliances.services import read_contact
from association.core.viewsets import ActView


class ReadContactView(ActView):
    """The number stands on the answer alone: in no address, and in no message that is kept."""

    permission_required = "change"
    form_class = ReadContactForm
    template_name = "alliances/admin/contact.html"
    page_title = _("Show the number")
    question = _(
        "This is a person's own number. Who reads it, when and what for is kept in the audit trail."
    )

    def form_valid(self, form: ReadContactForm) -> HttpResponse:
        phone = read_contact(
            school=self.object,
            reason=form.cleaned_data["reason"],
            acting_user=self.request.user,
        )
        return self.render_to_response(self.get_context_data(form=form, phone=phone))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {"phone": ""} | super().get_context_data(**kwargs)

"""A plaque's later life: a new term on a new pledge, a new copy for a lost one."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from association.core.errors import RuleError
from association.core.viewsets import ActView
from association.plaques.forms import ReplacementForm
from association.plaques.services import first_term_end, renew_plaque, replace_copy
from association.pledges.models import Pledge


class RenewView(ActView):
    """Let the plaque that hangs rest on the school's new pledge."""

    permission_required = "issue"
    template_name = "plaques/admin/renew.html"
    page_title = _("Renew the plaque")
    button_label = _("Renew the plaque")
    success_message = _("The plaque is renewed. Its number and its code stay as they are.")

    def new_pledge(self) -> Pledge | None:
        """Return the pledge in force, unless the plaque rests on it already."""
        accepted = self.object.school.pledges.accepted().exclude(pk=self.object.pledge_id)
        return accepted.first()

    def act(self, form: forms.Form) -> None:
        pledge = self.new_pledge()
        if pledge is None:
            raise RuleError(_("There is no newer pledge in force. The school signs again first."))
        renew_plaque(plaque=self.object, pledge=pledge, acting_user=self.request.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        pledge = self.new_pledge()
        return super().get_context_data(
            pledge=pledge, new_last_day=first_term_end(pledge) if pledge else None, **kwargs
        )


class ReplaceView(ActView):
    """Let a new copy count in the place of a lost, stolen or broken one."""

    permission_required = "replace"
    template_name = "plaques/admin/replace.html"
    form_class = ReplacementForm
    page_title = _("Replace the copy")
    question = _(
        "The number stays, and a new copy with a new code is printed. From this moment whoever "
        "scans the old copy reads that it was replaced; the new one is confirmed at the gate by a "
        "photo, and until then scans say “not activated”."
    )
    button_label = _("The old copy no longer counts")
    success_message = _("A new copy counts now. Please print it and let it be hung.")

    def act(self, form: forms.Form) -> None:
        replace_copy(
            plaque=self.object,
            reason=form.cleaned_data["reason"],
            acting_user=self.request.user,
        )

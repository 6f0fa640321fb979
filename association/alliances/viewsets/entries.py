"""A school's entry with its main campus: add one by hand, bring one up to date."""

import copy
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from association.alliances.enums import CampusKind
from association.alliances.forms import CampusForm, NewSchoolForm, SchoolForm
from association.alliances.joining_guards import why_not_join
from association.alliances.models import Campus, Membership, School
from association.alliances.selectors import current_membership
from association.alliances.services import register_school, update_school
from association.core.contacts import is_personal, record_reading
from association.core.errors import RuleError
from association.core.viewsets import ActView

CHANGED_MEANWHILE = _(
    "Somebody else changed this entry while it was open here. Open it again in a second window, "
    "compare, and make your changes there."
)


class EntryView(ActView):
    """Two forms on one page: the school and its main campus."""

    template_name = "alliances/admin/school_form.html"
    button_label = _("Save")

    def main_campus(self) -> Campus:
        """Return the campus the second form is about."""
        return Campus(kind=CampusKind.MAIN)

    @cached_property
    def campus_form(self) -> CampusForm:
        data = self.request.POST if self.request.method == "POST" else None
        return CampusForm(data, instance=self.main_campus(), prefix="campus")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self.get_form()
        both_valid = [form.is_valid(), self.campus_form.is_valid()]
        return self.form_valid(form) if all(both_valid) else self.form_invalid(form)

    def act(self, form: SchoolForm) -> None:
        try:
            self.save(form)
        except ValidationError as error:
            raise RuleError(" ".join(error.messages)) from error

    def save(self, form: SchoolForm) -> None:
        """Call the verb. May raise ValidationError or RuleError."""
        raise NotImplementedError

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs, campus_form=self.campus_form)


class AddSchoolView(EntryView):
    """Enter one school by hand."""

    permission_required = "add"
    form_class = NewSchoolForm
    page_title = _("New school")
    question = _("The school becomes a member of the alliance you choose, from today.")
    success_message = _("The school is in the register. Invite its principal next.")

    def get_object(self) -> None:
        return None

    def save(self, form: NewSchoolForm) -> None:
        self.object = register_school(
            values=form.values(),
            main_campus=self.campus_form.values(),
            alliance=form.cleaned_data["alliance"],
            acting_user=self.request.user,
        )

    def get_success_url(self) -> str:
        return super().get_success_url() if self.object else reverse(self.index_url_name)

    def get_page_subtitle(self) -> str:
        return ""

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        *path, _school, here = super().get_breadcrumbs_items()
        return [*path, here]


class EditSchoolView(EntryView):
    """Bring an entry up to date. What changed stays readable in the school's history."""

    permission_required = "change"
    form_class = SchoolForm
    page_title = _("Edit")
    success_message = _("The entry is up to date.")

    @cached_property
    def membership(self) -> Membership | None:
        return current_membership(self.object)

    def main_campus(self) -> Campus:
        return self.object.campuses.filter(kind=CampusKind.MAIN).first() or super().main_campus()

    def get_form_kwargs(self) -> dict[str, Any]:
        # A copy: a refused form must not change the name in the page's head.
        return super().get_form_kwargs() | {"instance": copy.copy(self.object)}

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if is_personal(self.object.phone):  # the form shows it in full
            record_reading(user=request.user, of=self.object, reason=gettext("to edit the entry"))
        return super().get(request, *args, **kwargs)

    def get_initial(self) -> dict[str, Any]:
        return {
            "alliance": self.membership and self.membership.alliance,
            "seen": self._last_event(),
        }

    def get_form(self, form_class: type | None = None) -> SchoolForm:
        form = super().get_form(form_class)
        if self.membership is None:
            form.fields["alliance"].required = False
            form.fields["alliance"].help_text = why_not_join(self.object) or _(
                "The school has left. Choosing an alliance makes it a member again."
            )
        return form

    @transaction.atomic
    def save(self, form: SchoolForm) -> None:
        School.locked(self.object.pk)
        if form.cleaned_data["seen"] != self._last_event():
            raise RuleError(CHANGED_MEANWHILE)
        update_school(
            school=self.object,
            values=form.values(),
            main_campus=self.campus_form.values(),
            alliance=form.cleaned_data["alliance"],
            acting_user=self.request.user,
        )

    def _last_event(self) -> int | None:
        return self.object.events.aggregate(last=Max("sequence"))["last"]

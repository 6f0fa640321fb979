"""Acts on one school: invite, end an appointment, write down a leaving, campuses."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from association.alliances.enums import CampusKind
from association.alliances.forms import (
    FurtherCampusForm,
    InviteForm,
    RecordLeavingForm,
    StartHandoverForm,
)
from association.alliances.forms_changes import HideIntroductionForm
from association.alliances.models import Campus, Membership, Representative, School
from association.alliances.services import (
    dismiss_representative,
    hide_introduction,
    invite,
    leave_association,
    remove_campus,
    save_campus,
    start_handover,
)
from association.core.errors import RuleError
from association.core.viewsets import ActView


def may_invite(user: Any) -> bool:
    """Say whether a person may send invitations, and so hold their links."""
    return user.has_perm("alliances.invite_principal")


class InvitersOnly:
    """A view for those who may send invitations."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not may_invite(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class InviteView(InvitersOnly, ActView):
    """Invite a principal or a member of staff."""

    page_title = _("Invite")
    question = _(
        "You receive a link and a sheet to print, good for one person and some days. An open "
        "invitation in the same capacity is replaced."
    )
    button_label = _("Make the invitation")
    success_message = _("The invitation is ready: print its sheet or pass on its link.")
    invitation = None

    def get_form(self, form_class: type | None = None) -> InviteForm:
        return InviteForm(school=self.object, **self.get_form_kwargs())

    def act(self, form: InviteForm) -> None:
        self.invitation = invite(
            school=self.object,
            capacity=form.cleaned_data["capacity"],
            acting_user=self.request.user,
        )

    def get_success_url(self) -> str:
        if self.invitation is None:
            return super().get_success_url()
        return reverse("invitation_admin:inspect", args=[self.invitation.pk])


class StartHandoverView(InvitersOnly, ActView):
    """Begin a hand-over where the principal is gone without a word."""

    form_class = StartHandoverForm
    page_title = _("Another principal takes over")
    question = _(
        "Only where the principal cannot hand over on the school's own desk. You get a link and a "
        "sheet for the successor; somebody else in the secretariat confirms. Until then the "
        "present principal stays."
    )
    button_label = _("Begin the hand-over")
    success_message = _("The hand-over has begun: give its sheet to the successor.")
    handover = None

    def act(self, form: StartHandoverForm) -> None:
        self.handover = start_handover(
            school=self.object,
            reason=form.cleaned_data["reason"],
            acting_user=self.request.user,
        )

    def get_success_url(self) -> str:
        if self.handover is None:
            return super().get_success_url()
        return reverse("invitation_admin:inspect", args=[self.handover.invitations.get().pk])


class RecordLeavingView(ActView):
    """Write down that a school has left, told by letter or in person."""

    permission_required = "change"
    form_class = RecordLeavingForm
    page_title = _("The school leaves")
    question = _(
        "Only at the school's own wish. Its membership and its pledge end today and its plaque "
        "goes back; the public page says that this is no breach."
    )
    button_label = _("Write down that the school has left")
    button_class = "serious"
    success_message = _("The school has left. Ask it to bring the plaque.")

    def act(self, form: RecordLeavingForm) -> None:
        try:
            leave_association(
                school=self.object,
                reason=form.cleaned_data["reason"],
                acting_user=self.request.user,
            )
        except Membership.DoesNotExist as error:
            raise RuleError(gettext("This school is not a member at present.")) from error


class HideIntroductionView(ActView):
    """Take what a school says of itself off the web."""

    permission_required = "change"
    form_class = HideIntroductionForm
    page_title = _("Take the introduction off the web")
    button_class = "serious"
    success_message = _("The introduction is off the web.")

    @property
    def question(self) -> str:
        return gettext(
            "From this moment nobody outside reads “%(words)s”. The school reads your reason and "
            "can write another introduction, which is shown at once."
        ) % {"words": self.object.introduction_zh or self.object.introduction_en}

    def act(self, form: HideIntroductionForm) -> None:
        hide_introduction(
            school=self.object,
            reason=form.cleaned_data["reason"],
            acting_user=self.request.user,
        )


class PartOfSchoolView(ActView):
    """An act on something that belongs to a school; it is called `part`."""

    permission_required = "change"
    part_model: type[Model]

    def get_object(self) -> School:
        self.part = get_object_or_404(
            self.part_model.objects.select_related("school"), pk=self.kwargs["pk"]
        )
        return self.part.school


class EndAppointmentView(PartOfSchoolView):
    """End a person's right to act for a school."""

    part_model = Representative
    page_title = _("End the appointment")
    button_class = "serious"
    success_message = _("The appointment has ended.")

    @property
    def question(self) -> str:
        return gettext(
            "From this moment %(person)s can no longer act for the school. The account stays, and "
            "so does what was signed with it."
        ) % {"person": self.part.user}

    def act(self, form: forms.Form) -> None:
        dismiss_representative(appointment=self.part, acting_user=self.request.user)


class AddCampusView(ActView):
    """Add a campus or teaching point."""

    permission_required = "change"
    page_title = _("Add a campus")
    question = _(
        "For a campus or teaching point under the same licence. A branch with a licence of its own "
        "is a school of its own."
    )
    button_label = _("Save")
    success_message = _("The campus is in the register.")
    part: Campus | None = None

    def get_form(self, form_class: type | None = None) -> FurtherCampusForm:
        campus = self.part or Campus(kind=CampusKind.CAMPUS)
        return FurtherCampusForm(instance=campus, **self.get_form_kwargs())

    def act(self, form: FurtherCampusForm) -> None:
        try:
            save_campus(
                school=self.object,
                campus=self.part,
                values=form.values(),
                acting_user=self.request.user,
            )
        except ValidationError as error:
            raise RuleError(" ".join(error.messages)) from error


class EditCampusView(PartOfSchoolView, AddCampusView):
    """Bring a campus up to date. The main campus is part of the school's own entry."""

    part_model = Campus
    page_title = _("Edit the campus")
    question = ""
    success_message = _("The campus is up to date.")


class RemoveCampusView(PartOfSchoolView):
    """Take a campus out of the register."""

    part_model = Campus
    page_title = _("Remove the campus")
    button_class = "serious"
    success_message = _("The campus is removed.")

    @property
    def question(self) -> str:
        return gettext(
            "“%(campus)s” is taken out of the register. The school's history keeps its name and "
            "address. A campus for which a plaque was issued stays."
        ) % {"campus": self.part}

    def act(self, form: forms.Form) -> None:
        remove_campus(campus=self.part, acting_user=self.request.user)

"""Resetting the second factor of who lost phone and recovery codes."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from association.accounts.models import User
from association.accounts.services import reset_second_factor
from association.core.viewsets import ActView


class ResetForm(forms.Form):
    """Why, and how one knows that it is the person who asks."""

    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("For the audit trail: what was lost, and how you know who asked."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ResetSecondFactorView(ActView):
    """A person's second factor, taken away by an administrator, who is somebody else."""

    form_class = ResetForm
    page_title = _("Reset the second factor")
    question = _(
        "All apps, passkeys and recovery codes of this person end, and they are signed out "
        "everywhere. They sign in with their password and set up a new second factor. Call them "
        "on a number you know before you do this."
    )
    button_class = "serious"
    success_message = _("The second factor is reset. The person is written a letter about it.")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_superuser:
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_object(self) -> User:
        person = User.objects.filter(pk=self.kwargs["pk"]).first()
        if person is None:
            raise Http404
        return person

    def act(self, form: ResetForm) -> None:
        reset_second_factor(
            person=self.object,
            reason=form.cleaned_data["reason"],
            acting_user=self.request.user,
        )

    def get_success_url(self) -> str:
        return reverse("wagtailusers_users:edit", args=[self.object.pk])

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        return [
            {"url": reverse("wagtailusers_users:index"), "label": str(_("People"))},
            {"url": self.get_success_url(), "label": str(self.object)},
            {"url": "", "label": self.get_page_title()},
        ]

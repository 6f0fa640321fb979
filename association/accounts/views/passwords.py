"""A new password: by who knows the old one, or by a mailed link."""

from django.contrib import messages
from django.contrib.auth import views as auth
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse_lazy
from django.utils.translation import gettext as _

from association.accounts import forms, services
from association.accounts.views.answers import with_status
from association.accounts.views.links import letter_is_allowed


class ChangePasswordView(auth.PasswordChangeView):
    """A new password for who is signed in. Other devices are signed out."""

    template_name = "accounts/password.html"
    form_class = forms.ChangePasswordForm
    success_url = reverse_lazy("accounts:me")

    def form_valid(self, form: forms.ChangePasswordForm) -> HttpResponse:
        form.save()
        services.note_new_password(person=self.request.user, request=self.request)
        messages.success(
            self.request, _("Your password is changed. Other devices were signed out.")
        )
        return redirect(self.success_url)

    def form_invalid(self, form: Form) -> HttpResponse:
        return with_status(super().form_invalid(form), form)


class ForgottenPasswordView(auth.PasswordResetView):
    """Ask for a link by e-mail. The answer is the same whether an account has that address."""

    template_name = "accounts/forgotten.html"
    form_class = forms.ForgottenPasswordForm
    success_url = reverse_lazy("accounts:password_reset_done")

    def form_valid(self, form: forms.ForgottenPasswordForm) -> HttpResponse:
        if letter_is_allowed(self.request, form):
            return super().form_valid(form)
        return self.form_invalid(form)

    def form_invalid(self, form: Form) -> HttpResponse:
        return with_status(super().form_invalid(form), form)


class ForgottenPasswordSentView(auth.PasswordResetDoneView):
    """What happens next."""

    template_name = "accounts/link_sent.html"


class NewPasswordView(auth.PasswordResetConfirmView):
    """Choose a new password by the link from the e-mail. It signs nobody in."""

    template_name = "accounts/new_password.html"
    form_class = forms.NewPasswordForm
    success_url = reverse_lazy("accounts:sign_in")

    def form_valid(self, form: forms.NewPasswordForm) -> HttpResponse:
        response = super().form_valid(form)
        services.note_new_password(person=form.user, request=None)
        messages.success(self.request, _("Your new password is set. Sign in with it."))
        return response

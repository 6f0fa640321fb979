from django.conf import settings
from django.contrib import messages
from django.contrib.auth import views as auth
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext as _

from association.accounts import forms
from association.accounts.desks import desk_address
from association.accounts.roles import is_secretariat


class SignInView(auth.LoginView):
    """One door for everybody: schools, alliances and the secretariat."""

    template_name = "accounts/sign_in.html"
    authentication_form = forms.SignInForm
    redirect_authenticated_user = True

    def get_redirect_url(self) -> str:
        """Return the wanted address, if it is ours and leads this person further.

        The admin sends strangers here. Sending them back would send them round in circles.
        """
        wanted = super().get_redirect_url()
        if not self.request.user.is_authenticated:
            return wanted
        leads_back = wanted.startswith(self.request.path) or (
            wanted.startswith(reverse("wagtailadmin_home"))
            and not is_secretariat(self.request.user)
        )
        return "" if leads_back else wanted


@login_required
def my_desk(request: HttpRequest) -> HttpResponse:
    """Send a signed-in person to their desk, or tell them that they have none yet."""
    address = desk_address(request.user)
    if address is None:
        return render(request, "accounts/no_desk.html")
    return redirect(address)


class ChangePasswordView(auth.PasswordChangeView):
    """A new password for who is signed in. Other devices are signed out."""

    template_name = "accounts/password.html"
    form_class = forms.ChangePasswordForm
    success_url = reverse_lazy("accounts:my_desk")

    def form_valid(self, form: forms.ChangePasswordForm) -> HttpResponse:
        messages.success(
            self.request, _("Your password is changed. Other devices were signed out.")
        )
        return super().form_valid(form)


class ForgottenPasswordView(auth.PasswordResetView):
    """Ask for a link by e-mail. The answer is the same whether an account has that address."""

    template_name = "accounts/forgotten.html"
    email_template_name = "accounts/forgotten_email.txt"
    subject_template_name = "accounts/forgotten_subject.txt"
    success_url = reverse_lazy("accounts:password_reset_done")

    def form_valid(self, form: auth.PasswordResetForm) -> HttpResponse:
        # The request's own host name is the sender's to choose; the site's address is not.
        self.extra_email_context = {"site_url": settings.SITE_URL}
        return super().form_valid(form)


class ForgottenPasswordSentView(auth.PasswordResetDoneView):
    """What happens next."""

    template_name = "accounts/forgotten_sent.html"


class NewPasswordView(auth.PasswordResetConfirmView):
    """Choose a new password by the link from the e-mail."""

    template_name = "accounts/new_password.html"
    form_class = forms.NewPasswordForm
    success_url = reverse_lazy("accounts:sign_in")

    def form_valid(self, form: forms.NewPasswordForm) -> HttpResponse:
        messages.success(self.request, _("Your new password is set. Sign in with it."))
        return super().form_valid(form)

"""One door for everybody: name and password, a mailed link, a passkey; then the second factor."""

from typing import Any

from allauth.account.internal.flows.login import perform_password_login
from allauth.account.internal.stagekit import clear_login
from allauth.account.models import Login
from allauth.account.stages import LoginStageController
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal.flows import perform_passwordless_login
from django.contrib import messages
from django.contrib.auth import views as auth
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.generic import View

from association.accounts.desks import desk_address
from association.accounts.entering import came_by_link
from association.accounts.factor_forms import CodeForm, PasskeyForm, begin_passkey
from association.accounts.forms import SignInForm
from association.accounts.models import User
from association.accounts.roles import is_secretariat
from association.accounts.second_code import demo_code
from association.accounts.second_factor import factors_of
from association.accounts.stages import SecondFactorStage
from association.accounts.views.answers import with_status


class SignInView(auth.LoginView):
    """User name or e-mail address with password; the page leads to the other ways."""

    template_name = "accounts/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def get_redirect_url(self, user: User | None = None) -> str:
        """Return the wanted address, if it is ours and leads this person further.

        The admin sends strangers here. Sending them back would send them round in circles.
        """
        wanted = super().get_redirect_url()
        user = user or self.request.user
        if not user.is_authenticated:
            return wanted
        leads_back = wanted.startswith(self.request.path) or (
            wanted.startswith(reverse("wagtailadmin_home")) and not is_secretariat(user)
        )
        return "" if leads_back else wanted

    def form_valid(self, form: SignInForm) -> HttpResponse:
        user = form.get_user()
        wanted = self.get_redirect_url(user) or reverse("accounts:my_desk")
        login = Login(user=user, redirect_url=wanted)
        return perform_password_login(self.request, {"username": user.username}, login)

    def form_invalid(self, form: SignInForm) -> HttpResponse:
        return with_status(super().form_invalid(form), form)


class SignOutView(auth.LogoutView):
    """Leave, also half-way through signing in."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        clear_login(request)
        return super().post(request, *args, **kwargs)


@method_decorator(never_cache, name="dispatch")
class PasskeyView(View):
    """Sign in by a passkey alone. The page's script asks what to sign, then posts the answer."""

    def get(self, request: HttpRequest) -> HttpResponse:
        if request.headers.get("Accept") != "application/json":
            return redirect("accounts:sign_in")
        return JsonResponse({"request_options": begin_passkey(None)})

    def post(self, request: HttpRequest) -> HttpResponse:
        form = PasskeyForm(request.POST, request=request, user=None)
        if not form.is_valid():
            for error in form.errors.get("credential", []):
                messages.error(request, error)
            return redirect("accounts:sign_in")
        authenticator = form.cleaned_data["credential"]
        login = Login(user=authenticator.user, redirect_url=reverse("accounts:my_desk"))
        return perform_passwordless_login(request, authenticator, login)


@method_decorator(never_cache, name="dispatch")
class SecondFactorView(View):
    """Ask for the second factor of who came this far: a code, or a passkey."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.is_authenticated:
            return redirect("accounts:my_desk")
        self.stage = LoginStageController.enter(request, SecondFactorStage.key)
        if self.stage is None or not self.stage.is_good():
            clear_login(request)
            return redirect("accounts:sign_in")
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._page(self._code_form(None))

    def post(self, request: HttpRequest) -> HttpResponse:
        user = self.stage.login.user
        passkey = None
        if "credential" in request.POST:
            passkey = PasskeyForm(request.POST, request=request, user=user)
        form = passkey or self._code_form(request.POST)
        if not form.is_valid():
            return self._page(self._code_form(None) if passkey else form, passkey)
        form.save()
        return self.stage.exit()

    def _code_form(self, data: Any) -> CodeForm:
        return CodeForm(data, request=self.request, user=self.stage.login.user)

    def _page(self, form: CodeForm, passkey: PasskeyForm | None = None) -> HttpResponse:
        user = self.stage.login.user
        kinds = factors_of(user)
        has_passkey = Authenticator.Type.WEBAUTHN in kinds
        context = {
            "form": form,
            "passkey": passkey or PasskeyForm(request=self.request, user=user),
            "options": {"request_options": begin_passkey(user)} if has_passkey else None,
            "has_app": Authenticator.Type.TOTP in kinds,
            "by_link": came_by_link(self.request, user),
            "demo_code": demo_code(user),
        }
        page = render(self.request, "accounts/second_factor.html", context)
        return with_status(page, form, passkey)


@login_required
def my_desk(request: HttpRequest) -> HttpResponse:
    """Send a signed-in person to their desk, or tell them that they have none yet."""
    address = desk_address(request.user)
    if address is None:
        return render(request, "accounts/no_desk.html")
    return redirect(address)

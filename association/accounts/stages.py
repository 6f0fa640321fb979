"""What stands between a right password and being signed in."""

from allauth.mfa.stages import AuthenticateStage
from django.http import HttpResponse
from django.shortcuts import redirect


class SecondFactorStage(AuthenticateStage):
    """Ask for the second factor of whoever has one, by whichever way they came in.

    A passkey that verified its owner is two factors in one and asks for no more.
    """

    urlname = "accounts:second_factor"

    def is_good(self) -> bool:
        """Say whether the person may still come in: not deactivated, no new password meanwhile."""
        user = self.login.user
        return user is not None and user.is_active and user.session_epoch == self.state.get("epoch")

    def handle(self) -> tuple[HttpResponse | None, bool]:
        if not self._should_handle(self.request):
            return None, True
        self.state["authentication_required"] = True
        self.state["epoch"] = self.login.user.session_epoch
        return redirect(self.urlname), True

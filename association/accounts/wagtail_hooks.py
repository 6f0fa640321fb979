"""People are kept: histories name their authors. Who has left is deactivated instead."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.widgets.button import Button
from wagtail.log_actions import LogActionRegistry
from wagtail.users.views.bulk_actions.delete import DeleteBulkAction
from wagtail.users.views.bulk_actions.set_active_state import SetActiveStateBulkAction

from association.accounts.enums import Act
from association.accounts.models import User
from association.accounts.services import end_sessions, note_new_password, note_set_password
from association.accounts.viewsets.second_factor import ResetSecondFactorView
from association.core.audit import register_verbs


@hooks.register("register_log_actions")
def register_log_actions(actions: LogActionRegistry) -> None:
    register_verbs(actions, app_label="accounts", verbs=Act)


@hooks.register("register_admin_urls")
def register_urls() -> list[URLPattern]:
    return [
        path(
            "people/<int:pk>/reset-second-factor/",
            ResetSecondFactorView.as_view(),
            name="reset_second_factor",
        )
    ]


@hooks.register("register_user_listing_buttons")
def offer_reset(user: User, request_user: User) -> list[Button]:
    if not request_user.is_superuser or user.pk == request_user.pk:
        return []
    return [
        Button(
            _("Reset the second factor"),
            url=reverse("reset_second_factor", args=[user.pk]),
            icon_name="lock-open",
            priority=40,
        )
    ]


@hooks.register("register_account_menu_item")
def own_account(request: HttpRequest) -> dict[str, str]:
    return {
        "url": reverse("accounts:me"),
        "label": _("Password, second factor, sessions"),
        "help_text": _("How you sign in, and where you are signed in."),
    }


@hooks.register("after_edit_user")
def tell_of_new_password(request: HttpRequest, user: User) -> None:
    """The screen asks for no old password, so the owner hears of it, and links end with it."""
    if not request.POST.get("password1"):
        return
    if user.pk == request.user.pk:
        note_new_password(person=user, request=request)
    else:
        note_set_password(person=user, acting_user=request.user)


@hooks.register("before_delete_user")
def keep_a_person(request: HttpRequest, user: User) -> HttpResponse:
    return _deactivate_instead(request)


@hooks.register("before_bulk_action")
def keep_people(
    request: HttpRequest, action_type: str, objects: Sequence[Any], action: Any
) -> HttpResponse | None:
    return _deactivate_instead(request) if isinstance(action, DeleteBulkAction) else None


@hooks.register("after_bulk_action")
def end_their_sessions(
    request: HttpRequest, action_type: str, objects: Sequence[Any], action: Any
) -> None:
    """It writes rows without a word to anybody, so what else hangs on it is done here."""
    if isinstance(action, SetActiveStateBulkAction):
        end_sessions(User.objects.filter(pk__in=[person.pk for person in objects], is_active=False))


def _deactivate_instead(request: HttpRequest) -> HttpResponse:
    messages.error(
        request,
        _("People are kept: histories name them. Open the account and make it inactive instead."),
    )
    return redirect("wagtailusers_users:index")

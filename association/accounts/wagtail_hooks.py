"""People are kept: histories name their authors. Who has left is deactivated instead."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.users.views.bulk_actions.delete import DeleteBulkAction

from association.accounts.models import User


@hooks.register("before_delete_user")
def keep_a_person(request: HttpRequest, user: User) -> HttpResponse:
    return _deactivate_instead(request)


@hooks.register("before_bulk_action")
def keep_people(
    request: HttpRequest, action_type: str, objects: Sequence[Any], action: Any
) -> HttpResponse | None:
    return _deactivate_instead(request) if isinstance(action, DeleteBulkAction) else None


def _deactivate_instead(request: HttpRequest) -> HttpResponse:
    messages.error(
        request,
        _("People are kept: histories name them. Open the account and make it inactive instead."),
    )
    return redirect("wagtailusers_users:index")

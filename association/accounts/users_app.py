"""Wagtail's screens for people, with our forms; its own settings name no form any more."""

from wagtail.users.apps import WagtailUsersAppConfig


class UsersConfig(WagtailUsersAppConfig):
    """Wagtail's app for people, as `INSTALLED_APPS` names it."""

    user_viewset = "association.accounts.viewsets.people.PeopleViewSet"

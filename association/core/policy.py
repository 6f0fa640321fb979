"""One object for both questions: may this user do this to that row, and to which rows."""

from typing import Any

from django.db.models import Model, Q, QuerySet
from wagtail.permission_policies import ModelPermissionPolicy


class RowPolicy(ModelPermissionPolicy):
    """Model permissions reach every row; other users reach what `own_rows` gives them.

    Lists and single rows answer alike, because the single answer is asked of the list.
    Deactivated users have nothing.
    """

    def own_rows(self, user: Any, action: str) -> QuerySet:
        """Return the rows a user without the model permission may act on. None by default."""
        return self.model._default_manager.none()

    def rows(self, user: Any, action: str) -> QuerySet:
        """Return the rows on which the user may do the action."""
        if not (user.is_authenticated and user.is_active):
            return self.model._default_manager.none()
        if self.user_has_permission(user, action):
            return self.model._default_manager.all()
        return self.own_rows(user, action)

    def user_has_permission(self, user: Any, action: str) -> bool:
        return user.is_active and super().user_has_permission(user, action)

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Model) -> bool:
        if self.user_has_permission(user, action):
            return True
        return self.rows(user, action).filter(pk=instance.pk).exists()

    def user_has_any_permission_for_instance(
        self, user: Any, actions: list[str], instance: Model
    ) -> bool:
        return any(self.user_has_permission_for_instance(user, a, instance) for a in actions)

    def instances_user_has_permission_for(self, user: Any, action: str) -> QuerySet:
        return self.rows(user, action)

    def instances_user_has_any_permission_for(self, user: Any, actions: list[str]) -> QuerySet:
        any_of = Q(pk__in=[])
        for action in actions:
            any_of |= Q(pk__in=self.rows(user, action).values("pk"))
        return self.model._default_manager.filter(any_of)

"""People in the admin: Wagtail's screens, but an e-mail address may be missing."""

from typing import Any

from wagtail.users.forms import UserCreationForm, UserEditForm
from wagtail.users.views.users import UserViewSet


class NeedsNoAddress:
    """Many people of schools have no address, and an administrator sets their password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].required = False


class AddPersonForm(NeedsNoAddress, UserCreationForm):
    """A new person."""


class EditPersonForm(NeedsNoAddress, UserEditForm):
    """A person who is there."""


class PeopleViewSet(UserViewSet):
    """Wagtail's screens for people, with our forms."""

    def get_form_class(self, for_update: bool = False) -> type:
        return EditPersonForm if for_update else AddPersonForm

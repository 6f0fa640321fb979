"""What plaques do when something happens in a lower room."""

from typing import Any

from django.dispatch import receiver

from association.alliances.models import School
from association.alliances.signals import school_left
from association.plaques.services import return_plaques


@receiver(school_left, dispatch_uid="plaques.return")
def take_plaques_in(*, school: School, acting_user: Any, **_kwargs: Any) -> None:
    """Take in the plaques of a school that has left."""
    return_plaques(school=school, acting_user=acting_user)

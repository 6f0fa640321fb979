"""What pledges do when something happens in a lower room."""

from typing import Any

from django.dispatch import receiver

from association.alliances.models import School
from association.alliances.signals import school_left
from association.pledges.services import withdraw_pledges


@receiver(school_left, dispatch_uid="pledges.withdraw")
def end_pledges(*, school: School, acting_user: Any, **_kwargs: Any) -> None:
    """End the pledges of a school that has left."""
    withdraw_pledges(school=school, acting_user=acting_user)

"""What this room does when a lower one tells of something."""

from typing import Any

from django.dispatch import receiver

from association.alliances.models import School
from association.alliances.signals import school_left
from association.peer_review.services.leaving import release_school


@receiver(school_left, dispatch_uid="peer_review.release")
def take_out_of_rounds(*, school: School, acting_user: Any, **_kwargs: Any) -> None:
    """A school that leaves takes no part in visits any more."""
    release_school(school=school, acting_user=acting_user)

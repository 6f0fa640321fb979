"""What plaques do when something happens in a lower room, and after a measure."""

from functools import partial
from typing import Any

from django.db import transaction
from django.dispatch import receiver

from association.alliances.models import School
from association.alliances.signals import school_left
from association.plaques import tasks
from association.plaques.models import MeasureProposal
from association.plaques.services import readers_of_measure, return_plaques
from association.plaques.signals import measure_carried_out


@receiver(school_left, dispatch_uid="plaques.return")
def take_plaques_in(*, school: School, acting_user: Any, **_kwargs: Any) -> None:
    """Take in the plaques of a school that has left."""
    return_plaques(school=school, acting_user=acting_user)


@receiver(measure_carried_out, dispatch_uid="plaques.tell")
def tell_of_measure(*, proposal: MeasureProposal, **_kwargs: Any) -> None:
    """Let the letters be written once the measure stands; slow mail holds nobody up."""
    readers = readers_of_measure(proposal)  # now: by then an expelled school has no alliance
    transaction.on_commit(partial(tasks.tell_of_measure.enqueue, proposal.pk, readers))

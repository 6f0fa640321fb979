"""Work that is done behind the screens. Each task takes an id and calls one verb."""

from django_tasks import task

from association.plaques import services
from association.plaques.models import MeasureProposal, PlaqueBatch


@task()
def make_print_file(batch_id: int) -> None:
    """Draw the print file of a batch."""
    services.make_print_file(batch=PlaqueBatch.objects.get(pk=batch_id))


@task()
def tell_of_measure(proposal_id: int, readers: list[int] | None = None) -> None:
    """Write to the school and its alliance about a measure that was carried out.

    readers: by their keys; one that was put in the queue without them goes by who is told now.
    """
    proposal = MeasureProposal.objects.get(pk=proposal_id)
    if readers is None:
        readers = services.readers_of_measure(proposal)
    services.tell_of_measure(proposal=proposal, readers=readers)

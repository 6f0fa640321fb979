"""Work that is done behind the screens. Each task takes an id and calls one verb."""

from django_tasks import task

from association.plaques import services
from association.plaques.models import PlaqueBatch


@task()
def make_print_file(batch_id: int) -> None:
    """Draw the print file of a batch."""
    services.make_print_file(batch=PlaqueBatch.objects.get(pk=batch_id))

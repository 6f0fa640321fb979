"""Work that is done behind the screens. Each task takes an id and calls one verb."""

from django_tasks import task

from association.pledges import services
from association.pledges.models import Acceptance


@task()
def work_off_acceptance(acceptance_id: int) -> None:
    """Accept the pledges of an acceptance that wait."""
    acceptance = Acceptance.objects.select_related("asked_by").get(pk=acceptance_id)
    services.work_off(acceptance=acceptance)

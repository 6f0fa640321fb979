"""Work that is done behind the screens. Each task takes ids and calls one verb."""

from django_tasks import task

from association.messaging import services


@task()
def deliver(keys: list[int]) -> None:
    """Hand over deliveries that were written just now."""
    services.deliver(keys)

"""Work that is done behind the screens. Each task takes an id and calls one verb."""

from django_tasks import task

from association.alliances import services
from association.alliances.enums import Verb
from association.alliances.models import Handover, RosterImport


@task()
def run_import(roster_id: int) -> None:
    """Run a confirmed ledger import in the name of the person who confirmed it."""
    roster = RosterImport.objects.get(pk=roster_id)
    confirmed = roster.events.filter(verb=Verb.CONFIRM_ROSTER).latest("sequence")
    services.run_roster(roster=roster, acting_user=confirmed.acting_user)


@task()
def tell_of_handover(handover_id: int, status: str) -> None:
    """Write to the people of a hand-over what has become of it. status: what is told."""
    services.tell_of_handover(handover=Handover.objects.get(pk=handover_id), status=status)

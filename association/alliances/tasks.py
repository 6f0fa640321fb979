"""Work that is done behind the screens. Each task takes an id and calls one verb."""

from django_tasks import task

from association.alliances import services
from association.alliances.enums import Verb
from association.alliances.models import RosterImport


@task()
def run_import(roster_id: int) -> None:
    """Run a confirmed ledger import in the name of the person who confirmed it."""
    roster = RosterImport.objects.get(pk=roster_id)
    confirmed = roster.events.filter(verb=Verb.CONFIRM_ROSTER).latest("sequence")
    services.run_roster(roster=roster, acting_user=confirmed.acting_user)

"""Work that is done behind the screens. Each task takes an id and calls one verb."""

from django_tasks import task

from association.violations.models import Filing
from association.violations.services import filing_letters


@task()
def tell_of_filing(filing_id: int, reminder: bool) -> None:
    """Write to the department's liaisons about a filing."""
    filing_letters.tell_of_filing(filing=Filing.objects.get(pk=filing_id), reminder=reminder)

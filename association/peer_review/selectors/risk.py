"""In which stratum of a random draw a school stands, and by which fact.

Each fact but the reports is public already, so that the published pool says nothing new of anybody
(docs/adr/0016): the letters are no grade, they say how many of whom are drawn.
"""

import datetime as dt
from collections.abc import Collection

from django.db.models import Count

from association.alliances.models import School
from association.core import clock
from association.peer_review.enums import Stratum, VisitStatus
from association.peer_review.models import DrawSettings, Visit
from association.peer_review.selection.strata import raised
from association.plaques.enums import PlaqueStatus
from association.plaques.models import Plaque, PlaqueReport
from association.pledges.enums import PledgeStatus
from association.pledges.models import Pledge

LOOKED_BACK = dt.timedelta(days=365)


def strata_of(schools: Collection[School], settings: DrawSettings) -> dict[int, str]:
    """Return the stratum of each school by its key. The number of queries is fixed.

    D: a plaque suspended now, or taken back within a year. C: no pledge in force, or the licence
    has expired. B: no peer has visited within a year. A: all others. Reports that proved true
    within a year lift a school by a step for each `reports_per_step` of them.
    """
    keys = [school.pk for school in schools]
    since = clock.now() - LOOKED_BACK
    measured = _measured(keys, since)
    pledged = _keys(Pledge.objects.filter(school__in=keys, status=PledgeStatus.ACCEPTED))
    visited = _keys(
        Visit.objects.filter(
            school__in=keys,
            status=VisitStatus.DONE,
            submissions__entered_at__gte=since,
            seats__isnull=False,
        )
    )
    reports = _proved_reports(keys, since)
    return {
        school.pk: raised(
            _by_facts(
                measured=school.pk in measured,
                in_order=school.pk in pledged and not school.licence_expired,
                visited=school.pk in visited,
            ),
            reports.get(school.pk, 0),
            settings.reports_per_step,
        )
        for school in schools
    }


def _by_facts(*, measured: bool, in_order: bool, visited: bool) -> str:
    if measured:
        return Stratum.D
    if not in_order:
        return Stratum.C
    return Stratum.A if visited else Stratum.B


def _measured(keys: Collection[int], since: dt.datetime) -> set[int]:
    plaques = Plaque.objects.filter(school__in=keys)
    taken_back = plaques.filter(status=PlaqueStatus.REVOKED, status_since__gte=since)
    return _keys(plaques.read_as(PlaqueStatus.SUSPENDED)) | _keys(taken_back)


def _proved_reports(keys: Collection[int], since: dt.datetime) -> dict[int, int]:
    rows = PlaqueReport.objects.filter(
        plaque__school__in=keys, proved_true=True, closed_at__gte=since
    )
    counted = rows.order_by().values("plaque__school").annotate(total=Count("pk"))
    return dict(counted.values_list("plaque__school", "total"))


def _keys(rows: object) -> set[int]:
    return set(rows.values_list("school", flat=True))

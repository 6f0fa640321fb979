"""What stands against issuing a plaque, and what it would replace: for one as for thousands."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from association.alliances.models import Campus, School
from association.core import clock
from association.core.models import AssociationProfile
from association.core.numbering import last_number
from association.plaques.artwork import MissingCharacters, refuse_boxes
from association.plaques.enums import LIVING_STATUSES, PlaqueStatus
from association.plaques.grounds import why_not_lend
from association.plaques.models import MeasureProposal, Plaque
from association.plaques.numbers import COUNTERS, PlaqueNumber, series_of
from association.pledges.enums import PledgeStatus
from association.pledges.models import Pledge, PledgeSignature
from association.pledges.signing_guards import reasons_against

Choice = tuple[Pledge, Campus | None]


@dataclass(frozen=True, kw_only=True)
class Issuable:
    """A plaque that somebody wants to issue.

    refusal: what stands against it, in words, or "". earlier: the living plaques it would replace.
    """

    pledge: Pledge
    campus: Campus | None
    refusal: str
    earlier: list[Plaque] = field(default_factory=list)

    @property
    def value(self) -> str:
        """What a form sends for it, as `Candidate.value`."""
        return f"{self.pledge.pk}-{self.campus.pk if self.campus else 0}"


def look_into(choices: Sequence[Choice]) -> list[Issuable]:
    """Return for each choice whether its plaque can be issued now, in the given order.

    The number of queries does not grow with the choices if their schools are loaded along.
    Inside a verb the pledges must be locked before.
    """
    schools = {pledge.school_id for pledge, _campus in choices}
    of_school = defaultdict(list)
    for plaque in Plaque.objects.filter(school__in=schools).order_by("pk"):
        of_school[plaque.school_id].append(plaque)
    # On plaques given back as well: leaving and joining again does not outrun a proposal.
    judged = set(
        MeasureProposal.objects.open()
        .filter(plaque__school__in=schools)
        .values_list("plaque__school", flat=True)
    )
    signed = dict(
        PledgeSignature.objects.filter(
            pledge__in={pledge.pk for pledge, _campus in choices}
        ).values_list("pledge", "signed_at")
    )
    asking = {pledge.school for pledge, _campus in choices}
    barred = {**why_not_lend(asking), **reasons_against(asking)}
    issuer = AssociationProfile.load()
    found = []
    for pledge, campus in choices:
        plaques = of_school[pledge.school_id]
        hung = [plaque for plaque in plaques if campus and plaque.campus_id == campus.pk]
        refusal = (
            _wrong_pair(pledge, campus)
            or _taken_back(signed.get(pledge.pk), pledge, plaques)
            or _issued_already(pledge, hung)
            or barred.get(pledge.school_id, "")
            or _measure_open(pledge, judged, plaques)
            or _unprintable(pledge, campus, issuer)
        )
        living = [plaque for plaque in hung if plaque.status in LIVING_STATUSES]
        found.append(Issuable(pledge=pledge, campus=campus, refusal=refusal, earlier=living))
    return found


def _wrong_pair(pledge: Pledge, campus: Campus | None) -> str:
    if pledge.status != PledgeStatus.ACCEPTED:
        return _("A plaque is issued on an accepted pledge only.")
    if campus is None or campus.school_id != pledge.school_id:
        return _("This campus does not belong to the school that signed.")
    return ""


def _taken_back(signed_at: dt.datetime | None, pledge: Pledge, plaques: list[Plaque]) -> str:
    """What was signed before a plaque of the school was taken back is no answer to that."""
    for plaque in plaques:
        if plaque.status == PlaqueStatus.REVOKED and (
            plaque.pledge_id == pledge.pk or signed_at is None or signed_at < plaque.status_since
        ):
            return _(
                "A plaque of this school was taken back after this pledge was signed. The school "
                "signs a new pledge first."
            )
    return ""


def _issued_already(pledge: Pledge, hung: list[Plaque]) -> str:
    if any(plaque.pledge_id == pledge.pk for plaque in hung):
        return _("A plaque has been issued on this pledge already.")
    return ""


def _measure_open(pledge: Pledge, judged: set[int], plaques: list[Plaque]) -> str:
    """A measure on one campus's plaque is not outrun by a plaque for another campus."""
    suspended = any(plaque.is_suspended for plaque in plaques)
    if suspended or pledge.school_id in judged:
        return _("A measure on a plaque of this school is open. Decide on that first.")
    return ""


def _unprintable(pledge: Pledge, campus: Campus, issuer: AssociationProfile) -> str:
    try:
        refuse_boxes(specimen(pledge.school, campus), issuer=issuer)
    except MissingCharacters as missing:
        return str(missing)
    return ""


def specimen(school: School, campus: Campus) -> Plaque:
    """Return a plaque that is never saved, to see its words: number 0 is never given out."""
    number = PlaqueNumber(year=clock.today().year, sequence=0, series=series_of(campus))
    return Plaque(
        number=number.ascii,
        chinese_number=number.chinese,
        series=number.series,
        year=number.year,
        sequence=number.sequence,
        school=school,
        campus=campus,
    )


def expected_number(series: str) -> PlaqueNumber:
    """Return the number that comes next in a series if nobody else issues before. No promise."""
    year = clock.today().year
    last = last_number(series=COUNTERS[series], year=year)
    return PlaqueNumber(year=year, sequence=last + 1, series=series)

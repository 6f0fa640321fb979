"""Who may have which part in a case: nobody judges the own school, a rival, or their own work."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from association.accounts.models import User
from association.alliances.models import Membership, School
from association.core.errors import RuleError
from association.peer_review.enums import Verb as PeerVerb
from association.peer_review.models import Finding, ReportEvent
from association.peer_review.selectors.people import is_noter
from association.peer_review.selectors.pool import tied_pairs
from association.violations.enums import Part
from association.violations.models import Case


def stands_against(user: Any, *, school: School, finding: Finding | None = None) -> str:
    """Return in a sentence why a person cannot have any part in a case, empty where nothing does.

    Not the school's own people, nor those of a school tied to it or of its own alliance, whose
    schools compete with it; and nobody who noted, decided or re-checked the finding.
    """
    own = set(user.representations.filter(until__isnull=True).values_list("school", flat=True))
    if school.pk in own:
        return _("You act for this school, so others deal with the case.")
    if own and any(school.pk in pair for pair in tied_pairs([school.pk, *own])):
        return _("Something stands between your school and this one, so others deal with the case.")
    if own and _are_rivals(own, school):
        return _("You act for a school of the same alliance, so others deal with the case.")
    if finding is not None and _acted_on(user, finding):
        return _("You had a part in the finding, so others deal with the case.")
    return ""


def refuse_part(user: Any, *, school: School, finding: Finding | None = None) -> None:
    """Raise RuleError where something stands against a part in a case."""
    if user is not None and (why := stands_against(user, school=school, finding=finding)):
        raise RuleError(why)


def has_looked_into(user: Any, case: Case) -> bool:
    """Say whether a person ever was an investigator of a case."""
    return case.people.filter(user=user, part=Part.INVESTIGATOR).exists()


def was_named(user: Any, case: Case) -> bool:
    """Say whether a person was ever named to decide a case, or to hear its appeal."""
    return case.people.filter(user=user).exclude(part=Part.INVESTIGATOR).exists()


def possible_deciders(case: Case) -> list[User]:
    """Return who can be named to decide a case, in the order of their names."""
    looked_into = case.people.filter(part=Part.INVESTIGATOR)
    everybody = deciders().exclude(pk__in=looked_into.values("user"))
    return [
        user
        for user in everybody
        if not stands_against(user, school=case.school, finding=case.finding)
    ]


def deciders() -> QuerySet[User]:
    """Return the active people who may decide cases at all."""
    return User.objects.with_perm(
        "violations.decide_case", backend="django.contrib.auth.backends.ModelBackend"
    ).order_by("first_name", "username")


def _are_rivals(own: set[int], school: School) -> bool:
    """Say whether one of these schools is, or was last, of the same alliance as another.

    Schools compete on when one of them has left, or was expelled.
    """
    # A member has one active membership, and it is the newest.
    newest = Membership.objects.filter(school__in={*own, school.pk}).order_by("pk")
    alliances = dict(newest.values_list("school", "alliance"))
    there = alliances.get(school.pk)
    return there is not None and any(alliances.get(each) == there for each in own)


def _acted_on(user: Any, finding: Finding) -> bool:
    wrote = finding.entries.filter(author=user, for_school=False)
    # The last sheet tells the school by itself: whoever typed it in for a visitor noted nothing.
    acted = finding.events.filter(acting_user=user).exclude(verb=PeerVerb.TELL_FINDING)
    chose = ReportEvent.objects.filter(
        record__visit=finding.visit_id, verb=PeerVerb.DECIDE_AGREEMENT, acting_user=user
    )
    noted = is_noter(user, finding.visit)
    return noted or wrote.exists() or acted.exists() or chose.exists()

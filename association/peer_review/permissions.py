"""Who prepares and runs rounds, who sees which, who declares ties, who writes checklists."""

from typing import Any

from django.db.models import Model, Q, QuerySet
from django.http import Http404

from association.alliances.enums import MembershipStatus
from association.alliances.models import Alliance, Membership, School
from association.alliances.permissions import alliances_of, schools_of, visited_by
from association.core import clock
from association.core.policy import RowPolicy
from association.peer_review.enums import (
    FindingStatus,
    RoundKind,
    RoundScope,
    RoundStatus,
    VisitStatus,
)
from association.peer_review.models import (
    ChecklistVersion,
    Finding,
    Report,
    Round,
    Seat,
    Tie,
    Visit,
)


class RoundPolicy(RowPolicy):
    """The secretariat by its permissions; a lead runs the rounds of the own alliance.

    Actions: view, add, change and run (all by `run_round`). A lead also views the rounds in which
    members take part; a school views those it takes part in, once they are more than a plan.
    """

    def _get_permission_name(self, action: str) -> str:
        if action in {"add", "change", "run"}:
            return "peer_review.run_round"
        return super()._get_permission_name(action)

    def own_rows(self, user: Any, action: str) -> QuerySet:
        led = alliances_of(user).values("pk")
        own = Q(scope=RoundScope.ONE, alliance__in=led)
        if action in {"change", "run"}:
            return self.model.objects.filter(own)
        if action != "view":
            return super().own_rows(user, action)
        begun = ~Q(status=RoundStatus.DRAFT)
        of_members = begun & Q(participants__alliance__in=led)
        of_school = begun & Q(participants__school__in=schools_of(user).values("pk"))
        return self.model.objects.filter(own | of_members | of_school).distinct()


class VisitPolicy(RowPolicy):
    """Who works with a visit.

    Actions: view, and hand_in (typing in what was written on paper). The secretariat by
    `run_round`, whoever leads the round's alliance, and the person named for a visitor's place. A
    school views its own visits and those it sends visitors to. Nobody hands in what others noted
    at the own school, not even a lead.
    """

    def _get_permission_name(self, action: str) -> str:
        if action == "hand_in":
            return "peer_review.run_round"
        return super()._get_permission_name(action)

    def own_rows(self, user: Any, action: str) -> QuerySet:
        if action not in {"view", "hand_in"}:
            return super().own_rows(user, action)
        rows = self.model.objects.exclude(round__status=RoundStatus.DRAFT)
        led = Q(round__scope=RoundScope.ONE, round__alliance__in=alliances_of(user).values("pk"))
        own = schools_of(user).values("pk")
        named = _named(user)
        at_own = Q(school__in=own)
        if action == "hand_in":
            # A school checks itself; about others only who was named or runs the round speaks.
            itself = Q(round__kind=RoundKind.SELF) & at_own
            open_ones = rows.filter(
                round__status=RoundStatus.RUNNING,
                status__in=[VisitStatus.PLANNED, VisitStatus.DONE],
            )
            return open_ones.filter(itself | ((led | named) & ~at_own)).distinct()
        sends = Q(seats__school__in=own, seats__until__isnull=True)
        return rows.filter(led | named | sends | at_own).distinct()


def _named(user: Any) -> Q:
    """Visits a person goes to now: whoever stopped acting for the sender goes no more."""
    place = Q(seats__visitor=user.pk, seats__until__isnull=True)
    of_school = Q(seats__school__in=schools_of(user).values("pk"))
    of_alliance = Q(seats__school__isnull=True, school__in=_members_of(visited_by(user)))
    return place & (of_school | of_alliance)


class TiePolicy(RowPolicy):
    """The secretariat by `declare_tie`; a school's principal reads and declares its own.

    Actions: view, declare, end.
    """

    def _get_permission_name(self, action: str) -> str:
        if action in {"declare", "end", "add", "change"}:
            return "peer_review.declare_tie"
        return super()._get_permission_name(action)

    def own_rows(self, user: Any, action: str) -> QuerySet:
        if action != "view":
            return super().own_rows(user, action)
        own = schools_of(user).values("pk")
        return self.model.objects.filter(Q(first__in=own) | Q(second__in=own))


class ChecklistPolicy(RowPolicy):
    """Drafting is one right, putting in use another; the admin knows the first as "change"."""

    codenames = {
        "add": "edit_checklist",
        "change": "edit_checklist",
        "publish": "publish_checklist",
    }

    def _get_permission_codename(self, action: str) -> str:
        return self.codenames.get(action) or super()._get_permission_codename(action)

    def rows(self, user: Any, action: str) -> QuerySet:
        rows = super().rows(user, action)
        return rows.drafts() if action in {"change", "publish"} else rows

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Model) -> bool:
        return self.rows(user, action).filter(pk=instance.pk).exists()


class ReportPolicy(RowPolicy):
    """Reports of visits whose answers are all in.

    Actions: view (whoever reads the visit), agree (this visit's visitors), decide (whoever runs
    the round, where the visitors do not agree).
    """

    def _get_permission_name(self, action: str) -> str:
        return "peer_review.run_round" if action == "decide" else "peer_review.view_visit"

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action != "agree" and super().user_has_permission(user, action)

    def own_rows(self, user: Any, action: str) -> QuerySet:
        if action == "view":
            return self.model.objects.filter(visit__in=visit_policy.rows(user, "view"))
        own = schools_of(user).values("pk")
        rows = self.model.objects.exclude(visit__school__in=own)
        if action == "agree":
            return rows.filter(visit__in=Visit.objects.filter(_named(user)).values("pk"))
        if action == "decide":
            return rows.filter(visit__round__in=round_policy.rows(user, "run"))
        return super().own_rows(user, action)


class FindingPolicy(RowPolicy):
    """Who follows a finding.

    Actions: view; answer (the school, also about its own findings); decide (facts and more time:
    whoever leads the school's alliance, and the secretariat by `follow_finding`); recheck (those,
    and the alliance's visitors). What a school noted about itself only the school and the
    secretariat read. Visitors read what came of their own visits. Nobody decides on the own school.
    """

    def _get_permission_name(self, action: str) -> str:
        if action in {"decide", "recheck"}:
            return "peer_review.follow_finding"
        return super()._get_permission_name(action)

    def rows(self, user: Any, action: str) -> QuerySet:
        if action == "answer":  # a school speaks for itself, no superuser for it
            return self.own_rows(user, action)
        rows = super().rows(user, action)
        if action in {"decide", "recheck"}:
            return rows.filter(own=False).exclude(school__in=schools_of(user).values("pk"))
        return rows

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Model) -> bool:
        return self.rows(user, action).filter(pk=instance.pk).exists()

    def own_rows(self, user: Any, action: str) -> QuerySet:
        at_own = Q(school__in=schools_of(user).values("pk"))
        of_led = Q(school__in=_members_of(alliances_of(user)))
        others = Q(own=False)
        if action == "answer":
            return self.model.objects.filter(at_own)
        if action == "decide":
            return self.model.objects.filter(of_led)
        if action == "recheck":
            return self.model.objects.filter(of_led | self._seen_by_visitors(user))
        if action != "view":
            return super().own_rows(user, action)
        went = Q(visit__in=Visit.objects.filter(_named(user)).values("pk"))
        to_recheck = self._seen_by_visitors(user) & Q(status=FindingStatus.MENDED)
        return self.model.objects.filter(at_own | (others & (of_led | went | to_recheck)))

    def _seen_by_visitors(self, user: Any) -> Q:
        """Members' findings; whoever is to visit again does not know what the first found."""
        blind = Visit.objects.filter(
            _named(user), again_of__isnull=False, status=VisitStatus.PLANNED
        )
        members = Q(school__in=_members_of(visited_by(user)), facts_stand_on__lte=clock.today())
        return members & ~Q(school__in=blind.values("school"))


def _members_of(alliances: QuerySet[Alliance]) -> QuerySet:
    """Return the keys of the schools that are members of some alliances now."""
    rows = Membership.objects.filter(
        alliance__in=alliances.values("pk"), status=MembershipStatus.ACTIVE
    )
    return rows.values("school")


def access_round(user: Any, code: str, *, action: str) -> Round:
    """Return the round if the user may do the action to it; raises Http404 otherwise."""
    found = round_policy.rows(user, action).filter(code=code).select_related("alliance").first()
    if found is None:
        raise Http404
    return found


def access_visit(user: Any, pk: int, *, action: str) -> Visit:
    """Return the visit if the user may do the action to it; raises Http404 otherwise."""
    rows = visit_policy.rows(user, action).select_related("round__checklist", "school")
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def access_seat(user: Any, school: School, pk: int) -> Seat:
    """Return a visitor's place that a school of the user fills; raises Http404 otherwise."""
    rows = Seat.objects.filter(pk=pk, school=school, until__isnull=True)
    rows = rows.filter(school__in=schools_of(user).values("pk"))
    found = rows.select_related("visit__round", "visit__school").first()
    if found is None:
        raise Http404
    return found


def access_report(user: Any, visit: int, *, action: str) -> Report:
    """Return a visit's report if the user may do the action to it; raises Http404 otherwise."""
    rows = report_policy.rows(user, action)
    found = rows.filter(visit=visit).select_related("visit__round__checklist", "visit__school")
    row = found.first()
    if row is None:
        raise Http404
    return row


def access_finding(user: Any, code: str, *, action: str) -> Finding:
    """Return the finding if the user may do the action to it; raises Http404 otherwise."""
    rows = finding_policy.rows(user, action).filter(code=code)
    found = rows.select_related("school", "visit__round").first()
    if found is None:
        raise Http404
    return found


def own_seats(user: Any) -> QuerySet[Seat]:
    """Return the places of visits, planned or begun, in which a person goes to a school now."""
    visits = Visit.objects.filter(_named(user)).exclude(round__status=RoundStatus.DRAFT)
    visits = visits.exclude(school__in=schools_of(user).values("pk"))
    seats = Seat.objects.filter(visitor=user.pk, until__isnull=True, visit__in=visits.values("pk"))
    return seats.select_related("visit__round__checklist", "visit__school", "school", "visitor")


def access_own_seat(user: Any, visit: int) -> Seat:
    """Return the place a person has in a visit (its key); raises Http404 to everybody else."""
    found = own_seats(user).filter(visit=visit).first()
    if found is None:
        raise Http404
    return found


def may_plan_for(user: Any, alliance: Alliance | None) -> bool:
    """Say whether a user may prepare a round: the secretariat any, a lead the own alliance's."""
    if round_policy.user_has_permission(user, "add"):
        return True
    return alliance is not None and alliances_of(user).filter(pk=alliance.pk).exists()


round_policy = RoundPolicy(Round)
visit_policy = VisitPolicy(Visit)
tie_policy = TiePolicy(Tie)
checklist_policy = ChecklistPolicy(ChecklistVersion)
report_policy = ReportPolicy(Report)
finding_policy = FindingPolicy(Finding)

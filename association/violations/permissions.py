"""Who reads cases, looks into them, decides them, and speaks for the school in them."""

from typing import Any, ClassVar

from django.db.models import Model, Q, QuerySet
from django.http import Http404

from association.alliances.permissions import departments_of, schools_of
from association.core.policy import RowPolicy
from association.violations.enums import (
    IN_HAND,
    OPEN_VISITS,
    RECEIVED,
    UNFINISHED,
    FilingStatus,
    JointVisitStatus,
)
from association.violations.models import Case, Filing, JointVisit


class CasePolicy(RowPolicy):
    """The secretariat by its permissions, but nobody in the case of a school they act for.

    Actions: view; open (a new one), investigate, dismiss; decide, for those named in the present
    ballot alone; answer, for the school's own people once it was told.
    """

    NAMES = {
        "open": "violations.investigate_case",
        "investigate": "violations.investigate_case",
        "dismiss": "violations.decide_case",
        "decide": "violations.decide_case",
    }

    def _get_permission_name(self, action: str) -> str:
        return self.NAMES.get(action) or super()._get_permission_name(action)

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action != "answer" and super().user_has_permission(user, action)

    def rows(self, user: Any, action: str) -> QuerySet:
        rows = super().rows(user, action)
        if not (user.is_authenticated and user.is_active):
            return rows
        if self.user_has_permission(user, action):
            own = user.representations.filter(until__isnull=True).values("school")
            told = Q(pk__in=self.own_rows(user, action).values("pk"))
            rows = rows.filter(~Q(school__in=own) | told)
        if action == "investigate":
            return rows.filter(status__in=UNFINISHED)
        if action == "dismiss":
            return rows.filter(status__in=IN_HAND)
        return rows.to_decide_by(user) if action == "decide" else rows

    def own_rows(self, user: Any, action: str) -> QuerySet:
        if action not in {"view", "answer"}:
            return super().own_rows(user, action)
        return self.model.objects.told().filter(school__in=schools_of(user).values("pk"))

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Model) -> bool:
        return self.rows(user, action).filter(pk=instance.pk).exists()


case_policy = CasePolicy(Case)


def access_case(user: Any, uscc: str, code: str) -> Case:
    """Return a case at its school's desk, for the school's own people once it was told.

    Fetching is checking: raises Http404 otherwise, so that a stranger learns nothing.
    """
    rows = case_policy.own_rows(user, "view") if user.is_active else Case.objects.none()
    found = rows.select_related("school", "promise", "finding")
    case = found.filter(school__uscc=uscc, code=code).first()
    if case is None:
        raise Http404
    return case


class OfCasePolicy(RowPolicy):
    """What belongs to a case: nobody of the secretariat in the matter of a school they act for.

    states: in which states an action is possible.
    """

    states: ClassVar[dict[str, tuple[str, ...]]] = {}

    def rows(self, user: Any, action: str) -> QuerySet:
        rows = super().rows(user, action)
        if self.user_has_permission(user, action):
            own = user.representations.filter(until__isnull=True).values("school")
            rows = rows.exclude(case__school__in=own)
        return rows.filter(status__in=self.states[action]) if action in self.states else rows

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Model) -> bool:
        return self.rows(user, action).filter(pk=instance.pk).exists()


class AuthorityPolicy(OfCasePolicy):
    """What goes to a department: the secretariat's, by its permissions, and that department's own.

    names: permission by action. The action `read` is the liaisons' alone.
    """

    names: ClassVar[dict[str, str]] = {}

    def _get_permission_name(self, action: str) -> str:
        return self.names.get(action) or super()._get_permission_name(action)

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action != "read" and super().user_has_permission(user, action)

    def own_rows(self, user: Any, action: str) -> QuerySet:
        if action != "read":
            return super().own_rows(user, action)
        return self.model.objects.filter(department__in=departments_of(user).values("pk"))


class FilingPolicy(AuthorityPolicy):
    """Actions: view; prepare (a new one), drop, send, chase, ask_source; agree_source; read."""

    names: ClassVar = {
        "prepare": "violations.investigate_case",
        "drop": "violations.investigate_case",
        "send": "violations.investigate_case",
        "chase": "violations.investigate_case",
        "ask_source": "violations.investigate_case",
        "agree_source": "violations.decide_case",
    }
    states: ClassVar = {
        "drop": (FilingStatus.PREPARED,),
        "send": (FilingStatus.PREPARED,),
        "chase": (FilingStatus.SENT,),
        "ask_source": (FilingStatus.PREPARED,),
        "agree_source": (FilingStatus.PREPARED,),
        "read": RECEIVED,
    }


class JointVisitPolicy(AuthorityPolicy):
    """Actions: view; ask (for a new one), keep (its record), miss, withdraw; read, and answer."""

    names: ClassVar = {
        "ask": "violations.investigate_case",
        "keep": "violations.investigate_case",
        "withdraw": "violations.investigate_case",
        "miss": "violations.investigate_case",
    }
    states: ClassVar = {
        "keep": (JointVisitStatus.AGREED,),
        "withdraw": OPEN_VISITS,
        "miss": (JointVisitStatus.AGREED,),
    }


filing_policy = FilingPolicy(Filing)
joint_visit_policy = JointVisitPolicy(JointVisit)


def access_filing(user: Any, department_code: str, code: str) -> Filing:
    """Return a filing that was sent, for the liaisons of its department; raises Http404 else."""
    rows = filing_policy.rows(user, "read").select_related("department", "case__school")
    return _found(rows.filter(department__code=department_code, code=code))


def access_joint_visit(user: Any, department_code: str, pk: int) -> JointVisit:
    """Return a joint visit, for the liaisons of its department; raises Http404 else."""
    rows = joint_visit_policy.rows(user, "read").select_related("department", "case__school")
    return _found(rows.filter(department__code=department_code, pk=pk))


def _found(rows: QuerySet) -> Any:
    row = rows.first()
    if row is None:
        raise Http404
    return row

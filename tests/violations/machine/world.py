"""Two schools of one alliance, and people of whom some can have a part in a case of theirs."""

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone

from association.accounts.roles import Role, give_role
from association.alliances.enums import Capacity
from association.alliances.services import appoint_representative
from association.core import clock
from association.peer_review.enums import TieKind
from association.peer_review.services import contest_facts, declare_tie, uphold_facts
from association.plaques.services import issue_plaque
from tests.factories.findings import make_finding
from tests.factories.flows import hang, make_accepted_pledge
from tests.factories.people import make_principal, make_secretary
from tests.factories.schools import make_school
from tests.factories.ways_back import let_repairs_be_early, make_visit

FREE = 8  # people who may decide and have nothing to do with either school
# A plain Monday; Mid-Autumn and National Day lie ahead.
BEGINNING = dt.datetime(2026, 9, 7, 10, tzinfo=timezone.get_default_timezone())
FOUND = BEGINNING - dt.timedelta(days=20)
SEEN = BEGINNING + dt.timedelta(days=900)  # after whatever can take effect in a sequence


@dataclass(frozen=True)
class World:
    """schools: the one with the finding, and its rival. apart: a school of another alliance.

    acts_for: the schools of each person; ties: pairs of schools; of_finding: who had a part in the
    finding. People and schools are named by their keys.
    """

    schools: list
    apart: object
    finding: object
    clerks: list
    deciders: list
    acts_for: dict
    ties: set
    of_finding: set

    @property
    def people(self):
        """Everybody, whether they can have a part or not."""
        return [*self.clerks, *self.deciders]


def make_world():
    """Make schools, people and a finding whose facts stand."""
    judge = make_secretary(Role.APPROVER)
    with clock.at(FOUND):
        finding = make_finding()
        contest_facts(finding=finding, words="当天已公示", acting_user=None)
        uphold_facts(finding=finding, words="以现场为准", acting_user=judge)
    with clock.at(BEGINNING):
        school, rival, apart = finding.school, make_school(), make_school(alliance="west")
        principals = []
        for each in (school, rival):
            principals.append(make_principal(each))
            pledge = make_accepted_pledge(each, signer=principals[-1])
            hang(issue_plaque(pledge=pledge, acting_user=make_secretary()))
        tied = make_principal(apart)
        tie(school, apart)
        noter = finding.visit.seats.get().visitor
        for person in (*principals, tied, noter):
            give_role(user=person, role=Role.APPROVER)
        people = [make_secretary(Role.APPROVER) for _each in range(FREE)]
    let_repairs_be_early()
    with clock.at(SEEN):
        for each in (school, rival):
            make_visit(each)
    finding.refresh_from_db()
    return World(
        schools=[school, rival],
        apart=apart,
        finding=finding,
        clerks=[make_secretary() for _each in range(2)],
        deciders=[*people, *principals, tied, noter, judge],
        acts_for={principals[0].pk: {school.pk}, principals[1].pk: {rival.pk}, tied.pk: {apart.pk}},
        ties={frozenset((school.pk, apart.pk))},
        of_finding={noter.pk, judge.pk},
    )


def tie(one, other):
    """Let something stand between two schools."""
    declare_tie(one=one, other=other, kind=TieKind.CONFLICT, reason="同一举办人", acting_user=None)


def name_for(school, user):
    """Let a person act for a school."""
    appoint_representative(school=school, user=user, capacity=Capacity.STAFF, acting_user=None)

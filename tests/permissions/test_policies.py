"""One policy for each model: lists and single rows answer alike, and who has left has nothing."""

import pytest

from association.alliances.permissions import (
    alliance_policy,
    change_policy,
    department_policy,
    handover_policy,
    import_policy,
    invitation_policy,
    school_policy,
)
from association.core.permissions import calendar_policy
from association.peer_review.permissions import (
    checklist_policy,
    finding_policy,
    round_policy,
    tie_policy,
    visit_policy,
)
from association.peer_review.permissions import report_policy as visit_report_policy
from association.plaques.permissions import (
    batch_policy,
    plaque_policy,
    proposal_policy,
    report_policy,
    take_down_policy,
)
from association.pledges.permissions import covenant_policy, pledge_policy
from association.violations.permissions import case_policy
from association.violations.permissions_ways_back import (
    appeal_policy,
    objection_policy,
    repair_policy,
)

pytestmark = pytest.mark.django_db

ACTIONS = {
    alliance_policy: ["view", "change", "appoint"],
    batch_policy: ["view", "issue"],
    calendar_policy: ["view", "add", "change", "delete"],
    case_policy: ["view", "investigate", "dismiss", "decide", "answer"],
    change_policy: ["view", "decide", "withdraw"],
    checklist_policy: ["view", "add", "change", "publish"],
    covenant_policy: ["view", "add", "change", "publish"],
    department_policy: ["view", "add", "change", "read"],
    finding_policy: ["view", "answer", "decide", "recheck"],
    handover_policy: ["view"],
    import_policy: ["view", "add", "change", "delete"],
    invitation_policy: ["view", "change", "delete"],
    plaque_policy: ["view", "issue", "activate", "replace"],
    pledge_policy: ["view", "review"],
    proposal_policy: ["view", "propose", "decide", "withdraw"],
    report_policy: ["view", "close"],
    round_policy: ["view", "add", "change", "run"],
    school_policy: ["view", "add", "change", "delete"],
    take_down_policy: ["view", "change"],
    tie_policy: ["view", "declare", "end"],
    visit_policy: ["view", "hand_in"],
    visit_report_policy: ["view", "agree", "decide"],
    appeal_policy: ["view", "name", "hear"],
    objection_policy: ["view", "decide"],
    repair_policy: ["view", "decide"],
}
ASKED = [(policy, action) for policy, actions in ACTIONS.items() for action in actions]
READS = {"view"}
MANY = 12


def name(value):
    return value if isinstance(value, str) else value.model.__name__


@pytest.mark.parametrize(("policy", "action"), ASKED, ids=name)
def test_lists_and_single_rows_answer_alike(world, policy, action):
    asked = rows_to_ask(world, policy.model)
    assert asked, "the world has none of these"
    for person in world.people.values():
        listed = asked & set(policy.instances_user_has_permission_for(person, action))
        single = {r for r in asked if policy.user_has_permission_for_instance(person, action, r)}
        assert listed == single, person


def rows_to_ask(world, model):
    """The rows the world was made for, and of the many others some of all ages."""
    every = list(model._default_manager.order_by("pk"))
    named = {row for row in vars(world).values() if isinstance(row, model)}
    return named | set(every[:: max(1, len(every) // MANY)])


@pytest.mark.parametrize(("policy", "action"), ASKED, ids=name)
def test_who_is_deactivated_has_nothing(world, policy, action):
    left = world.people["left"]
    assert not policy.user_has_permission(left, action)
    assert not policy.instances_user_has_permission_for(left, action).exists()


@pytest.mark.parametrize(("policy", "action"), ASKED, ids=name)
def test_an_auditor_has_the_right_to_view_and_no_other(world, policy, action):
    auditor = world.people["auditor"]
    assert policy.user_has_permission(auditor, action) is (action in READS)


@pytest.mark.parametrize(
    ("policy", "action", "role", "part"),
    [
        (alliance_policy, "appoint", "lead", "alliance"),
        (case_policy, "answer", "staff", "told_case"),
        (case_policy, "decide", "approver", "case_to_decide"),
        (case_policy, "view", "principal", "told_case"),
        (change_policy, "view", "principal", "change"),
        (change_policy, "withdraw", "staff", "change"),
        (department_policy, "read", "liaison", "department"),
        (finding_policy, "answer", "staff", "finding"),
        (finding_policy, "decide", "lead", "contested_finding"),
        (plaque_policy, "activate", "visitor", "to_activate"),
        (round_policy, "run", "lead", "planned_draw"),
        (round_policy, "view", "staff", "mutual"),
        (school_policy, "view", "principal", "school"),
        (tie_policy, "view", "principal", "tie"),
        (visit_policy, "hand_in", "visitor", "swept"),
        (visit_policy, "view", "principal", "received"),
    ],
    ids=name,
)
def test_the_ones_named_for_it_have_their_own_row(world, policy, action, role, part):
    row = getattr(world, part)
    assert policy.user_has_permission_for_instance(world.people[role], action, row)
    assert not policy.user_has_permission_for_instance(world.people["foreign"], action, row)


def test_a_lead_hands_in_nothing_that_was_noted_at_the_own_school(world):
    lead = world.people["foreign"]
    assert visit_policy.user_has_permission_for_instance(lead, "view", world.strange_swept)
    assert not visit_policy.user_has_permission_for_instance(lead, "hand_in", world.strange_swept)


def test_only_the_school_speaks_for_the_school(world):
    speaking = {
        role
        for role, person in world.people.items()
        if finding_policy.user_has_permission_for_instance(person, "answer", world.finding)
        or case_policy.user_has_permission_for_instance(person, "answer", world.told_case)
    }
    assert speaking == {"principal", "staff"}


def test_a_case_is_decided_by_those_who_were_named_and_by_no_superuser(world):
    deciding = {
        role
        for role, person in world.people.items()
        if case_policy.user_has_permission_for_instance(person, "decide", world.case_to_decide)
    }
    assert deciding == {"approver", "secretary"}


def test_a_plan_is_read_by_its_lead_and_the_secretariat_alone(world):
    seeing = {
        role
        for role, person in world.people.items()
        if round_policy.user_has_permission_for_instance(person, "view", world.planned_draw)
    }
    assert seeing == {"lead", "clerk", "approver", "secretary", "auditor", "admin"}

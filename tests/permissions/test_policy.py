"""What must hold of the table itself, whoever edits it, and how it is read."""

import pytest

from tests.permissions.addresses import known_addresses
from tests.permissions.asking import row_names
from tests.permissions.table import HEAD, POLICY, REFUSALS, cells_of, read_policy, written_out
from tests.permissions.world import ROLES

ROWS = read_policy(POLICY.read_text(encoding="utf-8"))
CELLS = {name: cells for name in row_names() if (cells := cells_of(name, ROWS))}
OUTSIDERS = ["nobody", "principal", "staff", "lead", "visitor", "liaison", "foreign"]
# Where others than those of a school or the leads of an alliance are at work.
LEAD_AS_WELL = {"plaques:bare_wall", "alliances:contact"}
VISITOR_AS_WELL = {"plaques:hanging", "plaques:hang", "plaques:hang [a newer photo]"}
# Rooms of ours in the admin, by namespace.
OUR_ROOMS = {
    "alliance_admin",
    "appeal_admin",
    "audit_trail",
    "audit_trail_results",
    "batch_admin",
    "calendar_admin",
    "case_admin",
    "checklist",
    "covenant",
    "department_admin",
    "invitation_admin",
    "measure_admin",
    "objection_admin",
    "plaque_admin",
    "pledge",
    "repair_admin",
    "report_admin",
    "roster_imports",
    "round_admin",
    "school_admin",
    "take_down_admin",
    "tie_admin",
}
# Whoever has these can make plaques or open a school's desk: they are for those who need them.
KEYS = {
    "batch_admin:print_file",
    "invitation_admin:batch",
    "invitation_admin:batch_sheets",
    "invitation_admin:slip",
    "plaque_admin:print",
    "plaque_admin:waiting",
}
# Whoever is signed in anywhere may sign out there.
SIGNING_OUT = {"/admin/logout/", "wagtailadmin_logout"}


def words(name, role):
    return {CELLS[name][method, role] for method in ("GET", "POST")}


def names_under(part):
    """The names of the addresses whose route has this part."""
    bare = {address.name for address in known_addresses() if part in address.route}
    return [name for name in CELLS if name.partition(" [")[0] in bare]


def test_who_has_left_is_a_stranger_again():
    assert [name for name in CELLS if words(name, "left") != words(name, "anonymous")] == []


def test_outside_of_the_secretariat_the_admin_is_closed():
    assert [
        (name, role)
        for name in set(names_under("admin/")) - SIGNING_OUT
        for role in OUTSIDERS
        if words(name, role) != words(name, "anonymous")
    ] == []


@pytest.mark.parametrize(
    ("part", "theirs"),
    [
        ("<slug:uscc>", {"principal", "staff"}),
        ("alliance-desk/<slug:code>", {"lead"}),
        ("visitor-desk/<slug:code>", {"visitor"}),
        ("department-desk/<slug:code>", {"liaison"}),
    ],
    ids=["a school's", "an alliance's", "a visitor's", "a department's"],
)
def test_addresses_of_one_are_refused_to_whoever_does_not_belong_to_it(part, theirs):
    names = names_under(part)
    assert names
    assert [
        (name, role)
        for name in names
        for role in ROLES
        if role not in theirs | _as_well(name) and not words(name, role) <= REFUSALS
    ] == []


def _as_well(name):
    lead = {"lead"} if name in LEAD_AS_WELL else set()
    return lead | ({"visitor"} if name in VISITOR_AS_WELL else set())


def test_an_auditor_acts_only_where_everybody_does():
    assert _acts("auditor") - _acts("nobody") == set()


def test_a_liaison_acts_where_everybody_does_and_answers_what_was_sent():
    assert _acts("liaison") - _acts("nobody") == {
        "violations:department_filing",
        "violations:department_visit",
    }


def _acts(role):
    return {name for name in CELLS if "act" in words(name, role)}


def test_an_auditor_reads_whatever_others_read_in_our_part_of_the_admin():
    assert {
        (name, role)
        for name in names_under("admin/")
        if name.partition(":")[0] in OUR_ROOMS and name not in KEYS
        for role in ("clerk", "approver", "secretary")
        if CELLS[name]["GET", role] == "ok" and CELLS[name]["POST", role] == "405"
        if CELLS[name]["GET", "auditor"] != "ok"
    } == set()


def test_the_secretary_general_decides_and_proposes_nothing():
    for name in ("measure_admin:approve", "measure_admin:reject", "covenant:publish"):
        assert CELLS[name]["GET", "secretary"] == "ok"
    for name in (
        "plaque_admin:propose",
        "measure_admin:withdraw",
        "covenant:edit",
        "round_admin:plan",
    ):
        assert words(name, "secretary") <= REFUSALS


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("plaque_admin:propose", "measure_admin:approve"),
        ("covenant:edit", "covenant:publish"),
        ("checklist:edit", "checklist:publish"),
        ("case_admin:put", "case_admin:vote"),
        ("case_admin:add_evidence", "case_admin:dismiss"),
        ("violations:answer", "case_admin:vote"),
        ("violations:appeal", "appeal_admin:vote"),
        ("violations:repair", "repair_admin:grant"),
        ("case_admin:put", "appeal_admin:vote"),
        ("school_admin:start_handover", "handover_admin:confirm"),
        ("alliances:hand_over", "handover_admin:confirm"),
        ("pledges:sign", "pledge:accept"),
        ("plaques:bare_wall", "take_down_admin:close"),
    ],
)
def test_no_role_takes_both_steps_of_what_needs_two(first, second):
    # A superuser may hold every role; the verbs ask who acted before (test_two_people.py).
    for role in set(ROLES) - {"admin"}:
        assert words(first, role) <= REFUSALS or words(second, role) <= REFUSALS


@pytest.mark.parametrize(
    "name", ["peer_review:paper", "peer_review:paper [where the visitor goes]"]
)
def test_no_school_types_in_what_others_noted_about_it(name):
    assert words(name, "principal") | words(name, "staff") <= REFUSALS


@pytest.mark.parametrize("name", ["plaques:hang", "plaque_admin:activate"])
def test_no_school_confirms_a_plaque_at_its_own_gate(name):
    assert words(name, "principal") | words(name, "staff") <= REFUSALS


def test_names_above_a_line_share_its_cells():
    sure = " ".join(["  ok"] * len(ROLES))
    barred = " ".join(["  no"] * len(ROLES))
    text = f"{'  '.join(HEAD)}\nfirst\nsecond  GET{sure}\n  POST{barred}\nthird:*  both{barred}\n"
    two, one = read_policy(text)
    assert two.is_about("first")
    assert two.is_about("second")
    assert (two.cells["GET", "staff"], two.cells["POST", "staff"]) == ("ok", "no")
    assert one.is_about("third:edit")
    assert not one.is_about("first")


def test_what_is_written_out_can_be_read_again():
    cells = {(m, role): "ok" if m == "GET" else "405" for m in ("GET", "POST") for role in ROLES}
    (row,) = read_policy(written_out("some:name [of two]", cells))
    assert row.names == ["some:name [of two]"]
    assert row.cells == cells


@pytest.mark.parametrize(
    "line",
    [
        "some:name  GET  ok  ok",
        "some:name  FETCH" + "  ok" * len(ROLES),
        "some:name  GET" + "  500" * len(ROLES),
        "some:name  GET" + "  maybe" * len(ROLES),
        "some:name",
        "   GET" + "  ok" * len(ROLES),
    ],
)
def test_a_line_that_says_nothing_clear_is_refused(line):
    with pytest.raises(ValueError, match=r"policy\.txt"):
        read_policy(line)

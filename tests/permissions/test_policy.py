"""What must hold of the table itself, whoever edits it, and how it is read."""

import pytest

from tests.permissions.addresses import known_addresses
from tests.permissions.asking import row_names
from tests.permissions.table import HEAD, POLICY, REFUSALS, cells_of, read_policy, written_out
from tests.permissions.world import ROLES

ROWS = read_policy(POLICY.read_text(encoding="utf-8"))
CELLS = {name: cells for name in row_names() if (cells := cells_of(name, ROWS))}
OUTSIDERS = ["nobody", "principal", "staff", "lead", "foreign"]


def words(name, role):
    return {CELLS[name][method, role] for method in ("GET", "POST")}


def names_under(*parts):
    """The names of the addresses whose route has one of these parts."""
    bare = {a.name for a in known_addresses() if any(part in a.route for part in parts)}
    return [name for name in CELLS if name.partition(" [")[0] in bare]


@pytest.mark.parametrize("name", CELLS)
def test_who_has_left_is_a_stranger_again(name):
    assert words(name, "left") == words(name, "anonymous")


@pytest.mark.parametrize("name", names_under("admin/"))
def test_outside_of_the_secretariat_the_admin_is_closed(name):
    for role in OUTSIDERS:
        assert words(name, role) == words(name, "anonymous")


@pytest.mark.parametrize("name", names_under("<slug:uscc>"))
def test_a_schools_addresses_are_refused_to_whoever_does_not_act_for_it(name):
    for role in ROLES:
        if role not in {"principal", "staff"}:
            assert words(name, role) <= REFUSALS


@pytest.mark.parametrize("name", names_under("alliance-desk/<slug:code>"))
def test_an_alliances_addresses_are_refused_to_whoever_does_not_lead_it(name):
    for role in ROLES:
        if role != "lead":
            assert words(name, role) <= REFUSALS


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("plaque_admin:propose", "measure_admin:approve"),
        ("covenant:edit", "covenant:publish"),
        ("pledges:sign", "pledge:accept"),
    ],
)
def test_no_role_takes_both_steps_of_what_needs_two(first, second):
    for role in ROLES:
        assert words(first, role) <= REFUSALS or words(second, role) <= REFUSALS


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

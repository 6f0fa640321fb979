from dataclasses import replace

import pytest
from django.db import connection
from django.db.models import Count
from django.test.utils import CaptureQueriesContext

from association.alliances.models import Alliance, Campus, Membership, School, SchoolEvent
from association.alliances.roster.importer import import_roster, read_roster, rehearse
from association.alliances.services import (
    NewSchool,
    leave_association,
    register_school,
    register_schools,
)
from association.core.models import AuditEntry
from tests.alliances.ledgers import EXPECTED, entry, read, read_sample, sample_as_csv
from tests.factories import make_school, make_secretary
from tests.factories.schools import make_uscc

pytestmark = pytest.mark.django_db

DIRECTIONS = {"东": "east", "南": "south", "西": "west", "北": "north"}


def take(parsed, user=None):
    return import_roster(parsed, acting_user=user)


def counts(report):
    return report.created, report.updated, report.unchanged, len(report.errors)


def test_the_sample_comes_in_and_sixteen_rows_are_refused_each_for_its_own_reason():
    report = take(read_sample())
    assert report.rows == EXPECTED["rows"]
    assert (report.created, report.updated, report.unchanged) == (EXPECTED["importable"], 0, 0)
    assert [(e.row, e.reason) for e in report.errors] == [
        (wrong["row"], wrong["fault"]) for wrong in EXPECTED["faulty"]
    ]
    assert School.objects.count() == EXPECTED["importable"]


def test_the_swapped_pair_comes_in_with_a_warning():
    report = take(read_sample())
    assert [(w.row, w.reason) for w in report.warnings] == [(34, "coordinates swapped")]
    row = next(row for row in read_sample().rows if row.number == 34)
    campus = Campus.objects.get(school__uscc=row.uscc)
    assert 36 < campus.latitude < 37
    assert 119 < campus.longitude < 120


def test_each_alliance_has_the_members_the_sample_names():
    take(read_sample())
    members = dict(
        Membership.objects.filter(status="active")
        .values_list("alliance__code")
        .annotate(Count("pk"))
    )
    assert members == {DIRECTIONS[key]: value for key, value in EXPECTED["by_alliance"].items()}


def test_a_second_import_changes_nothing():
    take(read_sample())
    events, entries = SchoolEvent.objects.count(), AuditEntry.objects.count()
    assert counts(take(read_sample())) == (0, 0, EXPECTED["importable"], 16)
    assert (SchoolEvent.objects.count(), AuditEntry.objects.count()) == (events, entries)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_csv_says_the_same_as_the_workbook(encoding):
    take(read_sample())
    report = take(read_roster(sample_as_csv(encoding), "roster.csv"))
    assert counts(report) == (0, 0, EXPECTED["importable"], 16)


def test_one_changed_telephone_is_one_update_and_is_told_in_the_history():
    take(read(entry(1), entry(2)))
    clerk = make_secretary()
    report = take(read(entry(1, 联系电话="0536-0777777"), entry(2)), clerk)
    assert counts(report) == (0, 1, 1, 0)
    school = School.objects.get(uscc=make_uscc(9001))
    assert school.phone == "0536-0777777"
    event = school.events.get(verb="update_school")
    assert event.changes == {"phone": ["0536-0123456", "0536-0777777"]}
    assert event.acting_user == clerk


def test_a_column_that_is_absent_leaves_the_stored_value_alone():
    take(read(entry(1)))
    report = take(read(entry(1), without=("联系电话", "许可证有效期至", "办学内容", "办学地址")))
    assert counts(report) == (0, 0, 1, 0)
    school = School.objects.get()
    assert (school.phone, school.licence_long_term, school.kind) == (
        "0536-0123456",
        True,
        "training",
    )


def test_an_empty_cell_under_a_column_empties_the_value():
    take(read(entry(1)))
    assert counts(take(read(entry(1, 联系电话="")))) == (0, 1, 0, 0)
    assert School.objects.get().phone == ""


def test_a_telephone_that_cannot_be_read_does_not_empty_the_value():
    take(read(entry(1)))
    report = take(read(entry(1, 联系电话="问门卫")))
    assert counts(report) == (0, 0, 1, 0)
    assert [w.reason for w in report.warnings] == ["phone unreadable"]
    assert School.objects.get().phone == "0536-0123456"


@pytest.mark.parametrize(
    ("without", "reason", "column"),
    [("办学地址", "address missing", "办学地址"), ("办学内容", "scope missing", "办学内容")],
)
def test_a_new_school_needs_what_the_register_cannot_guess(without, reason, column):
    report = take(read(entry(1), without=(without,)))
    assert [(e.row, e.column, e.reason) for e in report.errors] == [(1, column, reason)]
    assert not School.objects.exists()


def test_a_row_that_fails_in_the_middle_leaves_nothing_and_stops_nothing():
    parsed = read(entry(1), entry(2), entry(3))
    # The school itself is sound; its campus is not, after the school was written.
    parsed.rows[1] = replace(parsed.rows[1], address="很" * 201)
    report = take(parsed)
    assert (report.created, [(e.row, e.column, e.reason) for e in report.errors]) == (
        2,
        [(2, "办学地址", "value not possible")],
    )
    assert not School.objects.filter(uscc=make_uscc(9002)).exists()
    assert School.objects.count() == Campus.objects.count() == 2
    assert not AuditEntry.objects.filter(label__contains="示范区第2学校").exists()


def test_an_update_that_fails_keeps_the_old_values_whole():
    take(read(entry(1)))
    parsed = read(entry(1, 联系电话="0536-0777777"))
    parsed.rows[0] = replace(parsed.rows[0], street="长" * 41, address="新址")
    parsed.titles["street"] = "街道"
    report = take(parsed)
    assert counts(report) == (0, 0, 0, 1)
    assert School.objects.get().phone == "0536-0123456"
    assert Campus.objects.get().address == "示范区测试路1号"
    assert not SchoolEvent.objects.filter(verb="update_school").exists()


def test_a_code_that_came_into_the_register_meanwhile_is_the_error_of_its_row():
    parsed = read(entry(1), entry(2))
    parsed.rows[1] = replace(parsed.rows[1], uscc=parsed.rows[0].uscc)
    report = take(parsed)
    assert report.created == 1
    assert [(e.row, e.column, e.reason) for e in report.errors] == [
        (2, "统一社会信用代码", "value not possible")
    ]


def test_what_only_the_database_refuses_becomes_the_error_of_its_row():
    parsed = read(entry(1), entry(2), entry(3))
    # There is no such latitude; the fields' own checks do not know, the table does.
    parsed.titles["latitude"] = "纬度"
    parsed.rows[1] = replace(parsed.rows[1], latitude=95.0, longitude=119.1)
    report = take(parsed)
    assert report.created == 2
    assert [(e.row, e.column, e.reason) for e in report.errors] == [(2, "", "could not be saved")]
    assert not School.objects.filter(uscc=make_uscc(9002)).exists()


def test_another_alliance_in_the_ledger_moves_the_school_and_keeps_the_history():
    take(read(entry(1)))
    report = take(read(entry(1, 所属联盟="西联盟")))
    assert counts(report) == (0, 1, 0, 0)
    memberships = Membership.objects.order_by("pk").values_list("alliance__code", "status")
    assert list(memberships) == [("east", "left"), ("west", "active")]


def test_a_school_that_had_left_joins_again_with_a_warning():
    take(read(entry(1)))
    leave_association(school=School.objects.get(), acting_user=None)
    for report in (rehearse(read(entry(1))), take(read(entry(1)))):
        assert counts(report) == (0, 1, 0, 0)
        assert [(w.row, w.reason) for w in report.warnings] == [(1, "joins again")]
    assert Membership.objects.filter(status="active").count() == 1
    assert not take(read(entry(1))).warnings


def test_a_rehearsal_counts_the_same_and_writes_nothing():
    take(read(entry(1), entry(2)))
    parsed = read(entry(1), entry(2, 联系电话=""), entry(3), entry(4, 所属联盟="中"))
    with CaptureQueriesContext(connection) as queries:
        rehearsed = rehearse(parsed)
    assert {query["sql"].split()[0] for query in queries} == {"SELECT"}
    assert counts(rehearsed) == (1, 1, 1, 1)
    assert rehearsed.to_dict() == take(parsed).to_dict()


def test_unchanged_rows_cost_three_queries_a_hundred():
    take(read(*(entry(number) for number in range(1, 31))))
    parsed = read(*(entry(number) for number in range(1, 31)))
    with CaptureQueriesContext(connection) as queries:
        rehearse(parsed)
    assert len(queries) == 3


def test_progress_is_told_after_every_chunk():
    told = []
    parsed = read(*(entry(number) for number in range(1, 251)))
    import_roster(parsed, acting_user=None, on_chunk=told.append)
    assert told == [100, 200, 250]


def test_many_schools_at_once_are_registered_as_one_school_is():
    clerk = make_secretary()
    alliance = Alliance.objects.get(code="north")
    entries = [
        NewSchool(
            {"name": f"学校{n}", "uscc": make_uscc(7000 + n), "kind": "training"},
            {"name": "主校区", "address": "路1号"},
            alliance,
        )
        for n in range(3)
    ]
    alone = register_school(**entries[0]._asdict(), acting_user=clerk)
    together = register_schools(entries=entries[1:], acting_user=clerk)
    assert [trace(school) for school in together] == [trace(alone)] * 2


def trace(school):
    """All that registering a school leaves, without its name, code, keys and times."""
    school.refresh_from_db()
    membership = school.memberships.get()

    def told(record):
        return AuditEntry.objects.filter(object_type=record._meta.label_lower, object_id=record.pk)

    return {
        "version": school.public_version,
        "searchable": school.search_name == school.name,
        "campus": school.campuses.values_list("kind", "name", "address").get(),
        "alliance": (membership.alliance.code, membership.status),
        "events": [
            list(record.events.values_list("sequence", "verb", "new_status", "acting_user"))
            for record in (school, membership)
        ],
        "log": [
            list(told(record).values_list("action", "user", "capacity", "new_status", "changes"))
            for record in (school, membership)
        ],
        "labels": [
            entry.label == str(record) for record in (school, membership) for entry in told(record)
        ],
    }


def test_a_school_entered_by_hand_is_known_by_its_code():
    school = make_school(name="示范区旧名学校")
    report = take(read(entry(1, 统一社会信用代码=school.uscc, 单位名称="示范区新名学校")))
    assert counts(report) == (0, 1, 0, 0)
    school.refresh_from_db()
    assert (school.name, school.search_name) == ("示范区新名学校", "示范区新名学校")

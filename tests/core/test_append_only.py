"""Evidence cannot be rewritten: neither in Python nor in SQL, on either database."""

import datetime as dt
import uuid

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import override_settings

from association.alliances.models import RosterImport
from association.alliances.services import invite, start_handover
from association.core import clock
from association.core.regulated import AppendOnly, record_event
from association.peer_review.enums import RoundKind, Source, TieKind
from association.peer_review.models import HostSignature, Opening, Seat, VisitPhoto
from association.peer_review.services import answer_finding, declare_tie, hand_in, recuse
from association.plaques.services import hide_photo, replace_copy, report_plaque
from association.pledges.services import issue_paper
from association.violations.models import CaseSettings
from association.violations.services.filing import prepare_filing
from association.violations.services.joint_visits import ask_joint_visit
from association.violations.services.objecting import lodge_objection
from association.violations.services.repairing import ask_repair
from tests.factories import (
    make_department,
    make_draft_pledge,
    make_plaque,
    make_principal,
    make_revoked_plaque,
    make_school,
    make_user,
    make_visitor,
)
from tests.factories.cases import make_case
from tests.factories.changes import make_change
from tests.factories.findings import make_finding
from tests.factories.photos import make_photo
from tests.factories.rounds import make_running_round


def concrete(model):
    for child in model.__subclasses__():
        if child._meta.abstract:
            yield from concrete(child)
        else:
            yield child


TABLES = sorted(concrete(AppendOnly), key=lambda model: model._meta.label)
APPEND_ONLY = [model._meta.db_table for model in TABLES]
# Nothing in them is unique but their key.
NUMBERED = [
    "alliances_changeproof",
    "core_auditentry",
    "peer_review_entry",
    "peer_review_entryphoto",
    "violations_custody",
    "violations_evidence",
    "violations_statement",
]
# A second row with the same of these would throw the first one out.
WITH_A_KEY = [
    *(table for table in APPEND_ONLY if table not in NUMBERED),
    "alliances_changerequest",
    "pledges_pledge",
    "pledges_covenantversion",
    "peer_review_checklistversion",
    "peer_review_round",
    "peer_review_draw",
    "peer_review_participant",
    "peer_review_visit",
    "peer_review_seat",
    "peer_review_report",
    "peer_review_finding",
    "plaques_plaque",
    "violations_case",
]
GUARDED = [
    *NUMBERED,
    *WITH_A_KEY,
    "plaques_measureproposal",
    "pledges_promise",
    "pledges_checklistitem",
    "pledges_breachcode",
    "pledges_promisetick",
    "peer_review_checklistsection",
    "peer_review_checklistitem",
    "peer_review_tie",
]

pytestmark = pytest.mark.django_db
on_sqlite = pytest.mark.skipif(connection.vendor != "sqlite", reason="a statement of SQLite")
on_postgresql = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="a statement of PostgreSQL"
)


@pytest.fixture(scope="module")
def history(django_db_setup, django_db_blocker, tmp_path_factory):
    """A world in which each append-only table has a row; gone when all are asked."""
    media = override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("media"))
    with django_db_blocker.unblock(), media, transaction.atomic():
        make_history()
        yield
        transaction.set_rollback(True)


def make_history():
    plaque = make_revoked_plaque()
    report_plaque(plaque=plaque, kind="still_hanging", words="")
    issued = replace_copy(plaque=make_plaque(), reason="lost", acting_user=make_user())
    issue_paper(pledge=issued.pledge, kind="receipt", acting_user=None)
    invite(school=make_school(), acting_user=None)
    handed_over = make_school()
    start_handover(school=handed_over, acting_user=make_principal(handed_over))
    make_visitor()
    make_department()
    make_change()
    visit_one_another()
    find_something()
    make_case("decided")
    go_the_ways_back()
    hide_photo(photo=plaque.photos.get(), reason="x", acting_user=make_user())
    roster = RosterImport.objects.create(original_name="ledger.xlsx", uploaded_by=make_user())
    record_event(record=roster, verb="upload_roster", acting_user=None, first=True)


def go_the_ways_back():
    """An appeal, an objection and a repair; a filing and a joint visit."""
    make_case("annulled")
    case = make_case("in_force")
    lodge_objection(case=case, words="与实际不符", who="", contact="")
    CaseSettings.objects.update_or_create(defaults={"repair_months_s2": 1})
    with clock.at(clock.now() + dt.timedelta(days=40)):
        ask_repair(case=case, words="已整改", acting_user=None)
    department = make_department()
    ask_joint_visit(
        case=case,
        department=department,
        words="请一同到校",
        wished_on=clock.today(),
        acting_user=make_user(),
    )
    handed_over = make_case("in_force", measure="revoke")
    prepare_filing(case=handed_over, department=department, acting_user=make_user())


def visit_one_another():
    """A round of mutual visits with a visitor excused, and the answers of a visit."""
    row = make_running_round(RoundKind.MUTUAL, schools=9, rival_metres=0)
    excused, *others = Seat.objects.filter(visit__round=row)
    recuse(seat=excused, reason="与被访学校有关联", acting_user=None)
    seat = next(each for each in others if each.visit_id != excused.visit_id)
    with clock.at(clock.now() + dt.timedelta(days=6)):
        hand_in(
            visit=seat.visit,
            seat=seat,
            source=Source.PAPER,
            visited_on=clock.today(),
            answers={"C11": "yes"},
            failed=[],
            acting_user=make_user(),
        )
    declare_tie(
        one=excused.school,
        other=excused.visit.school,
        kind=TieKind.CONFLICT,
        reason="与被访学校有关联",
        acting_user=None,
    )


def find_something():
    """A visit with all a phone sends, and a finding with a photo beside what was said."""
    finding = make_finding()
    answer_finding(finding=finding, words="已补", photos=[make_photo()], acting_user=None)
    seat = finding.visit.seats.get()
    Opening.objects.create(
        seat=seat, opened_by="code", opened_at=clock.now(), acting_user=seat.visitor
    )
    HostSignature.objects.create(seat=seat, host="值班负责人", refusal="负责人不在")
    VisitPhoto.objects.create(
        visit=seat.visit,
        seat=seat,
        key=uuid.uuid4(),
        place="C13",
        picture="peer_review/visits/x.jpg",
        sent_by=seat.visitor,
    )


def refused(statement):
    with (
        pytest.raises(DatabaseError, match="kept as evidence"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


def contents(table):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {table} ORDER BY id")
        return cursor.fetchall()


def test_there_are_tables_to_guard():
    assert len(TABLES) >= 9


@pytest.mark.parametrize("model", TABLES, ids=lambda model: model._meta.label)
@pytest.mark.parametrize("statement", ["UPDATE {table} SET id = id", "DELETE FROM {table}"])
def test_sql_cannot_rewrite_history(history, model, statement):
    before = list(model.objects.values())
    assert before
    with (
        pytest.raises(DatabaseError, match="kept as evidence"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement.format(table=model._meta.db_table))
    assert list(model.objects.values()) == before


@pytest.mark.parametrize("model", TABLES, ids=lambda model: model._meta.label)
def test_python_cannot_rewrite_history(history, model):
    row = model.objects.first()
    for attempt in (
        row.save,
        row.delete,
        model.objects.all().delete,
        lambda: model.objects.update(pk=row.pk),
    ):
        with pytest.raises(TypeError, match="append-only"):
            attempt()
    assert model.objects.filter(pk=row.pk).exists()


@pytest.mark.parametrize(
    "change",
    ["number = 'SC'", "token = 'x'", "school_id = 0", "sequence = 0", "issued_on = '2001-01-01'"],
)
def test_a_plaque_keeps_its_identity(history, change):
    with (
        pytest.raises(DatabaseError, match="kept as evidence"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"UPDATE plaques_plaque SET {change}")


@on_sqlite
@pytest.mark.parametrize("recursive", ["ON", "OFF"])
@pytest.mark.parametrize("table", GUARDED)
def test_a_row_is_not_replaced_by_one_of_its_number(history, table, recursive):
    before = contents(table)
    assert before
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA recursive_triggers={recursive}")
    try:
        refused(f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}")
    finally:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA recursive_triggers=ON")
    assert contents(table) == before


@on_sqlite
@pytest.mark.parametrize("table", WITH_A_KEY)
def test_a_row_is_not_replaced_by_one_of_its_key(history, table):
    before = contents(table)
    with connection.cursor() as cursor:
        columns = [c.name for c in connection.introspection.get_table_description(cursor, table)]
        cursor.execute("PRAGMA recursive_triggers=OFF")
    others = ", ".join(column for column in columns if column != "id")
    try:
        refused(
            f"INSERT OR REPLACE INTO {table} (id, {others}) SELECT id + 1000, {others} FROM {table}"
        )
    finally:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA recursive_triggers=ON")
    assert contents(table) == before


@on_sqlite
def test_a_changed_draft_does_not_push_a_signed_pledge_out(history):
    draft = make_draft_pledge()
    refused(
        "UPDATE OR REPLACE pledges_pledge SET receipt_no = "
        "(SELECT receipt_no FROM pledges_pledge WHERE status = 'accepted') "
        f"WHERE id = {draft.pk}"
    )


@on_postgresql
@pytest.mark.parametrize("table", GUARDED)
def test_a_table_of_evidence_is_not_emptied(history, table):
    with connection.cursor() as cursor:
        # Django's foreign keys are checked late; pending checks would refuse for another reason.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    refused(f"TRUNCATE {table} CASCADE")
    assert contents(table)

"""Nobody edits what was signed: not in Python, not in SQL, on either database."""

import pytest
from django.db import DatabaseError, connection, transaction

from association.pledges.models import PledgeEvent, PledgeSignature
from association.pledges.models.covenant import text_hash
from tests.factories import (
    make_accepted_pledge,
    make_covenant,
    make_draft_pledge,
    make_school,
    make_signed_pledge,
)

pytestmark = pytest.mark.django_db


def run(statement, **values):
    """One statement in a savepoint of its own, so that a refusal leaves the test's transaction."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.rowcount


ON_PLEDGE = {
    "another school": "school_id = %(other)s",
    "another covenant": "covenant_version_id = covenant_version_id + 1000",
    "another receipt": "receipt_no = 'CN-1999-0001'",
    "no receipt": "receipt_no = NULL",
    "another beginning": "started_at = '2020-01-01 00:00:00'",
    "a draft again": "status = 'draft'",
}
ON_SIGNATURE = {
    "another text": "text = 'x'",
    "another hash": "text_sha256 = 'x'",
    "another language": "language = 'en'",
    "another signer": "signer_name = 'x'",
    "another capacity": "capacity = 'staff'",
    "another time": "signed_at = '2020-01-01 00:00:00'",
    "another way of signing in": "sign_in_method = 'x'",
}
CHANGES = {
    "pledges_pledge": ("id = %(pledge)s", ON_PLEDGE),
    "pledges_pledgesignature": ("pledge_id = %(pledge)s", ON_SIGNATURE),
    "pledges_promisetick": (
        "pledge_id = %(pledge)s",
        {"another time": "ticked_at = '2020-01-01 00:00:00'"},
    ),
    "pledges_pledgeevent": ("record_id = %(pledge)s", {"another reason": "reason = 'x'"}),
    "pledges_covenantversion": (
        "id = %(version)s",
        {
            "other closing terms": "closing_zh = 'x'",
            "another title": "title_en = 'x'",
            "a draft again": "status = 'draft'",
        },
    ),
    "pledges_covenantversionevent": ("record_id = %(version)s", {"another verb": "verb = 'x'"}),
    "pledges_promise": (
        "version_id = %(version)s",
        {"other words": "text_zh = 'x'", "another version": "version_id = version_id + 1000"},
    ),
    "pledges_checklistitem": ("promise_id = %(promise)s", {"other words": "text_zh = 'x'"}),
    "pledges_breachcode": ("promise_id = %(promise)s", {"other words": "text_en = 'x'"}),
}


def refused():
    for table, (where, changes) in CHANGES.items():
        yield pytest.param(f"DELETE FROM {table} WHERE {where}", id=f"no {table}")
        for name, change in changes.items():
            yield pytest.param(f"UPDATE {table} SET {change} WHERE {where}", id=f"{table}: {name}")


@pytest.mark.parametrize("statement", list(refused()))
def test_the_database_refuses(statement):
    make_covenant()
    make_school()
    other = make_draft_pledge().school
    pledge = make_signed_pledge()
    with pytest.raises(DatabaseError, match="kept as evidence"):
        run(
            statement,
            pledge=pledge.pk,
            version=pledge.covenant_version_id,
            promise=pledge.covenant_version.promises.first().pk,
            other=other.pk,
        )
    again = PledgeSignature.objects.get(pledge=pledge)
    assert again.is_unchanged
    assert again.pledge.ticks.count() == 8


def test_the_database_refuses_a_ninth_tick():
    pledge = make_signed_pledge()
    promise = pledge.covenant_version.promises.first()
    with pytest.raises(DatabaseError):
        run(
            "INSERT INTO pledges_promisetick (pledge_id, promise_id, ticked_at) "
            "VALUES (%(pledge)s, %(promise)s, '2020-01-01 00:00:00')",
            pledge=pledge.pk,
            promise=promise.pk,
        )
    with pytest.raises(DatabaseError, match="kept as evidence"), transaction.atomic():
        pledge.ticks.create(promise=promise)


def test_the_refusals_are_about_what_is_signed_and_not_about_everything():
    draft = make_draft_pledge(ticked=2)
    assert run("DELETE FROM pledges_promisetick WHERE pledge_id = %(pledge)s", pledge=draft.pk) == 2


def test_nothing_is_moved_into_what_is_frozen():
    signed = make_signed_pledge()
    promise = signed.covenant_version.promises.first()
    # One tick on a covenant of its own, so that no other rule is in the way.
    make_covenant()
    drafted = make_draft_pledge(ticked=1)
    unpublished = make_covenant(publish=False).promises.first()
    for table, change, target in (
        ("promisetick", "pledge_id = %(target)s WHERE pledge_id", signed),
        ("promise", "code = 'P9', version_id = %(target)s WHERE id", promise.version),
        ("checklistitem", "code = 'C99', promise_id = %(target)s WHERE promise_id", promise),
        ("breachcode", "code = 'B99', promise_id = %(target)s WHERE promise_id", promise),
    ):
        row = drafted if target is signed else unpublished
        with pytest.raises(DatabaseError, match="kept as evidence"):
            run(f"UPDATE pledges_{table} SET {change} = %(row)s", target=target.pk, row=row.pk)


def test_an_accepted_pledge_stays_evidence():
    pledge = make_accepted_pledge()
    with pytest.raises(DatabaseError, match="kept as evidence"):
        run("DELETE FROM pledges_promisetick WHERE pledge_id = %(pledge)s", pledge=pledge.pk)


def test_a_signature_is_neither_changed_nor_deleted_in_python():
    signature = make_signed_pledge().signature
    signature.signer_name = "别人"
    for attempt in (
        signature.save,
        signature.delete,
        PledgeSignature.objects.all().delete,
        lambda: PledgeSignature.objects.update(signer_name="别人"),
        PledgeEvent.objects.all().delete,
        lambda: PledgeEvent.objects.update(reason="x"),
    ):
        with pytest.raises(TypeError, match="append-only"):
            attempt()
    signature.refresh_from_db()
    assert signature.signer_name == "校长甲"


def test_a_signed_pledge_is_not_changed_in_python():
    pledge = make_signed_pledge()
    pledge.receipt_no = "CN-1999-0001"
    with pytest.raises(DatabaseError, match="kept as evidence"), transaction.atomic():
        pledge.save()
    with pytest.raises(DatabaseError), transaction.atomic():
        pledge.ticks.all().delete()


def test_a_promise_in_force_is_not_changed_in_python():
    promise = make_signed_pledge().covenant_version.promises.first()
    promise.text_zh = "别的内容"
    with pytest.raises(DatabaseError, match="kept as evidence"), transaction.atomic():
        promise.save()


def test_the_kept_text_gives_its_hash_and_is_the_whole_covenant():
    signature = make_signed_pledge().signature
    version = signature.pledge.covenant_version
    assert signature.text_sha256 == text_hash(signature.text)
    assert signature.text == version.full_text("zh-hans")
    for promise in version.promises.all():
        assert promise.text_zh in signature.text
    assert signature.is_unchanged


def test_a_changed_text_would_be_noticed():
    signature = make_signed_pledge().signature
    signature.text += "。"
    assert not signature.is_unchanged


def test_a_changed_image_would_be_noticed():
    signature = make_signed_pledge().signature
    signature.image = b"somebody else's hand"
    assert not signature.is_unchanged

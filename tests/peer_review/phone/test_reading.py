"""Who sees a photo, and what the report to print says."""

import uuid

import pytest

from association.core import clock
from association.core.enums import Act
from association.core.models import AuditEntry
from association.peer_review.enums import OpenedBy
from association.peer_review.gate_code import code_at
from association.peer_review.services import keep_photo, open_visit, seat_visitor, sign_as_host
from association.peer_review.visit_report import sheets
from tests.factories import make_lead, make_principal, make_school, make_secretary, make_visitor
from tests.peer_review.phone.sending import drawing, hand_in_naming, large_picture
from tests.peer_review.portal.desk import enter, soup_of, words

pytestmark = pytest.mark.django_db

NOTE = "门口没有公示😀"


@pytest.fixture
def photo(seat, there):
    """A photo beside an item that fails; all answers are in, so the report is open."""
    key = uuid.uuid4()
    hand_in_naming(seat, clock.today(), C12="no", C12_note=NOTE, C12_photo=[str(key)])
    return keep_photo(seat=seat, key=key, data=large_picture(), acting_user=seat.visitor)


READERS = {
    "the visitor": (lambda seat: seat.visitor, True),
    "the visited school": (lambda seat: make_principal(seat.visit.school), True),
    "the secretariat": (lambda _seat: make_secretary(), True),
    "a lead, who may act for a competitor": (lambda _seat: make_lead("east"), False),
    "another school": (lambda _seat: make_principal(make_school()), False),
    "another visitor": (lambda _seat: make_visitor("east"), False),
}


def address(photo):
    return f"/visits/{photo.visit_id}/photos/{photo.key}/"


def report(client, seat):
    return client.get(f"/visits/{seat.visit_id}/report.pdf")


def texts(value):
    if isinstance(value, str):
        return [value]
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else []
    return [text for part in parts for text in texts(part)]


@pytest.fixture
def printed(monkeypatch):
    """What was set last, as one text; it is set all the same."""
    kept, set_pdf = [], sheets._report.set_pdf

    def keep(values):
        kept.append(values)
        return set_pdf(values)

    monkeypatch.setattr(sheets._report, "set_pdf", keep)
    return lambda: " ".join(texts(kept[-1]))


@pytest.mark.parametrize(("reader", "sees"), READERS.values(), ids=READERS)
def test_a_photo_is_for_whoever_reads_the_answers_whole(client, seat, photo, reader, sees):
    enter(client, reader(seat))
    response = client.get(address(photo))
    assert response.status_code == (200 if sees else 404)
    if sees:
        assert response["Content-Type"] == "image/jpeg"
        assert "no-store" in response["Cache-Control"]
        assert b"".join(response.streaming_content).startswith(b"\xff\xd8")
    page = client.get(f"/visits/{seat.visit_id}/report/")
    shown = {image["src"] for image in soup_of(page).select("main img[loading=lazy]")}
    assert shown == ({address(photo)} if sees else set())


def test_a_photo_stays_sealed_until_all_answers_are_in(client, seat, there):
    seat_visitor(visit=seat.visit, user=make_visitor("east"), acting_user=None)
    key = uuid.uuid4()
    hand_in_naming(seat, clock.today(), C12="no", C12_photo=[str(key)])
    photo = keep_photo(seat=seat, key=key, data=large_picture(), acting_user=seat.visitor)
    enter(client, seat.visitor)
    [image] = soup_of(client.get(f"/visits/{seat.visit_id}/")).select("main img[loading=lazy]")
    assert image["src"] == address(photo)
    enter(client, make_principal(seat.visit.school))
    assert client.get(address(photo)).status_code == 404


def test_another_visit_s_address_shows_no_photo(client, seat, photo):
    enter(client, make_secretary())
    assert client.get(f"/visits/{seat.visit_id}/photos/{uuid.uuid4()}/").status_code == 404
    assert client.get(f"/visits/{seat.visit_id + 1000}/photos/{photo.key}/").status_code == 404


def test_a_photo_whose_file_is_gone_is_not_found(client, seat, photo):
    photo.picture.storage.delete(photo.picture.name)
    enter(client, seat.visitor)
    assert client.get(address(photo)).status_code == 404


def test_the_report_says_where_when_who_and_who_signed(client, seat, photo, there, printed):
    open_visit(
        seat=seat,
        opened_by=OpenedBy.CODE,
        proof=code_at(seat.visit_id, there),
        opened_at=there,
        key=uuid.uuid4(),
        acting_user=seat.visitor,
    )
    sign_as_host(
        seat=seat, host="教务主任", drawing=drawing(), refusal="", acting_user=seat.visitor
    )
    enter(client, seat.visitor)
    response = report(client, seat)
    text = printed()
    assert response.content.startswith(b"%PDF")
    for told in (
        "走访报告",
        "被访学校",
        seat.visit.round.code,
        "教务主任",
        "学校屏幕上的验证码",
        "签名时间：",
    ):
        assert told in text
    assert response["Content-Disposition"].startswith("attachment")
    entry = AuditEntry.objects.filter(action=f"core.{Act.DOWNLOAD_PRINT}").get()
    assert entry.user == seat.visitor


def test_what_fails_stands_with_its_note_and_the_rest_is_counted(client, seat, there, printed):
    key = uuid.uuid4()
    given = {"C12": "no", "C12_note": NOTE, "C12_photo": [str(key)]}
    hand_in_naming(seat, clock.today(), failed=["C12"], **given)
    enter(client, seat.visitor)
    report(client, seat)
    text = printed()
    assert "门口没有公示〓" in text  # a smiley spoils nothing
    assert "照片 1 张" in text
    assert "其余已答 1 项" in text
    assert "尚未签名" in text


def test_a_visit_that_was_not_opened_is_not_said_to_be_missed(client, seat, photo, printed):
    enter(client, seat.visitor)
    report(client, seat)
    assert "到校验证 无记录（不表示未到校）" in printed()


def test_a_refused_signature_is_told_with_its_reason(client, seat, photo, printed):
    sign_as_host(seat=seat, host="保安", drawing="", refusal="负责人不在", acting_user=seat.visitor)
    enter(client, seat.visitor)
    report(client, seat)
    assert "未签名，原因：负责人不在" in printed()


def test_until_both_are_in_each_reads_the_own_and_it_says_so(client, seat, there, printed):
    other = seat_visitor(visit=seat.visit, user=make_visitor("east"), acting_user=None)
    hand_in_naming(seat, clock.today(), C12="no", C12_note="甲所见", failed=["C12"])
    enter(client, seat.visitor)
    report(client, seat)
    assert "互相封存" in printed()
    enter(client, other.visitor)
    response = report(client, seat)
    assert response.status_code == 302
    assert "no answers are in that you may read" in words(client.get(response["Location"]))


def test_a_lead_reads_the_report_and_strangers_do_not(client, seat, photo):
    enter(client, make_lead("east"))
    assert report(client, seat).status_code == 200
    enter(client, make_visitor("east"))
    assert report(client, seat).status_code == 404

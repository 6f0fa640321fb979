"""What the phone sends: told in JSON, sent again without harm, refused to everybody else."""

import datetime as dt
import json
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from association.core import clock
from association.peer_review.enums import VisitStatus
from association.peer_review.gate_code import code_at
from association.peer_review.models import ChecklistItem, HostSignature, Submission
from tests.factories import make_visitor
from tests.peer_review.phone.sending import drawing, large_picture, whole_answers
from tests.peer_review.portal.desk import enter

pytestmark = pytest.mark.django_db


def send(client, seat, part, **values):
    return client.post(f"/visits/{seat.visit_id}/phone/{part}/", values)


def opening(seat, moment, **changed):
    return {
        "key": uuid.uuid4(),
        "opened_by": "code",
        "proof": code_at(seat.visit_id, moment),
        "opened_at": moment.isoformat().replace("+00:00", "Z"),
    } | changed


def answers(seat, **changed):
    told = whole_answers(seat.visit.round.checklist, **changed)
    return {"key": uuid.uuid4(), "visited_on": clock.today(), "answers": json.dumps(told)}


def picture(data=None):
    return SimpleUploadedFile("photo.jpg", data or large_picture())


def test_a_whole_visit_comes_in_part_by_part(client, seat, there):
    enter(client, seat.visitor)
    key = str(uuid.uuid4())
    place = {"latitude": "36.7", "longitude": "119.1", "accuracy": "15"}
    assert send(client, seat, "opening", **opening(seat, there), **place).json()["opened"] == "code"
    sent = answers(seat, C12="no", C12_photo=[key])
    assert send(client, seat, "answers", **sent).json()["answers"] == [str(sent["key"])]
    told = send(client, seat, f"photos/{key}", photo=picture()).json()
    assert told["photos"] == [key]
    told = send(client, seat, "signature", host="教务主任", drawing=drawing()).json()
    status = client.get(f"/visits/{seat.visit_id}/phone/status/").json()
    assert {name: status[name] for name in told} == told
    assert status["token"]
    seat.visit.refresh_from_db()
    assert seat.visit.status == VisitStatus.DONE
    assert seat.openings.get().accuracy == 15
    assert seat.submissions.get().failed == ["C12"]


def test_everything_sent_five_times_is_there_once(client, seat, there):
    enter(client, seat.visitor)
    key = uuid.uuid4()
    parts = [("opening", opening(seat, there)), ("answers", answers(seat, C11_photo=[str(key)]))]
    for part, values in [*parts, ("signature", {"host": "主任", "refusal": "不在"})]:
        codes = {send(client, seat, part, **values).status_code for _each in range(5)}
        assert codes == {200}
    for _each in range(5):
        assert send(client, seat, f"photos/{key}", photo=picture()).status_code == 200
    found = [seat.openings, seat.submissions, seat.photos, HostSignature.objects]
    assert [rows.count() for rows in found] == [1, 1, 1, 1]


def test_what_is_wrong_with_answers_is_told_place_by_place(client, seat, there):
    enter(client, seat.visitor)
    response = send(client, seat, "answers", **answers(seat, C11="", rooms=[{"C73b": "viele"}]))
    assert response.status_code == 422
    places = dict(response.json()["errors"])
    assert places["C11"] == "Please answer this."
    assert places["rooms-0-C73b"] == "Write a number."
    assert not Submission.objects.exists()


@pytest.mark.parametrize("beside", ["_note", "_photo"])
def test_nothing_is_written_out_where_it_is_nobody_s_business(client, seat, there, beside):
    enter(client, seat.visitor)
    item = ChecklistItem.objects.filter(competitor_sensitive=True, section__repeats=False)[0]
    value = "收费 3000" if beside == "_note" else [str(uuid.uuid4())]
    response = send(client, seat, "answers", **answers(seat, **{f"{item.code}{beside}": value}))
    assert response.status_code == 422
    assert [place for place, _told in response.json()["errors"]] == [f"{item.code}{beside}"]


def test_a_wrong_code_is_told_and_guessing_ends(client, seat, there):
    enter(client, seat.visitor)
    for _each in range(20):
        response = send(client, seat, "opening", **opening(seat, there, proof="000000x"))
        assert response.status_code == 422
    response = send(client, seat, "opening", **opening(seat, there))
    assert response.status_code == 429
    assert int(response["Retry-After"]) > 0
    assert not seat.openings.exists()


def test_a_file_that_is_no_picture_is_told(client, seat, there):
    enter(client, seat.visitor)
    key = uuid.uuid4()
    send(client, seat, "answers", **answers(seat, C11_photo=[str(key)]))
    response = send(client, seat, f"photos/{key}", photo=picture(b"no picture"))
    assert response.status_code == 422
    assert "cannot be read as a picture" in response.json()["problem"]


@pytest.mark.parametrize("part", ["opening", "answers", "signature", f"photos/{uuid.UUID(int=7)}"])
def test_nobody_else_sends_and_half_a_form_is_told(client, seat, there, part):
    enter(client, make_visitor("east"))
    assert send(client, seat, part).status_code == 404
    enter(client, seat.visitor)
    response = send(client, seat, part)
    assert response.status_code == 422
    assert response.json()["problem"]
    client.logout()
    assert send(client, seat, part).status_code == 302


@pytest.mark.parametrize("told", ["[" * 100_000, '{"C11": NaN}', '{"C11": "\\ud800"}', "[]", "7"])
def test_hostile_answers_are_refused(client, seat, there, told):
    enter(client, seat.visitor)
    sent = {"key": uuid.uuid4(), "visited_on": clock.today(), "answers": told}
    assert send(client, seat, "answers", **sent).status_code == 422


@pytest.mark.parametrize("field", ["key", "opened_by", "proof", "opened_at", "latitude"])
def test_a_hostile_opening_is_refused(client, seat, there, hostile, field):
    enter(client, seat.visitor)
    response = send(client, seat, "opening", **opening(seat, there, **{field: hostile}))
    assert response.status_code == 422


def test_a_field_is_called_by_its_label(client, seat, there):
    enter(client, seat.visitor)
    told = send(client, seat, "answers", **answers(seat) | {"visited_on": "gestern"}).json()
    assert told["problem"].startswith("Day of the visit: ")


@pytest.mark.parametrize(("hours", "kept"), [(-1, -1), (1, 0), (-24 * 300, 0)])
def test_a_signature_has_the_hour_it_was_made_at(client, seat, there, hours, kept):
    enter(client, seat.visitor)
    moment = there + dt.timedelta(hours=hours)
    signed = {"host": "主任", "refusal": "不在", "signed_at": moment.isoformat()}
    assert send(client, seat, "signature", **signed).status_code == 200
    assert seat.signature.signed_at == there + dt.timedelta(hours=kept)

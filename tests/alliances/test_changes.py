"""A change request: asked with proof, decided by others, done by the register's door."""

import datetime as dt
import io

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from PIL import Image

from association.alliances.enums import CampusKind, ChangeStatus
from association.alliances.models import ChangeProof, ChangeRequest, School
from association.alliances.services import (
    accept_change,
    ask_change,
    decline_change,
    remove_campus,
    save_campus,
    update_school,
    withdraw_change,
)
from association.core import clock
from association.core.errors import InvalidTransition, RuleError
from association.core.models import AuditEntry
from association.core.private_files import forgotten_files
from tests.factories import make_principal, make_school, make_secretary, make_user
from tests.factories.changes import NEW_NAME, NEXT_LICENCE, make_change
from tests.factories.files import HTML, PDF, SVG, flood_of_pixels, office_file, picture_with_place

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english(settings):
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def school():
    return make_school(licence_long_term=False, licence_valid_until=dt.date(2027, 1, 31))


def main_of(school):
    return school.campuses.get(kind=CampusKind.MAIN)


def further_of(school):
    save_campus(
        school=school,
        campus=None,
        values={"name": "二校区", "kind": CampusKind.CAMPUS, "address": "示范区测试路2号"},
        acting_user=None,
    )
    return school.campuses.get(kind=CampusKind.CAMPUS)


# -- asking ----------------------------------------------------------------------------------------


def test_asking_keeps_what_was_seen_and_leaves_the_register(school):
    principal = make_principal(school)
    before, version = school.name, School.objects.get(pk=school.pk).public_version
    year = clock.today().year
    request = make_change(
        school,
        by=principal,
        name=NEW_NAME,
        licence_valid_until=NEXT_LICENCE,
        licence_no=school.licence_no,
    )
    assert request.code == f"G-{year}-0001"
    assert request.changes == {
        "name": [before, NEW_NAME],
        "licence_valid_until": ["2027-01-31", "2031-06-30"],
    }
    assert (request.status, request.asked_by, request.reason) == ("open", principal, "换发了新证")
    school.refresh_from_db()
    assert (school.name, school.public_version) == (before, version)
    event = request.events.get()
    assert (event.verb, event.new_status, event.acting_user) == ("ask_change", "open", principal)
    assert AuditEntry.objects.get(action="alliances.ask_change").school_id == school.pk


def test_numbers_follow_each_other():
    codes = [make_change().code for _each in range(3)]
    assert [code[-4:] for code in codes] == ["0001", "0002", "0003"]


def test_one_request_waits_at_a_time_and_another_comes_once_it_is_taken_back(school):
    first = make_change(school)
    with pytest.raises(RuleError, match="open already"):
        make_change(school, licence_no="教民137079970000001号")
    with pytest.raises(DatabaseError), transaction.atomic():
        ChangeRequest.objects.create(code="G-1", school=school, changes={}, reason="x")
    withdraw_change(request=first, acting_user=None)
    second = make_change(school, licence_no="教民137079970000001号")
    assert list(school.change_requests.open()) == [second]


def test_what_differs_in_nothing_is_not_asked(school):
    with pytest.raises(RuleError, match="Nothing here differs"):
        make_change(school, name=school.name, licence_long_term=False)
    assert not ChangeRequest.objects.exists()


@pytest.mark.parametrize(
    "values",
    [
        {"name": "示" * 121},
        {"kind": "circus"},
        {"licence_long_term": True},
        {"approved_scope": "x" * 201},
    ],
    ids=str,
)
def test_values_are_judged_as_the_clerks_are(school, values):
    with pytest.raises(ValidationError):
        make_change(school, **values)
    assert not ChangeRequest.objects.exists()


def test_another_schools_campus_is_left_out(school):
    strange = main_of(make_school())
    with pytest.raises(RuleError, match="Nothing here differs"):
        make_change(school, places={strange.pk: {"address": "示范区别处1号"}})


@pytest.mark.parametrize(
    ("files", "told"),
    [
        ([], "one to three"),
        ([("a.pdf", PDF)] * 4, "one to three"),
        ([("a.jpg", HTML)], "please send"),
        ([("a.svg", SVG)], "please send"),
        ([("a.docx", office_file())], "please send"),
        ([("a.pdf", HTML)], "Only PDF"),
        ([("a.pdf", PDF + b"/JavaScript")], "does something"),
        ([("a.png", flood_of_pixels())], "please send"),
        ([("a.pdf", PDF), ("b.pdf", PDF + bytes(10 * 1024 * 1024))], "larger than 10 MB"),
        ([("../../a.exe", b"MZ")], "please send"),
    ],
    ids=["none", "four", "page", "svg", "word", "false pdf", "acting pdf", "flood", "large", "exe"],
)
def test_hostile_files_leave_no_request(school, files, told):
    with pytest.raises(RuleError, match=told):
        ask_change(
            school=school,
            values={"name": NEW_NAME},
            places={},
            reason="x",
            files=files,
            acting_user=None,
        )
    assert (ChangeRequest.objects.count(), ChangeProof.objects.count()) == (0, 0)


def test_a_photo_is_kept_as_pixels_under_a_name_nobody_guesses(school):
    request = make_change(school, files=[("办学许可证.JPG", picture_with_place()), ("x.PDF", PDF)])
    photo, paper = request.proofs.all()
    assert (photo.ending, paper.ending) == (".jpg", ".pdf")
    assert len(photo.file.name) == len("alliances/proofs/") + 22 + len(".jpg")
    with photo.file.open() as file:
        data = file.read()
    assert dict(Image.open(io.BytesIO(data)).getexif()) == {}
    assert len(photo.digest) == 64
    with clock.at(clock.now() + dt.timedelta(days=9)):
        assert {photo.file.name, paper.file.name} & set(forgotten_files()) == set()


def test_a_reason_is_needed(school):
    with pytest.raises(RuleError, match="why it changes"):
        ask_change(
            school=school,
            values={"name": NEW_NAME},
            places={},
            reason="  ",
            files=[("a.pdf", PDF)],
            acting_user=None,
        )


# -- deciding --------------------------------------------------------------------------------------


def test_accepting_changes_the_register_through_its_own_verb(school):
    clerk, campus = make_secretary(), main_of(school)
    former, place = school.name, campus.address
    request = make_change(
        school,
        name=NEW_NAME,
        licence_valid_until=NEXT_LICENCE,
        places={campus.pk: {"address": "示范区新华路9号", "street": "新街道"}},
    )
    version = School.objects.get(pk=school.pk).public_version
    accept_change(request=request, acting_user=clerk)
    school.refresh_from_db()
    campus.refresh_from_db()
    assert (school.name, school.licence_valid_until) == (NEW_NAME, NEXT_LICENCE)
    assert school.search_name == NEW_NAME
    assert (campus.address, campus.street) == ("示范区新华路9号", "新街道")
    assert school.public_version > version
    assert (request.status, request.decided_by) == (ChangeStatus.ACCEPTED, clerk)
    event = school.events.last()
    assert (event.verb, event.acting_user) == ("update_school", clerk)
    assert event.changes["name"] == [former, NEW_NAME]
    assert event.changes["campus.address"] == [place, "示范区新华路9号"]


def test_a_gate_that_moves_is_nowhere_until_somebody_enters_it(school):
    campus, further = main_of(school), further_of(school)
    update_school(
        school=school, values={}, main_campus={"street": "x"}, alliance=None, acting_user=None
    )
    request = make_change(
        school, places={further.pk: {"address": "示范区二路8号"}, campus.pk: {"street": "y"}}
    )
    accept_change(request=request, acting_user=None)
    campus.refresh_from_db()
    further.refresh_from_db()
    assert (campus.street, campus.latitude, campus.longitude) == ("y", 36.7, 119.1)
    assert (further.address, further.latitude) == ("示范区二路8号", None)
    request = make_change(school, places={campus.pk: {"address": "示范区二路9号"}})
    accept_change(request=request, acting_user=None)
    campus.refresh_from_db()
    assert (campus.latitude, campus.longitude, campus.source_crs) == (None, None, "")


def test_an_address_worded_anew_keeps_its_place(school):
    campus = main_of(school)
    request = make_change(school, places={campus.pk: {"address": "示范区测试路1号院"}})
    accept_change(request=request, same_place=True, acting_user=None)
    campus.refresh_from_db()
    assert (campus.address, campus.latitude) == ("示范区测试路1号院", 36.7)


def test_a_place_entered_meanwhile_is_not_forgotten(school):
    campus = main_of(school)
    request = make_change(school, places={campus.pk: {"address": "示范区新华路9号"}})
    update_school(
        school=school,
        values={},
        main_campus={"address": "示范区新华路9号", "latitude": 36.71},
        alliance=None,
        acting_user=None,
    )
    accept_change(request=request, acting_user=None)
    campus.refresh_from_db()
    assert campus.latitude == 36.71


def test_declining_leaves_the_register_and_needs_reasons(school):
    request, before = make_change(school), school.name
    for empty in ("", "   "):
        with pytest.raises(RuleError, match="write why"):
            decline_change(request=request, note=empty, acting_user=None)
    decline_change(request=request, note=" 照片看不清 ", acting_user=make_secretary())
    school.refresh_from_db()
    assert (school.name, request.status, request.note) == (before, "declined", "照片看不清")
    assert request.events.last().reason == "照片看不清"
    assert make_change(school).code[-4:] == "0002"


def test_whoever_acts_for_the_school_or_asked_never_decides(school):
    asker = make_user()
    request = make_change(school, by=asker)
    principal = make_principal(school, is_superuser=True)
    staff = make_principal(school, "staff")
    for person in (asker, principal, staff):
        with pytest.raises(RuleError, match="another person decides"):
            accept_change(request=request, acting_user=person)
        with pytest.raises(RuleError, match="another person decides"):
            decline_change(request=request, note="x", acting_user=person)
    request.refresh_from_db()
    assert request.status == "open"
    accept_change(request=request, acting_user=make_secretary())


ENDS = {
    "accept": accept_change,
    "decline": lambda **given: decline_change(note="x", **given),
    "withdraw": withdraw_change,
}


@pytest.mark.parametrize("first", ENDS.values(), ids=ENDS)
@pytest.mark.parametrize("second", ENDS.values(), ids=ENDS)
def test_what_is_decided_stays_decided(school, first, second):
    request = make_change(school)
    stale = ChangeRequest.objects.get(pk=request.pk)
    first(request=request, acting_user=None)
    events, lines = request.events.count(), school.events.count()
    with pytest.raises(InvalidTransition):
        second(request=stale, acting_user=None)
    request.refresh_from_db()
    assert (request.events.count(), school.events.count()) == (events, lines)


def test_what_the_register_cannot_take_any_more_is_told_and_changes_nothing(school):
    request = make_change(school, licence_valid_until=NEXT_LICENCE, name=NEW_NAME)
    values = {"licence_long_term": True, "licence_valid_until": None}
    update_school(school=school, values=values, main_campus={}, alliance=None, acting_user=None)
    with pytest.raises(RuleError, match="does not fit any more"):
        accept_change(request=request, acting_user=None)
    school.refresh_from_db()
    request.refresh_from_db()
    assert (school.name == NEW_NAME, request.status) == (False, "open")


def test_a_campus_that_is_gone_is_told(school):
    further = further_of(school)
    request = make_change(school, places={further.pk: {"address": "示范区二路8号"}})
    remove_campus(campus=further, acting_user=None)
    with pytest.raises(RuleError, match="not in the register any more"):
        accept_change(request=request, acting_user=None)


def test_the_database_keeps_what_was_asked_and_how_it_ended(school):
    request = make_change(school)
    rows = ChangeRequest.objects.filter(pk=request.pk)
    for values in ({"reason": "y"}, {"changes": {}}, {"code": "G-1"}, {"asked_at": clock.now()}):
        with pytest.raises(DatabaseError, match="kept as evidence"), transaction.atomic():
            rows.update(**values)
    with pytest.raises(DatabaseError), transaction.atomic():
        rows.update(status="declined")
    accept_change(request=request, acting_user=None)
    for act in (lambda: rows.update(status="open"), lambda: rows._raw_delete(rows.db)):
        with pytest.raises(DatabaseError, match="kept as evidence"), transaction.atomic():
            act()

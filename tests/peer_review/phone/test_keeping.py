"""Answers, photos and signatures: kept once, however often they come."""

import uuid
from io import BytesIO

import pytest
from PIL import Image

from association.core import clock
from association.core.errors import RuleError
from association.peer_review.enums import Source
from association.peer_review.models import HostSignature, VisitPhoto
from association.peer_review.photos import named_photos
from association.peer_review.services import (
    hand_in_on_site,
    keep_photo,
    seat_visitor,
    sign_as_host,
)
from tests.factories import make_visitor
from tests.factories.files import HTML, SVG, flood_of_pixels, png_claiming
from tests.peer_review.phone.sending import drawing, hand_in_naming, large_picture

pytestmark = pytest.mark.django_db


@pytest.fixture
def other(seat):
    return seat_visitor(visit=seat.visit, user=make_visitor("east"), acting_user=None)


def signed(seat, **changed):
    values = {"host": "教务主任", "drawing": drawing(), "refusal": "", "acting_user": seat.visitor}
    return sign_as_host(seat=seat, **{**values, **changed})


def test_answers_sent_five_times_are_one_record_on_this_site(seat, there):
    values = {
        "seat": seat,
        "visited_on": clock.today(),
        "answers": {"C11": "no"},
        "failed": ["C11"],
        "key": uuid.uuid4(),
        "acting_user": seat.visitor,
    }
    rows = {hand_in_on_site(**values).pk for _each in range(5)}
    assert [row.source for row in seat.submissions.filter(pk__in=rows)] == [Source.ONLINE]


def test_a_key_of_somebody_else_s_answers_is_not_taken(seat, other, there):
    given = hand_in_naming(seat, clock.today())
    values = {"visited_on": clock.today(), "answers": {}, "failed": [], "key": given.key}
    with pytest.raises(RuleError, match="sent for another visit"):
        hand_in_on_site(seat=other, **values, acting_user=other.visitor)


def test_nobody_hands_in_for_the_visitor_here(seat, other, there):
    values = {"visited_on": clock.today(), "answers": {}, "failed": [], "key": uuid.uuid4()}
    with pytest.raises(RuleError, match="Only the visitor"):
        hand_in_on_site(seat=seat, **values, acting_user=other.visitor)


def test_answers_tell_where_their_photos_belong():
    answers = {"C11": "no", "C11_photo": ["a"], "C12": ["b", "c"], "rooms": [{}, {"C73b": ["d"]}]}
    assert named_photos(answers) == {"a": "C11", "b": "C12", "c": "C12", "d": "rooms-1-C73b"}


def test_a_photo_is_kept_once_small_and_without_its_place(seat, there):
    key = uuid.uuid4()
    hand_in_naming(seat, clock.today(), rooms=[{"C73b_photo": [str(key)]}])
    sent = [
        keep_photo(seat=seat, key=key, data=large_picture(), acting_user=seat.visitor)
        for _each in range(5)
    ]
    assert len({photo.pk for photo in sent}) == 1
    assert sent[0].place == "rooms-0-C73b"
    kept = VisitPhoto.objects.get().picture.read()
    picture = Image.open(BytesIO(kept))
    assert (picture.format, picture.size) == ("JPEG", (1600, 800))
    assert not picture.getexif()


def test_a_photo_comes_after_the_answers_also_when_the_visit_is_done(seat, there):
    key = uuid.uuid4()
    with pytest.raises(RuleError, match="Send the answers first"):
        keep_photo(seat=seat, key=key, data=large_picture(), acting_user=seat.visitor)
    hand_in_naming(seat, clock.today(), C11_photo=[str(key)])
    assert keep_photo(seat=seat, key=key, data=large_picture(), acting_user=seat.visitor).pk


def test_a_photo_that_another_visitor_named_is_not_taken(seat, other, there):
    key = uuid.uuid4()
    hand_in_naming(seat, clock.today(), C11_photo=[str(key)])
    with pytest.raises(RuleError, match="Send the answers first"):
        keep_photo(seat=other, key=key, data=large_picture(), acting_user=other.visitor)
    keep_photo(seat=seat, key=key, data=large_picture(), acting_user=seat.visitor)
    with pytest.raises(RuleError, match="sent for another visit"):
        keep_photo(seat=other, key=key, data=large_picture(), acting_user=other.visitor)


@pytest.mark.parametrize(
    "data", [b"", b"no picture", SVG, HTML, png_claiming(30_000, 30_000), flood_of_pixels()]
)
def test_what_is_no_picture_is_told_and_not_kept(seat, there, data):
    key = uuid.uuid4()
    hand_in_naming(seat, clock.today(), C11_photo=[str(key)])
    with pytest.raises(RuleError):
        keep_photo(seat=seat, key=key, data=data, acting_user=seat.visitor)
    assert not VisitPhoto.objects.exists()


def test_the_host_signs_once(seat, there):
    assert len({signed(seat).pk for _each in range(5)}) == 1
    picture = Image.open(HostSignature.objects.get().drawing)
    assert (picture.format, picture.mode) == ("PNG", "L")
    with pytest.raises(RuleError, match="has signed this visit already"):
        signed(seat, drawing="", refusal="不愿意签名")


def test_a_refused_signature_says_why(seat, there):
    assert signed(seat, drawing="", refusal=" 负责人不在 ").refusal == "负责人不在"


@pytest.mark.parametrize(
    ("changed", "problem"),
    [
        ({"host": " "}, "who received"),
        ({"drawing": ""}, "Let the host sign"),
        ({"refusal": "不在"}, "Let the host sign"),
        ({"drawing": "data:image/png;base64,AAAA"}, "could not be read"),
    ],
)
def test_half_a_signature_is_none(seat, there, changed, problem):
    with pytest.raises(RuleError, match=problem):
        signed(seat, **changed)
    assert not HostSignature.objects.exists()


def test_nobody_signs_for_the_visitor_s_host(seat, other, there):
    with pytest.raises(RuleError, match="Only the visitor"):
        signed(seat, acting_user=other.visitor)

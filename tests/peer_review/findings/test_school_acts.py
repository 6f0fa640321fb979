"""What a school does about a finding, over the pages it does it on."""

import datetime as dt
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from association.alliances.enums import Capacity
from association.core import clock
from association.peer_review.enums import EntryKind, ExtensionState, FindingStatus, RoundKind
from association.peer_review.models import Entry
from association.peer_review.selectors.clocks import longest_extension
from tests.factories import make_lead, make_principal, make_school
from tests.factories.files import HTML, picture_with_place
from tests.factories.findings import days_later, make_finding
from tests.peer_review.portal.desk import enter, fields_of, soup_of, words

pytestmark = pytest.mark.django_db
OPEN, CONTESTED, MENDED, CLOSED, WITHDRAWN = FindingStatus
SAID = "门口公示栏已经重新张贴"
OF_OTHERS = ("answer", "contest", "more-time", "mended")
OF_OWN = ("answer", "deadline", "close")


@pytest.fixture
def finding():
    return make_finding()


@pytest.fixture
def own():
    return make_finding(kind=RoundKind.SELF)


@pytest.fixture(params=Capacity.values)
def person(request, client):
    """Signs in somebody of the finding's school: its principal, then one of its staff."""
    return lambda row: enter(client, make_principal(row.school, request.param))


def page(row, act=""):
    return f"/findings/{row.code}/{act}{'/' if act else ''}"


def photo(name="wall.jpg", **options):
    return SimpleUploadedFile(name, picture_with_place(**options), "image/jpeg")


def sent_for(row, act):
    """What a sound form of an act holds."""
    later = row.due_on + dt.timedelta(days=3)
    return {
        "more-time": {"words": SAID, "until": later.isoformat()},
        "deadline": {"due_on": later.isoformat()},
    }.get(act, {"words": SAID})


@pytest.mark.parametrize(
    ("act", "kind", "status"),
    [
        ("answer", EntryKind.ANSWER, OPEN),
        ("contest", EntryKind.CORRECTION, CONTESTED),
        ("mended", EntryKind.PROOF, MENDED),
    ],
)
def test_a_school_speaks_in_words_and_photos(client, person, finding, act, kind, status):
    user = person(finding)
    assert client.get(page(finding, act)).status_code == 200
    sent = {"words": SAID, "photos": [photo(), photo("door.png", form="PNG")]}
    response = client.post(page(finding, act), sent, follow=True)
    assert response.redirect_chain == [(page(finding), 302)]
    finding.refresh_from_db()
    assert finding.status == status
    entry = finding.entries.get()
    assert (entry.kind, entry.words, entry.author, entry.for_school) == (kind, SAID, user, True)
    assert SAID in words(response)
    shown = {picture["src"] for picture in soup_of(response).select(".thread img")}
    assert shown == {f"/findings/photos/{each.pk}/" for each in entry.photos.all()}
    assert len(shown) == 2


def test_more_time_is_asked_with_a_day_and_words(client, person, finding):
    person(finding)
    begun = soup_of(client.get(page(finding, "more-time"))).select_one("input[name=until]")
    assert begun["max"] == longest_extension(finding).isoformat()
    client.post(page(finding, "more-time"), sent_for(finding, "more-time"))
    finding.refresh_from_db()
    assert finding.extension == ExtensionState.ASKED
    assert finding.extension_until == finding.due_on + dt.timedelta(days=3)
    assert finding.entries.get().words == SAID


def test_the_school_sets_the_day_of_what_it_noted_itself(client, person, own):
    person(own)
    before = own.due_on
    assert fields_of(client.get(page(own, "deadline")))["due_on"] == before.isoformat()
    client.post(page(own, "deadline"), sent_for(own, "deadline"))
    own.refresh_from_db()
    assert own.due_on == before + dt.timedelta(days=3)


def test_the_school_closes_what_it_noted_itself(client, person, own):
    person(own)
    response = client.post(page(own, "close"), {"words": SAID, "photos": [photo()]}, follow=True)
    own.refresh_from_db()
    assert (own.status, own.closed_on) == (CLOSED, clock.today())
    assert "Closed. Well done." in words(response)
    assert own.entries.get().photos.count() == 1


def test_a_photo_is_kept_without_what_a_phone_adds(client, finding):
    enter(client, make_principal(finding.school))
    assert Image.open(BytesIO(picture_with_place())).getexif()
    client.post(page(finding, "answer"), {"words": SAID, "photos": [photo()]})
    kept = finding.entries.get().photos.get()
    response = client.get(f"/findings/photos/{kept.pk}/")
    assert response["Content-Type"] == "image/jpeg"
    shown = Image.open(BytesIO(b"".join(response.streaming_content)))
    assert not shown.getexif()
    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize("act", OF_OTHERS)
def test_without_words_nothing_is_done_and_nothing_is_lost(client, finding, act):
    enter(client, make_principal(finding.school))
    sent = sent_for(finding, act) | {"words": "  "}
    response = client.post(page(finding, act), sent)
    assert response.status_code == 422
    assert "Please write a few words." in words(response)
    kept = fields_of(response)
    assert {name: kept[name] for name in sent if name != "words"} == {
        name: value for name, value in sent.items() if name != "words"
    }
    assert not Entry.objects.exists()
    finding.refresh_from_db()
    assert (finding.status, finding.extension) == (OPEN, ExtensionState.NONE)


@pytest.mark.parametrize(
    ("files", "told"),
    [
        ([("notes.html", HTML)], "“notes.html” is no JPEG, PNG or WebP picture."),
        ([("cut.jpg", picture_with_place(size=(800, 600))[:2000])], "cannot be read as a picture"),
        ([(f"{n}.jpg", picture_with_place()) for n in range(7)], "At most 6 photos."),
    ],
)
def test_photos_that_cannot_be_kept_are_told_and_the_words_stay(client, finding, files, told):
    enter(client, make_principal(finding.school))
    photos = [SimpleUploadedFile(name, content) for name, content in files]
    response = client.post(page(finding, "contest"), {"words": SAID, "photos": photos})
    assert response.status_code == 422
    assert told in words(response)
    assert "Please choose the photos once more" in words(response)
    assert fields_of(response)["words"] == SAID
    finding.refresh_from_db()
    assert finding.status == OPEN
    assert not Entry.objects.exists()


@pytest.mark.parametrize("days", [0, 400])
def test_a_day_that_cannot_be_is_told_and_the_words_stay(client, finding, days):
    enter(client, make_principal(finding.school))
    until = (finding.due_on + dt.timedelta(days=days)).isoformat()
    response = client.post(page(finding, "more-time"), {"words": SAID, "until": until})
    assert response.status_code == 422
    assert "Choose a day after" in words(response)
    assert fields_of(response) | {"csrfmiddlewaretoken": ""} == {
        "words": SAID,
        "until": until,
        "csrfmiddlewaretoken": "",
    }


def test_a_day_over_is_told_for_an_own_finding(client, own):
    enter(client, make_principal(own.school))
    response = client.post(page(own, "deadline"), {"due_on": "2020-01-01"})
    assert response.status_code == 422
    assert "Choose a day from today on, within a year." in words(response)
    assert fields_of(response)["due_on"] == "2020-01-01"


@pytest.mark.parametrize("act", OF_OTHERS)
def test_a_foreign_school_finds_nothing(client, finding, act):
    enter(client, make_principal(make_school()))
    assert client.get(page(finding)).status_code == 404
    assert client.get(page(finding, act)).status_code == 404
    assert client.post(page(finding, act), sent_for(finding, act)).status_code == 404
    assert not Entry.objects.exists()


@pytest.mark.parametrize("act", OF_OTHERS)
def test_a_lead_reads_and_does_not_answer_for_the_school(client, finding, act):
    enter(client, make_lead("east"))
    response = client.get(page(finding))
    assert response.status_code == 200
    assert "What your school can do" not in words(response)
    assert client.post(page(finding, act), sent_for(finding, act)).status_code == 404
    assert not Entry.objects.exists()


@pytest.mark.parametrize("act", sorted(set(OF_OWN) - {"answer"}))
def test_what_visitors_noted_is_not_closed_by_the_school(client, finding, act):
    enter(client, make_principal(finding.school))
    assert client.post(page(finding, act), sent_for(finding, act)).status_code == 404
    finding.refresh_from_db()
    assert finding.status == OPEN


@pytest.mark.parametrize("act", sorted(set(OF_OTHERS) - {"answer"}))
def test_an_own_finding_knows_no_such_act(client, own, act):
    enter(client, make_principal(own.school))
    assert client.get(page(own, act)).status_code == 404


@pytest.mark.parametrize("status", FindingStatus)
def test_a_school_answers_in_every_state(client, status):
    finding = make_finding(status)
    enter(client, make_principal(finding.school))
    client.post(page(finding, "answer"), {"words": SAID})
    assert finding.entries.last().words == SAID
    finding.refresh_from_db()
    assert finding.status == status


@pytest.mark.parametrize("act", sorted(set(OF_OTHERS) - {"answer"}))
def test_after_closing_whoever_comes_for_another_act_reads_why_not(client, act):
    finding = make_finding(CLOSED)
    enter(client, make_principal(finding.school))
    response = client.get(page(finding, act), follow=True)
    assert response.redirect_chain == [(page(finding), 302)]
    assert any(
        told in words(response)
        for told in ("It was closed on", "decided before", "You can still answer")
    )
    late = client.post(page(finding, act), sent_for(finding, act))
    assert late.status_code == 422
    assert fields_of(late)["words"] == SAID
    finding.refresh_from_db()
    assert finding.status == CLOSED


def test_once_the_days_are_over_the_facts_stand(client, finding):
    enter(client, make_principal(finding.school))
    with days_later((finding.facts_stand_on - clock.today()).days):
        response = client.get(page(finding, "contest"), follow=True)
        assert "The days for it ended on" in words(response)
        assert client.post(page(finding, "contest"), {"words": SAID}).status_code == 422
    finding.refresh_from_db()
    assert finding.status == OPEN

"""A school answers, and asks to be heard in person, over the pages it does it on."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from association.alliances.enums import Capacity
from association.core import limits
from association.core.uploads import quota
from association.violations.enums import StatementKind
from association.violations.models import Custody, Evidence, Statement
from association.violations.services import answer_case, ask_hearing
from tests.factories.cases import after_the_answer_days, make_case
from tests.factories.files import HTML, PDF, SVG, office_file, picture_with_place
from tests.peer_review.portal.desk import enter, fields_of, soup_of, words
from tests.violations.portal.desk import DECIDED, DECIDING, TOLD, file_of, page, person_of

pytestmark = pytest.mark.django_db
SAID = "我校九月起已公示全部收费项目。"
ACTS = ("answer", "hearing")


@pytest.fixture
def case(client):
    """A case at a school whose principal is signed in."""
    made = make_case(TOLD)
    made.person = enter(client, person_of(made.school))
    return made


def photo(name="wall.jpg", **options):
    return SimpleUploadedFile(name, picture_with_place(**options), "image/jpeg")


def file(name, data):
    return SimpleUploadedFile(name, data)


@pytest.mark.parametrize("capacity", Capacity.values)
def test_a_school_answers_with_pictures_and_pdfs(client, capacity):
    case = make_case(TOLD)
    person = enter(client, person_of(case.school, capacity))
    assert client.get(page(case, "answer")).status_code == 200
    sent = {"words": SAID, "files": [photo(), file("收费公示.PDF", PDF)]}
    response = client.post(page(case, "answer"), sent, follow=True)
    assert response.redirect_chain == [(page(case), 302)]
    assert "Thank you. Your words stand in the case as you wrote them." in words(response)
    case.refresh_from_db()
    assert case.answered_at is not None
    said = case.statements.get()
    assert (said.kind, said.words, said.author) == (StatementKind.ANSWER, SAID, person)
    kept = list(said.evidence.all())
    assert [(each.title, each.by_school) for each in kept] == [
        ("wall.jpg", True),
        ("收费公示.PDF", True),
    ]
    taken_in = Custody.objects.filter(act="taken_in", evidence__in=kept)
    assert [each.user for each in taken_in] == [person, person]
    shown = {link["href"] for link in soup_of(response).select(".thread a")}
    assert shown == {file_of(each) for each in kept}


def test_a_school_can_add_to_its_answer(client, case):
    for said in ("第一句", "第二句"):
        client.post(page(case, "answer"), {"words": said})
    assert [each.words for each in case.statements.all()] == ["第一句", "第二句"]


def test_a_picture_is_kept_without_what_a_phone_adds(client, case):
    sent = picture_with_place()
    assert b"Phone of somebody" in sent
    client.post(page(case, "answer"), {"words": SAID, "files": [photo()]})
    response = client.get(file_of(case.evidence.last()))
    assert b"Phone of somebody" not in b"".join(response.streaming_content)


def test_a_school_asks_to_be_heard(client, case):
    response = client.post(page(case, "hearing"), {"words": SAID}, follow=True)
    assert response.redirect_chain == [(page(case), 302)]
    assert "It is asked." in words(response)
    case.refresh_from_db()
    assert case.hearing_waits
    said = case.statements.get()
    assert (said.kind, said.words, said.author) == (StatementKind.HEARING, SAID, case.person)
    again = client.get(page(case, "hearing"), follow=True)
    assert again.redirect_chain == [(page(case), 302)]
    assert "You asked for it on" in words(again)
    twice = client.post(page(case, "hearing"), {"words": SAID})
    assert twice.status_code == 422
    assert "You have asked for a hearing already." in words(twice)


@pytest.mark.parametrize("said_all", [False, True])
def test_days_are_cut_short_only_by_whoever_has_said_all(client, case, said_all):
    sent = {"words": SAID} | ({"said_all": "on"} if said_all else {})
    client.post(page(case, "answer"), sent)
    case.refresh_from_db()
    assert (case.answered_at is not None, case.is_heard_out) == (True, said_all)


def test_whoever_waits_for_a_hearing_is_not_asked_whether_it_is_all(client, case):
    ask_hearing(case=case, words=SAID, acting_user=None)
    assert b'name="said_all"' not in client.get(page(case, "answer")).content
    client.post(page(case, "answer"), {"words": SAID, "said_all": "on"})
    case.refresh_from_db()
    assert (case.hearing_waits, case.said_all) == (True, False)


def test_whoever_answers_reads_that_a_hearing_can_be_asked_for(client, case):
    told = "Do you want to be heard in person as well?"
    assert told in words(client.get(page(case, "answer")))
    ask_hearing(case=case, words=SAID, acting_user=None)
    assert told not in words(client.get(page(case, "answer")))


@pytest.mark.parametrize("act", ACTS)
def test_after_the_days_whoever_comes_reads_why_not(client, act):
    case = make_case(TOLD)
    with after_the_answer_days(case):
        enter(client, person_of(case.school))
        response = client.get(page(case, act), follow=True)
        assert response.redirect_chain == [(page(case), 302)]
        assert "until" in words(response) or "ended on" in words(response)
        sent = client.post(page(case, act), {"words": SAID})
    assert sent.status_code == 422
    assert "The days for your answer are over." in words(sent)
    assert fields_of(sent)["words"] == SAID
    assert not Statement.objects.exists()


def test_until_the_hearing_the_school_can_still_answer(client):
    case = make_case(TOLD)
    ask_hearing(case=case, words=SAID, acting_user=None)
    with after_the_answer_days(case):
        enter(client, person_of(case.school))
        assert client.get(page(case, "answer")).status_code == 200
        assert client.post(page(case, "answer"), {"words": "补充"}).status_code == 302
    assert case.statements.last().words == "补充"


@pytest.mark.parametrize("status", [DECIDING, DECIDED])
@pytest.mark.parametrize("act", ACTS)
def test_once_it_is_decided_about_whoever_comes_reads_why_not(client, status, act):
    case = make_case(status)
    enter(client, person_of(case.school))
    before = Statement.objects.count()
    response = client.get(page(case, act), follow=True)
    assert response.redirect_chain == [(page(case), 302)]
    assert "This was possible while the case was with you." in words(response)
    sent = client.post(page(case, act), {"words": SAID})
    assert sent.status_code == 422
    assert "so this is no longer possible" in words(sent)
    assert fields_of(sent)["words"] == SAID
    assert Statement.objects.count() == before


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("", "Please write a few words."),
        ("  \n ", "Please write a few words."),
        ("a\x00b", "Null characters are not allowed."),
        ("长" * 100_000, "at most 2000 characters"),
    ],
    ids=["empty", "spaces", "NUL", "long"],
)
def test_words_that_cannot_be_kept_are_told(client, case, act, said, told):
    response = client.post(page(case, act), {"words": said})
    assert response.status_code == 422
    assert told in words(response)
    assert not Statement.objects.exists()


def test_two_thousand_characters_over_several_lines_are_kept(client, case):
    said = ("长" * 99 + "\n") * 20
    client.post(page(case, "answer"), {"words": said.replace("\n", "\r\n").strip()})
    # A browser sends each line end as two characters, and they count as two.
    assert not case.statements.exists()
    client.post(page(case, "answer"), {"words": "长" * 2000})
    assert case.statements.get().words == "长" * 2000


def test_hostile_words_are_kept_or_refused_and_never_run(client, case, hostile):
    sent = client.post(page(case, "answer"), {"words": hostile})
    assert sent.status_code == (302 if case.statements.exists() else 422)
    for response in (sent, client.get(page(case))):
        assert "<script>alert" not in response.content.decode()


@pytest.mark.parametrize(
    ("files", "told"),
    [
        ([("notes.html", HTML)], "“notes.html”: please send JPEG, PNG, WebP or PDF."),
        ([("picture.svg", SVG)], "“picture.svg”: please send JPEG, PNG, WebP or PDF."),
        ([("letter.docx", office_file())], "“letter.docx”: please send JPEG, PNG, WebP or PDF."),
        ([("letter.pdf", HTML)], "“letter.pdf”: please send JPEG, PNG, WebP or PDF."),
        ([("empty.jpg", b"")], "“empty.jpg”: please send JPEG, PNG, WebP or PDF."),
        ([("acts.pdf", b"%PDF-1.7 /JavaScript")], "This PDF does something when it is opened."),
        (
            [("cut.jpg", picture_with_place(size=(800, 600))[:2000])],
            "“cut.jpg”: please send JPEG, PNG, WebP or PDF.",
        ),
        ([("big.pdf", PDF + bytes(10 * 1024 * 1024))], "“big.pdf” is larger than 10 MB."),
        ([(f"{n}.jpg", picture_with_place()) for n in range(7)], "At most 6 files."),
    ],
    ids=["html", "svg", "word", "no pdf", "empty", "script", "cut", "big", "many"],
)
def test_files_that_cannot_be_kept_are_told_and_the_words_stay(client, case, files, told):
    sent = {"words": SAID, "files": [file(name, data) for name, data in files]}
    response = client.post(page(case, "answer"), sent)
    assert response.status_code == 422
    assert told in words(response)
    assert "Please choose the files once more" in words(response)
    assert fields_of(response)["words"] == SAID
    assert not Statement.objects.exists()
    assert not Evidence.objects.filter(by_school=True).exists()


def test_the_files_of_a_day_are_counted(client, case, monkeypatch):
    monkeypatch.setattr(quota, "FILES_A_DAY", limits.Budget("uploads", attempts=1, seconds=60))
    response = client.post(page(case, "answer"), {"words": SAID, "files": [photo(), photo()]})
    assert response.status_code == 422
    assert "no more are taken today" in words(response)
    assert fields_of(response)["words"] == SAID
    assert not Statement.objects.exists()


def test_what_the_school_said_before_stays_when_it_cannot_speak_any_more(client, case):
    answer_case(case=case, words=SAID, acting_user=case.person)
    with after_the_answer_days(case):
        enter(client, case.person)
        assert SAID in words(client.get(page(case)))

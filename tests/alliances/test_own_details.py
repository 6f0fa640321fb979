"""What a school changes by itself, and how an introduction goes from the web."""

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.urls import reverse

from association.alliances.models import School
from association.alliances.services import edit_own_details, hide_introduction
from association.core.errors import RuleError
from association.core.models import AuditEntry
from tests.factories import make_principal, make_school, make_secretary

pytestmark = pytest.mark.django_db

WORDS = "本校开设少儿美术与书法课程，面向小学阶段。"


@pytest.fixture(autouse=True)
def english(settings):
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def school():
    return make_school("示范区向阳艺术培训学校", phone="0536-0123456")


@pytest.fixture(params=["principal", "staff"])
def person(request, client, school):
    user = make_principal(school, request.param)
    client.force_login(user)
    return user


@pytest.fixture
def principal(client, school):
    user = make_principal(school)
    client.force_login(user)
    return user


def edit(school, zh="", en="", phone="0536-0123456", user=None):
    changed = edit_own_details(
        school=school, phone=phone, introduction_zh=zh, introduction_en=en, acting_user=user
    )
    school.refresh_from_db()
    return changed


def at(school, page="own/"):
    return f"/desk/{school.uscc}/data/{page}"


def words(response):
    return BeautifulSoup(response.content, "html.parser").get_text(" ", strip=True)


def test_principal_and_staff_change_it_at_once_and_it_is_written_down(client, school, person):
    version = School.objects.get(pk=school.pk).public_version
    sent = {"phone": "(0536)0654321", "introduction_zh": WORDS, "introduction_en": "Art."}
    assert client.post(at(school), sent).url == at(school, "")
    school.refresh_from_db()
    assert (school.phone, school.introduction_zh, school.introduction_en) == (
        "0536-0654321",
        WORDS,
        "Art.",
    )
    assert school.public_version > version
    event = school.events.last()
    assert (event.verb, event.acting_user) == ("edit_own_details", person)
    assert event.changes == {
        "phone": ["0536-0123456", "0536-0654321"],
        "introduction_zh": ["", WORDS],
        "introduction_en": ["", "Art."],
    }
    entry = AuditEntry.objects.get(action="alliances.edit_own_details")
    assert (entry.school_id, entry.changes["phone"]) == (school.pk, [])
    assert WORDS in words(client.get(at(school, "")))


def test_nothing_changed_is_no_act(client, school, principal):
    events = school.events.count()
    client.post(at(school), {"phone": school.phone})
    assert school.events.count() == events


def test_the_words_are_one_line_without_unseen_characters(school):
    edit(school, "本校\u202e开设\x07少儿美术\r\n\r\n书法\u200b。", "Art\tclasses")
    assert school.introduction_zh == "本校开设少儿美术 书法。"
    assert school.introduction_en == "Art classes"


@pytest.mark.parametrize(
    "text", ["协会推荐单位", "本校挂有诚信牌匾", "Praised by the Association", "See our PLAQUE"]
)
def test_neither_an_association_nor_the_plaque_is_named(client, school, principal, text):
    with pytest.raises(RuleError, match=r"art\. 24"):
        edit(school, text)
    response = client.post(at(school), {"phone": "", "introduction_zh": text})
    assert (response.status_code, "art. 24" in words(response), text in words(response)) == (
        422,
        True,
        True,
    )
    school.refresh_from_db()
    assert (school.introduction_zh, school.phone) == ("", "0536-0123456")


@pytest.mark.parametrize("field", ["introduction_zh", "introduction_en", "phone"])
def test_hostile_texts_are_answered(client, school, principal, hostile, field):
    assert client.post(at(school), {field: hostile}).status_code in {302, 422}
    assert client.get(at(school, "")).status_code == 200


def test_a_text_too_long_is_refused_in_form_and_verb(client, school, principal):
    response = client.post(at(school), {"introduction_zh": "长" * 301})
    assert (response.status_code, "长" * 301 in response.content.decode()) == (422, True)
    with pytest.raises(ValidationError):
        edit(school, "长" * 301)


def test_a_telephone_is_read_as_the_ledgers_are_and_the_ledgers_own_stays(client, principal):
    school = make_school(phone="0536-0123456转8 / 8")
    client.force_login(make_principal(school))
    assert client.post(at(school), {"phone": "call me"}).status_code == 422
    sent = {"phone": school.phone, "introduction_zh": WORDS}
    assert client.post(at(school), sent).status_code == 302
    school.refresh_from_db()
    assert (school.phone, school.introduction_zh) == ("0536-0123456转8 / 8", WORDS)


def test_the_form_says_what_the_law_does_not_allow(client, school, principal):
    assert "Advertising Law, art. 24" in words(client.get(at(school)))


# -- hiding ----------------------------------------------------------------------------------------


def test_the_clerk_hides_it_with_a_reason_the_school_reads(client, clerk, school):
    edit(school, WORDS)
    path = reverse("school_admin:hide_introduction", args=[school.pk])
    assert path in client.get(reverse("school_admin:inspect", args=[school.pk])).content.decode()
    assert WORDS in words(client.get(path))
    assert client.post(path, {"reason": " "}).status_code == 422
    assert client.post(path, {"reason": "含有升学承诺"}).status_code == 302
    school.refresh_from_db()
    assert (school.introduction, school.introduction_zh) == ("", WORDS)
    event = school.events.last()
    assert (event.verb, event.reason, event.acting_user) == (
        "hide_introduction",
        "含有升学承诺",
        clerk,
    )
    again = client.post(path, {"reason": "x"})
    assert "No introduction of this school is shown" in words(again)
    client.force_login(make_principal(school))
    for page in ("", "own/"):
        assert "含有升学承诺" in words(client.get(at(school, page)))


def test_other_words_are_shown_again_and_the_same_are_not(school):
    edit(school, WORDS)
    hide_introduction(school=school, reason="含有升学承诺", acting_user=make_secretary())
    edit(school, WORDS, phone="0536-0654321")
    assert school.introduction == ""
    edit(school, "本校开设美术课程。")
    assert (school.introduction, school.introduction_hidden) == ("本校开设美术课程。", "")


def test_what_is_not_shown_is_not_hidden(school):
    with pytest.raises(RuleError, match="No introduction"):
        hide_introduction(school=school, reason="x", acting_user=None)
    edit(school, WORDS)
    with pytest.raises(RuleError, match="write why"):
        hide_introduction(school=school, reason="  ", acting_user=None)


def test_a_reader_in_english_reads_english_where_there_is_some(school):
    edit(school, WORDS, "Art classes.")
    assert school.in_language("introduction", "en") == "Art classes."
    assert school.in_language("introduction", "zh-hans") == WORDS

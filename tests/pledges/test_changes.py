"""What is new in a version, on the pages of those who sign it and of everybody."""

import pytest
from bs4 import BeautifulSoup

from association.pledges.changes import changes_between
from association.pledges.models import CovenantVersion, Promise
from association.pledges.services import edit_draft, publish_version
from tests.factories import make_accepted_pledge, make_covenant, make_principal, make_school
from tests.pledges.desk import at_desk, queries_of, url

pytestmark = pytest.mark.django_db

PUBLIC = "/pledge/?lang=en"


@pytest.fixture
def school():
    return make_school()


@pytest.fixture
def client(school):
    principal = make_principal(school)
    make_accepted_pledge(school, signer=principal)
    return at_desk(principal)


def change_the_covenant(**changes):
    """Put a version in force whose second promise has other words, P3 another key."""
    draft = make_covenant(publish=False)

    def write():
        promise = draft.promises.get(code="P2")
        promise.text_en = "What promise 2 says now"
        promise.save()
        promise.checklist_items.update(text_en="Item, seen")
        draft.promises.filter(code="P3").update(key="ANOTHER", **changes)

    edit_draft(version=draft, write=write, acting_user=None)
    return publish_version(version=draft, acting_user=None)


def soup_of(client, address):
    response = client.get(address)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def words(tag):
    return " ".join(tag.get_text(" ").split())


def test_a_school_reads_what_is_new_before_it_reads_the_promises(client, school):
    change_the_covenant()
    page = soup_of(client, url("overview", school))
    section = page.select_one("section[aria-labelledby=changes]")
    assert "What is new since version 1" in section.h2.text
    whole = ["Promise 3", "What promise 3 says"]
    new = [words(each) for each in section.select("ins")]
    assert new == ["new now", *(f"new {each}" for each in whole)]
    gone = [words(each) for each in section.select("del")]
    assert gone == [f"gone {each}" for each in whole]
    assert "9 parts are unchanged" in words(section.details)
    titles = [heading.get("id") for heading in page.select("main h2")]
    assert titles.index("changes") < titles.index("promises-title")


def test_while_it_is_read_each_changed_promise_marks_what_is_new(client, school):
    change_the_covenant()
    client.post(url("begin", school))
    listed = soup_of(client, url("overview", school)).select_one("ol.tasks")
    hints = [words(hint) for hint in listed.select(".task__hint")]
    assert hints == ["worded anew", "worded anew"]
    page = soup_of(client, url("promise", school, "P2"))
    assert words(page.blockquote) == "What promise 2 says new now"
    assert "Changed since version 1" in words(page.main)
    assert "Item new , seen" in words(page.select_one(".pledge-columns"))
    page = soup_of(client, url("promise", school, "P3"))
    assert "This promise is new" in words(page.main)
    page = soup_of(client, url("promise", school, "P4"))
    assert "are as in version 1" in words(page.main)
    assert page.select("ins, del") == []


def test_who_signs_the_first_time_or_the_same_version_reads_of_no_changes(school):
    make_covenant()
    desk = at_desk(make_principal(school))
    assert soup_of(desk, url("overview", school)).select("#changes, ins, del") == []
    desk.post(url("begin", school))
    page = soup_of(desk, url("promise", school, "P1"))
    assert words(page.blockquote) == "What promise 1 says"
    assert "version" not in words(page.main)


def test_the_words_come_in_the_readers_language(client, school):
    change_the_covenant()
    page = soup_of(client, url("overview", school) + "?lang=zh-hans")
    # In Chinese only the promise with another key is another one.
    assert {mark.text for mark in page.select(".changed .figures")} == {"P3"}


def test_everybody_reads_what_each_version_changed_and_until_when_it_is_signed(client, school):
    newer = change_the_covenant()
    page = soup_of(client, PUBLIC)
    section = page.select_one("section[aria-labelledby=earlier]")
    assert "What changed from version 1 to version 2" in words(section.summary)
    assert "new now" in words(section)
    assert f"by {newer.sign_by:%b}" in words(section)
    assert "Nothing ends with that day" in words(section)
    assert "version 1, accepted" in words(page.select_one("#list"))


def test_the_public_page_costs_the_same_after_two_versions_and_four(client, school):
    change_the_covenant()
    two = queries_of(client, PUBLIC)
    make_covenant()
    make_covenant()
    assert CovenantVersion.objects.count() == 4
    assert queries_of(client, PUBLIC) == two


def test_a_promise_that_was_dropped_comes_last_and_says_so():
    old = make_covenant()
    new = make_covenant(publish=False)
    Promise.objects.filter(version=new, code="P8").update(key="OTHER", title_zh="另一项承诺")
    changes = changes_between(old, new)
    assert [(part.code, part.is_new, part.is_gone) for part in changes.changed] == [
        ("P8", True, False),
        ("P8", False, True),
    ]
    assert changes.changed_codes == {"P8"}

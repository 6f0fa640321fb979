"""The inbox, how one is reached, what a clerk sees to, and the words of messages."""

import pytest
from django.urls import reverse

from association.accounts.roles import Role
from association.core.models import AuditEntry
from association.messaging.enums import DeliveryState
from association.messaging.models import Delivery, Message, MessageText, Reach
from association.messaging.services import deliver_due, leave_delivery, tell
from association.messaging.wording import kind_of
from home.board import Board
from tests.factories.people import make_secretary, make_user
from tests.messaging.drafts import draft

pytestmark = pytest.mark.django_db
WORDS = dict(kind_of("reminder").words)


@pytest.fixture
def mine(client, reader):
    """The reader's browser."""
    client.force_login(reader)
    return client


@pytest.mark.parametrize("count", [1, 3])
def test_the_inbox_takes_the_same_queries_for_any_number(
    mine, reader, django_assert_num_queries, count
):
    tell([draft(reader, key=f"event:{n}") for n in range(count)])
    mine.get("/messages/")  # the session is read anew
    with django_assert_num_queries(6):
        answer = mine.get("/messages/")
    assert answer.content.decode().count("messages__row--new") == count


def test_a_message_is_read_once_it_was_opened(mine, reader):
    (message,) = tell([draft(reader, link="/desk/")])
    address = reverse("messaging:message", args=[message.pk])
    mine.head(address)
    assert Message.objects.get().read_at is None
    page = mine.get(address).content.decode()
    assert 'href="/desk/"' in page
    first = Message.objects.get().read_at
    assert first is not None
    mine.get(address)
    assert Message.objects.get().read_at == first
    assert "messages__row--new" not in mine.get("/messages/").content.decode()


def test_all_are_read_at_once_and_nobody_elses(mine, reader):
    other = make_user("li")
    tell([draft(reader), draft(reader, key="event:2"), draft(other)])
    mine.post("/messages/read/")
    assert [m.recipient for m in Message.objects.unread()] == [other]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("138 0000 5678", "13800005678"),
        ("+86 138-0000-5678", "13800005678"),
        ("１３８００００５６７８", "13800005678"),
    ],
)
def test_a_number_is_kept_and_the_trail_does_not_tell_it(mine, reader, typed, kept):
    mine.post("/messages/reach/", {"phone": typed})
    assert Reach.objects.get(user=reader).phone == kept
    entry = AuditEntry.objects.get(action="messaging.change_reach")
    assert kept not in str(entry.changes)
    mine.post("/messages/reach/", {"phone": ""})
    assert Reach.objects.get(user=reader).phone == ""


@pytest.mark.parametrize("typed", ["0536-8000000", "1380000567", "call me", "12800005678"])
def test_what_is_no_mobile_number_comes_back_as_it_was_typed(mine, typed):
    answer = mine.post("/messages/reach/", {"phone": typed})
    assert answer.status_code == 422
    assert f'value="{typed}"' in answer.content.decode()
    assert not Reach.objects.exists()


def test_a_clerk_has_a_doubtful_message_sent_again(
    client, reader, way, django_capture_on_commit_callbacks
):
    ways = way()
    tell([draft(reader)])
    ways.FAULTS.append(ways.lost(arrived=False))
    deliver_due()
    row = Delivery.objects.get()
    client.force_login(make_secretary())
    listed = client.get(reverse("delivery_admin:index") + "?state=settle").content.decode()
    assert "wa…@school.example" not in listed
    page = client.get(reverse("delivery_admin:inspect", args=[row.pk])).content.decode()
    assert "wa…@school.example" in page
    assert "wang@school.example" not in page
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("delivery_admin:again", args=[row.pk]))
    assert Delivery.objects.get().state == DeliveryState.SENT
    assert AuditEntry.objects.filter(action="messaging.send_again").count() == 1


def test_what_is_in_doubt_waits_on_the_clerks_board_until_it_is_decided(client, reader, way):
    ways = way()
    tell([draft(reader)])
    ways.FAULTS.append(ways.lost(arrived=False))
    deliver_due()
    clerk = make_secretary()
    address = reverse("delivery_admin:index") + "?state=settle"
    [line] = [line for line in Board(clerk).lines() if line.url == address]
    [record] = line.records
    client.force_login(clerk)
    assert client.get(record.url).status_code == 200
    assert list(client.get(address).context["object_list"]) == [Delivery.objects.get()]
    leave_delivery(delivery=Delivery.objects.get(), acting_user=clerk)
    assert [line for line in Board(clerk).lines() if line.url == address] == []


def test_who_works_in_the_admin_finds_their_own_messages(client):
    client.force_login(make_secretary(Role.APPROVER))
    assert '"/messages/"' in client.get("/admin/").content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_deliveries_takes_the_same_queries(
    client, reader, django_assert_num_queries, count
):
    tell([draft(reader, key=f"event:{n}") for n in range(count)])
    client.force_login(make_secretary())
    client.get(reverse("delivery_admin:index"))
    with django_assert_num_queries(11):
        client.get(reverse("delivery_admin:index"))


@pytest.fixture
def editor(client):
    client.force_login(make_secretary(Role.EDITOR))
    return client


ADDRESS = "/admin/message-texts/reminder/"


def test_words_are_tried_before_they_are_kept(editor):
    changed = WORDS | {"body_zh": "请留意：{dates}", "preview": "1"}
    page = editor.post(ADDRESS, changed).content.decode()
    assert "请留意：· 2027年3月31日" in page
    assert not MessageText.objects.exists()


def test_words_are_kept_and_taken_back(editor, reader):
    editor.post(ADDRESS, WORDS | {"subject_zh": "请留意{first}"})
    tell([draft(reader)])
    editor.post(ADDRESS, WORDS | {"reset": "1"})
    tell([draft(reader, key="event:2")])
    subjects = Message.objects.order_by("pk").values_list("subject_zh", flat=True)
    assert list(subjects) == ["请留意2027年3月31日", "提醒：有1个日期临近"]
    assert AuditEntry.objects.filter(action__startswith="messaging.").count() == 2


@pytest.mark.parametrize(
    "changed",
    [
        {"body_zh": "您好，{school}"},
        {"subject_en": ""},
        {"short_en": ""},
        {"subject_zh": "一" * 121},
    ],
)
def test_words_that_cannot_be_come_back_with_what_was_typed(editor, changed):
    answer = editor.post(ADDRESS, WORDS | changed)
    assert answer.status_code == 422
    assert not MessageText.objects.exists()
    (typed,) = changed.values()
    assert typed in answer.content.decode()

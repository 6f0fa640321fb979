"""What people are told is written with the event, once, in both languages."""

import datetime as dt

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from association.messaging.enums import Channel, DeliveryState
from association.messaging.models import Delivery, Message, Reach
from association.messaging.services import change_text, tell
from association.messaging.wording import kind_of
from tests.factories.people import make_user
from tests.messaging.drafts import draft

pytestmark = pytest.mark.django_db
MAIL = "association.messaging.adapters.mail.MailAdapter"
PHONE = "association.messaging.adapters.console.ConsoleAdapter"


def test_a_message_is_written_in_both_languages_with_its_words(reader):
    (message,) = tell([draft(reader, link="/desk/")])
    assert message.subject_zh == "提醒：有1个日期临近"
    assert message.subject_en == "Reminder: dates that come near (1)"
    assert "最近的是2027年3月31日" in message.short_zh
    assert "on March 31, 2027" in message.short_en
    assert "· 2027-03-31" in message.body_zh


def test_the_same_event_is_told_a_person_once(reader):
    other = make_user("li", email="li@school.example")
    tell([draft(reader), draft(reader)])
    assert tell([draft(reader)]) == []
    tell([draft(reader), draft(other)])
    assert sorted(Message.objects.values_list("recipient__username", flat=True)) == ["li", "wang"]
    assert Delivery.objects.count() == 2


def test_who_has_left_is_not_told(reader):
    reader.is_active = False
    reader.save()
    assert tell([draft(reader)]) == []


def test_nothing_is_told_of_what_was_rolled_back(reader):
    with transaction.atomic():
        tell([draft(reader)])
        transaction.set_rollback(True)
    assert not Message.objects.exists()
    assert not Delivery.objects.exists()


def test_without_an_address_it_stands_on_the_desk_alone():
    silent = make_user("zhao", email="")
    tell([draft(silent)])
    assert Message.objects.get().recipient == silent
    assert not Delivery.objects.exists()


def test_an_address_given_with_the_message_goes_before_the_present_one(reader):
    tell([draft(reader, email="old@school.example")])
    assert Delivery.objects.get().address == "old@school.example"


def test_a_number_gets_a_short_message_besides(reader, settings):
    settings.MESSAGE_ADAPTERS = [MAIL, PHONE]
    Reach.objects.create(user=reader, phone="13800005678")
    tell([draft(reader)])
    told = Delivery.objects.values_list("channel", "address").order_by("channel")
    assert list(told) == [(Channel.EMAIL, "wang@school.example"), (Channel.SMS, "13800005678")]


@pytest.mark.parametrize(
    ("now", "leaves"),
    [
        ("2026-11-23 20:59", "2026-11-23 20:59"),
        ("2026-11-23 21:00", "2026-11-24 08:00"),
        ("2026-12-31 23:30", "2027-01-01 08:00"),
        ("2026-11-24 00:10", "2026-11-24 08:00"),
        ("2026-11-24 07:59", "2026-11-24 08:00"),
        ("2026-11-24 08:00", "2026-11-24 08:00"),
    ],
)
def test_no_telephone_rings_at_night(reader, settings, time_machine, now, leaves):
    zone = dt.timezone(dt.timedelta(hours=8))
    time_machine.move_to(dt.datetime.fromisoformat(now).replace(tzinfo=zone), tick=False)
    settings.MESSAGE_ADAPTERS = [PHONE]
    Reach.objects.create(user=reader, phone="13800005678")
    tell([draft(reader)])
    expected = dt.datetime.fromisoformat(leaves).replace(tzinfo=zone)
    assert Delivery.objects.get().next_at == expected


def test_the_association_s_own_words_hold_from_the_next_message_on(reader):
    kind = kind_of("reminder")
    clerk = make_user("clerk")
    tell([draft(reader)])
    change_text(kind=kind, texts=kind.words | {"subject_zh": "请留意：{first}"}, acting_user=clerk)
    tell([draft(reader, key="event:2")])
    subjects = Message.objects.order_by("pk").values_list("subject_zh", flat=True)
    assert list(subjects) == ["提醒：有1个日期临近", "请留意：2027年3月31日"]


def test_a_line_break_in_a_word_stays_out_of_the_subject(reader):
    kind = kind_of("reminder")
    change_text(kind=kind, texts=kind.words | {"subject_zh": "{dates}"}, acting_user=make_user())
    words = {"count": 1, "first": "", "dates": "一\r\nBcc: all@school.example"}
    (message,) = tell([draft(reader, words=words)])
    assert message.subject_zh == "一 Bcc: all@school.example"


def test_the_number_of_messages_does_not_change_that_of_statements(way):
    way()
    people = [make_user(email=f"person{n}@school.example") for n in range(4)]

    def statements(some, key):
        with CaptureQueriesContext(
            connection,
        ) as caught:
            tell([draft(person, key=key) for person in some])
        return len(caught)

    assert statements(people[:1], "event:1") == statements(people[1:], "event:1")


def test_a_delivery_waits_from_the_first_moment(delivery):
    assert delivery.state == DeliveryState.WAITING
    assert delivery.attempts == 0

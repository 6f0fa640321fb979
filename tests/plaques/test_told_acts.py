"""What happens to a plaque, to its photo and to its place on the wall is told to the school."""

import datetime as dt

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from association.accounts.models import User
from association.alliances.enums import CampusKind, Capacity
from association.alliances.services import leave_association
from association.core import clock
from association.core.errors import InvalidTransition, RuleError
from association.messaging.models import Message
from association.plaques.enums import Colourway, ReplacementReason
from association.plaques.selectors import gate_photo_of
from association.plaques.services import (
    activate_plaque,
    close_report,
    close_take_down,
    doubt_bare_wall,
    end_suspensions,
    hide_photo,
    issue_batch,
    issue_plaque,
    renew_plaque,
    reopen_take_down,
    replace_copy,
    report_plaque,
    retake_photo,
    show_bare_wall,
)
from tests.factories import (
    hang,
    make_accepted_pledge,
    make_covenant,
    make_gate_photo,
    make_lead,
    make_principal,
    make_school,
    make_secretary,
    make_visitor,
    put_in_force,
)
from tests.factories.photos import make_photo
from tests.messaging.heard import hearing, opens
from tests.plaques.measures import day_after, suspend_for_danger

pytestmark = pytest.mark.django_db

BARE = make_photo()


@pytest.fixture
def school():
    """A school with its people, the lead and a visitor of its alliance, and others."""
    school = make_school("示范区阳光艺术培训学校")
    make_principal(school, name="principal")
    make_principal(school, Capacity.STAFF, name="staff")
    make_lead(name="lead")
    make_visitor(name="visitor")
    make_principal(make_school(), name="foreign")
    return school


@pytest.fixture
def pledge(school):
    return make_accepted_pledge(school, signer=user("principal"))


@pytest.fixture
def plaque(pledge):
    return issue_plaque(pledge=pledge, acting_user=make_secretary())


@pytest.fixture
def hung(plaque):
    return hang(plaque)


@pytest.fixture
def take_down(hung):
    put_in_force(hung)
    return hung.take_down


def user(name):
    return User.objects.get(username=name)


def in_words(day):
    return f"{day.year}年{day.month}月{day.day}日"


# -- plaques ---------------------------------------------------------------------------------------


def test_a_new_plaque_is_told_with_its_number_and_the_day_to_hang_it_by(client, pledge):
    with hearing() as heard:
        plaque = issue_plaque(pledge=pledge, acting_user=make_secretary())
    assert heard.kinds == [("plaque_issued", "principal")]
    message = heard.one("plaque_issued")
    assert plaque.number in message.subject_zh
    assert in_words(plaque.hang_by) in message.body_zh
    assert in_words(plaque.valid_until) in message.body_zh
    assert plaque.number in message.body_en
    assert plaque.token not in message.body_zh + message.body_en
    assert opens(client, message)


def test_the_number_of_plaques_in_a_batch_does_not_change_that_of_statements():
    clerk, counts = make_secretary(), []
    # What is read once in the life of a process is read for the plaque before.
    issue_plaque(pledge=make_accepted_pledge(), acting_user=clerk)
    for count in (1, 3, 6):
        choices = [
            (pledge, pledge.school.campuses.get())
            for pledge in (make_accepted_pledge() for _each in range(count))
        ]
        with hearing() as heard, CaptureQueriesContext(connection) as made:
            issue_batch(
                key=f"batch-{count}",
                choices=choices,
                colourway=Colourway.PAPER,
                acting_user=clerk,
            )
        assert len(heard.who("plaque_issued")) == count
        counts.append(len(made))
    assert len(set(counts)) == 1


def test_a_batch_asked_for_again_tells_nobody_again(pledge):
    order = {
        "key": "batch",
        "choices": [(pledge, pledge.school.campuses.get())],
        "colourway": Colourway.PAPER,
        "acting_user": make_secretary(),
    }
    with hearing() as heard:
        issue_batch(**order)
        issue_batch(**order)
    assert heard.kinds == [("plaque_issued", "principal")]


def test_a_batch_that_is_rolled_back_is_told_to_nobody(pledge):
    before = Message.objects.count()
    with transaction.atomic():
        issue_plaque(pledge=pledge, acting_user=make_secretary())
        transaction.set_rollback(True)
    assert Message.objects.count() == before


def test_the_school_hears_that_its_plaque_was_confirmed(client, plaque):
    with hearing() as heard:
        activate_plaque(plaque=plaque, photo=make_gate_photo(plaque), acting_user=user("visitor"))
        with pytest.raises(RuleError):
            hang(plaque)
    assert heard.kinds == [("plaque_activated", "principal")]
    message = heard.one("plaque_activated")
    assert plaque.number in message.body_zh
    assert plaque.number in message.body_en
    assert message.link == f"/verify/{plaque.number}/"
    assert opens(client, message)


def test_a_hidden_photo_is_told_without_its_reason_and_another_is_asked_for(client, hung):
    with hearing() as heard:
        retake_photo(plaque=hung, photo=make_gate_photo(hung), acting_user=user("lead"))
    assert heard.kinds == []
    with hearing() as heard:
        hide_photo(photo=gate_photo_of(hung), reason="照片里有孩子", acting_user=make_secretary())
    assert heard.kinds == [("photo_hidden", "principal"), ("photo_wanted", "lead")]
    for message in heard.messages:
        assert "照片里有孩子" not in message.body_zh + message.body_en
        assert opens(client, message)
    assert heard.one("photo_wanted").link.endswith(f"/hanging/{hung.number}/")


def test_a_new_copy_is_told_with_why_and_by_when(client, hung):
    with hearing() as heard:
        replace_copy(plaque=hung, reason=ReplacementReason.DAMAGED, acting_user=make_secretary())
    assert heard.kinds == [("plaque_replaced", "principal")]
    message = heard.one("plaque_replaced")
    assert "Why: Damaged" in message.body_en
    assert "损坏" in message.body_zh
    assert in_words(hung.hang_by) in message.body_zh
    assert opens(client, message)


def test_a_new_term_is_told(client, hung):
    make_covenant()
    newer = make_accepted_pledge(hung.school, signer=user("principal"))
    with hearing() as heard:
        renew_plaque(plaque=hung, pledge=newer, acting_user=make_secretary())
        with pytest.raises(RuleError):
            renew_plaque(plaque=hung, pledge=newer, acting_user=make_secretary())
    assert heard.kinds == [("plaque_renewed", "principal")]
    message = heard.one("plaque_renewed")
    assert in_words(hung.valid_until) in message.subject_zh
    assert opens(client, message)


def test_a_suspension_that_ended_by_its_day_is_told_once(client, hung):
    suspend_for_danger(hung)
    hung.refresh_from_db()
    with day_after(hung.suspended_until), hearing() as heard:
        assert end_suspensions() == 1
        assert end_suspensions() == 0
        assert heard.kinds == [("suspension_ended", "lead"), ("suspension_ended", "principal")]
        message = heard.one("suspension_ended", "principal")
    assert "It is valid again and may hang." in message.body_en
    assert opens(client, message)


def test_leaving_is_told_once_and_not_for_each_plaque(hung):
    with hearing() as heard:
        leave_association(school=hung.school, acting_user=None)
    assert heard.kinds == [("alliance_shrank", "lead"), ("member_left", "principal")]


def test_a_newer_plaque_is_told_and_the_older_one_with_it(hung):
    make_covenant()
    newer = make_accepted_pledge(hung.school, signer=user("principal"))
    with hearing() as heard:
        issue_plaque(pledge=newer, acting_user=make_secretary())
    assert heard.kinds == [("plaque_issued", "principal")]


def test_a_report_is_told_to_nobody(hung):
    with hearing() as heard:
        report = report_plaque(plaque=hung, kind="elsewhere", words="在别处看到")
        close_report(report=report, note="看过了", acting_user=make_secretary())
    assert heard.kinds == []


# -- take-downs ------------------------------------------------------------------------------------


def test_a_photo_that_the_lead_sent_is_told_to_the_school(client, take_down):
    with hearing() as heard:
        show_bare_wall(take_down=take_down, photo=BARE, acting_user=user("lead"))
    assert heard.kinds == [("bare_wall_shown", "principal")]
    assert opens(client, heard.one("bare_wall_shown"))


def test_whoever_sends_the_photo_is_not_told_of_it(take_down):
    with hearing() as heard:
        show_bare_wall(take_down=take_down, photo=BARE, acting_user=user("principal"))
    assert heard.kinds == []


def test_a_doubted_photo_is_told_with_the_reason_and_the_day(client, take_down):
    show_bare_wall(take_down=take_down, photo=BARE, acting_user=user("staff"))
    with hearing() as heard:
        doubt_bare_wall(take_down=take_down, note="照片太暗", acting_user=make_secretary())
        with pytest.raises(InvalidTransition):
            doubt_bare_wall(take_down=take_down, note="照片太暗", acting_user=make_secretary())
    assert heard.kinds == [("bare_wall_doubted", "principal")]
    message = heard.one("bare_wall_doubted")
    assert "照片太暗" in message.body_zh
    assert "照片太暗" in message.body_en
    assert "照片太暗" not in message.subject_zh + message.short_zh
    assert in_words(take_down.due_on) in message.short_zh
    assert opens(client, message)


def test_the_end_is_told_and_the_note_stays_inside(client, take_down):
    with hearing() as heard:
        close_take_down(take_down=take_down, note="电话核实", acting_user=make_secretary())
    assert heard.kinds == [("take_down_closed", "principal")]
    message = heard.one("take_down_closed")
    assert "电话核实" not in message.body_zh + message.body_en
    assert opens(client, message)


def test_a_plaque_that_hangs_again_is_told_once_with_a_new_day(client, take_down):
    close_take_down(take_down=take_down, note="电话核实", acting_user=make_secretary())
    with clock.at(clock.now() + dt.timedelta(days=100)), hearing() as heard:
        reopen_take_down(take_down=take_down, note="校门口看到", acting_user=make_secretary())
        assert heard.kinds == [("take_down_reopened", "principal")]
        message = heard.one("take_down_reopened")
        day = clock.today() + dt.timedelta(days=10)
    assert "校门口看到" in message.body_zh
    assert in_words(day) in message.subject_zh
    assert opens(client, message)


def test_two_plaques_of_a_school_are_two_matters(school, pledge):
    further = school.campuses.create(name="分校", kind=CampusKind.CAMPUS, address="示范路2号")
    with hearing() as heard:
        issue_plaque(pledge=pledge, acting_user=make_secretary())
        issue_plaque(pledge=pledge, campus=further, acting_user=make_secretary())
    assert heard.who("plaque_issued") == ["principal", "principal"]

"""A pledge is given for a time: it is signed again near its end, and ends with its plaque."""

import datetime as dt

import pytest
from django.utils import timezone, translation

from association.alliances.services import leave_association
from association.core import clock
from association.core.desk_items import Ask
from association.core.errors import InvalidTransition, RuleError
from association.pledges.asks import pledge_lines
from association.pledges.enums import PledgeStatus
from association.pledges.selectors import Step, standing_of
from association.pledges.services import end_pledge, start_pledge
from tests.factories import (
    make_accepted_pledge,
    make_covenant,
    make_draft_pledge,
    make_principal,
    make_school,
    make_secretary,
    make_signed_pledge,
)
from tests.pledges.desk import at_desk, url, words

pytestmark = pytest.mark.django_db

SHANGHAI = dt.timezone(dt.timedelta(hours=8))
# 00:30 on 1 March in Shanghai, still February in Greenwich.
ACCEPTED_AT = dt.datetime(2026, 3, 1, 0, 30, tzinfo=SHANGHAI)
LAST_DAY = dt.date(2028, 3, 1)
FIRST_DAY_TO_RENEW = dt.date(2028, 1, 1)


def noon(day):
    return timezone.make_aware(dt.datetime.combine(day, dt.time(12)))


@pytest.fixture
def accepted():
    with clock.at(ACCEPTED_AT):
        return make_accepted_pledge()


def test_a_pledge_is_in_force_for_its_term_by_local_days(accepted):
    assert accepted.in_force_until == LAST_DAY
    assert accepted.renewable_from == FIRST_DAY_TO_RENEW


def test_only_a_pledge_in_force_has_a_last_day():
    assert make_signed_pledge().in_force_until is None
    assert make_draft_pledge(make_school()).renewable_from is None


@pytest.mark.parametrize(
    ("day", "step"),
    [
        (FIRST_DAY_TO_RENEW - dt.timedelta(days=1), Step.IN_FORCE),
        (FIRST_DAY_TO_RENEW, Step.RENEW),
        (LAST_DAY + dt.timedelta(days=400), Step.RENEW),
    ],
    ids=["too early", "first day", "long past"],
)
def test_a_school_is_asked_to_sign_again_from_the_first_day_on(accepted, day, step):
    with clock.at(noon(day)):
        assert standing_of(accepted.school).step == step


def test_too_early_it_is_told_from_when_it_can_be_renewed(accepted):
    with (
        clock.at(noon(FIRST_DAY_TO_RENEW - dt.timedelta(days=1))),
        translation.override("en"),
        pytest.raises(RuleError, match=r"Jan\. 1, 2028"),
    ):
        start_pledge(school=accepted.school, acting_user=None)
    assert accepted.school.pledges.count() == 1


def test_signing_again_on_the_same_version_replaces_the_old_pledge(accepted):
    school, signer = accepted.school, accepted.signature.signer
    with clock.at(noon(FIRST_DAY_TO_RENEW)):
        renewed = make_accepted_pledge(school, signer=signer)
    accepted.refresh_from_db()
    assert accepted.status == PledgeStatus.SUPERSEDED
    assert accepted.in_force_until is None
    assert renewed.covenant_version_id == accepted.covenant_version_id
    assert renewed.in_force_until == dt.date(2030, 1, 1)


def test_the_desk_shows_the_day_and_the_way_to_sign_again(accepted):
    principal = accepted.signature.signer
    with clock.at(noon(FIRST_DAY_TO_RENEW)), translation.override("en"):
        [ask] = [
            line
            for line in pledge_lines(school=accepted.school, user=principal)
            if isinstance(line, Ask)
        ]
        assert (ask.by, ask.do) == (LAST_DAY, "Read and sign again")
        desk = at_desk(principal)
        page = words(desk.get(url("overview", accepted.school)))
        assert "It is time to sign again" in page
        assert "newer version" not in page
        desk.post(url("begin", accepted.school))
    assert accepted.school.pledges.open().count() == 1


def test_an_ended_pledge_keeps_its_reason_and_the_school_begins_anew(accepted):
    end_pledge(pledge=accepted, reason="未公开收费项目", acting_user=make_secretary())
    assert list(accepted.events.values_list("verb", "new_status", "reason"))[-1] == (
        "end_pledge",
        "ended",
        "未公开收费项目",
    )
    assert standing_of(accepted.school).step == Step.BEGIN
    page = words(at_desk(accepted.signature.signer).get(url("overview", accepted.school)))
    assert "Your last pledge ended" in page
    draft = start_pledge(school=accepted.school, acting_user=None)
    assert draft.status == PledgeStatus.DRAFT


def test_a_pledge_ends_with_a_reason_and_only_while_in_force(accepted):
    with pytest.raises(RuleError):
        end_pledge(pledge=accepted, reason=" ", acting_user=None)
    draft = make_draft_pledge(make_school())
    with pytest.raises(InvalidTransition):
        end_pledge(pledge=draft, reason="理由", acting_user=None)


def test_a_school_that_left_is_not_asked_to_begin():
    make_covenant()
    school = make_school()
    principal = make_principal(school)
    pledge = make_accepted_pledge(school, signer=principal)
    leave_association(school=school, acting_user=principal)
    assert standing_of(school).step == Step.NO_MEMBER
    page = words(at_desk(principal).get(url("overview", school)))
    assert "not a member of the association" in page
    assert "Begin reading" not in page
    assert pledge.receipt_no in page

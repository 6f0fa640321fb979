"""What a higher room has against a signature is said where the desk would offer it."""

import datetime as dt

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from association.core import clock
from association.core.errors import RuleError
from association.plaques.selectors import look_into
from association.plaques.services import issue_plaque
from association.pledges.enums import PledgeStatus
from association.pledges.selectors import Step, standing_of
from association.pledges.services import sign_pledge, start_pledge
from association.violations.enums import CaseStatus, Measure
from tests.factories import (
    make_accepted_pledge,
    make_active_plaque,
    make_covenant,
    make_draft_pledge,
    make_secretary,
    put_in_force,
)
from tests.factories.cases import make_case
from tests.factories.flows import TYPED

pytestmark = pytest.mark.django_db


@pytest.fixture
def barred():
    """A school whose plaque was taken back; its principal; the case in force."""
    plaque = make_active_plaque()
    case = put_in_force(plaque)
    return plaque.school, plaque.pledge.signature.signer, case


def when_over(case):
    return clock.at(clock.now() + (case.public_until - clock.today()) + dt.timedelta(days=1))


def test_a_school_whose_plaque_was_taken_back_begins_no_new_pledge(barred):
    school, _principal, case = barred
    with pytest.raises(RuleError, match=case.code):
        start_pledge(school=school, acting_user=None)
    assert not school.pledges.open().exists()


def test_what_it_was_reading_before_is_not_signed():
    plaque = make_active_plaque()
    make_covenant()
    draft = make_draft_pledge(plaque.school, ticked=8)
    put_in_force(plaque)
    with pytest.raises(RuleError):
        sign_pledge(pledge=draft, signing=TYPED, acting_user=plaque.pledge.signature.signer)
    draft.refresh_from_db()
    assert draft.status == PledgeStatus.DRAFT


@pytest.mark.parametrize("page", ["overview", "sign", "check"])
def test_the_desk_says_why_and_offers_nothing(client, barred, page):
    school, principal, case = barred
    client.force_login(principal)
    response = client.get(reverse(f"pledges:{page}", args=[school.uscc]), follow=True)
    soup = BeautifulSoup(response.content, "html.parser")
    assert response.status_code == 200
    assert case.code in soup.main.get_text()
    begin = reverse("pledges:begin", args=[school.uscc])
    assert not soup.select(f'form[action="{begin}"]')


def test_who_posts_all_the_same_reads_the_sentence(client, barred):
    school, principal, case = barred
    client.force_login(principal)
    response = client.post(reverse("pledges:begin", args=[school.uscc]), follow=True)
    assert response.status_code == 200
    assert case.code in response.content.decode()
    assert not school.pledges.open().exists()


def test_the_desk_says_why_and_asks_for_no_signature(client, barred):
    school, principal, case = barred
    client.force_login(principal)
    page = client.get(reverse("alliances:school_desk", args=[school.uscc]))
    soup = BeautifulSoup(page.content, "html.parser")
    assert case.code in soup.select_one("[aria-labelledby=under-way]").get_text()
    overview = reverse("pledges:overview", args=[school.uscc])
    assert overview not in {link["href"] for link in soup.select(".asks a")}


def test_it_signs_again_once_nothing_stands_against_it(barred):
    school, _principal, case = barred
    with when_over(case):
        assert standing_of(school).step == Step.BEGIN
        assert start_pledge(school=school, acting_user=None).status == PledgeStatus.DRAFT


def test_no_plaque_is_issued_for_it_either():
    pledge = make_accepted_pledge()
    case = make_case(CaseStatus.IN_FORCE, school=pledge.school, measure=Measure.SUSPEND)
    [found] = look_into([(pledge, pledge.school.campuses.get())])
    assert case.code in found.refusal
    with pytest.raises(RuleError, match=case.code):
        issue_plaque(pledge=pledge, acting_user=make_secretary())


def test_what_is_asked_before_issuing_costs_the_same_for_one_school_and_three(
    django_assert_num_queries,
):
    pledges = [make_accepted_pledge() for _each in range(3)]
    choices = [(pledge, pledge.school.campuses.get()) for pledge in pledges]
    look_into(choices)
    for some in (choices[:1], choices):
        with django_assert_num_queries(LOOKING_QUERIES):
            look_into(some)


LOOKING_QUERIES = 6

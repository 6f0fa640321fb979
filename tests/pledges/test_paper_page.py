"""Behind the code on a paper: what it is, and what is true at this moment. Never anything stale."""

import datetime as dt

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from association.alliances.services import leave_association
from association.core import clock
from association.plaques.services import issue_plaque
from association.pledges.services import (
    accept_pledge,
    end_pledge,
    issue_paper,
    open_signing_anew,
    restore_pledge,
    return_pledge,
)
from association.violations.enums import CaseStatus, Measure
from tests.factories import (
    hang,
    make_accepted_pledge,
    make_school,
    make_secretary,
    make_signed_pledge,
)
from tests.factories.cases import make_case
from tests.pledges.desk import queries_of, words
from tests.pledges.papers import NAME, make_certificate, make_receipt, signature_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader():
    """Somebody with a phone who reads English."""
    client = Client()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return client


def read(reader, paper):
    return words(reader.get(paper.get_absolute_url()))


def test_the_page_says_what_the_paper_is(reader):
    paper = make_certificate(make_school(NAME))
    page = read(reader, paper)
    for told in (
        NAME,
        paper.pledge.school.uscc,
        paper.pledge.receipt_no,
        "Certificate of signing",
        "The pledge is in force",
        paper.sha256,
        "It is no honour, no grade and no recommendation",
        f"/papers/{paper.token}/signature.sig",
        "/papers/check/",
    ):
        assert told in page
    assert "校长甲" not in page  # who signed is on the paper, and nobody else's business


def test_it_is_stored_nowhere_and_found_by_no_search_engine(reader):
    paper = make_receipt()
    for address in (paper.get_absolute_url(), f"{paper.get_absolute_url()}signature.sig"):
        told = reader.get(address).headers
        assert told["Cache-Control"] == "no-store"
        assert told["X-Robots-Tag"] == "noindex, nofollow, noarchive"
    assert '<meta name="robots" content="noindex">' in read(reader, paper)
    assert not reader.get(paper.get_absolute_url()).cookies


def test_the_signature_is_there_for_whoever_holds_the_paper(reader):
    paper = make_receipt()
    answer = reader.get(f"{paper.get_absolute_url()}signature.sig")
    assert answer.content == signature_of(paper)
    told = answer.headers["Content-Disposition"]
    assert told == f'attachment; filename="{paper.pledge.receipt_no}-receipt.pdf.sig"'


@pytest.mark.parametrize("token", ["A" * 22, "x", "a" * 23, "校" * 22, "%00" * 7])
def test_a_code_of_no_paper_is_told_as_that(reader, token):
    for end in ("", "signature.sig"):
        answer = reader.get(f"/papers/{token}/{end}")
        assert answer.status_code == 404
        assert "The association has issued no paper with this code" in words(answer)
        assert answer.headers["Cache-Control"] == "no-store"


# -- what is true now ------------------------------------------------------------------------------


def test_a_pledge_that_waits_is_not_accepted_yet(reader):
    paper = make_receipt()
    assert "Not accepted yet" in read(reader, paper)
    accept_pledge(pledge=paper.pledge, acting_user=make_secretary())
    page = read(reader, paper)
    assert "The pledge is in force" in page
    assert "Not accepted yet" not in page


def test_a_pledge_that_was_returned_is_not_in_force_and_nobody_reads_why(reader):
    paper = make_receipt()
    return_pledge(pledge=paper.pledge, reason="请由校长签署", acting_user=make_secretary())
    page = read(reader, paper)
    assert "Not accepted" in page
    assert "请由校长签署" not in page


def test_a_pledge_that_ended_says_so_at_once_and_is_in_force_again_at_once(reader):
    paper = make_certificate()
    end_pledge(pledge=paper.pledge, reason="收回牌匾的原因", acting_user=None)
    page = read(reader, paper)
    assert "It ended when the association took the plaque back." in page
    assert "is in force" not in page
    assert "收回牌匾的原因" not in page
    restore_pledge(pledge=paper.pledge, reason="决定撤回", acting_user=None)
    assert "The pledge is in force" in read(reader, paper)


def test_a_pledge_that_ran_out_says_so_from_the_day_after(reader):
    paper = make_certificate()
    last = timezone.make_aware(dt.datetime.combine(paper.pledge.in_force_until, dt.time(23, 59)))
    with clock.at(last):
        assert "The pledge is in force" in read(reader, paper)
    with clock.at(last + dt.timedelta(minutes=1)):
        page = read(reader, paper)
    assert "The pledge has run out" in page
    assert "The pledge is in force" not in page


def test_a_pledge_that_was_replaced_tells_of_the_newer_one(reader):
    paper = make_certificate()
    school = paper.pledge.school
    open_signing_anew(school=school, reason="可重新签署", acting_user=None)
    signer = paper.pledge.signature.signer
    newer = make_signed_pledge(school, signer=signer, confirmed=True)
    accept_pledge(pledge=newer, acting_user=make_secretary())
    page = read(reader, paper)
    assert "Replaced" in page
    assert "A newer pledge of the school took its place and is in force until" in page
    end_pledge(pledge=newer, reason="收回牌匾", acting_user=None)
    page = read(reader, paper)
    assert "That one is not in force any more either." in page
    assert "The pledge is in force" not in page


def test_a_school_that_left_is_told_as_that(reader):
    paper = make_certificate()
    leave_association(school=paper.pledge.school, acting_user=None)
    page = read(reader, paper)
    assert "It ended when the school left the association." in page
    assert "This school is not a member of the association now." in page


def test_a_school_without_a_plaque_is_told_to_have_none(reader):
    assert "No plaque has been issued to this school." in read(reader, make_certificate())


def test_a_suspended_plaque_is_not_hidden_by_a_pledge_in_force(reader):
    paper = make_certificate()
    plaque = hang(issue_plaque(pledge=paper.pledge, acting_user=make_secretary()))
    page = read(reader, paper)
    assert "Valid" in page
    assert "Yet a plaque" not in page
    assert "state-accepted" in page
    assert plaque.get_absolute_url() in page
    make_case(CaseStatus.IN_FORCE, school=paper.pledge.school, measure=Measure.SUSPEND)
    page = read(reader, paper)
    assert "The pledge is in force" in page
    assert "Yet a plaque of the school is suspended or was taken back: see below." in page
    assert "state-accepted" not in page
    assert "This plaque may not be used for the time being." in page
    assert plaque.get_absolute_url() in page
    leave_association(school=paper.pledge.school, acting_user=None)
    assert "suspended" in read(reader, paper).lower()


def test_a_plaque_that_was_taken_back_stands_on_the_page(reader):
    paper = make_certificate()
    hang(issue_plaque(pledge=paper.pledge, acting_user=make_secretary()))
    make_case(CaseStatus.IN_FORCE, school=paper.pledge.school, measure=Measure.REVOKE)
    page = read(reader, paper)
    assert "It ended when the association took the plaque back." in page
    assert "The association has taken this plaque back." in page


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_for_one_plaque_and_for_three(reader, count):
    pledge = make_accepted_pledge()
    school = pledge.school
    for number in range(1, count):
        school.campuses.create(
            name=f"校区{number}", kind="campus", address=f"测试路{number}号", street="测试街道"
        )
    for campus in school.campuses.all():
        issue_plaque(pledge=pledge, campus=campus, acting_user=make_secretary())
    paper = issue_paper(pledge=pledge, kind="certificate", acting_user=None)
    assert school.plaques.count() == count
    assert queries_of(reader, paper.get_absolute_url()) == 6

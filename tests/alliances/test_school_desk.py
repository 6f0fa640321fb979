import datetime as dt
import re

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import timezone

from association.alliances.enums import CampusKind, Capacity, MembershipStatus
from association.alliances.services import appoint_representative, dismiss_representative
from association.core import clock
from association.core.desk_items import matters_of
from association.core.models import AssociationProfile
from association.core.workdays import is_working_day
from association.peer_review.enums import RoundKind
from association.plaques.enums import PublicState
from association.plaques.services import issue_plaque
from association.pledges.enums import PledgeStatus
from association.violations.enums import CaseStatus
from tests.factories import (
    hang,
    make_accepted_pledge,
    make_covenant,
    make_lead,
    make_principal,
    make_school,
    make_secretary,
    make_user,
)
from tests.factories.cases import make_case, make_pledged_school
from tests.factories.findings import make_findings
from tests.factories.rounds import make_running_round
from tests.factories.ways_back import make_entry

pytestmark = pytest.mark.django_db

LEAVE = {"understood": "on", "reason": "搬迁到外地"}


@pytest.fixture
def school():
    return make_school("示范区阳光艺术培训学校", alliance="south", contact_name="张三")


@pytest.fixture
def principal(school, client):
    user = make_principal(school)
    client.force_login(user)
    return user


def hang_plaque(school, principal):
    pledge = make_accepted_pledge(school, signer=principal)
    plaque = issue_plaque(pledge=pledge, acting_user=make_secretary())
    return hang(plaque)


def desk(school, page=""):
    return f"/desk/{school.uscc}/{page}"


def test_one_school_is_opened_at_once(client, school, principal):
    assert client.get("/desk/").url == desk(school)


def test_who_acts_for_several_schools_chooses(client, school, principal):
    other = make_school()
    appoint_representative(school=other, user=principal, capacity=Capacity.STAFF, acting_user=None)
    page = client.get("/desk/").content.decode()
    assert f'href="{desk(school)}"' in page
    assert f'href="{desk(other)}"' in page


def test_who_acts_for_no_school_is_led_on(client):
    client.force_login(make_user())
    assert client.get("/desk/").url == reverse("accounts:my_desk")


def soup_of(client, school):
    response = client.get(desk(school), {"lang": "en"})
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def words(tag):
    return " ".join(tag.get_text(" ").split())


def test_the_desk_shows_the_people_the_way_to_the_register_and_whom_to_call(
    client, school, principal
):
    AssociationProfile.objects.update_or_create(pk=1, defaults={"hotline": "0536-7654321"})
    page = soup_of(client, school)
    assert school.name in words(page.main)
    assert str(principal) in words(page.select_one("[aria-labelledby=people]"))
    links = {link["href"] for link in page.main.select("a")}
    assert {desk(school, "data/"), desk(school, "data/change/"), "tel:0536-7654321"} <= links


def test_the_first_thing_is_how_much_is_asked_and_then_what_and_by_when(client, school, principal):
    plaque = issue_plaque(
        pledge=make_accepted_pledge(school, signer=principal), acting_user=make_secretary()
    )
    page = soup_of(client, school)
    assert words(page.h1) == "One thing is asked of your school"
    [line] = page.select(".asks > li")
    assert plaque.number in words(line)
    assert re.search(r"by .+, \d+ working days left", words(line))
    assert line.select_one("a.button")["href"] == f"{desk(school)}#plaques"
    hang(plaque)
    page = soup_of(client, school)
    assert words(page.h1) == "Nothing is asked of your school now"
    assert page.select(".asks") == []
    assert words(page.select_one(".page-header .lead")).startswith("The next date: ")
    in_order = words(page.select_one("[aria-labelledby=in-order]"))
    for kept in ("Licence valid without end date", "Pledge in force until", "hung since"):
        assert kept in in_order


@pytest.mark.parametrize(
    ("days", "told"),
    [
        (0, "today is the last day"),
        (1, "The day was"),
        (-1, "working day left"),
    ],
)
def test_by_when_is_said_in_words(client, school, principal, days, told):
    plaque = issue_plaque(
        pledge=make_accepted_pledge(school, signer=principal), acting_user=make_secretary()
    )
    day = plaque.hang_by
    while days == -1 and not is_working_day(day):
        day -= dt.timedelta(days=1)
    noon = dt.datetime.combine(day + dt.timedelta(days=days), dt.time(12))
    client.logout()
    with clock.at(timezone.make_aware(noon)):
        client.force_login(principal)
        line = words(soup_of(client, school).select_one(".ask"))
    assert told in line
    assert ("Please do it now" in line) == (days == 1)


def test_two_things_are_counted(client, school, principal):
    make_covenant()
    school.licence_long_term, school.licence_valid_until = False, clock.today()
    school.save(update_fields=["licence_long_term", "licence_valid_until"])
    page = soup_of(client, school)
    assert words(page.h1) == "2 things are asked of your school"
    asks = matters_of(school=school, user=principal).asks
    shown = [line.select_one("a.button")["href"] for line in page.select(".asks > li")]
    assert shown == [ask.url for ask in asks]


def test_staff_read_that_the_principal_signs(client, school):
    make_covenant()
    client.force_login(make_principal(school, Capacity.STAFF))
    assert "The principal signs." in words(soup_of(client, school).select_one(".ask"))


def test_what_others_see_is_told_with_the_way_to_their_page(client, school, principal):
    plaque = hang_plaque(school, principal)
    seen = soup_of(client, school).select_one("[aria-labelledby=seen]")
    assert str(PublicState.VALID.sentence) in words(seen) or "in force" in words(seen)
    assert plaque.get_absolute_url() in {link["href"] for link in seen.select("a")}


def test_papers_stand_in_groups_and_the_older_ones_are_folded_away(client, school, principal):
    for _each in range(8):
        make_covenant()
        make_accepted_pledge(school, signer=principal)
    papers = soup_of(client, school).select_one("[aria-labelledby=papers]")
    folded = papers.details.select("li")
    assert len(papers.select("li")) - len(folded) == 8
    assert len(folded) > 0
    assert {heading.text for heading in papers.select("h3")} == {"Pledge"}


@pytest.mark.parametrize("count", [1, 3])
def test_the_desk_costs_the_same_with_one_of_everything_and_three(
    client, count, django_assert_num_queries
):
    school = make_pledged_school()
    principal = school.representatives.get().user
    client.force_login(principal)
    findings = ("C13", "C14", "C15")[:count]
    make_findings(*findings, schools=0)
    for number in range(count):
        make_case(CaseStatus.TOLD, school=school)
        make_entry(school=school)
        make_running_round(RoundKind.SELF)
        campus = school.campuses.create(
            name=f"{number}校区", kind=CampusKind.CAMPUS, address=f"示范区{number}路1号"
        )
        pledge = school.pledges.accepted().get()
        hang(issue_plaque(pledge=pledge, campus=campus, acting_user=make_secretary()))
    client.get(desk(school))  # what every page keeps is read now
    with django_assert_num_queries(54):
        response = client.get(desk(school))
    assert len(response.context["asks"]) == 2 * count + 2


@pytest.mark.parametrize("page", ["", "leave/"])
def test_anonymous_people_are_sent_to_sign_in(client, school, page):
    assert client.get(desk(school, page)).url == f"/accounts/sign-in/?next={desk(school, page)}"


@pytest.mark.parametrize("page", ["", "leave/"])
@pytest.mark.parametrize(
    "stranger",
    [
        lambda: make_principal(make_school(alliance="south")),
        lambda: make_lead("south"),
        lambda: make_user(is_superuser=True, is_staff=True),
    ],
    ids=["another school", "its alliance's lead", "superuser"],
)
def test_a_foreign_school_is_not_found(client, school, page, stranger):
    client.force_login(stranger())
    foreign = client.get(desk(school, page))
    unknown = client.get(f"/desk/{'0' * 18}/{page}")
    assert foreign.status_code == unknown.status_code == 404
    assert client.post(desk(school, "leave/"), LEAVE).status_code == 404
    assert school.memberships.get().status == MembershipStatus.ACTIVE


def test_whose_appointment_ended_finds_nothing(client, school, principal):
    dismiss_representative(appointment=school.representatives.get(), acting_user=None)
    principal.refresh_from_db()  # who leaves a school is signed out as well
    client.force_login(principal)
    assert client.get(desk(school)).status_code == 404


def test_leaving_ends_membership_and_pledge_and_gives_the_plaque_back(client, school, principal):
    plaque = hang_plaque(school, principal)
    response = client.post(desk(school, "leave/"), LEAVE)
    assert response.url == desk(school)
    plaque.refresh_from_db()
    plaque.pledge.refresh_from_db()
    membership = school.memberships.get()
    assert membership.status == MembershipStatus.LEFT
    assert membership.events.last().reason == "搬迁到外地"
    assert membership.events.last().acting_user == principal
    assert plaque.pledge.status == PledgeStatus.WITHDRAWN
    assert plaque.state == PublicState.RETURNED


def test_the_public_reads_that_leaving_is_no_breach(client, school, principal):
    plaque = hang_plaque(school, principal)
    client.post(desk(school, "leave/"), LEAVE)
    client.logout()
    page = client.get(plaque.scan_path).content.decode()
    assert str(PublicState.RETURNED.sentence) in page
    assert "搬迁到外地" not in page


def test_after_leaving_the_desk_keeps_the_history_and_offers_no_second_leaving(
    client, school, principal
):
    client.post(desk(school, "leave/"), LEAVE)
    response = client.get(desk(school), {"lang": "en"})
    page = response.content.decode()
    assert response.context["membership"] is None
    assert "Nothing is asked of your school now" in page
    assert "not a member of the association at present" in page
    assert school.memberships.get().alliance.name_en in page
    assert desk(school, "leave/") not in page
    assert client.get(desk(school, "leave/")).url == desk(school)
    assert client.post(desk(school, "leave/"), LEAVE).url == desk(school)
    assert school.memberships.get().events.count() == 2


def test_without_the_tick_nobody_leaves_and_the_reason_is_kept(client, school, principal):
    response = client.post(desk(school, "leave/"), {"reason": "搬迁到外地"})
    assert response.status_code == 200
    assert "understood" in response.context["form"].errors
    assert "搬迁到外地" in response.content.decode()
    assert school.memberships.get().status == MembershipStatus.ACTIVE


def test_reading_about_leaving_leaves_nothing(client, school, principal):
    assert client.get(desk(school, "leave/")).status_code == 200
    assert school.memberships.get().status == MembershipStatus.ACTIVE


def test_staff_see_the_desk_and_cannot_leave(client, school):
    client.force_login(make_principal(school, Capacity.STAFF))
    assert desk(school, "leave/") not in client.get(desk(school)).content.decode()
    assert client.post(desk(school, "leave/"), LEAVE).status_code == 404
    assert school.memberships.get().status == MembershipStatus.ACTIVE


def test_hostile_input_leaves_nothing(client, school, principal, hostile):
    response = client.post(desk(school, "leave/"), {"reason": hostile})
    assert response.status_code == 200
    assert school.memberships.get().status == MembershipStatus.ACTIVE


@pytest.mark.parametrize("uscc", ["%00", "%F0%9F%98%80", "x" * 300, "..", "a%2Fb"])
def test_a_hostile_address_is_not_found(client, principal, uscc):
    assert client.get(f"/desk/{uscc}/").status_code == 404

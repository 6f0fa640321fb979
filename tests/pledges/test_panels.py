import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from association.alliances.enums import Capacity
from association.alliances.models import Alliance
from association.pledges.panels import alliance_panel, school_panel
from association.pledges.services import return_pledge
from tests.factories import (
    make_accepted_pledge,
    make_covenant,
    make_draft_pledge,
    make_lead,
    make_principal,
    make_school,
    make_secretary,
    make_signed_pledge,
)
from tests.pledges.desk import url

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def drawn(panel):
    return str(panel.render_html({}))


def of_school(school, user):
    return drawn(school_panel(subject=school, user=user))


def test_the_schools_panel_names_the_next_step():
    school = make_school()
    principal = make_principal(school)
    assert "no covenant to sign" in of_school(school, principal)
    make_covenant()
    assert "Read the eight promises" in of_school(school, principal)
    make_draft_pledge(school, ticked=5)
    assert "Go on reading (5 of 8)" in of_school(school, principal)
    make_draft_pledge(school, ticked=8)
    assert "Go on to sign" in of_school(school, principal)
    pledge = make_signed_pledge(school, signer=principal, confirmed=True)
    signed = of_school(school, principal)
    assert url("receipt", school, pledge.receipt_no) in signed
    assert "Go on" not in signed
    return_pledge(pledge=pledge, reason="请补充", acting_user=make_secretary())
    assert "See the reason and begin again" in of_school(school, principal)


def test_a_pledge_in_force_asks_for_nothing_until_there_is_a_newer_version():
    school = make_school()
    principal = make_principal(school)
    make_accepted_pledge(school, signer=principal)
    assert 'class="button"' not in of_school(school, principal)
    make_covenant()
    assert "Read and sign the new version" in of_school(school, principal)


def test_staff_are_not_sent_to_sign():
    school = make_school()
    make_draft_pledge(school, ticked=8)
    staff = make_principal(school, capacity=Capacity.STAFF)
    assert "Go on to sign" not in of_school(school, staff)
    assert "See the eight promises" in of_school(school, staff)


def test_the_alliances_panel_counts_and_names_whom_to_call():
    make_accepted_pledge(make_school("示范区春晓艺术培训学校"))
    make_signed_pledge(make_school("示范区晨光科技培训学校"))
    make_draft_pledge(make_school("示范区远航体育培训学校", phone="0536-0123457"))
    make_school("示范区北辰体育培训学校", alliance="north")
    panel = alliance_panel(subject=Alliance.objects.get(code="east"), user=make_lead())
    html = drawn(panel)
    assert "2 of 3 members have signed." in html
    assert "远航" in html
    assert "tel:0536-0123457" in html
    for signed_or_elsewhere in ("春晓", "晨光", "北辰"):
        assert signed_or_elsewhere not in html


def test_the_alliances_panel_takes_as_many_queries_at_three_schools_as_at_one():
    east = Alliance.objects.get(code="east")
    lead = make_lead()

    def queries():
        with CaptureQueriesContext(connection) as captured:
            drawn(alliance_panel(subject=east, user=lead))
        return len(captured)

    make_school()
    one = queries()
    make_school()
    make_accepted_pledge()
    assert queries() == one

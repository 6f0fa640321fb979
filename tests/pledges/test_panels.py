import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from association.alliances.models import Alliance
from association.pledges.panels import alliance_panel
from tests.factories import (
    make_accepted_pledge,
    make_draft_pledge,
    make_lead,
    make_school,
    make_signed_pledge,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def drawn(panel):
    return str(panel.render_html({}))


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

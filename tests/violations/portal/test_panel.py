"""The panel of cases on a school's desk."""

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import AnonymousUser

from association.core.panels import school_desk
from association.peer_review.panels_findings import SchoolFindingsPanel
from association.violations.panels import SchoolCasesPanel, cases_panel
from association.violations.services import dismiss_case
from tests.factories.cases import make_case, make_pledged_school
from tests.factories.findings import make_finding
from tests.factories.flows import make_accepted_pledge
from tests.peer_review.portal.desk import enter, links
from tests.violations.portal.desk import CLOSED, DECIDED, OPEN, TOLD, listing, page, person_of

pytestmark = pytest.mark.django_db


def panel_of(school):
    panel = cases_panel(subject=school, user=AnonymousUser())
    return panel and BeautifulSoup(panel.render_html({}), "html.parser")


def test_the_desk_says_state_and_last_day_and_leads_to_the_case(client):
    case = make_case(TOLD)
    panel = panel_of(case.school)
    assert panel.select_one("a.button")["href"] == page(case)
    assert "Read and answer" in panel.select_one("a.button").text
    text = " ".join(panel.text.split())
    assert "Waiting for your answer" in text
    assert "5 working days left" in text
    enter(client, person_of(case.school))
    assert {page(case), listing(case.school)} <= links(client.get(f"/desk/{case.school.uscc}/"))


def test_a_decided_case_is_still_shown(client):
    panel = panel_of(make_case(DECIDED).school)
    assert "to be put right by" in panel.text
    assert "Read how it stands" in panel.text


@pytest.mark.parametrize("status", [OPEN, CLOSED])
def test_the_desk_says_nothing_where_nothing_is_under_way_for_the_school(status):
    assert panel_of(make_case(status).school) is None


def test_what_was_told_and_not_pursued_leaves_the_desk():
    case = make_case(TOLD)
    dismiss_case(case=case, words="经核实不属实。", acting_user=None)
    assert panel_of(case.school) is None


def test_cases_come_before_findings():
    finding = make_finding()
    make_accepted_pledge(finding.school)
    make_case(TOLD, school=finding.school)
    kinds = [
        type(each) for each in school_desk.panels(subject=finding.school, user=AnonymousUser())
    ]
    assert kinds.index(SchoolCasesPanel) < kinds.index(SchoolFindingsPanel)


@pytest.mark.parametrize("count", [1, 3])
def test_the_panel_asks_no_more_with_more_cases(count, django_assert_num_queries):
    school = make_pledged_school()
    for _each in range(count):
        make_case(TOLD, school=school)
    with django_assert_num_queries(4):
        panel_of(school)

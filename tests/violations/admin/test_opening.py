"""A case is opened in the admin: for a school or on a finding, and a wrong entry loses nothing."""

import pytest

from association.accounts.roles import Role
from association.peer_review.enums import FindingStatus, RoundKind
from association.peer_review.models import Tie
from association.pledges.models import BreachCode
from association.violations.enums import CaseSource, CaseStatus
from association.violations.models import Case
from tests.factories import make_accepted_pledge, make_school, make_secretary
from tests.factories.cases import FACTS, make_case, make_pledged_school
from tests.factories.findings import days_later, make_finding
from tests.peer_review.portal.desk import enter, fields_of, words
from tests.violations.admin.desk import LIST, OPEN, make_own_clerk, page

pytestmark = pytest.mark.django_db

LATER = 20  # days after which facts stand


def for_school(school):
    return f"{OPEN}?school={school.uscc}"


def typed(school, **changes):
    promise = school.pledges.accepted().get().covenant_version.promises.get(code="P8")
    return {
        "source": CaseSource.PATROL,
        "reference": "10月12日巡查记录",
        "breach": BreachCode.objects.get(promise=promise, code="B81").pk,
        "severity": "S2",
        "facts": FACTS,
        "content": "少儿舞蹈",
        **changes,
    }


def make_standing_finding(**plan):
    """A finding of visitors at a school with a pledge; its facts stand after LATER days."""
    finding = make_finding(**plan)
    make_accepted_pledge(finding.school)
    return finding


def test_a_school_is_found_by_a_part_of_its_name_and_the_case_is_opened(client, clerk):
    school = make_pledged_school("示范区甲培训学校")
    assert client.get(OPEN).status_code == 200
    shown = client.get(OPEN, {"school": "甲培训", "finding": ""})
    assert "示范区甲培训学校" in words(shown)
    client.post(for_school(school), typed(school))
    case = Case.objects.get()
    assert (case.school, case.status, case.opened_by) == (school, CaseStatus.OPEN, clerk)
    assert (case.promise.code, case.breach, case.severity) == ("P8", "B81", "S2")
    assert (case.facts, case.content, case.reference) == (FACTS, "少儿舞蹈", "10月12日巡查记录")
    assert client.get(page(case)).status_code == 200


def test_on_a_finding_everything_known_is_filled_in(client):
    finding = make_standing_finding()
    with days_later(LATER):
        clerk = enter(client, make_secretary())
        there = f"{OPEN}?finding={finding.code}"
        sent = fields_of(client.get(there))
        # Of buttons to choose from, those that are chosen.
        assert (sent["source"], sent["finding"]) == ("finding", str(finding.pk))
        assert (sent["severity"], sent["facts"]) == (finding.severity, finding.facts)
        client.post(there, sent)
        case = Case.objects.get()
        assert (case.finding, case.school, case.opened_by) == (finding, finding.school, clerk)
        assert (case.promise.code, case.breach) == (finding.promise, finding.breach)
        assert f"/findings/{finding.code}/" in client.get(page(case)).content.decode()
        twice = client.post(there, {**sent, "facts": "又写了一遍"})
        assert twice.status_code == 422
        assert fields_of(twice)["facts"] == "又写了一遍"
        again = client.get(there)
        assert again.status_code == 422
        assert "No case is opened on this finding now" in words(again)


@pytest.mark.parametrize(
    ("make", "days"),
    [
        (make_finding, 0),
        (lambda: make_finding(kind=RoundKind.SELF), LATER),
        (lambda: make_finding(FindingStatus.CONTESTED), LATER),
        (lambda: make_finding(FindingStatus.CLOSED), LATER),
    ],
    ids=["facts can be corrected", "of the school itself", "contested", "closed"],
)
def test_no_case_rests_on_a_finding_that_does_not_stand(client, make, days):
    finding = make()
    make_accepted_pledge(finding.school)
    with days_later(days):
        enter(client, make_secretary())
        response = client.get(OPEN, {"finding": finding.code})
        assert response.status_code == 422
        assert "No case is opened on this finding now" in words(response)
        sent = typed(finding.school, source="finding", finding=finding.pk)
        assert client.post(for_school(finding.school), sent).status_code == 422
    assert not Case.objects.exists()


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"school": "丙"}, "No member school has this"),
        ({"school": "培训"}, "Several schools fit"),
        ({"school": ""}, "Please name the school"),
        ({"finding": "F-2026-0001"}, "There is no finding of this number."),
        ({"school": "乙培训"}, "This school has signed no promise"),
    ],
)
def test_a_school_that_cannot_be_is_told_and_what_was_typed_stays(client, clerk, asked, sentence):
    make_pledged_school("示范区甲培训学校")
    make_school("示范区乙培训学校")
    response = client.get(OPEN, asked)
    assert response.status_code == 422
    assert sentence in words(response)
    assert all(word in response.content.decode() for word in asked.values())


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"source": ""}, "source"),
        ({"source": "gossip"}, "source"),
        ({"source": "finding"}, "finding"),
        ({"reference": " "}, "reference"),
        ({"breach": ""}, "breach"),
        ({"breach": "999999"}, "breach"),
        ({"severity": "S9"}, "severity"),
        ({"facts": " "}, "facts"),
        ({"facts": "长" * 2001}, "facts"),
        ({"content": "长" * 201}, "content"),
    ],
)
def test_a_wrong_entry_is_told_beside_the_field_and_nothing_is_lost(client, clerk, changes, field):
    school = make_pledged_school()
    response = client.post(for_school(school), typed(school, **changes))
    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    kept = fields_of(response)
    assert kept["content" if field != "content" else "reference"] in {
        "少儿舞蹈",
        "10月12日巡查记录",
    }
    if field != "facts":
        assert kept["facts"] == FACTS
    assert not Case.objects.exists()


@pytest.mark.parametrize("name", ["school", "finding"])
def test_nothing_typed_about_the_school_breaks_the_page(client, clerk, hostile, name):
    make_pledged_school()
    assert client.get(OPEN, {name: hostile}).status_code in {400, 422}


@pytest.mark.parametrize("name", ["source", "finding", "reference", "breach", "facts", "times"])
def test_nothing_typed_breaks_the_form(client, clerk, hostile, name):
    school = make_pledged_school()
    response = client.post(for_school(school), typed(school, **{name: hostile}))
    assert response.status_code in {302, 400, 422}
    if response.status_code == 302:
        case = Case.objects.get()
        assert "<script>alert" not in client.get(page(case)).content.decode()


def test_something_between_person_and_school_is_told_at_once(client):
    school = make_pledged_school()
    enter(client, make_own_clerk(school))
    for response in (
        client.get(for_school(school)),
        client.post(for_school(school), typed(school)),
    ):
        assert response.status_code == 422
        assert "You act for this school" in words(response)
    enter(client, make_own_clerk(make_school()))  # of the same alliance
    assert "a school of the same alliance" in words(client.get(for_school(school)))
    other = make_school(alliance="west")
    tied = make_own_clerk(other)
    first, second = sorted((school, other), key=lambda each: each.pk)
    Tie.objects.create(first=first, second=second, kind="owner", reason="同一举办者")
    enter(client, tied)
    assert "Something stands between" in words(client.get(for_school(school)))
    assert not Case.objects.exists()


@pytest.mark.parametrize("role", [Role.APPROVER, Role.SECRETARY_GENERAL, Role.AUDITOR, Role.EDITOR])
def test_nobody_else_opens_a_case(client, role):
    school = make_pledged_school()
    enter(client, make_secretary(role))
    assert client.post(for_school(school), typed(school)).status_code == 302
    assert client.get(OPEN).status_code == 302
    assert not Case.objects.exists()


def test_facts_are_changed_until_the_school_is_told(client, clerk):
    case = make_case()
    there = f"{LIST}amend/{case.pk}/"
    sent = fields_of(client.get(there))
    assert sent["facts"] == FACTS
    sent |= {"severity": "S3", "facts": "更正后的事实。"}
    client.post(there, sent)
    case.refresh_from_db()
    assert (case.severity, case.facts, case.breach) == ("S3", "更正后的事实。", "B81")

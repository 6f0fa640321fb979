"""How far a round is, as its lead reads it."""

import pytest

from association.alliances.models import Campus
from association.peer_review.enums import RoundKind, RoundScope
from tests.factories import make_lead, make_school, make_visitor
from tests.factories.findings import ITEMS, days_later, make_finding, opening_today
from tests.factories.rounds import make_round, make_running_round
from tests.peer_review.boards.desk import answered, seats_of, sweep
from tests.peer_review.portal.desk import enter, led, links, soup_of, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead(client):
    return enter(client, make_lead("east"))


def page(client, row):
    return client.get(led("round_progress", row))


def states(response):
    return [line.state for line in response.context["progress"].lines]


def test_each_visit_tells_who_handed_in_and_what_was_found(client, lead):
    row = sweep(schools=3)
    first, second, _third = seats_of(row)
    answered(first, failed=[ITEMS["S2"], ITEMS["S3"]])
    answered(second, held=[ITEMS["S2"]])
    told = {
        line.visit.visit.pk: (line.state, line.found.total)
        for line in page(client, row).context["progress"].lines
    }
    assert [told[seat.visit_id] for seat in seats_of(row)] == [
        ("done", 2),
        ("done", 0),
        ("planned", 0),
    ]
    text = words(page(client, row))
    assert "2, 2 of them open" in text
    assert "handed in" in text
    assert "not begun" in text


def test_differing_answers_wait_for_their_report(client, lead):
    row = sweep(visitors=[make_visitor("east"), make_visitor("east")])
    one, other = seats_of(row)
    answered(one, failed=[ITEMS["S2"]])
    assert states(page(client, row)) == ["planned"]
    answered(other, held=[ITEMS["S2"]])
    assert states(page(client, row)) == ["report"]
    assert "Visitors differ" in words(page(client, row))


def test_who_is_late_is_told_by_whoever_sends_the_visitor(client, lead):
    row = make_running_round(
        RoundKind.MUTUAL, schools=5, visits_per_school=1, rival_metres=0, **opening_today()
    )
    with days_later((row.due_on - row.opens_on).days):
        assert page(client, row).context["progress"].late == []
    with days_later((row.due_on - row.opens_on).days + 2):
        told = page(client, row).context["progress"]
        text = words(page(client, row))
    assert [(each.name, each.visits) for each in told.late] == sorted(
        (part.school.name, 1) for part in row.participants.all()
    )
    assert told.days_late == 2
    assert "The day to hand in was 2 days ago" in text
    assert {line.state for line in told.lines} == {"late"}


def test_a_visit_nobody_goes_to_is_late_as_well(client, lead):
    row = make_running_round(RoundKind.SWEEP, schools=1, **opening_today())
    with days_later(36):
        late = page(client, row).context["progress"].late
    assert [(each.name, each.visits) for each in late] == [("nobody named yet", 1)]


def test_overdue_findings_are_told_by_school(client, lead):
    finding = make_finding()
    with days_later((finding.due_on - finding.told_on).days):
        assert page(client, finding.visit.round).context["progress"].overdue == []
    with days_later((finding.due_on - finding.told_on).days + 1):
        text = words(page(client, finding.visit.round))
    assert f"Findings past their day {finding.school.name} · 1 finding" in text


def test_what_schools_found_at_themselves_is_not_told(client, lead):
    finding = make_finding(kind=RoundKind.SELF)
    response = page(client, finding.visit.round)
    assert [line.found.total for line in response.context["progress"].lines] == [0]
    assert "Findings" not in words(response)


def test_schools_are_on_the_map_by_number_and_others_are_named_below(client, lead):
    known, unknown = make_school("东一学校"), make_school("东二学校")
    Campus.objects.filter(school=known).update(latitude=36.71, longitude=119.16)
    Campus.objects.filter(school=unknown).update(latitude=None, longitude=None)
    row = make_running_round(RoundKind.SWEEP, **opening_today())
    response = page(client, row)
    drawing = soup_of(response).select_one(".round-map svg")
    [mark] = drawing.select("g")
    number = next(
        line.number
        for line in response.context["progress"].lines
        if line.visit.visit.school == known
    )
    assert mark.text.split()[-1].endswith(str(number))
    assert drawing.title.get_text()
    assert drawing.desc.get_text()
    assert "not on the map: " in words(response)
    assert "东二学校" in words(response).partition("not on the map: ")[2]


def test_without_any_position_there_is_the_list_alone(client, lead):
    row = sweep()
    Campus.objects.update(latitude=None, longitude=None)
    response = page(client, row)
    assert not soup_of(response).select(".round-map")
    assert "there is no map" in words(response)


def test_the_rounds_page_leads_there(client, lead):
    row = sweep()
    assert led("round_progress", row) in links(client.get(led("led_round", row)))
    plan = make_round(RoundKind.SWEEP)
    assert led("round_progress", plan) not in links(client.get(led("led_round", plan)))
    assert "There are no visits yet." in words(page(client, plan))


def test_only_whoever_runs_the_round_reads_it(client, lead):
    make_school()
    ours = make_running_round(RoundKind.SWEEP, scope=RoundScope.EACH)
    assert page(client, ours).status_code == 404
    enter(client, make_lead("west"))
    assert page(client, sweep()).status_code == 404


@pytest.mark.parametrize("schools", [1, 3])
def test_the_page_costs_the_same_for_one_visit_and_three(
    client, lead, schools, django_assert_num_queries
):
    row = sweep(schools=schools)
    answered(seats_of(row)[0], failed=[ITEMS["S2"]])
    page(client, row)
    with django_assert_num_queries(13):
        page(client, row)

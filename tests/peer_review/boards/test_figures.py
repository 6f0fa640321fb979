"""What visits came to: known numbers, how they are shown, and the file for an authority."""

import datetime as dt
from io import BytesIO

import pytest
from bs4 import BeautifulSoup
from openpyxl import load_workbook

from association.accounts.roles import Role
from association.core import clock
from association.core.charts import WIDTH, stacked_bars
from association.peer_review.enums import FindingStatus, RoundKind
from association.peer_review.models import Finding
from association.peer_review.selectors.figures import Share, figures_of, share
from association.peer_review.services import contest_facts, drop_finding, recheck, show_mended
from tests.factories import make_secretary, make_visitor
from tests.factories.findings import ITEMS, days_later, make_finding
from tests.peer_review.admin.conftest import sign_in
from tests.peer_review.admin.desk import words
from tests.peer_review.boards.desk import answered, seats_of, sweep

pytestmark = pytest.mark.django_db

PAGE = "/admin/visit-figures/"
SHEET = f"{PAGE}visits.xlsx"
STANDS = 20  # days; by then the facts stand, and nothing of S2 is overdue
LATE = 40


@pytest.fixture
def swept():
    """Four visits to four schools: three findings at the first, one at the second."""
    row = sweep(schools=4, title="秋季排查")
    first, second, third, fourth = seats_of(row)
    answered(first, failed=[ITEMS["S1"], ITEMS["S2"], ITEMS["S3"]])
    answered(second, failed=[ITEMS["S2"]])
    answered(third, held=[ITEMS["S2"]])
    answered(fourth, held=[ITEMS["S2"]])
    return row


def of(seat, severity):
    return Finding.objects.get(visit=seat.visit, severity=severity)


def mend_and_close(finding, *, mended, closed):
    """Mended and closed so many days from now."""
    with days_later(mended):
        show_mended(finding=finding, words="已整改", acting_user=None)
    with days_later(closed):
        recheck(finding=finding, mended=True, words="到位", acting_user=make_secretary())


def test_visits_and_findings_are_counted(swept):
    with days_later(STANDS):
        whole = figures_of().whole
    assert (whole.visits, whole.schools, len(whole.findings)) == (4, 4, 4)
    assert whole.by_severity == [1, 2, 1]
    assert whole.per_visit == 1
    assert sum(map(sum, whole.by_promise.values())) == 4


def test_mending_in_time_lateness_and_days_are_told(swept):
    first, second, *_others = seats_of(swept)
    mend_and_close(of(first, "S2"), mended=3, closed=10)
    late = of(second, "S2")
    mend_and_close(late, mended=(late.due_on - late.told_on).days + 1, closed=LATE)
    with days_later(LATE):
        whole = figures_of().whole
        # Besides, S1 and S3 of the first visit are past their day.
        assert whole.on_time == Share(1, 4, 25)
        assert whole.overdue == 2
        assert whole.days_to_close == [10, LATE]
        assert whole.median_days == (10 + LATE) / 2


def test_what_was_shown_mended_and_was_not_is_not_mended(swept):
    finding = of(seats_of(swept)[1], "S2")
    show_mended(finding=finding, words="已整改", acting_user=None)
    with days_later(STANDS):
        recheck(finding=finding, mended=False, words="还没有", acting_user=make_secretary())
        assert figures_of().whole.on_time.part == 0


def test_findings_count_once_their_facts_stand_and_never_once_fallen_away(swept):
    first, second, *_others = seats_of(swept)
    told = figures_of()
    assert (len(told.whole.findings), told.waiting) == (0, 4)
    contest_facts(finding=of(first, "S2"), words="不符", acting_user=None)
    contest_facts(finding=of(second, "S2"), words="不符", acting_user=None)
    drop_finding(finding=of(second, "S2"), words="看错", acting_user=make_secretary())
    with days_later(STANDS):
        told = figures_of()
    assert (len(told.whole.findings), told.waiting) == (2, 1)


def test_self_checks_are_counted_apart_and_their_findings_not_at_all():
    make_finding(kind=RoundKind.SELF, schools=3)
    with days_later(STANDS):
        whole = figures_of().whole
    assert (whole.visits, len(whole.findings)) == (0, 0)
    assert whole.handed_in == Share(1, 3, 33)


def test_rounds_and_alliances_have_figures_of_their_own(swept):
    other = sweep(alliance="west", visitors=[make_visitor("west")])
    answered(seats_of(other)[0], failed=[ITEMS["S2"]])
    with days_later(STANDS):
        told = figures_of()
    by_round = {row.pk: figures.visits for row, figures in told.by_round}
    assert by_round == {swept.pk: 4, other.pk: 1}
    visits = {alliance.code: figures.visits for alliance, figures in told.by_alliance}
    assert visits == {"east": 4, "west": 1, "south": 0, "north": 0}


def test_a_year_has_its_own_visits(swept):
    year = clock.today().year
    assert figures_of(year=year).whole.visits == 4
    assert figures_of(year=year - 1).whole.visits == 0


@pytest.mark.parametrize(("visits", "percent"), [(2, None), (3, 67)])
def test_few_visits_make_no_percentage(visits, percent):
    assert share(2, 3, visits=visits) == Share(2, 3, percent)


def test_nothing_of_nothing_is_no_percentage():
    assert share(0, 0, visits=9).percent is None


def test_bars_are_to_one_scale():
    chart = stacked_bars({"P1": [1, 2, 1], "P2": [0, 0, 2]})
    assert [part.width for part in chart.bars[0].parts] == [WIDTH // 4, WIDTH // 2, WIDTH // 4]
    [only] = chart.bars[1].parts
    assert (only.kind, only.x, only.width) == (3, 0, WIDTH // 2)
    assert stacked_bars({"P1": [0, 0, 0]}) is None
    assert stacked_bars({}) is None


# -- the page --------------------------------------------------------------------------------------


def test_the_page_tells_numbers_with_how_many_they_come_from(client, swept):
    sign_in(client, Role.AUDITOR)
    with days_later(STANDS):
        response = client.get(PAGE)
    text = words(response)
    assert "4 · at 4 schools" in text
    assert "minor 1, ordinary 2, serious 1" in text
    assert "1.0 for each visit, from 4 visits" in text
    assert "秋季排查" in text
    page = BeautifulSoup(response.content, "html.parser")
    drawing = page.select_one(".chart svg")
    assert drawing["role"] == "img"
    assert drawing.title.get_text()
    assert drawing.desc.get_text()


def test_without_visits_the_page_says_so(client):
    sign_in(client, Role.CLERK)
    assert "No visit has a final report yet." in words(client.get(PAGE))


def test_a_year_without_visits_is_refused_in_words(client, swept):
    sign_in(client, Role.CLERK)
    for address in (PAGE, SHEET):
        response = client.get(address, {"year": "1999"})
        assert response.status_code == 422
        assert "There are no visits of this year." in response.content.decode()
    this = client.get(PAGE, {"year": clock.today().year})
    assert f"All visits of {clock.today().year}" in words(this)
    assert f"{SHEET}?year={clock.today().year}" in this.content.decode()


@pytest.mark.parametrize("schools", [1, 3])
def test_the_page_costs_the_same_for_one_visit_and_three(
    client, schools, django_assert_num_queries
):
    sign_in(client, Role.CLERK)
    for seat in seats_of(sweep(schools=schools)):
        answered(seat, failed=[ITEMS["S2"]])
    with days_later(STANDS):
        client.get(PAGE)
        with django_assert_num_queries(17):
            client.get(PAGE)


# -- the file --------------------------------------------------------------------------------------


def rows_of(response):
    sheet = load_workbook(BytesIO(response.content)).active
    return sheet.title, [list(row) for row in sheet.iter_rows(values_only=True)]


def test_the_file_has_the_columns_an_authority_asks_for(client, swept):
    sign_in(client, Role.CLERK)
    first, *_others = seats_of(swept)
    mend_and_close(of(first, "S2"), mended=3, closed=10)
    with days_later(LATE):
        _title, [titles, line, *others] = rows_of(client.get(SHEET))
    assert titles == [
        "No.",
        "School name",
        "Unified social credit code",
        "Alliance",
        "Way of visiting",
        "Day of the visit",
        "Visitors who went",
        "Findings made",
        "of these minor",
        "of these ordinary",
        "of these serious",
        "Closed",
        "Being mended",
        "Overdue",
        "Last closed on",
    ]
    school, day = first.visit.school, first.visit.submissions.get().visited_on
    closed = of(first, "S2").closed_on
    assert line[:3] == [1, school.name, school.uscc]
    assert line[4:] == ["Sweep", at(day), 1, 3, 1, 1, 1, 1, 0, 2, at(closed)]
    assert [row[0] for row in others] == [2, 3, 4]
    assert others[1][7:] == [0, 0, 0, 0, 0, 0, 0, None]


def at(day):
    return dt.datetime.combine(day, dt.time.min)


def test_the_file_names_the_same_columns_in_chinese_and_never_an_authoritys_words(client, swept):
    user = make_secretary()
    client.force_login(user)
    title, [titles, *_lines] = rows_of(client.get(SHEET, headers={"accept-language": "zh-hans"}))
    assert "执法" not in title + "".join(titles)


def test_a_name_like_a_formula_stays_a_text(client):
    finding = make_finding(FindingStatus.OPEN)
    school = finding.school
    school.name = "=1+1"
    school.save()
    sign_in(client, Role.CLERK)
    sheet = load_workbook(BytesIO(client.get(SHEET).content)).active
    assert (sheet["B2"].value, sheet["B2"].data_type) == ("=1+1", "s")

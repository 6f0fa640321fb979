"""How the association stands: known numbers, drawn, and told as text beside the drawing."""

import datetime as dt

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from association.accounts.roles import Role
from association.core import clock
from association.core.charts import WIDTH, columns, stacked_bars
from association.plaques.selectors import counts_by_state
from association.pledges.selectors import signed_by_month
from association.pledges.services import undo_pledge
from home.board.figures import figures_for
from tests.factories import (
    make_accepted_pledge,
    make_active_plaque,
    make_plaque,
    make_school,
    make_secretary,
    make_signed_pledge,
)

pytestmark = pytest.mark.django_db


def on(year, month, day, hour=12):
    moment = dt.datetime.combine(dt.date(year, month, day), dt.time(hour))
    return clock.at(timezone.make_aware(moment))


def test_signed_pledges_are_counted_by_local_months_and_undone_ones_are_not():
    # In universal time this is still the month before.
    with on(2026, 3, 1, hour=2):
        make_signed_pledge()
    with on(2026, 3, 31):
        make_signed_pledge()
    with on(2026, 4, 2):
        pledge = make_signed_pledge()
        undo_pledge(pledge=pledge, acting_user=None)
        by_month = dict(signed_by_month())
    with on(2027, 4, 1):
        later = signed_by_month()
    assert (by_month[dt.date(2026, 3, 1)], by_month[dt.date(2026, 4, 1)]) == (2, 0)
    assert len(by_month) == 12
    assert (later[0], later[-1]) == ((dt.date(2026, 5, 1), 0), (dt.date(2027, 4, 1), 0))


def test_present_plaques_are_counted_as_the_public_reads_them():
    make_active_plaque()
    make_plaque()
    make_plaque()
    assert [(state.value, number) for state, number in counts_by_state()] == [
        ("valid", 1),
        ("not_activated", 2),
    ]


def test_the_figures_are_for_those_who_read_pledges_and_plaques():
    shown = {role: figures_for(make_secretary(role)) is not None for role in Role}
    assert shown == {role: role != Role.EDITOR for role in Role}


@pytest.mark.parametrize("rows", [1, 3])
def test_the_figures_take_four_queries(rows):
    clerk = make_secretary()
    for _row in range(rows):
        make_active_plaque()
    clerk.has_perm("pledges.view_pledge")
    with CaptureQueriesContext(connection) as asked:
        figures_for(clerk)
    assert len(asked) == 4


def test_the_drawings_say_in_words_what_they_show(client):
    make_active_plaque(make_school(alliance="south"))
    make_accepted_pledge(make_school(alliance="south"))
    make_school(alliance="south")
    client.force_login(make_secretary())
    answer = client.get(reverse("wagtailadmin_home"), headers={"accept-language": "en"})
    page = BeautifulSoup(answer.content, "html.parser")
    drawings = page.select(".board__figures svg[role=img]")
    assert len(drawings) == 3
    for drawing in drawings:
        named = drawing["aria-labelledby"].split()
        assert [page.find(id=each).name for each in named] == ["title", "desc"]
        assert all(page.find(id=each).get_text(strip=True) for each in named)
    month = f"{clock.today():%Y-%m}"
    assert f"{month}: 2" in page.find(id="chart-months-words").get_text()
    told = page.select_one(".board__figures").get_text()
    words = gettext("%(members)s members, %(signed)s signed, %(hung)s with a valid plaque")
    assert words % {"members": 3, "signed": 2, "hung": 1} in told
    ids = [each["id"] for each in page.select("[id]")]
    assert len(set(ids)) == len(ids)


def test_an_empty_association_has_no_empty_drawings(client):
    client.force_login(make_secretary())
    page = BeautifulSoup(client.get(reverse("wagtailadmin_home")).content, "html.parser")
    assert page.select(".board__figures svg") == []
    assert gettext("No plaque is issued yet.") in page.select_one(".board__figures").get_text()


def test_columns_stand_on_one_line_to_one_scale():
    chart = columns([("1", 10), ("2", 5), ("3", 0)])
    high, half, none = chart.columns
    assert (high.height, half.height, none.height) == (90, 45, 0)
    assert {each.top + each.height for each in chart.columns} == {chart.line}
    assert high.left + chart.column_width < half.left
    assert none.left + chart.column_width <= WIDTH
    assert columns([("1", 0)]) is None


def test_parts_of_a_bar_keep_the_kind_they_were_given():
    chart = stacked_bars({"东": [2, 0, 1]}, kinds=(3, 2, 1))
    assert [(part.kind, part.x, part.width) for part in chart.bars[0].parts] == [
        (3, 0, 240),
        (1, 240, 120),
    ]

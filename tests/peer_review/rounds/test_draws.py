"""A draw is announced, drawn, checked and amended; nothing changes behind the public's back."""

import datetime as dt

import pytest
from django.db import DatabaseError, transaction

from association.core import clock
from association.core.errors import InvalidTransition, RuleError
from association.peer_review import selection
from association.peer_review.enums import RoundKind, RoundScope, RoundStatus, VisitStatus
from association.peer_review.models import Draw, DrawSettings, Participant
from association.peer_review.selectors.records import present_record
from association.peer_review.services import (
    announce_draw,
    draw,
    hand_in,
    open_round,
    preview_announcement,
    seat_visitor,
    withdraw,
)
from association.plaques.services import close_report, report_plaque
from tests.factories import make_active_plaque, make_school, make_secretary, make_visitor
from tests.factories.rounds import (
    RESULTS,
    make_announced_round,
    make_drawn_round,
    make_round,
    make_running_round,
    make_sources,
)

pytestmark = pytest.mark.django_db


def three_days_later():
    return clock.at(clock.now() + dt.timedelta(days=3))


def test_the_announcement_freezes_the_pool_and_keeps_the_code_sealed():
    row = make_announced_round(schools=4)
    late = make_school()
    frozen = row.draw.announcement
    assert row.status == RoundStatus.ANNOUNCED
    assert [one["number"] for one in frozen["pool"]] == [1, 2, 3, 4]
    assert [one["code"] for one in frozen["pool"]] == sorted(one["code"] for one in frozen["pool"])
    assert late.uscc not in str(frozen)
    assert len(frozen["commitment"]) == 64
    assert row.draw.record is None
    # Nobody reads the code in the database.
    assert not selection.read_code(row.draw.sealed_code)


def test_a_draw_reveals_the_code_and_anybody_finds_the_same():
    row = make_drawn_round(schools=12)
    record = present_record(row.draw)
    assert row.status == RoundStatus.DRAWN
    assert selection.verify(record) == []
    assert selection.commit(row.code, record["code"]) == record["announcement"]["commitment"]
    chosen = row.participants.filter(chosen=True)
    assert {one.school.uscc for one in chosen} == set(record["result"])
    assert {visit.school_id for visit in row.visits.all()} == {one.school_id for one in chosen}
    order = row.participants.order_by("position")
    assert [one.school.uscc for one in order] == record["outcome"]["order"]


def test_before_the_results_are_known_nothing_is_drawn():
    row = make_announced_round(schools=3)
    with pytest.raises(RuleError):
        draw(record=row, results=RESULTS, acting_user=None)
    row.refresh_from_db()
    assert (row.status, row.draw.record) == (RoundStatus.ANNOUNCED, None)


def test_a_result_that_cannot_be_leaves_the_round_as_it_was():
    row = make_announced_round(schools=3)
    with three_days_later(), pytest.raises(selection.ResultFault) as caught:
        draw(record=row, results=[RESULTS[0], RESULTS[1].replace("80", "81")], acting_user=None)
    assert caught.value.place == 1
    row.refresh_from_db()
    assert (row.status, row.visits.count()) == (RoundStatus.ANNOUNCED, 0)


def test_a_draw_happens_once():
    row = make_drawn_round(schools=3)
    with three_days_later(), pytest.raises(InvalidTransition):
        draw(record=row, results=RESULTS, acting_user=None)
    with pytest.raises(InvalidTransition):
        announce_draw(record=row, sources=make_sources(), acting_user=None)


def test_too_little_chance_and_results_after_the_visits_are_refused():
    row = make_round(schools=3)
    day = clock.today() + dt.timedelta(days=3)
    few = [selection.lottery_source("ssq", issue="2026135", date=day)]
    with pytest.raises(selection.TooLittleEntropy):
        announce_draw(record=row, sources=few, acting_user=None)
    with pytest.raises(RuleError):
        announce_draw(record=row, sources=make_sources(days=40), acting_user=None)
    row.refresh_from_db()
    assert row.status == RoundStatus.DRAFT
    assert not row.participants.exists()


def test_the_preview_publishes_nothing():
    row = make_round(schools=3)
    shown = preview_announcement(record=row, sources=make_sources())
    assert len(shown["pool"]) == 3
    assert not Draw.objects.exists()
    assert not Participant.objects.exists()


# -- strata ----------------------------------------------------------------------------------------


def test_each_stratum_follows_from_facts_and_reports_that_proved_true():
    clerk = make_secretary()
    settings = DrawSettings.load()
    assert settings.reports_per_step == 0
    settings.reports_per_step = 2
    settings.save()
    without_pledge = make_school()
    plaques = {name: make_active_plaque() for name in ("quiet", "reported")}
    for _each in range(2):
        report = report_plaque(plaque=plaques["reported"], kind="altered", words="有改动")
        close_report(report=report, note="属实", acting_user=clerk, proved_true=True)
    untrue = report_plaque(plaque=plaques["quiet"], kind="altered", words="有改动")
    close_report(report=untrue, note="不属实", acting_user=clerk)
    row = make_announced_round(scope=RoundScope.EACH)
    strata = {one["code"]: one["stratum"] for one in row.draw.announcement["pool"]}
    assert strata[without_pledge.uscc] == "C"
    assert strata[plaques["quiet"].school.uscc] == "B"
    assert strata[plaques["reported"].school.uscc] == "C"


def test_the_rates_of_the_settings_are_announced_and_kept():
    settings = DrawSettings.load()
    settings.rate_c = 50
    settings.save()
    row = make_announced_round(schools=6)
    settings.rate_c = 100
    settings.save()
    with three_days_later():
        draw(record=row, results=RESULTS, acting_user=None)
    assert row.visits.count() == 3


# -- what is changed afterwards --------------------------------------------------------------------


def test_who_withdraws_makes_room_for_the_next_and_moves_nobody_else():
    row = make_drawn_round(schools=12)
    chosen = list(row.participants.filter(chosen=True).order_by("position"))
    leaver = chosen[0]
    substitute = withdraw(participant=leaver, reason="正在搬迁", acting_user=None)
    now = list(row.participants.filter(chosen=True).order_by("position"))
    assert now == [*chosen[1:], substitute]
    assert row.visits.get(school=leaver.school).status == VisitStatus.CANCELLED
    assert row.visits.get(school=substitute.school).status == VisitStatus.PLANNED
    record = present_record(row.draw)
    assert record["amendments"][0]["reason"] == "正在搬迁"
    assert selection.verify(record) == []
    with pytest.raises(RuleError):
        withdraw(participant=leaver, reason="再来", acting_user=None)


def test_nobody_withdraws_without_a_reason_or_from_a_round_that_is_not_drawn():
    row = make_drawn_round(schools=4)
    chosen = row.participants.filter(chosen=True).first()
    with pytest.raises(RuleError):
        withdraw(participant=chosen, reason=" ", acting_user=None)
    waiting = make_announced_round(alliance="west", schools=3)
    with pytest.raises(InvalidTransition):
        withdraw(participant=waiting.participants.first(), reason="搬迁", acting_user=None)
    assert not row.draw.amendments.exists()


def test_a_visit_that_took_place_cannot_be_withdrawn_from():
    row = make_running_round(schools=3)
    visit = row.visits.first()
    visitor = make_visitor("east")
    seat = seat_visitor(visit=visit, user=visitor, acting_user=None)
    with clock.at(clock.now() + dt.timedelta(days=6)):
        hand_in(
            visit=visit,
            seat=seat,
            source="paper",
            visited_on=clock.today(),
            answers={},
            failed=[],
            acting_user=visitor,
        )
    participant = row.participants.get(school=visit.school)
    with pytest.raises(InvalidTransition):
        withdraw(participant=participant, reason="搬迁", acting_user=None)


# -- the database ----------------------------------------------------------------------------------


def frozen_writes(row):
    other = make_school(alliance="west")
    return [
        lambda: Draw.objects.filter(round=row).update(announcement={"pool": []}),
        lambda: Draw.objects.filter(round=row).update(sealed_code="x"),
        lambda: Draw.objects.filter(round=row).update(record={"result": []}),
        lambda: Draw.objects.filter(round=row).delete(),
        lambda: row.participants.update(number=77),
        lambda: row.participants.filter(number=1).update(stratum="D"),
        lambda: row.participants.filter(number=1).delete(),
        lambda: row.participants.create(school=other, alliance=row.alliance, number=78),
        lambda: type(row).objects.filter(pk=row.pk).update(title="别的"),
        lambda: type(row).objects.filter(pk=row.pk).update(status="draft"),
        lambda: row.visits.update(school=other),
        lambda: row.visits.all()._raw_delete(row.visits.db),
    ]


@pytest.mark.parametrize("number", range(12))
def test_what_is_public_is_frozen_in_the_database(number):
    row = make_drawn_round(schools=3)
    with pytest.raises(DatabaseError), transaction.atomic():
        frozen_writes(row)[number]()


def test_a_self_check_and_a_sweep_have_no_draw():
    for kind in (RoundKind.SELF, RoundKind.SWEEP):
        row = make_round(kind, schools=2)
        with pytest.raises(RuleError):
            announce_draw(record=row, sources=make_sources(), acting_user=None)
        open_round(record=row, acting_user=None)
        assert row.visits.count() == row.participants.count() > 0

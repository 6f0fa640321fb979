"""Many plaques in one go: all of them or none, never twice, in few statements."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from association.alliances.enums import CampusKind
from association.alliances.models import Campus, School
from association.core.errors import RuleError
from association.core.models import Counter
from association.core.numbering import next_numbers
from association.plaques.enums import Colourway, PlaqueStatus, PrintState, Verb
from association.plaques.models import Plaque, PlaqueBatch
from association.plaques.numbers import PlaqueNumber
from association.plaques.services import BatchRefused, issue_batch, issue_plaque
from association.pledges.services import accept_pledge
from tests.factories import (
    make_accepted_pledge,
    make_covenant,
    make_plaque,
    make_revoked_plaque,
    make_school,
    make_secretary,
    make_signed_pledge,
)

pytestmark = pytest.mark.django_db


def accepted(count):
    """Pledges in force with their main campuses, as a batch takes them."""
    pledges = [make_accepted_pledge() for _each in range(count)]
    return [(pledge, pledge.school.campuses.get()) for pledge in pledges]


def further_campus(school, name="南校区"):
    return Campus.objects.create(
        school=school, name=name, kind=CampusKind.CAMPUS, address="示范区南路1号"
    )


def issue(choices, *, key="first", colourway=Colourway.PAPER, by=None):
    return issue_batch(
        key=key, choices=choices, colourway=colourway, acting_user=by or make_secretary()
    )


def test_a_batch_numbers_its_plaques_in_the_order_chosen():
    choices, clerk = accepted(3), make_secretary()
    batch = issue(choices, colourway=Colourway.BRONZE, by=clerk)
    plaques = list(batch.plaques.order_by("sequence"))
    assert [plaque.sequence for plaque in plaques] == [1, 2, 3]
    assert [plaque.pledge for plaque in plaques] == [pledge for pledge, _campus in choices]
    assert (batch.colourway, batch.created_by) == (Colourway.BRONZE, clerk)
    for plaque in plaques:
        number = PlaqueNumber(year=plaque.year, sequence=plaque.sequence)
        assert (plaque.number, plaque.chinese_number) == (number.ascii, number.chinese)
        assert (plaque.status, plaque.serial) == (PlaqueStatus.ISSUED, 1)
    assert len({plaque.token for plaque in plaques}) == 3


def test_a_plaque_of_a_batch_is_the_same_as_one_issued_alone():
    (pledge, campus), (other, _campus) = accepted(2)
    in_batch = issue([(pledge, campus)]).plaques.get()
    alone = issue_plaque(pledge=other, acting_user=make_secretary())
    own = {"id", "number", "chinese_number", "sequence", "token", "batch_id", "status_since"}
    of_school = {"school_id", "campus_id", "pledge_id"}
    for name in {field.attname for field in Plaque._meta.concrete_fields} - own - of_school:
        assert getattr(in_batch, name) == getattr(alone, name), name


def test_every_plaque_of_a_batch_has_its_event_and_moves_its_schools_public_version():
    choices, clerk = accepted(2), make_secretary()
    before = {pledge.school_id: pledge.school.public_version for pledge, _campus in choices}
    batch = issue(choices, by=clerk)
    for plaque in batch.plaques.all():
        event = plaque.events.get()
        assert (event.sequence, event.verb, event.acting_user) == (1, Verb.ISSUE, clerk)
        version = School.objects.get(pk=plaque.school_id).public_version
        assert version > before[plaque.school_id]


def test_each_series_is_counted_by_itself():
    choices = accepted(2)
    further = [(pledge, further_campus(pledge.school)) for pledge, _campus in choices]
    batch = issue([choices[0], further[0], choices[1], further[1]])
    given = set(batch.plaques.values_list("series", "sequence", "campus"))
    assert given == {
        ("main", 1, choices[0][1].pk),
        ("main", 2, choices[1][1].pk),
        ("campus", 1, further[0][1].pk),
        ("campus", 2, further[1][1].pk),
    }


def test_a_batch_goes_on_where_single_numbers_ended():
    make_plaque()
    issue(accepted(2))
    last = issue_plaque(pledge=make_accepted_pledge(), acting_user=make_secretary())
    assert last.sequence == 4


def test_the_same_key_and_choice_give_the_batch_that_is_there():
    choices = accepted(2)
    batch = issue(choices)
    assert issue(list(reversed(choices))) == batch
    assert Plaque.objects.count() == 2
    assert Counter.objects.get(series="plaque").last == 2


def test_a_used_key_takes_no_other_order():
    choices = accepted(2)
    issue(choices[:1])
    for other in (
        lambda: issue(choices),
        lambda: issue(choices[1:]),
        lambda: issue(choices[:1], colourway=Colourway.BRONZE),
    ):
        with pytest.raises(RuleError, match=r"批次|batch key"):
            other()
    assert Plaque.objects.count() == 1


def test_one_refusal_stops_the_whole_batch_and_every_refusal_is_told():
    (good, good_campus), (taken, taken_campus) = accepted(2)
    issue_plaque(pledge=taken, acting_user=make_secretary())
    revoked = make_revoked_plaque()
    waiting = make_signed_pledge(confirmed=True)
    count, version = Plaque.objects.count(), School.objects.get(pk=good.school_id).public_version
    with pytest.raises(BatchRefused) as refusal:
        issue(
            [
                (good, good_campus),
                (taken, taken_campus),
                (revoked.pledge, revoked.campus),
                (waiting, waiting.school.campuses.get()),
            ]
        )
    told = refusal.value.refusals
    schools = [taken.school, revoked.school, waiting.school]
    assert [school.name in words for school, words in zip(schools, told, strict=True)] == [True] * 3
    assert Plaque.objects.count() == count
    assert School.objects.get(pk=good.school_id).public_version == version
    assert not PlaqueBatch.objects.exists()
    # No number was given out either.
    assert issue([(good, good_campus)]).plaques.get().sequence == 3


def test_characters_the_typeface_lacks_are_refused_before_a_number_is_given():
    pledge = make_accepted_pledge(make_school("示范区\U0002f800堂学校"))
    clerk = make_secretary()
    with pytest.raises(RuleError, match="\U0002f800") as alone:
        issue_plaque(pledge=pledge, acting_user=clerk)
    with pytest.raises(BatchRefused, match="\U0002f800") as together:
        issue([(pledge, pledge.school.campuses.get()), *accepted(1)])
    assert pledge.school.name in str(alone.value)
    assert pledge.school.name in str(together.value)
    assert not Counter.objects.filter(series="plaque").exists()


def test_the_same_rules_stand_against_one_and_against_many():
    pledge, other = make_accepted_pledge(), make_accepted_pledge()
    foreign = other.school.campuses.get()
    with pytest.raises(RuleError) as alone:
        issue_plaque(pledge=pledge, campus=foreign, acting_user=make_secretary())
    with pytest.raises(BatchRefused) as together:
        issue([(pledge, foreign)])
    assert str(alone.value) in str(together.value)


def test_nothing_and_the_same_campus_twice_are_refused():
    choice = accepted(1)
    for choices in ([], choice * 2):
        with pytest.raises(RuleError):
            issue(choices)
    assert not PlaqueBatch.objects.exists()


def test_a_new_plaque_replaces_the_one_that_hung_on_the_pledge_before():
    earlier = make_plaque()
    make_covenant()
    signer, clerk = earlier.pledge.signature.signer, make_secretary()
    renewed = make_signed_pledge(earlier.school, signer=signer, confirmed=True)
    pledge = accept_pledge(pledge=renewed, acting_user=clerk)
    later = issue([(pledge, earlier.campus)]).plaques.get()
    earlier.refresh_from_db()
    assert (earlier.status, later.status) == (PlaqueStatus.SUPERSEDED, PlaqueStatus.ISSUED)
    assert earlier.events.latest("sequence").verb == Verb.SUPERSEDE


def statements(count):
    choices, clerk = accepted(count), make_secretary()
    with CaptureQueriesContext(connection) as asked:
        issue(choices, key=f"batch of {count}", by=clerk)
    return len(asked)


def test_a_batch_of_six_costs_no_more_statements_than_one_of_two():
    statements(1)  # content types are looked up once
    assert statements(6) == statements(2)


def test_the_file_is_asked_for_after_the_commit(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True) as asked:
        batch = issue(accepted(1))
        assert batch.print_state == PrintState.WAITING
    batch.refresh_from_db()
    assert (len(asked), batch.print_state) == (1, PrintState.READY)


def test_numbers_in_bulk_follow_one_another():
    assert next_numbers(series="x", year=2026, count=3) == range(1, 4)
    assert next_numbers(series="x", year=2026, count=2) == range(4, 6)
    assert next_numbers(series="x", year=2027, count=1) == range(1, 2)
    with pytest.raises(ValueError, match="0 numbers"):
        next_numbers(series="x", year=2026, count=0)

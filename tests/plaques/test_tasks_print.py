"""The print file of a batch: made behind the screens, safe to make twice, never half a file."""

import io
import re
import zipfile

import pikepdf
import pytest
from django.core.files.storage import FileSystemStorage

from association.alliances.models import School
from association.alliances.services import leave_association
from association.core import clock
from association.core.errors import RuleError
from association.core.models import AssociationProfile
from association.plaques import tasks
from association.plaques.enums import Colourway, PlaqueStatus, PrintState
from association.plaques.models import PlaqueBatch
from association.plaques.services import (
    ask_for_print_file,
    has_stalled,
    is_outdated,
    issue_batch,
    make_print_file,
    outdated_among,
    printing,
    replace_copy,
)
from association.plaques.services.printing import STALLS_AFTER
from tests.factories import make_accepted_pledge, make_secretary, put_in_force
from tests.factories.flows import hang

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def private(monkeypatch, tmp_path):
    """Files of this test lie in a folder of its own."""
    field = PlaqueBatch._meta.get_field("print_file")
    monkeypatch.setattr(field, "storage", FileSystemStorage(location=tmp_path))
    return tmp_path


def make_batch(count, key="20261122-abcd"):
    pledges = [make_accepted_pledge() for _each in range(count)]
    return issue_batch(
        key=key,
        choices=[(pledge, pledge.school.campuses.get()) for pledge in pledges],
        colourway=Colourway.PAPER,
        acting_user=make_secretary(),
    )


@pytest.fixture
def batch():
    return make_batch(2)


def stored(folder):
    return [path.name for path in folder.rglob("*") if path.is_file()]


def test_the_task_makes_one_page_for_each_plaque(batch, private):
    tasks.make_print_file.call(batch.pk)
    batch.refresh_from_db()
    assert (batch.print_state, batch.pages_done, batch.print_problem) == (PrintState.READY, 2, "")
    with batch.print_file.open("rb") as file, pikepdf.open(io.BytesIO(file.read())) as pdf:
        assert len(pdf.pages) == 2
    [name] = stored(private)
    assert re.fullmatch(r"20261122-abcd\.[0-9a-f]{16}\.pdf", name)


def test_running_the_task_twice_changes_nothing(batch, private):
    for _each in range(2):
        tasks.make_print_file.call(batch.pk)
        batch.refresh_from_db()
    assert batch.print_state == PrintState.READY
    assert len(stored(private)) == 1


def test_a_file_made_again_takes_the_place_of_the_old_one(
    batch, private, django_capture_on_commit_callbacks
):
    make_print_file(batch=batch)
    old = PlaqueBatch.objects.get().print_file.name
    with django_capture_on_commit_callbacks(execute=True):
        ask_for_print_file(batch=batch, acting_user=make_secretary())
    batch.refresh_from_db()
    assert batch.print_state == PrintState.READY
    assert batch.print_file.name != old
    assert stored(private) == [batch.print_file.name.rpartition("/")[2]]


def test_a_missing_character_fails_with_words_and_no_file(batch, private):
    school = batch.plaques.first().school
    School.objects.filter(pk=school.pk).update(name="示范区\U0002f800堂学校")
    failed = make_print_file(batch=batch)
    assert failed.print_state == PrintState.FAILED
    assert "\U0002f800" in failed.print_problem
    assert stored(private) == []
    School.objects.filter(pk=school.pk).update(name="示范区明堂学校")
    assert make_print_file(batch=failed).print_state == PrintState.READY


def test_what_nobody_expected_is_kept_and_raised(batch, private):
    # A file where the folder should be.
    (private / "plaques").write_text("in the way")
    with pytest.raises(OSError, match="plaques"):
        make_print_file(batch=batch)
    batch.refresh_from_db()
    assert (batch.print_state, batch.print_problem) == (PrintState.FAILED, printing.UNEXPECTED)


def test_a_file_being_made_is_asked_for_once_until_it_has_stalled(batch):
    clerk = make_secretary()
    assert not has_stalled(batch)
    with pytest.raises(RuleError):
        ask_for_print_file(batch=batch, acting_user=clerk)
    with clock.at(clock.now() + STALLS_AFTER * 2):
        assert has_stalled(batch)
        again = ask_for_print_file(batch=batch, acting_user=clerk)
        assert again.print_state == PrintState.WAITING
        # The clock of a file begins when it is asked for, however old the batch is.
        assert not has_stalled(again)
        with pytest.raises(RuleError):
            ask_for_print_file(batch=again, acting_user=clerk)


def test_a_batch_above_two_hundred_comes_as_a_zip(batch, monkeypatch):
    monkeypatch.setattr("association.plaques.artwork.sheets.PAGES_OF_ONE_FILE", 1)
    made = make_print_file(batch=batch)
    with made.print_file.open("rb") as file, zipfile.ZipFile(file) as archive:
        assert len(archive.namelist()) == 1
    assert made.print_file.name.endswith(".zip")


def lose(plaque):
    replace_copy(plaque=hang(plaque), reason="lost", acting_user=make_secretary())


def take_back(plaque):
    put_in_force(plaque)


def leave(plaque):
    leave_association(school=plaque.school, acting_user=None)


def correct_name(plaque):
    School.objects.filter(pk=plaque.school_id).update(name="示范区明堂学校")


@pytest.mark.parametrize("happens", [lose, take_back, leave, correct_name])
def test_a_file_is_outdated_once_a_plaque_of_it_would_be_drawn_otherwise(batch, happens):
    batch = make_print_file(batch=batch)
    assert not is_outdated(batch)
    happens(batch.plaques.first())
    assert is_outdated(batch)
    PlaqueBatch.objects.update(print_state=PrintState.WAITING)
    again = make_print_file(batch=batch)
    assert not is_outdated(again)
    living = batch.plaques.filter(status=PlaqueStatus.ISSUED).count()
    with again.print_file.open("rb") as file, pikepdf.open(io.BytesIO(file.read())) as pdf:
        assert len(pdf.pages) == living == again.pages_done


def test_hanging_a_plaque_does_not_outdate_its_file(batch):
    batch = make_print_file(batch=batch)
    hang(batch.plaques.first())
    assert not is_outdated(batch)


def test_another_hotline_outdates_the_file(batch):
    batch = make_print_file(batch=batch)
    profile = AssociationProfile.load()
    profile.hotline = "0536-7654321"
    profile.save()
    assert is_outdated(PlaqueBatch.objects.get())


def test_nothing_left_to_hang_fails_in_words_and_gives_no_file(batch):
    batch = make_print_file(batch=batch)
    for plaque in batch.plaques.all():
        take_back(plaque)
    assert is_outdated(batch)
    PlaqueBatch.objects.update(print_state=PrintState.WAITING)
    failed = make_print_file(batch=batch)
    assert failed.print_state == PrintState.FAILED
    assert failed.print_problem


@pytest.mark.parametrize("count", [1, 3])
def test_asking_whether_a_file_is_outdated_costs_the_same_for_one_and_three(
    count, django_assert_num_queries
):
    ready = make_print_file(batch=make_batch(count))
    with django_assert_num_queries(2):
        assert not is_outdated(ready)


@pytest.mark.parametrize("count", [1, 3])
def test_telling_which_of_many_files_are_outdated_costs_two_queries(
    count, django_assert_num_queries
):
    batches = [make_print_file(batch=make_batch(1, key=f"batch-{n}")) for n in range(count)]
    lose(batches[0].plaques.get())
    with django_assert_num_queries(2):
        assert outdated_among(batches) == {batches[0].pk: 1}


def test_a_file_that_is_not_ready_is_not_outdated(batch, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert outdated_among([batch]) == {}

"""Files that a transaction wrote before it was rolled back are found and removed."""

import datetime as dt
from io import StringIO

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.management import call_command
from django.db import transaction

from association.core import clock
from association.core.private_files import forgotten_files
from association.plaques.models import Photo
from association.plaques.services import activate_plaque
from tests.factories import make_active_plaque, make_gate_photo, make_plaque, make_secretary

pytestmark = pytest.mark.django_db

TOMORROW = dt.timedelta(days=1, minutes=1)
UNREAD = "plaques/photos/unread.jpg"


@pytest.fixture(autouse=True)
def swept(settings):
    """Each test begins with what its own rows name."""
    settings.LANGUAGE_CODE = "en"
    with clock.at(clock.now() + TOMORROW):
        call_command("sweep_files", "--remove", stdout=StringIO())


def sweep(*options):
    told = StringIO()
    with clock.at(clock.now() + TOMORROW):
        call_command("sweep_files", *options, stdout=told)
    return told.getvalue().splitlines()


def roll_back_an_activation():
    plaque = make_plaque()
    with transaction.atomic():
        activate_plaque(plaque=plaque, photo=make_gate_photo(plaque), acting_user=make_secretary())
        written = [name for row in Photo.objects.values_list("picture", "small") for name in row]
        transaction.set_rollback(True)
    assert not Photo.objects.exists()
    return written


def test_what_a_rollback_left_behind_is_listed_and_then_removed():
    written = roll_back_an_activation()
    assert len(written) == 2
    *listed, told = sweep()
    assert listed == sorted(written)
    assert told == "2 files that no row names; --remove takes them away."
    assert all(storages["private"].exists(name) for name in written)
    assert sweep("--remove") == [*sorted(written), "2 files removed."]
    assert not any(storages["private"].exists(name) for name in written)
    assert sweep() == ["Every private file older than a day belongs to a row."]


def test_a_file_that_a_row_names_stays():
    photo = make_active_plaque().photos.get()
    storages["private"].save(UNREAD, ContentFile(b"x"))
    assert sweep("--remove") == [UNREAD, "1 file removed."]
    assert photo.picture.read()
    assert photo.small.read()


def test_a_young_file_may_still_get_its_row():
    storages["private"].save(UNREAD, ContentFile(b"x"))
    assert forgotten_files() == []
    storages["private"].delete(UNREAD)


def test_what_lies_elsewhere_is_none_of_its_business():
    storages["private"].save("elsewhere/kept.txt", ContentFile(b"x"))
    assert sweep("--remove") == ["Every private file older than a day belongs to a row."]
    assert storages["private"].exists("elsewhere/kept.txt")
    storages["private"].delete("elsewhere/kept.txt")

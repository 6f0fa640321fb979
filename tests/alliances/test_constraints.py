"""What the database itself refuses about schools and campuses."""

import pytest
from django.db import IntegrityError, transaction

from association.alliances.models import Campus, Membership, School
from tests.factories import make_school

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "place", [(36.7, None), (None, 119.1), (136.7, 119.1), (36.7, 219.1)], ids=str
)
def test_half_or_impossible_coordinates_are_refused(place):
    campus = make_school().campuses.get()
    latitude, longitude = place
    with pytest.raises(IntegrityError), transaction.atomic():
        Campus.objects.filter(pk=campus.pk).update(latitude=latitude, longitude=longitude)


def test_a_school_has_one_main_campus():
    school = make_school()
    with pytest.raises(IntegrityError), transaction.atomic():
        Campus.objects.create(school=school, name="第二主校区", address="示范区测试路99号")


def test_a_school_is_in_one_alliance_at_a_time():
    school = make_school()
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.create(school=school, alliance=school.memberships.get().alliance)


def test_a_licence_without_end_has_no_end_date():
    school = make_school(licence_long_term=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        School.objects.filter(pk=school.pk).update(licence_valid_until="2030-01-01")

"""Many new schools at once: the same rows as `register_school` writes, in far fewer statements."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from association.alliances.enums import CampusKind, Verb
from association.alliances.models import Alliance, Campus, Membership, School
from association.alliances.models.school import searchable
from association.core.regulated import record_first_events


class NewSchool(NamedTuple):
    """What `register_school` takes: fields of School, fields of Campus, the alliance."""

    values: dict[str, Any]
    main_campus: dict[str, Any]
    alliance: Alliance


@transaction.atomic
def register_schools(*, entries: Sequence[NewSchool], acting_user: Any) -> list[School]:
    """Enter new schools with their main campuses and memberships: all of them or none.

    Returns the schools in the given order. Raises ValidationError when a value is not possible
    or a credit code is in the register; register them one by one to learn which.
    """
    schools = [_checked_school(entry.values) for entry in entries]
    if School.objects.filter(uscc__in=[school.uscc for school in schools]).exists():
        raise ValidationError({"uscc": _("A school with this credit code is in the register.")})
    School.objects.bulk_create(schools)
    Campus.objects.bulk_create(
        _checked_campus(school, entry.main_campus)
        for school, entry in zip(schools, entries, strict=True)
    )
    record_first_events(records=schools, verb=Verb.REGISTER, acting_user=acting_user)
    memberships = Membership.objects.bulk_create(
        Membership(school=school, alliance=entry.alliance)
        for school, entry in zip(schools, entries, strict=True)
    )
    record_first_events(records=memberships, verb=Verb.JOIN, acting_user=acting_user)
    return schools


def _checked_school(values: dict[str, Any]) -> School:
    school = School(**values)
    school.full_clean(exclude=["search_name"], validate_unique=False, validate_constraints=False)
    school.search_name = searchable(school.name)
    return school


def _checked_campus(school: School, values: dict[str, Any]) -> Campus:
    campus = Campus(school=school, kind=CampusKind.MAIN, **values)
    campus.full_clean(exclude=["school"], validate_unique=False, validate_constraints=False)
    return campus

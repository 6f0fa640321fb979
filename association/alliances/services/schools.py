"""A school's entry in the register."""

from typing import Any

from django.db import transaction

from association.alliances.enums import CampusKind, Verb
from association.alliances.models import Alliance, Campus, School
from association.alliances.services.memberships import join_alliance
from association.core.regulated import record_event


@transaction.atomic
def register_school(
    *,
    values: dict[str, Any],
    main_campus: dict[str, Any],
    alliance: Alliance,
    acting_user: Any,
) -> School:
    """Enter a new school with its main campus and its membership.

    values: fields of School. main_campus: fields of Campus. Both are checked here.
    Returns the school. Raises ValidationError when a value is not possible.
    """
    school = School(**values)
    school.full_clean(exclude=["search_name"])
    school.save()
    campus = Campus(school=school, kind=CampusKind.MAIN, **main_campus)
    campus.full_clean(exclude=["school"], validate_unique=False, validate_constraints=False)
    campus.save()
    record_event(record=school, verb=Verb.REGISTER, acting_user=acting_user, first=True)
    join_alliance(school=school, alliance=alliance, acting_user=acting_user)
    return school


@transaction.atomic
def update_school(
    *,
    school: School,
    values: dict[str, Any],
    main_campus: dict[str, Any],
    alliance: Alliance | None,
    acting_user: Any,
) -> bool:
    """Bring a school's entry, main campus and alliance up to date.

    values, main_campus: the fields as they should be; those left out stay.
    alliance: where it should be a member; None leaves the membership alone.
    Returns whether anything changed. Raises ValidationError when a value is not possible.
    """
    school = School.locked(school.pk)
    campus = school.campuses.filter(kind=CampusKind.MAIN).first()
    if campus is None:
        campus = Campus(school=school, kind=CampusKind.MAIN)
    changes = _apply(school, values) | _apply(campus, main_campus, prefix="campus.")
    if changes:
        school.full_clean(exclude=["search_name"])
        campus.full_clean(exclude=["school"])
        school.save()
        campus.save()
        record_event(record=school, verb=Verb.UPDATE, acting_user=acting_user, changes=changes)
    moved = alliance is not None and join_alliance(
        school=school, alliance=alliance, acting_user=acting_user
    )
    return bool(changes or moved)


def _apply(row: Any, values: dict[str, Any], prefix: str = "") -> dict[str, list[str]]:
    """Set the values that differ; return old and new of each as text."""
    changes = {}
    for field, new in values.items():
        old = getattr(row, field)
        if old != new:
            setattr(row, field, new)
            changes[prefix + field] = ["" if v is None else str(v) for v in (old, new)]
    return changes

"""A school's entry in the register."""

from typing import Any

from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from association.alliances.enums import CampusKind, Verb
from association.alliances.models import Alliance, Campus, School
from association.alliances.services.memberships import join_alliance
from association.core.errors import RuleError
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
    Returns whether anything changed. Raises ValidationError when a value is not possible, RuleError
    for a school that cannot become a member again now.
    """
    school = School.locked(school.pk)
    campus = school.campuses.filter(kind=CampusKind.MAIN).first()
    if campus is None:
        campus = Campus(school=school, kind=CampusKind.MAIN)
    changes = _save_changes(school, _apply(school, values))
    changes |= _save_changes(campus, _apply(campus, main_campus), prefix="campus.")
    if changes:
        record_event(record=school, verb=Verb.UPDATE, acting_user=acting_user, changes=changes)
    moved = alliance is not None and join_alliance(
        school=school, alliance=alliance, acting_user=acting_user
    )
    return bool(changes or moved)


@transaction.atomic
def save_campus(
    *, school: School, campus: Campus | None, values: dict[str, Any], acting_user: Any
) -> bool:
    """Add a campus or teaching point beside the main campus, or bring it up to date.

    campus: the one to change; None adds one. values: its fields as they should be.
    Returns whether anything changed. Raises ValidationError when a value is not possible.
    """
    school = School.locked(school.pk)
    new = campus is None
    row = Campus(school=school, kind="") if new else school.campuses.get(pk=campus.pk)
    changes = _apply(row, values, prefix="campus.")
    if not changes:
        return False
    row.full_clean(exclude=["school"])
    row.save()
    record_event(
        record=school, verb=Verb.UPDATE, acting_user=acting_user, reason=row.name, changes=changes
    )
    return True


@transaction.atomic
def remove_campus(*, campus: Campus, acting_user: Any) -> None:
    """Take a campus or teaching point out of the register.

    Raises RuleError for the main campus and for one whose plaque is kept as evidence.
    """
    school = School.locked(campus.school_id)
    if campus.kind == CampusKind.MAIN:
        raise RuleError(_("The main campus stays: every school has one."))
    changes = {f"campus.{name}": [getattr(campus, name), ""] for name in ("name", "address")}
    try:
        campus.delete()
    except ProtectedError as error:
        raise RuleError(
            _("A plaque was issued for this campus, so it stays in the register.")
        ) from error
    record_event(
        record=school, verb=Verb.UPDATE, acting_user=acting_user, reason="", changes=changes
    )


def _save_changes(
    row: School | Campus, changes: dict[str, list[str]], prefix: str = ""
) -> dict[str, list[str]]:
    """Check and save the changed fields of a row, all fields of a new one; return the changes.

    The keys of what is returned carry the prefix.
    """
    if changes and row._state.adding:
        row.full_clean(exclude=["school", "search_name"])
        row.save()
    elif changes:
        row.full_clean(exclude=[f.name for f in row._meta.fields if f.name not in changes])
        row.save(update_fields=list(changes))
    return {prefix + field: old_and_new for field, old_and_new in changes.items()}


def _apply(row: Any, values: dict[str, Any], prefix: str = "") -> dict[str, list[str]]:
    """Set the values that differ; return old and new of each as text."""
    changes = {}
    for field, new in values.items():
        old = getattr(row, field)
        if old != new:
            setattr(row, field, new)
            changes[prefix + field] = ["" if v is None else str(v) for v in (old, new)]
    return changes

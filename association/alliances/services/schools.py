"""A school's entry in the register."""

from typing import Any

from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from association.alliances.enums import CampusKind, Verb
from association.alliances.models import Alliance, Campus, School
from association.alliances.roster.text import visible
from association.alliances.services.memberships import join_alliance
from association.core.errors import RuleError
from association.core.regulated import record_event

# In an introduction these would read like a recommendation by the association.
NOT_OF_A_SCHOOL = ("协会", "牌匾", "association", "plaque")


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


@transaction.atomic
def edit_own_details(
    *,
    school: School,
    phone: str,
    introduction_zh: str,
    introduction_en: str,
    acting_user: Any,
) -> bool:
    """Let a school change what nobody verifies: at once, and in its own words.

    The words are kept as one line of plain text. A hidden introduction is shown again once it says
    something else. Returns whether anything changed.
    Raises RuleError for words about the association or its plaque (广告法 art. 24), ValidationError
    for a text that is too long.
    """
    row = School.locked(school.pk)
    words = {
        "introduction_zh": visible(introduction_zh),
        "introduction_en": visible(introduction_en),
    }
    _refuse_recommendation(" ".join(words.values()))
    values: dict[str, Any] = {"phone": visible(phone), **words}
    if any(getattr(row, name) != text for name, text in words.items()):
        values["introduction_hidden"] = ""
    changes = _save_changes(row, _apply(row, values))
    if changes:
        record_event(
            record=row, verb=Verb.EDIT_OWN_DETAILS, acting_user=acting_user, changes=changes
        )
    return bool(changes)


@transaction.atomic
def hide_introduction(*, school: School, reason: str, acting_user: Any) -> School:
    """Take a school's introduction off the web, with a reason that the school reads.

    It is gone from the moment this returns; the school may write another. Returns the school.
    Raises RuleError without a reason, and where no introduction is shown.
    """
    if not reason.strip():
        raise RuleError(_("Please write why the introduction may not be shown."))
    row = School.locked(school.pk)
    if row.introduction_hidden or not (row.introduction_zh or row.introduction_en):
        raise RuleError(_("No introduction of this school is shown at present."))
    _save_changes(row, _apply(row, {"introduction_hidden": reason.strip()}))
    record_event(
        record=row,
        verb=Verb.HIDE_INTRODUCTION,
        acting_user=acting_user,
        reason=row.introduction_hidden,
    )
    return row


def _refuse_recommendation(text: str) -> None:
    """No training advertisement has an association's name for a recommendation."""
    if any(word in text.lower() for word in NOT_OF_A_SCHOOL):
        raise RuleError(
            _(
                "Please leave associations and the plaque out of the introduction: the law does "
                "not allow them in advertising (Advertising Law, art. 24)."
            )
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

"""Departments the association reports to, and who reads for them."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from association.accounts.roles import is_secretariat
from association.alliances.enums import DepartmentKind, Verb
from association.alliances.models import Department, DepartmentLiaison
from association.alliances.permissions import department_group
from association.alliances.told_people import tell_of_appointment, tell_of_dismissal
from association.core import clock
from association.core.errors import RuleError
from association.core.regulated import record_event


@transaction.atomic
def add_department(*, kind: str, name_zh: str, name_en: str = "", acting_user: Any) -> Department:
    """Enter a department.

    kind: one of DepartmentKind; the code in its addresses is made of it.
    Returns the department. Raises ValidationError when a name is empty or too long.
    """
    kind = DepartmentKind(kind)
    department = Department(code=_free_code(kind), kind=kind, name_zh=name_zh, name_en=name_en)
    department.full_clean()
    department.save()
    record_event(record=department, verb=Verb.ADD_DEPARTMENT, acting_user=acting_user, first=True)
    return department


def _free_code(kind: DepartmentKind) -> str:
    """Return the kind, with a number from the second department of that kind on."""
    taken = set(Department.objects.select_for_update(of=("self",)).values_list("code", flat=True))
    numbered = (f"{kind}-{number}" for number in range(2, len(taken) + 3))
    return next(code for code in (kind.value, *numbered) if code not in taken)


@transaction.atomic
def rename_department(
    *, department: Department, kind: str, name_zh: str, name_en: str, acting_user: Any
) -> Department:
    """Bring a department's entry up to date. Its code, and so its addresses, stay.

    Returns the department. Raises ValidationError when a name is empty or too long.
    """
    row = Department.locked(department.pk)
    old = row.name_zh
    row.kind, row.name_zh, row.name_en = DepartmentKind(kind), name_zh, name_en
    row.full_clean()
    row.save(update_fields=["kind", "name_zh", "name_en"])
    record_event(
        record=row,
        verb=Verb.RENAME_DEPARTMENT,
        acting_user=acting_user,
        reason="" if old == name_zh else f"{old} → {name_zh}",
    )
    return row


@transaction.atomic
def appoint_liaison(*, department: Department, user: Any, acting_user: Any) -> DepartmentLiaison:
    """Let a person read for a department from now on.

    Returns the appointment, new or present. Raises RuleError for an account that is not active,
    and for people of the secretariat, which a department looks at from outside.
    """
    # Two people who appoint at once queue up here.
    row = Department.locked(department.pk)
    present = row.liaisons.filter(user=user, until__isnull=True).first()
    if present is not None:
        return present
    if not user.is_active:
        raise RuleError(_("This account is not active."))
    if is_secretariat(user):
        raise RuleError(_("People of the secretariat do not read for a department."))
    liaison = DepartmentLiaison.objects.create(department=row, user=user)
    user.groups.add(department_group(department=row))
    record_event(record=row, verb=Verb.APPOINT_LIAISON, acting_user=acting_user, reason=str(user))
    tell_of_appointment(liaison, acting_user=acting_user)
    return liaison


@transaction.atomic
def dismiss_liaison(*, liaison: DepartmentLiaison, acting_user: Any) -> None:
    """End a person's reading for a department at once. A second call does nothing."""
    department = Department.locked(liaison.department_id)
    row = DepartmentLiaison.objects.select_for_update(of=("self",)).get(pk=liaison.pk)
    if row.until is not None:
        return
    row.until = clock.now()
    row.save(update_fields=["until"])
    row.user.groups.remove(department_group(department=department))
    record_event(
        record=department,
        verb=Verb.DISMISS_LIAISON,
        acting_user=acting_user,
        reason=str(row.user),
    )
    tell_of_dismissal(row, acting_user=acting_user)

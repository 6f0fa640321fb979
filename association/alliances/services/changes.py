"""A school asks to change what the association verified; the association looks at the proof."""

import copy
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from association.alliances.enums import CampusKind, ChangeStatus, Verb
from association.alliances.models import Campus, ChangeProof, ChangeRequest, School
from association.alliances.models.change_request import Asked, as_text
from association.alliances.permissions import had_part_in_change
from association.alliances.services.schools import save_campus, update_school
from association.core import clock
from association.core.errors import RuleError
from association.core.numbering import next_number
from association.core.regulated import change_status, record_event
from association.core.uploads.proofs import clean_proof

MAX_PROOFS = 3
NOWHERE = {"latitude": None, "longitude": None, "source_crs": ""}


@transaction.atomic
def ask_change(
    *,
    school: School,
    values: Mapping[str, Any],
    places: Mapping[int, Mapping[str, Any]],
    reason: str,
    files: Sequence[tuple[str, bytes]],
    acting_user: Any,
) -> ChangeRequest:
    """Ask the association to change what it verified. The register stays as it is until then.

    values: fields of OF_SCHOOL as they should be. places: fields of OF_CAMPUS, by the key of one of
    the school's campuses. What is the same as in the register is left out. files: names and
    contents of one to three pictures or PDFs that bear it out.
    Returns the request. Raises ValidationError when a value is not possible; RuleError while
    another request is open, where nothing differs, without a reason, without a file, with more
    than three, and for a file that is neither a picture nor a PDF.
    """
    row = School.locked(school.pk)
    if row.change_requests.open().exists():
        raise RuleError(_("A change request of your school is open already."))
    asked = _differences(row, None, values)
    for campus in row.campuses.filter(pk__in=places):
        asked += _differences(campus, campus.pk, places[campus.pk])
    if not asked:
        raise RuleError(_("Nothing here differs from the register."))
    if not reason.strip():
        raise RuleError(_("Please write in a sentence why it changes."))
    if not 1 <= len(files) <= MAX_PROOFS:
        raise RuleError(_("Please send one to three files that bear it out."))
    year = clock.today().year
    request = ChangeRequest.objects.create(
        code=f"G-{year}-{next_number(series='change', year=year):04d}",
        school=row,
        changes={each.key: [each.old, each.new] for each in asked},
        reason=reason.strip(),
        asked_by=acting_user,
    )
    for name, data in files:
        proof = clean_proof(data, name)
        ChangeProof.objects.create(request=request, file=proof.as_file(), digest=proof.digest)
    record_event(record=request, verb=Verb.ASK_CHANGE, acting_user=acting_user, first=True)
    return request


@transaction.atomic
def withdraw_change(*, request: ChangeRequest, acting_user: Any) -> ChangeRequest:
    """Take an open request back; another can be made at once. Raises InvalidTransition else."""
    School.locked(request.school_id)
    return _end(request, ChangeStatus.WITHDRAWN, Verb.WITHDRAW_CHANGE, acting_user)


@transaction.atomic
def accept_change(
    *, request: ChangeRequest, acting_user: Any, same_place: bool = False
) -> ChangeRequest:
    """Let the register say what a school asked for, all of it, in this moment.

    same_place: an address is only worded anew; else the coordinates of its gate are forgotten,
    because they would tell parents that they stand in the wrong place.
    Returns the request. Raises RuleError for whoever had a part in it, and where the register has
    changed so that a value is possible no more; InvalidTransition once it is decided.
    """
    school = School.locked(request.school_id)
    _refuse_part(request, acting_user)
    row = _end(request, ChangeStatus.ACCEPTED, Verb.ACCEPT_CHANGE, acting_user)
    try:
        _apply(row, school, acting_user, same_place=same_place)
    except ValidationError as error:
        raise RuleError(
            _("The register has changed meanwhile, and this does not fit any more: %(why)s")
            % {"why": " ".join(error.messages)}
        ) from error
    return row


@transaction.atomic
def decline_change(*, request: ChangeRequest, note: str, acting_user: Any) -> ChangeRequest:
    """Decline a request with reasons that the school reads. The register stays; it may ask again.

    Returns the request. Raises RuleError without reasons and for whoever had a part in it;
    InvalidTransition once it is decided.
    """
    if not note.strip():
        raise RuleError(_("Please write why; the school reads it."))
    School.locked(request.school_id)
    _refuse_part(request, acting_user)
    return _end(request, ChangeStatus.DECLINED, Verb.DECLINE_CHANGE, acting_user, note.strip())


def _differences(
    row: School | Campus, campus: int | None, values: Mapping[str, Any]
) -> list[Asked]:
    """Return what differs from the register, checked. Raises ValidationError."""
    asked = [
        Asked(campus, name, as_text(getattr(row, name)), as_text(new))
        for name, new in values.items()
        if as_text(getattr(row, name)) != as_text(new)
    ]
    wanted = copy.copy(row)
    for each in asked:
        setattr(wanted, each.name, each.value)
    names = {each.name for each in asked}
    wanted.full_clean(exclude=[f.name for f in row._meta.fields if f.name not in names])
    return asked


def _refuse_part(request: ChangeRequest, user: Any) -> None:
    if had_part_in_change(user, request):
        raise RuleError(_("You act for this school or asked for it, so another person decides."))


def _end(
    request: ChangeRequest, to: ChangeStatus, verb: Verb, acting_user: Any, note: str = ""
) -> ChangeRequest:
    return change_status(
        record=request,
        to=to,
        verb=verb,
        acting_user=acting_user,
        reason=note,
        decided_by=acting_user,
        decided_at=clock.now(),
        note=note,
    )


def _apply(request: ChangeRequest, school: School, acting_user: Any, *, same_place: bool) -> None:
    """Bring the register up to date through its own verbs."""
    values: dict[int | None, dict[str, Any]] = defaultdict(dict)
    for asked in request.asked():
        values[asked.campus][asked.name] = asked.value
    campuses = {campus.pk: campus for campus in school.campuses.all()}
    for pk in values.keys() - {None}:
        if pk not in campuses:
            raise RuleError(_("A campus of this request is not in the register any more."))
        moved = values[pk].get("address", campuses[pk].address) != campuses[pk].address
        if moved and not same_place:
            values[pk] |= NOWHERE
    main = next((pk for pk in values if pk and campuses[pk].kind == CampusKind.MAIN), 0)
    update_school(
        school=school,
        values=values.pop(None, {}),
        main_campus=values.pop(main, {}),
        alliance=None,
        acting_user=acting_user,
    )
    for pk, of_campus in values.items():
        save_campus(school=school, campus=campuses[pk], values=of_campus, acting_user=acting_user)

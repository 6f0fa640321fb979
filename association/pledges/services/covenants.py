"""Covenant versions: drafted, put in force, replaced; never edited in place."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from association.core import clock
from association.core.errors import InvalidTransition, RuleError
from association.core.public import bump_public_site
from association.core.regulated import change_status, record_event
from association.pledges.default_covenant import read_edition
from association.pledges.enums import Verb, VersionStatus
from association.pledges.models import (
    BreachCode,
    ChecklistItem,
    CovenantVersion,
    PledgeSettings,
    Promise,
)

CODES = [f"P{number}" for number in range(1, 9)]
WORDS = ["title_zh", "title_en", "preamble_zh", "preamble_en", "closing_zh", "closing_en"]
DRAFTING = [Verb.DRAFT_VERSION, Verb.EDIT_VERSION]


def _refuse_second_draft() -> None:
    # Two people who draft at once queue up at the newest version.
    CovenantVersion.objects.select_for_update(of=("self",)).order_by("-number").first()
    if CovenantVersion.objects.drafts().exists():
        raise RuleError(_("There is a draft already. Finish that one first."))


@transaction.atomic
def draft_default_version(*, edition: str, acting_user: Any) -> CovenantVersion:
    """Draft a version from a text that comes with the site.

    edition: one of default_covenant.Edition.
    Returns the draft. Raises RuleError while another draft is open, ValueError for an edition that
    does not exist.
    """
    _refuse_second_draft()
    text = read_edition(edition)
    draft = CovenantVersion.objects.create(**{name: text[name].strip() for name in WORDS})
    for words in text["promises"]:
        checks, breaches = words.pop("checks"), words.pop("breaches")
        promise = Promise.objects.create(version=draft, **words)
        # Not through the promise's relations: those hold back until the promise is saved again.
        for model, details in [(ChecklistItem, checks), (BreachCode, breaches)]:
            model.objects.bulk_create(model(promise=promise, **detail) for detail in details)
    record_event(record=draft, verb=Verb.DRAFT_VERSION, acting_user=acting_user, first=True)
    return draft


@transaction.atomic
def edit_draft(
    *, version: CovenantVersion, write: Callable[[], Any], acting_user: Any
) -> CovenantVersion:
    """Change the words of a draft and keep who did.

    write: saves the new words; called while the draft is locked.
    Returns the draft. Raises InvalidTransition once the version is in force.
    """
    row = CovenantVersion.locked(version.pk)
    if not row.is_draft:
        raise InvalidTransition(record=row, status_label=row.get_status_display())
    write()
    record_event(record=row, verb=Verb.EDIT_VERSION, acting_user=acting_user, old_status=row.status)
    return row


@transaction.atomic
def copy_version(*, source: CovenantVersion, acting_user: Any) -> CovenantVersion:
    """Draft a new version from an existing one, promises, items and codes included.

    Returns the draft. Raises RuleError while another draft is open.
    """
    _refuse_second_draft()
    draft = CovenantVersion.objects.create(**{name: getattr(source, name) for name in WORDS})
    for promise in source.promises.all():
        details = [
            detail
            for children in (promise.checklist_items, promise.breach_codes)
            for detail in children.all()
        ]
        promise.pk, promise.version = None, draft
        promise._state.adding = True
        promise.save()
        for detail in details:
            detail.pk, detail.promise = None, promise
            detail._state.adding = True
            detail.save()
    record_event(record=draft, verb=Verb.DRAFT_VERSION, acting_user=acting_user, first=True)
    return draft


@transaction.atomic
def publish_version(
    *, version: CovenantVersion, acting_user: Any, sign_by: dt.date | None = None
) -> CovenantVersion:
    """Put a draft in force from today; the version before it is replaced.

    sign_by: until when the schools are asked to sign it that signed an earlier one; by the settings
    when None. Nothing ends with that day: pledges on earlier versions stay in force. The first
    version of all has no such day.
    Raises RuleError unless the draft holds the eight promises, for a day that is over, or when the
    acting user wrote some of it: two people stand behind a covenant.
    """
    CovenantVersion.locked(version.pk)
    if sign_by is not None and sign_by < clock.today():
        raise RuleError(_("Please choose a day that is not over."))
    if acting_user is not None and version.events.filter(
        verb__in=DRAFTING, acting_user=acting_user
    ):
        raise RuleError(_("You wrote this draft, so another person puts it in force."))
    # The codes stand in addresses and in what was signed.
    if sorted(version.promises.values_list("code", flat=True)) != CODES:
        raise RuleError(
            _("A covenant has eight promises, P1 to P8. Add, remove or rename some first.")
        )
    replaced = list(CovenantVersion.objects.current().exclude(pk=version.pk))
    for earlier in replaced:
        change_status(
            record=earlier,
            to=VersionStatus.RETIRED,
            verb=Verb.RETIRE_VERSION,
            acting_user=acting_user,
        )
    # The pages of all plaques say which version is in force.
    bump_public_site()
    return change_status(
        record=version,
        to=VersionStatus.CURRENT,
        verb=Verb.PUBLISH_VERSION,
        acting_user=acting_user,
        effective_from=clock.today(),
        sign_by=(sign_by or last_day_to_sign()) if replaced else None,
    )


def last_day_to_sign() -> dt.date:
    """Return until when schools would be asked to sign a version that is put in force today."""
    return clock.today() + dt.timedelta(days=PledgeSettings.current().sign_anew_days)

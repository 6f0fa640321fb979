"""Covenant versions: drafted, put in force, replaced; never edited in place."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from association.core import clock
from association.core.errors import RuleError
from association.core.regulated import change_status, record_event
from association.pledges.enums import Verb, VersionStatus
from association.pledges.models import CovenantVersion

PROMISES = 8
WORDS = ["title_zh", "title_en", "preamble_zh", "preamble_en", "closing_zh", "closing_en"]


@transaction.atomic
def copy_version(*, source: CovenantVersion, acting_user: Any) -> CovenantVersion:
    """Draft a new version from an existing one, promises, items and codes included.

    Returns the draft. Raises RuleError while another draft is open.
    """
    if CovenantVersion.objects.filter(status=VersionStatus.DRAFT).exists():
        raise RuleError(_("There is a draft already. Finish that one first."))
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
def publish_version(*, version: CovenantVersion, acting_user: Any) -> CovenantVersion:
    """Put a draft in force from today; the version before it is replaced.

    Pledges signed on the earlier version stay in force. Raises RuleError unless the draft holds
    the eight promises.
    """
    if version.promises.count() != PROMISES:
        raise RuleError(_("A covenant has eight promises. Add or remove some first."))
    for earlier in CovenantVersion.objects.current().exclude(pk=version.pk):
        change_status(
            record=earlier,
            to=VersionStatus.RETIRED,
            verb=Verb.RETIRE_VERSION,
            acting_user=acting_user,
        )
    return change_status(
        record=version,
        to=VersionStatus.CURRENT,
        verb=Verb.PUBLISH_VERSION,
        acting_user=acting_user,
        effective_from=clock.today(),
    )

"""Checklist versions: drafted, put in use, replaced; never edited in place."""

import tomllib
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import ReferenceIndex
from wagtail.signal_handlers import disable_reference_index_auto_update

from association.core import clock
from association.core.errors import InvalidTransition, RuleError
from association.core.regulated import change_status, record_event
from association.peer_review import checklists
from association.peer_review.checklists.questions import Group, all_questions, groups_of
from association.peer_review.checklists.rules import problems_of
from association.peer_review.enums import ChecklistStatus, Verb
from association.peer_review.models import ChecklistItem, ChecklistSection, ChecklistVersion
from association.pledges.models import CovenantVersion

SHIPPED = Path(checklists.__file__).with_name("default.toml")
WORDS = ["title_zh", "title_en", "intro_zh", "intro_en"]
DRAFTING = [Verb.DRAFT_CHECKLIST, Verb.EDIT_CHECKLIST]
PROMISES = [f"P{number}" for number in range(1, 9)]
TOLD = 5  # problems named in one refusal


def _refuse_second_draft() -> None:
    # Two people who draft at once queue up at the newest version.
    ChecklistVersion.objects.select_for_update(of=("self",)).order_by("-number").first()
    if ChecklistVersion.objects.drafts().exists():
        raise RuleError(_("There is a draft already. Finish that one first."))


@transaction.atomic
def draft_default_checklist(*, acting_user: Any) -> ChecklistVersion:
    """Draft a version from the checklist that comes with the site.

    Returns the draft. Raises RuleError while another draft is open.
    """
    _refuse_second_draft()
    text = tomllib.loads(SHIPPED.read_text(encoding="utf-8"))
    draft = ChecklistVersion.objects.create(**{name: text[name].strip() for name in WORDS})
    with disable_reference_index_auto_update():  # no picture comes along that Wagtail should know
        _write_shipped(draft, text["sections"])
    record_event(record=draft, verb=Verb.DRAFT_CHECKLIST, acting_user=acting_user, first=True)
    return draft


def _write_shipped(draft: ChecklistVersion, sections: list[dict[str, Any]]) -> None:
    for place, words in enumerate(sections):
        items = words.pop("items")
        section = ChecklistSection.objects.create(version=draft, sort_order=place, **words)
        # Not through the section's relation: that holds back until the section is saved again.
        ChecklistItem.objects.bulk_create(
            ChecklistItem(section=section, sort_order=number, **item)
            for number, item in enumerate(items)
        )


@transaction.atomic
def edit_checklist(
    *, version: ChecklistVersion, write: Callable[[], Any], acting_user: Any
) -> ChecklistVersion:
    """Change a draft and keep who did.

    write: saves the new words; called while the draft is locked.
    Returns the draft. Raises InvalidTransition once the version is in use, RuleError when the
    checklist would not hold together any more (a condition on an item that was taken out).
    """
    row = ChecklistVersion.locked(version.pk)
    if not row.is_draft:
        raise InvalidTransition(record=row, status_label=row.get_status_display())
    write()
    _refuse_problems(groups_of(row))
    _tell_pictures(row)
    record_event(
        record=row, verb=Verb.EDIT_CHECKLIST, acting_user=acting_user, old_status=row.status
    )
    return row


@transaction.atomic
def copy_checklist(*, source: ChecklistVersion, acting_user: Any) -> ChecklistVersion:
    """Draft a new version from an existing one, sections and items included.

    Returns the draft. Raises RuleError while another draft is open.
    """
    _refuse_second_draft()
    draft = ChecklistVersion.objects.create(**{name: getattr(source, name) for name in WORDS})
    for section in ChecklistSection.objects.filter(version=source).prefetch_related("items"):
        items = list(section.items.all())
        values = _values_of(section) | {"version": draft}
        copy = ChecklistSection.objects.create(**values)
        ChecklistItem.objects.bulk_create(
            ChecklistItem(**(_values_of(item) | {"section": copy})) for item in items
        )
    _tell_pictures(draft)
    record_event(record=draft, verb=Verb.DRAFT_CHECKLIST, acting_user=acting_user, first=True)
    return draft


def _tell_pictures(version: ChecklistVersion) -> None:
    """Let Wagtail know which pictures are in use: it refuses to delete those, and says why.

    Its own signals look at a version before the items of its sections are saved.
    """
    ReferenceIndex.create_or_update_for_object(ChecklistVersion.objects.get(pk=version.pk))


def _values_of(row: ChecklistSection | ChecklistItem) -> dict[str, Any]:
    return {
        field.attname if field.name == "picture" else field.name: field.value_from_object(row)
        for field in row._meta.concrete_fields
        if field.name not in {"id", "version", "section"}
    }


@transaction.atomic
def publish_checklist(*, version: ChecklistVersion, acting_user: Any) -> ChecklistVersion:
    """Put a draft in use from today; the version before it is replaced.

    Rounds that were planned on the earlier version keep it. Raises RuleError when the acting user
    wrote some of the draft (two people stand behind a checklist), and for the first few things
    that are wrong with it, each with its place.
    """
    ChecklistVersion.locked(version.pk)
    if acting_user is not None and version.events.filter(
        verb__in=DRAFTING, acting_user=acting_user
    ):
        raise RuleError(_("You wrote this draft, so another person puts it in use."))
    groups = groups_of(version)
    _refuse_problems(groups)
    _refuse(_what_the_covenant_says(groups))
    for earlier in ChecklistVersion.objects.current().exclude(pk=version.pk):
        change_status(
            record=earlier,
            to=ChecklistStatus.RETIRED,
            verb=Verb.RETIRE_CHECKLIST,
            acting_user=acting_user,
        )
    return change_status(
        record=version,
        to=ChecklistStatus.CURRENT,
        verb=Verb.PUBLISH_CHECKLIST,
        acting_user=acting_user,
        effective_from=clock.today(),
    )


def _refuse_problems(groups: list[Group]) -> None:
    keys = Counter(group.key for group in groups)
    doubled = [
        _("There are two sections “%(key)s”.") % {"key": key} for key, n in keys.items() if n > 1
    ]
    _refuse([*doubled, *map(str, problems_of(list(all_questions(groups))))])


def _refuse(sentences: list[str]) -> None:
    if sentences:
        more = len(sentences) - TOLD
        rest = [_("and %(count)s more.") % {"count": more}] if more > 0 else []
        raise RuleError(" ".join([*sentences[:TOLD], *rest]))


def _what_the_covenant_says(groups: list[Group]) -> list[str]:
    """Return what stands between a checklist and the covenant in force."""
    covenant = CovenantVersion.objects.current().first()
    if covenant is None:
        return [_("No covenant is in force: put one in force first.")]
    promises = set(covenant.promises.values_list("code", flat=True))
    breaches = set(covenant.promises.values_list("breach_codes__code", flat=True))
    told = []
    for question in all_questions(groups):
        item = question.item
        if item.promise not in promises:
            told.append(
                _("%(code)s: the covenant in force has no promise “%(promise)s”.")
                % {"code": item.code, "promise": item.promise}
            )
        if item.breach not in breaches and (item.breach or question.failing):
            told.append(
                _("%(code)s: the covenant in force has no breach code “%(breach)s”.")
                % {"code": item.code, "breach": item.breach}
            )
    covered = {question.item.promise for question in all_questions(groups) if question.failing}
    if missing := [code for code in PROMISES if code not in covered]:
        told.append(_("No item asks about %(promises)s.") % {"promises": ", ".join(missing)})
    return told

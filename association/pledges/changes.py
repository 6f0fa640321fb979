"""What a new version of the covenant changes in the text that is signed, part by part."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from association.pledges.differences import Compared, compare
from association.pledges.models import BreachCode, ChecklistItem, CovenantVersion, Promise


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the covenant in both versions. code: of a promise, empty for other parts."""

    code: str
    name: Compared
    text: Compared

    @property
    def is_changed(self) -> bool:
        return self.name.is_changed or self.text.is_changed

    @property
    def is_new(self) -> bool:
        return self.text.is_new

    @property
    def is_gone(self) -> bool:
        return self.text.is_gone


@dataclass(frozen=True)
class VersionChanges:
    """The parts of two versions, in the order of the new one."""

    old: CovenantVersion
    new: CovenantVersion
    parts: list[Part]

    @cached_property
    def changed(self) -> list[Part]:
        return [part for part in self.parts if part.is_changed]

    @cached_property
    def unchanged(self) -> list[Part]:
        return [part for part in self.parts if not part.is_changed]

    @cached_property
    def changed_codes(self) -> set[str]:
        """Of the promises of the new version that are new or worded otherwise."""
        return {part.code for part in self.changed if part.code and not part.is_gone}


def changes_between(old: CovenantVersion, new: CovenantVersion) -> VersionChanges:
    """Compare what is signed of two versions, in the active language.

    A promise is the same one if its key is, wherever it stands. The promises of both are read.
    """
    return VersionChanges(
        old=old,
        new=new,
        parts=[
            _of_version(_("Title of the covenant"), old.title, new.title),
            _of_version(_("Preamble"), old.preamble, new.preamble),
            *_of_promises(old.promises.all(), new.promises.all()),
            _of_version(_("Closing terms"), old.closing, new.closing),
        ],
    )


def compare_promise(old: Promise | None, new: Promise) -> Part:
    """Compare a promise with the same one of an earlier version, None where there was none."""
    title, text = (old.title, old.text) if old else ("", "")
    return Part(new.code, compare(title, new.title), compare(text, new.text))


def compare_details(
    old: Iterable[ChecklistItem | BreachCode], new: Iterable[ChecklistItem | BreachCode]
) -> list[tuple[str, Compared]]:
    """Compare checklist items or breach codes by their codes; return each code with its text.

    What is gone comes last.
    """
    before = {each.code: each.text for each in old}
    rows = [(each.code, compare(before.pop(each.code, ""), each.text)) for each in new]
    return rows + [(code, compare(text, "")) for code, text in before.items()]


def _of_version(name: str, old: str, new: str) -> Part:
    return Part("", compare(name, name), compare(old, new))


def _of_promises(old: Iterable[Promise], new: Iterable[Promise]) -> list[Part]:
    before = {promise.key: promise for promise in old}
    parts = [compare_promise(before.pop(promise.key, None), promise) for promise in new]
    gone = [
        Part(promise.code, compare(promise.title, ""), compare(promise.text, ""))
        for promise in before.values()
    ]
    return parts + gone

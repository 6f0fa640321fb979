"""From a checklist to a form to print."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from association.core.errors import RuleError
from association.core.lettering import missing_characters
from association.core.models import AssociationProfile
from association.core.qr import qr_outline
from association.core.typesetting import Typesetter
from association.peer_review.checklists.paper import words
from association.peer_review.checklists.questions import Group, Question, groups_of
from association.peer_review.enums import AnswerType
from association.peer_review.models import ChecklistVersion

INK = "#000000"
ROWS = 4  # rooms or classes on one sheet

_form = Typesetter(Path(__file__).with_name("form.typ"))


class UnprintableChecklist(RuleError):
    """The form cannot be set: an engine would silently draw boxes for characters it lacks."""


def paper_form(version: ChecklistVersion, *, peer: bool, visit: str = "") -> bytes:
    """Return a version as a PDF to print and fill in by hand, in Chinese.

    peer: for visitors from other schools: competitor-sensitive items leave no room to write.
    visit: the number of the visit, printed and in the codes where it is known; letters of the
    English alphabet, digits and hyphens.
    Tagged PDF/A-2a and PDF/UA-1, fonts embedded. Raises UnprintableChecklist naming what the
    typeface lacks.
    """
    groups = groups_of(version)
    # No question fills a page, so there are never more pages than this.
    most = sum(len(group.questions) + 1 for group in groups) + 3
    names = [page_code(version, page, visit) for page in range(1, most)]
    values = {
        "title": version.title_zh,
        "issuer": AssociationProfile.load().name_zh,
        "version": words.VERSION.format(number=version.number),
        "mark": _mark(version),
        "intro": version.intro_zh.split("\n"),
        "visit": visit,
        "codes": [qr_outline(name).svg(fill=INK) for name in names],
        "page_names": names,
        "groups": [_group(group, peer=peer) for group in groups],
        "words": _words(),
    }
    if missing := missing_characters("".join(_texts(values))):
        raise UnprintableChecklist(
            _("The form cannot be set: the typeface lacks %(characters)s.")
            % {"characters": " ".join(missing)}
        )
    return _form.set_pdf(values)


def page_code(version: ChecklistVersion, page: int, visit: str = "") -> str:
    """Return what the code on a page says: `CHECKLIST/version/page`, and `/visit` where known.

    Upper-case letters and digits only, so that the code stays small.
    """
    return "/".join(filter(None, ["CHECKLIST", str(version.number), str(page), visit.upper()]))


def _mark(version: ChecklistVersion) -> str:
    marks = [words.DRAFT if version.is_draft else "", words.DEMO if settings.DEMO else ""]
    return " · ".join(filter(None, marks))


def _words() -> dict[str, Any]:
    return {
        "kind": words.KIND,
        "kinds": words.KINDS,
        "facts": words.FACTS,
        "note": words.NOTE,
        "own_words": words.OWN_WORDS,
        "signatures": words.SIGNATURES,
        "signed": words.SIGNED,
        "scan": words.SCAN,
    }


def _group(group: Group, *, peer: bool) -> dict[str, Any]:
    section = group.section
    label = section.repeat_label_zh or section.title_zh
    return {
        "title": section.title_zh,
        "each": words.EACH.format(label=label) if group.repeats else "",
        "label": label,
        "rows": ROWS if group.repeats else 0,
        "items": [_item(question, peer=peer) for question in group.questions],
    }


def _item(question: Question, *, peer: bool) -> dict[str, Any]:
    item = question.item
    return {
        "code": question.code,
        "text": item.text_zh,
        "help": item.help_zh,
        "marks": _marks(question, peer=peer),
        "boxes": _boxes(question),
        "written": question.answer_type in {AnswerType.NUMBER, AnswerType.TEXT},
        "note": question.takes_note(peer=peer) and question.answer_type != AnswerType.PHOTO,
    }


def _marks(question: Question, *, peer: bool) -> list[str]:
    """Return the short remarks under an item."""
    marks = {
        words.SEVERITY[question.item.severity]: bool(question.failing),
        words.ONLY_YES_OR_NO: question.pass_fail_only(peer=peer),
        words.PHOTO: question.photo_on_fail and question.takes_photo(peer=peer),
        words.ALWAYS_PHOTO: question.answer_type == AnswerType.PHOTO,
        words.ONLY_IF: bool(question.show_if),
        words.MAY_BE_EMPTY: not question.required and not question.show_if,
    }
    return [mark for mark, stands in marks.items() if stands]


def _boxes(question: Question) -> Sequence[str]:
    if question.answer_type == AnswerType.YES_NO:
        return words.ANSWERS
    return [choice.text_zh for choice in question.choices]


def _texts(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    if not isinstance(value, dict | list | tuple):
        return []
    parts = value.values() if isinstance(value, dict) else value
    return [text for part in parts for text in _texts(part)]

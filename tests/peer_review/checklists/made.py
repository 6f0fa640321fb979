"""Checklists to try: the shipped one in use, and small ones made of a few questions."""

from association.core.regulated import record_event
from association.peer_review.checklists.questions import Choice, Group, Question
from association.peer_review.enums import AnswerType, Verb
from association.peer_review.models import ChecklistItem, ChecklistSection, ChecklistVersion
from association.peer_review.services import (
    copy_checklist,
    draft_default_checklist,
    publish_checklist,
)
from association.pledges.default_covenant import LATEST
from association.pledges.models import CovenantVersion
from association.pledges.services import draft_default_version, publish_version

LEVELS = (Choice("good", "好", "Good"), Choice("worn", "旧", "Worn"))


def shipped_covenant():
    """The covenant in force, with every breach code of the shipped text."""
    found = CovenantVersion.objects.current().first()
    if found is None:
        found = draft_default_version(edition=LATEST, acting_user=None)
        publish_version(version=found, acting_user=None)
    return found


def shipped_checklist(*, publish=True, acting_user=None):
    """The shipped checklist; the next version where there is one already."""
    shipped_covenant()
    latest = ChecklistVersion.objects.order_by("number").last()
    if latest is None:
        version = draft_default_checklist(acting_user=acting_user)
    else:
        version = copy_checklist(source=latest, acting_user=acting_user)
    if publish:
        publish_checklist(version=version, acting_user=None)
    return version


def draft_with(*items, repeats=False, key="one"):
    """A draft of one section; each item a mapping of fields that differ from a plain one."""
    version = ChecklistVersion.objects.create(
        title_zh="检查表", title_en="Checklist", intro_zh="说明", intro_en="Introduction"
    )
    record_event(record=version, verb=Verb.DRAFT_CHECKLIST, acting_user=None, first=True)
    section = ChecklistSection.objects.create(
        version=version, key=key, title_zh="一", title_en="One", repeats=repeats, sort_order=0
    )
    for place, fields in enumerate(items):
        plain = {
            "code": f"C1{place}",
            "promise": "P1",
            "breach": "B11",
            "text_zh": "检查项",
            "text_en": "Item",
        }
        ChecklistItem.objects.create(section=section, sort_order=place, **(plain | fields))
    return version


def question(code, answer_type=AnswerType.YES_NO, **values):
    """A question without a row behind it."""
    repeats = values.pop("repeats", False)
    choices = LEVELS if answer_type == AnswerType.CHOICE else ()
    given = {"section": "rooms" if repeats else "one", "choices": choices} | values
    return Question(code=code, answer_type=answer_type, repeats=repeats, **given)


def group(*questions):
    """Questions as one section, named and repeated as they say."""
    first = questions[0]
    section = ChecklistSection(key=first.section, title_zh="一", repeats=first.repeats)
    return Group(section, questions)

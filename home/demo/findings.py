"""What visitors of the demo find: about 2.3 items a visit do not hold, as real reports tell.

Two visitors of one school fill in a sheet each: they see much the same, and not all of it.
"""

import random
from collections.abc import Collection
from typing import Any

from association.peer_review.checklists.answers import Checked, check_answers
from association.peer_review.checklists.questions import Group, groups_of
from association.peer_review.enums import AnswerType
from association.peer_review.models import ChecklistVersion
from home.demo.cast import SEED

# How often an item does not hold, beside the others, and what a visitor writes next to it. Items on
# fees, rosters and timetables take no note.
FAULTS = {
    "C11": (3, "登记证挂在办公室内，门厅看不到。"),
    "C12": (1, "许可证两个月后到期，延续材料已经备好，还没有递交。"),
    "C23": (2, "周三晚班课表写到20:40。"),
    "C41": (3, "桌上的简章是上一版，与备案文本有两处不同。"),
    "C42": (2, "橱窗海报有“保证提高”字样，当场取下。"),
    "C51": (3, ""),
    "C61": (3, ""),
    "C63": (2, ""),
    "C71": (2, "二楼东侧通道放着两摞椅子，当场搬开。"),
    "C72": (5, "两具灭火器上月到期。"),
    "C73c": (2, "门后堆着画架。"),
    "C75": (3, "走廊一处摄像头没有画面，已报修。"),
    "C76": (4, "有预案，本学期还没有演练记录。"),
    "C77": (2, "保险单上月到期，新保单还在办理。"),
    "C81": (5, "公示栏缺投诉电话。"),
    "C82": (2, "牌匾被展架挡住一半，当场移开。"),
    "C83": (2, "登记本上有一件投诉超过五个工作日才答复。"),
}
HOW_MANY = {0: 8, 1: 18, 2: 28, 3: 24, 4: 14, 5: 8}  # faults of a school, of a hundred schools
SEEN, FRESH, ADMITTED = (
    0.9,
    0.15,
    0.6,
)  # chances: a visitor sees it, sees one more, a school says it
FOR_SOME = {"C24": 0.5, "C74": 0.2}  # chances that an item does not apply
ROOMS = ("201", "203", "305")


class Findings:
    """Fills in sheets of one checklist version. The same names give the same sheets."""

    def __init__(self, version: ChecklistVersion) -> None:
        self.groups: list[Group] = groups_of(version)

    def of_visitor(
        self, round_code: str, visited: str, visitor: str, also: Collection[str] = ()
    ) -> Checked:
        """Return the sheet of a visitor. visited, visitor: credit codes. also: faults seen too."""
        chance = _chance(round_code, visited, visitor)
        seen = {code for code in _faults(round_code, visited) if chance.random() < SEEN}
        if chance.random() < FRESH:
            seen.add(chance.choice(sorted(FAULTS)))
        seen.update(also)
        return self._checked(seen, chance, peer=True)

    def of_school(self, round_code: str, uscc: str) -> Checked:
        """Return what a school says about itself: some of it, and some was put right before."""
        chance = _chance(round_code, uscc)
        said = {code for code in _faults(round_code, uscc) if chance.random() < ADMITTED}
        return self._checked(said, chance, peer=False)

    def _checked(self, failing: set[str], chance: random.Random, *, peer: bool) -> Checked:
        answers: dict[str, Any] = {}
        for group in self.groups:
            if group.repeats:
                answers[group.key] = _rooms(failing, chance)
                continue
            for question in group.questions:
                if question.answer_type != AnswerType.YES_NO:
                    continue
                code = question.code
                applies = chance.random() >= FOR_SOME.get(code, 0)
                answers[code] = "no" if code in failing else "yes" if applies else "na"
                if code in failing and question.takes_note(peer=peer) and FAULTS[code][1]:
                    answers[f"{code}_note"] = FAULTS[code][1]
        checked = check_answers(self.groups, answers, peer=peer, with_photos=False)
        if checked.errors:
            raise ValueError(checked.errors)
        return checked


def _rooms(failing: set[str], chance: random.Random) -> list[dict[str, Any]]:
    """Return two of the rooms, one of them blocked where that is among the faults."""
    rows = [
        {"C73a": room, "C73b": chance.randint(28, 62), "C73c": "yes"}
        for room in sorted(chance.sample(ROOMS, 2))
    ]
    if "C73c" in failing:
        rows[-1] |= {"C73c": "no", "C73c_note": FAULTS["C73c"][1], "C73d": "things"}
    return rows


def _faults(round_code: str, uscc: str) -> list[str]:
    """Return what is not in order at a school at the time of a round."""
    chance = _chance(round_code, uscc, "in truth")
    [wanted] = chance.choices(list(HOW_MANY), weights=list(HOW_MANY.values()))
    left, found = dict(FAULTS), []
    for _each in range(wanted):
        [code] = chance.choices(list(left), weights=[left[code][0] for code in left])
        del left[code]
        found.append(code)
    return found


def _chance(*names: str) -> random.Random:
    return random.Random("-".join([str(SEED), *names]))  # noqa: S311 -- sheets of a story

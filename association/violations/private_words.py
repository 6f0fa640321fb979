"""What must not pass into a text that the public reads: who said something, and how to reach them.

Whoever looked into a case, decided it or visited the school is named to nobody outside, and the
words of somebody who reported are theirs: copied, they show the school who it was.
"""

import re
import unicodedata
from collections.abc import Iterator
from typing import Any, NamedTuple

from django.db.models import Q
from django.utils.translation import gettext as _

from association.accounts.models import User
from association.core.errors import RuleError
from association.plaques.models import PlaqueReport
from association.violations.enums import CaseSource
from association.violations.models import Case, NoticePage, Objection

COPIED = 12  # Chinese characters in a row that are no accident
QUOTED = 16
COVERED = "〇"
# Written apart, but not with dots between all digits: that is how class times are written.
APART = r"[\s()-]*"
IDENTITY = rf"(?<![0-9a-z])[1-9](?:{APART}\d){{16}}{APART}[\dx](?![0-9a-z])"
MOBILE = rf"(?<!\d)(?:\+?86{APART})?1{APART}[3-9](?:{APART}\d){{9}}(?!\d)"
MOBILE_WITH_DOTS = r"(?<!\d)1[3-9]\d[._·/]\d{4}[._·/]\d{4}(?!\d)"
SERVICE = rf"(?<!\d)[48]00(?:{APART}\d){{7}}(?!\d)"
LANDLINE = rf"(?<!\d)0\d{{2,3}}{APART}[2-9](?:{APART}\d){{6,7}}(?!\d)"
TOLD_NUMBER = r"(?:电话|手机|热线|致电|拨打|联系方式)\D{0,6}\d(?:[\s-]*\d){5,}"
E_MAIL = r"[a-z0-9.+_-]+@[a-z0-9-]+(?:\.[a-z0-9-]+)+"
CHAT_NAMES = r"(?:微信|(?<![a-z])(?:weixin|wechat|vx|qq))"
CHAT = rf"微信号|加微信|{CHAT_NAMES}[^a-z0-9]{{0,4}}[a-z0-9][a-z0-9_-]{{4,}}"
REACHES = [
    re.compile(rule)
    for rule in (
        IDENTITY,
        MOBILE,
        MOBILE_WITH_DOTS,
        SERVICE,
        LANDLINE,
        TOLD_NUMBER,
        E_MAIL,
        CHAT,
    )
]
DASHES = dict.fromkeys(map(ord, "‐‑‒–—―－−﹣"), "-")
# What people write who do not want to give a name.
NOBODYS = {
    *("家长", "学生家长", "老师", "教师", "学生", "学员", "学校", "机构", "校长"),
    *("协会", "群众", "市民", "居民", "邻居", "匿名", "无"),
}
CHINESE = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")


class Found(NamedTuple):
    """What was found. kind: a key of KINDS. start, end: where in the text."""

    kind: str
    start: int
    end: int


def find_private_words(case: Case, text: str, *, by_school: bool = False) -> list[Found]:
    """Return what must not be published, in the order of the text.

    by_school: the school wrote it. Then the name of anybody with an account is found, except its
    own people: a check of those with a part alone would tell the school who they are.
    """
    folded = _folded(text)
    open_text = _without_known(folded, case)
    found = {Found("reach", *each.span()) for rule in REACHES for each in rule.finditer(open_text)}
    names = _others_names(case) if by_school else _names_of_parts(case)
    for name in names | _objectors(case):
        found |= {Found("name", *span) for span in _places(name, open_text)}
    for words in _confidential(case):
        found |= {Found("copied", *span) for span in _copied(words, open_text, case)}
    return _apart(found)


def private_words(case: Case, text: str, *, by_school: bool = False) -> list[str]:
    """Say in short sentences what must not be published; empty where nothing was found."""
    kinds = {
        "reach": _("a number or an address at which somebody is reached: “%(quote)s”"),
        "name": _("a person's name: “%(quote)s”"),
        "copied": _("words that were written in confidence: “%(quote)s”"),
    }
    return [
        kinds[each.kind] % {"quote": _short(text[each.start : each.end])}
        for each in find_private_words(case, text, by_school=by_school)
    ]


def refuse_private_words(case: Case, text: str, *, by_school: bool = False) -> None:
    """Raise RuleError where a text names somebody, how to reach them, or what they wrote."""
    if found := private_words(case, text, by_school=by_school):
        raise RuleError(
            _("Others read this. Please take out: %(found)s.") % {"found": "; ".join(found)}
        )


def covered(case: Case, text: str) -> str:
    """Return a text with what must not be published covered by circles."""
    for each in reversed(find_private_words(case, text)):
        text = text[: each.start] + COVERED * 2 + text[each.end :]
    return text


def _names_of_parts(case: Case) -> set[str]:
    """Return the names of whoever looked into a case, decides it, or noted its finding."""
    part = Q(case_parts__case=case)
    if case.opened_by_id:
        part |= Q(pk=case.opened_by_id)
    if case.finding_id:
        visit = case.finding.visit_id
        part |= Q(pk__in=case.finding.entries.filter(for_school=False).values("author"))
        part |= Q(seats__visit=visit)
        part |= Q(pk__in=case.finding.visit.submissions.values("entered_by"))
    return {user.full_name for user in User.objects.filter(part).distinct()}


def _objectors(case: Case) -> set[str]:
    """Return how those who objected from outside called themselves, and where they are reached.

    They write there what they like: a role, or a word of the notice itself, is nobody's name, and
    must not hold the notice up.
    """
    told = _outsiders(case).values_list("who", "contact")
    public = _folded(" ".join(_public_words(case)))
    words = {word.strip() for pair in told for word in pair}
    return {word for word in words - NOBODYS if _folded(word) not in public}


def _others_names(case: Case) -> set[str]:
    own = case.school.representatives.values("user")
    return {user.full_name for user in User.objects.exclude(pk__in=own)}


def _confidential(case: Case) -> Iterator[str]:
    """Yield what outsiders wrote: of the school's plaques, against the entry, and as the source."""
    reports = PlaqueReport.objects.filter(plaque__school=case.school_id).exclude(words="")
    yield from reports.values_list("words", flat=True)
    yield from _outsiders(case).values_list("words", flat=True)
    if case.source == CaseSource.REPORT:
        yield case.reference


def _outsiders(case: Case) -> Any:
    return case.objections.filter(by_school=False) if case.pk else Objection.objects.none()


def _public_words(case: Case) -> list[str]:
    """Return what the case has told the public already; whoever repeats it betrays nobody."""
    notice = NoticePage.objects.filter(case=case).first()
    return [case.public_words, *([notice.title, notice.words, notice.basis] if notice else [])]


def _places(name: str, text: str) -> Iterator[tuple[int, int]]:
    name = _folded(name.strip())
    if len(name) < 2:
        return
    whole = rf"(?<![a-z0-9]){re.escape(name)}(?![a-z0-9])" if name.isascii() else re.escape(name)
    yield from (each.span() for each in re.finditer(whole, text))


def _copied(words: str, text: str, case: Case) -> Iterator[tuple[int, int]]:
    """Yield where the text repeats what was written, whatever stands between the characters.

    What stood in public before is no proof: whoever wrote can have copied it from there.
    """
    theirs = {run for run, _start, _end in _runs(_chinese(_without_known(_folded(words), case)))}
    if not theirs:
        return
    for public in _public_words(case):
        theirs -= {run for run, _start, _end in _runs(_chinese(_folded(public)))}
    yield from ((start, end) for run, start, end in _runs(_chinese(text)) if run in theirs)


def _runs(signs: list[tuple[str, int]]) -> Iterator[tuple[str, int, int]]:
    """Yield each run of COPIED characters with where it begins and ends."""
    for first in range(len(signs) - COPIED + 1):
        part = signs[first : first + COPIED]
        run = "".join(sign for sign, _place in part)
        if GAP not in run:
            yield run, part[0][1], part[-1][1] + 1


GAP = "\n"  # what both know anyway is no proof that one copied the other


def _chinese(text: str) -> list[tuple[str, int]]:
    """Return the Chinese characters of a text with their places; other signs are passed over."""
    return [(sign, at) for at, sign in enumerate(text) if sign == GAP or CHINESE.match(sign)]


def _without_known(text: str, case: Case) -> str:
    """Return a text in which the school's own name, code and places and the promise are gaps."""
    school, promise = case.school, case.promise
    places = [part for each in school.campuses.all() for part in (each.name, each.address)]
    known = [school.name, school.uscc, *places, promise.title_zh, promise.text_zh]
    for words in sorted(filter(None, known), key=len, reverse=True):
        text = text.replace(_folded(words), GAP * len(words))
    return text


def _folded(text: str) -> str:
    """Return a text of the same length, in lower case, with plain digits, letters and dashes."""
    return "".join(_plain(sign) for sign in text.translate(DASHES))


def _plain(sign: str) -> str:
    if sign == GAP:
        return " "
    digit = unicodedata.decimal(sign, None)
    if digit is not None:
        return str(digit)
    small = unicodedata.normalize("NFKC", sign).lower()
    return small if len(small) == 1 and not CHINESE.match(sign) else sign


def _apart(found: set[Found]) -> list[Found]:
    """Return what was found in order, with what overlaps taken together."""
    apart: list[Found] = []
    for each in sorted(found, key=lambda one: (one.start, -one.end)):
        if apart and each.start < apart[-1].end:
            last = apart[-1]
            apart[-1] = Found(last.kind, last.start, max(last.end, each.end))
        else:
            apart.append(each)
    return apart


def _short(quote: str) -> str:
    return quote if len(quote) <= QUOTED else f"{quote[:QUOTED]}…"

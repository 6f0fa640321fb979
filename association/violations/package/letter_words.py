"""The covering letter as words: to whom, on what, what happened, and what goes along."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.utils import timezone

from association.core.models import AssociationProfile
from association.pledges.models import BreachCode
from association.violations.enums import FilingKind, Measure
from association.violations.models import Case, Filing
from association.violations.package import words
from association.violations.package.table import (
    NAME,
    address_of,
    answered_on,
    became_of,
    outcome_of_appeal,
)

FOUR_FACTS = {
    "content": "培训内容",
    "classes": "班次",
    "learners": "招生对象",
    "times": "上课时间",
}
# Number, whether the school handed it in, title, origin; both empty where they are kept back.
Named = tuple[int, bool, str, str]


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the letter. facts: labels and values of a list, where it is one."""

    heading: str
    paragraphs: tuple[str, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter from one office to another. number: 发文字号. addressee: 主送机关."""

    issuer: str
    number: str
    title: str
    addressee: str
    opening: str
    sections: tuple[Section, ...]
    closing: tuple[str, ...]
    attachments: tuple[str, ...]
    day: str

    @property
    def text(self) -> str:
        """The letter without its layout, as it is read on a screen."""
        lines = [self.issuer, self.number, "", self.title, "", f"{self.addressee}：", self.opening]
        for section in self.sections:
            lines += ["", section.heading, *section.paragraphs]
            lines += [f"{label}：{value}" for label, value in section.facts]
        lines += ["", *self.closing, "", words.ATTACHMENTS]
        lines += [f"{number}. {each}" for number, each in enumerate(self.attachments, start=1)]
        return "\n".join([*lines, "", self.issuer, self.day, ""])


def letter_of(
    filing: Filing, *, day: dt.date, evidence: Sequence[Named], names_source: bool
) -> Letter:
    """Return the letter of a filing, as it would go on a day.

    evidence: as it may be named. names_source: two people agreed that the source is told.
    """
    case, issuer = filing.case, AssociationProfile.load().name_zh
    known = {"school": case.school.name, "covenant": case.promise.version.title_zh}
    return Letter(
        issuer=issuer,
        number=document_number(filing),
        title=_title(filing).format(**known),
        addressee=filing.department.name_zh,
        opening=words.OPENINGS[FilingKind(filing.kind)].format(**known),
        sections=tuple(_sections(filing, names_source=names_source)),
        closing=(words.REMARK, words.PLEASE),
        attachments=tuple(_attachments(evidence)),
        day=words.DAY.format(day),
    )


def document_number(filing: Filing) -> str:
    """Return the number as offices write it, for example 示民协备〔2026〕1号."""
    _series, year, sequence = filing.code.split("-")
    return settings.FILING_NUMBER_CHINESE.format(year=year, sequence=int(sequence))


def _title(filing: Filing) -> str:
    if filing.kind == FilingKind.HAND_OVER:
        return words.HAND_OVER_TITLE
    return words.TITLES.get(Measure(filing.case.measure), words.OTHER_TITLE)


def _sections(filing: Filing, *, names_source: bool) -> list[Section]:
    case = filing.case
    told = (
        _promise(case),
        _found(case),
        _heard(case),
        _decided(case),
        [f"{outcome_of_appeal(case)}。"],
    )
    by_words = zip(words.SECTIONS[1:], told, strict=True)
    found = [Section(words.SECTIONS[0], facts=_school_facts(case))]
    found += [Section(heading, tuple(paragraphs)) for heading, paragraphs in by_words]
    if names_source:
        found.append(Section(words.SOURCE_SECTION, _source(filing)))
    return found


def _school_facts(case: Case) -> tuple[tuple[str, str], ...]:
    school = case.school
    return (
        ("机构名称", school.name),
        ("统一社会信用代码", school.uscc),
        ("办学许可证号", school.licence_no or words.NONE),
        ("办学地址", address_of(school) or words.NONE),
    )


def _promise(case: Case) -> list[str]:
    promise = case.promise
    breach = BreachCode.objects.filter(promise=promise, code=case.breach).first()
    return [
        words.PROMISE.format(
            covenant=promise.version.title_zh,
            code=promise.code,
            title=promise.title_zh,
            text=promise.text_zh,
        ),
        words.BREACH.format(
            code=case.breach,
            text=breach.text_zh.rstrip("。") if breach else "",
            severity=words.SEVERITIES[case.severity],
        ),
    ]


def _found(case: Case) -> list[str]:
    named = {label: getattr(case, name) for name, label in FOUR_FACTS.items()}
    known = [words.FACT.format(label=label, value=value) for label, value in named.items() if value]
    return [*filter(None, case.facts.splitlines()), *known]


def _heard(case: Case) -> list[str]:
    days = answered_on(case)
    answered = words.ANSWERED.format(days=words.listed(days)) if days else words.NOT_ANSWERED
    told = [words.TOLD.format(day=_day(case.told_at)), answered]
    if case.hearing_held_on is not None:
        told.append(words.HEARD.format(day=_day(case.hearing_held_on)))
    return [*told, words.WORDS_KEPT]


def _decided(case: Case) -> list[str]:
    measure = Measure(case.measure)
    told = [words.DECIDED.format(day=_day(case.decided_at), measure=words.MEASURES[measure])]
    if case.mend_by is not None:
        told.append(words.MEND_BY.format(day=_day(case.mend_by)))
    if case.in_force_on is not None:
        days = {"since": _day(case.in_force_on), "until": _day(case.public_until)}
        told.append(words.IN_FORCE.format(**days))
    elif measure.is_public and case.annulled_at is None:
        told.append(words.NOT_IN_FORCE)
    if later := became_of(case):
        told.append(f"{later}。")
    return told


def _source(filing: Filing) -> tuple[str, ...]:
    case = filing.case
    return (
        words.SOURCE.format(source=words.SOURCES[case.source], reference=case.reference),
        words.SOURCE_REASON.format(reason=filing.source_reason),
    )


def _attachments(evidence: Sequence[Named]) -> list[str]:
    listed = [words.TABLE.format(name=NAME)]
    for number, by_school, title, origin in evidence:
        name = words.EVIDENCE_OF_SCHOOL if by_school else words.EVIDENCE
        about = words.ABOUT.format(title=title, origin=origin) if title else ""
        listed.append(name.format(number=number) + about)
    return [*listed, words.SIGNED_LIST]


def _day(value: dt.date | dt.datetime) -> str:
    day = timezone.localdate(value) if isinstance(value, dt.datetime) else value
    return words.DAY.format(day)

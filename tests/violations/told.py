"""A school with its people, those who work on cases, and others whom nothing concerns."""

from dataclasses import dataclass
from typing import Any

from association.accounts.roles import Role
from association.alliances.enums import Capacity
from association.messaging.wording import FIELDS
from association.violations.enums import Measure
from association.violations.services import (
    Publication,
    add_evidence,
    answer_case,
    put_to_decision,
    tell_school,
    vote_case,
)
from tests.factories import (
    make_accepted_pledge,
    make_lead,
    make_photo,
    make_principal,
    make_school,
    make_secretary,
)
from tests.factories.cases import FACTS, PUBLIC_WORDS, make_case
from tests.violations.filing.desk import REPORTER

SCHOOL = "示范区晴川艺术培训学校"
NAMES = ("周经办", "吴表决", "郑复议")
# What a letter about a case never says: the matter, the school, who works on it, who reported it.
PRIVATE = (SCHOOL, FACTS, PUBLIC_WORDS, "公示栏", REPORTER, "0536", *NAMES)


@dataclass
class People:
    """Who may be told of a case, by user name."""

    school: Any
    principal: Any
    clerk: Any
    deciders: list[Any]

    def open(self, measure=Measure.MEND):
        """A case that the clerk looks into."""
        severity = "S2" if measure.weight <= Measure.CIRCULAR.weight else "S3"
        return make_case(school=self.school, clerk=self.clerk, severity=severity)

    def tell(self, case, measure=Measure.MEND):
        """Tell the school, with a photo as evidence."""
        show(case, self.clerk)
        return tell_school(case=case, in_view=measure, acting_user=self.clerk)

    def answer(self, case, **given):
        """Let the principal answer, and say that this is all."""
        said = {"words": "已补充公示。", "said_all": True, "acting_user": self.principal}
        return answer_case(case=case, **(said | given))

    def put(self, case, measure=Measure.MEND, *, count=None):
        """Put the case before those who decide. count: how many of them, else as it needs."""
        count = count or (3 if case.severity == "S3" else 2)
        public = Publication(words=PUBLIC_WORDS, months=12 if case.severity == "S3" else 3)
        return put_to_decision(
            case=case,
            measure=measure,
            reasons="事实清楚，学校的说明已阅。",
            panel=self.deciders[:count],
            publication=public if measure.is_public else Publication(),
            acting_user=self.clerk,
        )

    def vote(self, case, *, in_favour=True):
        """Let everybody who is named vote alike."""
        for row in case.people.filter(part="decider", ballot=case.ballot).order_by("pk"):
            case = vote_case(case=case, in_favour=in_favour, words="理由", acting_user=row.user)
        return case

    def decided(self, measure=Measure.MEND):
        """A case that was decided today."""
        case = self.open(measure)
        self.tell(case, measure)
        self.answer(case)
        return self.vote(self.put(fresh(case), measure))


def make_people():
    """The school with principal and staff, clerks and deciders; a lead and a foreign principal."""
    school = make_school(SCHOOL)
    principal = make_principal(school, name="principal", first_name="校长甲")
    make_principal(school, Capacity.STAFF, name="staff")
    make_accepted_pledge(school, signer=principal)
    make_lead(name="lead")
    make_principal(make_school(), name="foreign")
    clerk = make_secretary(name="clerk", first_name=NAMES[0])
    make_secretary(name="another-clerk")
    deciders = [
        make_secretary(Role.APPROVER, name=f"decider-{number}", first_name=NAMES[1])
        for number in range(1, 4)
    ]
    return People(school, principal, clerk, deciders)


def make_hearers(count=3):
    """People who may hear an appeal, without any part so far."""
    return [
        make_secretary(Role.APPROVER, name=f"hearer-{number}", first_name=NAMES[2])
        for number in range(1, count + 1)
    ]


def show(case, user=None):
    """Add a photo to a case."""
    return add_evidence(
        case=case,
        title="公示栏照片",
        origin="10月12日巡查时拍摄",
        data=make_photo(),
        name="wall.jpg",
        acting_user=user,
    )


def fresh(case):
    case.refresh_from_db()
    return case


def private_words_in(messages):
    """What of the matter stands in some messages: nothing should."""
    texts = "\n".join(getattr(each, name) for each in messages for name in FIELDS)
    return [each for each in PRIVATE if each in texts]


def says(message, *, zh, en):
    """Whether a message says something in both languages, in subject or text."""
    chinese = f"{message.subject_zh}\n{message.body_zh}"
    return zh in chinese and en in f"{message.subject_en}\n{message.body_en}"

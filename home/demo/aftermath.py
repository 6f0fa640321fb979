"""What becomes of plaques that hang: taken down, replaced, reported, shown on websites."""

import datetime as dt
from collections.abc import Callable
from functools import partial

from association.alliances.models import School
from association.plaques.enums import ReplacementReason, ReportKind
from home.demo import cast, measures, reports
from home.demo.acts import Principal, report, show_badge
from home.demo.days import Story, working_day, working_days_before
from home.demo.office import Secretariat
from home.demo.publicity import Publicity
from home.demo.verdicts import DECIDED, IN_FORCE

FIRST_DECIDED = 14  # of the 18 schools of the first edition
WEBSITES = ["www.example.com", "school.example.org", "life.example.net"]


class Aftermath:
    """Writes the later acts into the story; days are counted back from today."""

    def __init__(self, *, story: Story, office: Secretariat) -> None:
        self.story, self.office = story, office

    def follow(self, part: cast.Part, place: int, principal: Principal) -> None:
        """Write what follows for a school. place: among the schools of its part."""
        school = principal.school
        if part is cast.SIGNED_ANEW:
            self._taken_down(principal)
        elif part is cast.REVOKED:
            self._taken_back(place, principal)
        elif part is cast.REPLACED:
            self._copy_replaced(place, school)
        elif part is cast.SIGNED_PRINCIPAL:
            self._badge(school, {WEBSITES[0]: (40, 0), WEBSITES[1]: (12, 2)})
        elif part is cast.RENEWED and place < len(WEBSITES):
            self._badge(school, {WEBSITES[place]: (15, 1)})
        elif part is cast.SECOND_EDITION and place == 0:
            self._ago(3, 10, principal.hand_over)
            self._ago(1, 19, principal.have_successor_accept)
        elif part is cast.FIRST_EDITION and place >= FIRST_DECIDED:
            self._decided(place - FIRST_DECIDED, school)
        elif part is cast.FIRST_EDITION and place < len(reports.OTHERS):
            self._reported(school, *reports.OTHERS[place])

    def _decided(self, place: int, school: School) -> None:
        """Cases that are decided publicly and do not touch the plaque, one of each kind."""
        if place == 0:
            self._circular(school)
        elif place == 1:
            self._in_the_days_to_appeal(school)
        else:
            self._appealed(school, won=place == 2)

    def _taken_down(self, principal: Principal) -> None:
        """Take the plaque back long ago; a second photo shows it is down, and the entry ended."""
        school, office = principal.school, self.office
        judged = self._judge(430, school, measures.REVOKED[0])
        judged.publish()
        judged.file(number=31)
        judged.end(IN_FORCE + 275)
        self._ago(424, 16, principal.show_wall)
        self._office(421, 9, partial(office.doubt_wall, school, reports.DOUBT))
        self._ago(420, 12, principal.show_wall)
        self._office(417, 9, partial(office.close_take_down, school))

    def _taken_back(self, place: int, principal: Principal) -> None:
        """Take the plaque back: a photo of the first wall waits, the second still hangs."""
        school, days_ago = principal.school, (8, 20)[place]
        judged = self._judge(days_ago, school, measures.REVOKED[1 + place])
        judged.publish()
        judged.file(IN_FORCE + 1, number=(0, 12)[place])
        if place == 0:
            self._ago(1, 16, principal.show_wall)
        else:
            for ago, words in reports.STILL_HANGING.items():
                self._report(ago, school, ReportKind.STILL_HANGING, words)

    def _judge(self, days_ago: int, school: School, measure: measures.Measure) -> Publicity:
        """Decide a case on a school, so that it is in force since so many days ago."""
        until = self.story.days_ago(days_ago - 1)
        begins = working_days_before(until, IN_FORCE + 1)[-1]
        verdict = self.office.judge(school, measure, begins)
        verdict.carry_out()
        return self.office.publicity(verdict)

    def _begun(self, working_days: int) -> dt.date:
        return working_days_before(self.story.today, working_days)[-1]

    def _circular(self, school: School) -> None:
        """A notice to the trade stands, with the school's words beside it, and an objection."""
        judged = self._judge(30, school, measures.CIRCULAR)
        judged.publish()
        judged.reply(measures.REPLY)
        judged.object_to(measures.OBJECTION, IN_FORCE + 14)

    def _in_the_days_to_appeal(self, school: School) -> None:
        """Decided, with its notice drafted; nobody outside reads of it yet."""
        verdict = self.office.judge(school, measures.TO_APPEAL, self._begun(DECIDED + 4))
        verdict.decide()
        self.office.publicity(verdict).draft()

    def _appealed(self, school: School, *, won: bool) -> None:
        """The school appealed: heard just now, or long ago and found right."""
        measure, days = (measures.WON, 60) if won else (measures.APPEALED, DECIDED + 10)
        verdict = self.office.judge(school, measure, self._begun(days))
        verdict.decide()
        publicity = self.office.publicity(verdict)
        panel, head = self.office.hearers, self.office.head
        publicity.appeal(panel, named_by=head, upheld_by=2 if won else 1)

    def _copy_replaced(self, place: int, school: School) -> None:
        """Replace the school's copy: the first hangs again, the second waits for it."""
        if place == 0:
            self._office(36, 9, partial(self.office.replace_copy, school, ReplacementReason.LOST))
            self._ago(27, 15, partial(self.office.activate, school))
            return
        self._report(9, school, ReportKind.OTHER, reports.FADED)
        self._office(6, 10, partial(self.office.close_report, school, reports.FADED_NOTE))
        self._office(6, 11, partial(self.office.replace_copy, school, ReplacementReason.DAMAGED))

    def _reported(self, school: School, days_ago: int, kind: str, words: str, note: str) -> None:
        self._report(days_ago, school, kind, words)
        if note:
            self._office(days_ago - 3, 11, partial(self.office.close_report, school, note))

    def _badge(self, school: School, seen: dict[str, tuple[int, int]]) -> None:
        for host, days in seen.items():
            for ago in days:
                self._ago(ago, 7, partial(show_badge, school, host))

    def _report(self, days_ago: int, school: School, kind: str, words: str) -> None:
        self._ago(days_ago, 16.6, partial(report, school, kind, words))

    def _office(self, days: int, hour: float, act: Callable[[], object]) -> None:
        """Let the secretariat act, up to two days earlier where the day is no working day."""
        self.story.on(working_day(self.story.days_ago(days)), hour, act)

    def _ago(self, days: int, hour: float, act: Callable[[], object]) -> None:
        self.story.on(self.story.days_ago(days), hour, act)

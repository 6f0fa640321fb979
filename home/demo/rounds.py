"""The rounds of the demo: a self-check, visits among peers in two terms, and three random draws."""

import datetime as dt
from functools import partial

from association.accounts.models import User
from association.alliances.enums import AllianceCode
from association.alliances.models import Alliance, School
from association.alliances.selectors import current_membership, visitor_candidates
from association.alliances.services import appoint_visitor
from association.peer_review.enums import RoundKind, TieKind
from association.peer_review.models import ChecklistVersion, Tie
from association.peer_review.services import (
    declare_tie,
    draft_default_checklist,
    end_tie,
    publish_checklist,
)
from home.demo import people
from home.demo.chapters import Chapter
from home.demo.days import Story, working_day
from home.demo.following import Following
from home.demo.office import Secretariat

DAY, WEEK = dt.timedelta(days=1), dt.timedelta(days=7)
# A draw is announced, its results come out five and six evenings later, and a week after the
# announcement they are entered; visits begin a week after that.
RESULTS, DRAWN, OPENED = 6 * DAY, WEEK, 2 * WEEK
WEEKS_OF_VISITS = 5
# The demo's own principal finds something to answer.
SEEN_AT_OURS = ("C72", "C76", "C81")
AGREEING = 12  # visits of last term that people went on by name
NOT_ANSWERED, NOT_NAMED = 3, 3  # schools without a self-check; one place in so many without a name

EXCUSED = "与被走访学校合办过活动，主动申请回避。"
LEFT_OUT = "学校搬迁，停课两周，新校区尚未启用。"
SELF_CHECK_OVER = "自查期限已过，三所学校未交，已逐一电话提醒。"
ONE_NOT_VISITED = "一所学校装修停课，走访未能进行，列入下一轮。"
SAME_OWNER = "两校举办者相同。"
RELATED = "两校负责人是亲属。"
COMPLAINT = "两校之间有一件投诉正在处理。"
ANSWERED = "投诉已经答复，双方没有异议。"


class Rounds:
    """Writes the rounds into the story; days are counted back from today."""

    def __init__(self, *, story: Story, office: Secretariat, users: dict[str, User]) -> None:
        self.story, self.office = story, office
        self.principal = users[people.SIGNED_PRINCIPAL.username]
        self.head = users[people.SECRETARY_GENERAL.username]
        self.visitors = [users[people.VISITOR.username]]

    def write(self) -> None:
        """Write every round, its checklist, and what stands between schools."""
        self._checklist()
        self._ties()
        self._self_check(announced=self._day(203))
        self._mutual_closed(announced=self._day(175))
        self._random_running(announced=self._day(48))
        self._mutual_running(announced=self._day(34))
        self._follow(begun=161)
        today = self.story.today
        self._random_announced(AllianceCode.WEST, self._day(2), today + 5 * DAY)
        self._random_announced(AllianceCode.NORTH, self._day(4), today)

    def _day(self, days_ago: int) -> dt.date:
        return working_day(self.story.days_ago(days_ago))

    def _checklist(self) -> None:
        day = self._day(217)
        self.story.on(day, 9, partial(draft_default_checklist, acting_user=self.office.clerk))
        self.story.on(day + WEEK, 10, self._put_in_use)

    def _put_in_use(self) -> None:
        draft = ChecklistVersion.objects.drafts().get()
        publish_checklist(version=draft, acting_user=self.office.approver)

    def _ties(self) -> None:
        east, south = (
            partial(_two_members, code) for code in (AllianceCode.EAST, AllianceCode.SOUTH)
        )
        clerk, on = self.office.clerk, self.story.on
        on(self._day(208), 15, lambda: _declare(east(), TieKind.OWNER, SAME_OWNER, clerk))
        on(self._day(207), 15, lambda: _declare(south(), TieKind.COMPLAINT, COMPLAINT, clerk))
        on(self._day(190), 15, lambda: _end(TieKind.COMPLAINT, ANSWERED, clerk))
        on(self._day(52), 20, self._declare_own)

    def _declare_own(self) -> None:
        """The demo's signed principal says who of the same alliance is related."""
        school = school_of(self.principal)
        code = current_membership(school).alliance.code
        other = School.objects.in_alliance(code).exclude(pk=school.pk).order_by("-pk").first()
        _declare((school, other), TieKind.CONFLICT, RELATED, self.principal)

    def _self_check(self, announced: dt.date) -> None:
        window = (announced + WEEK, announced + 3 * WEEK)
        lead = self.office.leads[AllianceCode.EAST]
        chapter = Chapter(
            what="自查", kind=RoundKind.SELF, run_by=lead, window=window, alliance="east"
        )
        self.story.on(announced, 9, chapter.plan)
        self.story.on(window[0], 9, chapter.open)
        self.story.on(window[1] - DAY, 14, partial(chapter.take_in_own, but=NOT_ANSWERED))
        self.story.on(window[1] + WEEK, 16, partial(chapter.close, SELF_CHECK_OVER))

    def _mutual_closed(self, announced: dt.date) -> None:
        opens = announced + OPENED
        window = (opens, opens + WEEKS_OF_VISITS * WEEK)
        chapter = self._drawn("互查", RoundKind.MUTUAL, announced, window)
        self.story.on(announced + DRAWN + 2 * DAY, 11, partial(chapter.excuse_one, EXCUSED))
        # Only what visitors agreed on themselves can be taken up by the one clerk there is.
        self.story.on(announced + DRAWN + 2 * DAY, 12, partial(chapter.name_some, AGREEING))
        self.story.on(opens + DAY, 14, self._appoint_visitors)
        for weeks in range(1, WEEKS_OF_VISITS + 1):
            left = WEEKS_OF_VISITS + 1 - weeks
            day = opens + weeks * WEEK
            self.story.on(day, 9, partial(chapter.take_in, one_in=left, but=1))
            self.story.on(day + 2 * DAY, 9, partial(chapter.visit_again, self.visitors))
        self.story.on(window[1] + WEEK, 16, partial(chapter.close, ONE_NOT_VISITED))

    def _mutual_running(self, announced: dt.date) -> None:
        opens = announced + OPENED
        chapter = self._drawn(
            "互查", RoundKind.MUTUAL, announced, (opens, self.story.today + 2 * WEEK)
        )
        naming = partial(chapter.name_visitors, known=self.principal, unnamed=NOT_NAMED)
        self.story.on(announced + DRAWN + 2 * DAY, 19, naming)
        for weeks, parts in ((1, 6), (2, 5)):  # a sixth, and a fifth of what is left: a third
            act = partial(self._some_done, chapter, parts)
            self.story.on(opens + weeks * WEEK, 10, act)

        # Whoever tries the demo finds a second visit to make on the phone.
        self.story.on(self._day(3), 9, lambda: chapter.seat(self.visitors[0]))
        at_ours = self._day(6)
        self.story.on(at_ours, 10, partial(self._at_ours, chapter))

    def _at_ours(self, chapter: Chapter) -> None:
        """Hand in what was noted at the demo principal's school."""
        chapter.take_in_at(school_of(self.principal), also=SEEN_AT_OURS)

    def _follow(self, begun: int) -> None:
        """Let reports and findings be brought on, twice a week. begun: so many days ago."""
        following = Following(office=self.office, head=self.head, ours=self.principal)
        for days_ago in range(begun, 0, -4):
            self.story.on(self._day(days_ago), 15, following.work)
        self.story.on(self._day(1), 16, following.contest_one)

    def _some_done(self, chapter: Chapter, parts: int) -> None:
        chapter.take_in(one_in=parts, without=school_of(self.principal))

    def _random_running(self, announced: dt.date) -> None:
        opens = announced + OPENED
        window = (opens, self.story.today + 3 * WEEK)
        chapter = self._drawn("随机抽查", RoundKind.RANDOM, announced, window)
        self.story.on(opens + DAY, 10, partial(chapter.leave_one_out, LEFT_OUT))
        self.story.on(opens + 2 * DAY, 10, partial(self._seat_visitors, chapter))
        self.story.on(opens + 2 * WEEK, 10, partial(chapter.take_in, one_in=2))

    def _appoint_visitors(self) -> None:
        """Three leads find a visitor among their principals; the south has none yet."""
        for code in (AllianceCode.EAST, AllianceCode.WEST, AllianceCode.NORTH):
            alliance = Alliance.objects.get(code=code)
            user = visitor_candidates(alliance).order_by("pk").first()
            lead = self.office.leads[code]
            self.visitors.append(
                appoint_visitor(alliance=alliance, user=user, acting_user=lead).user
            )

    def _seat_visitors(self, chapter: Chapter) -> None:
        for visitor in self.visitors:
            chapter.seat(visitor)

    def _random_announced(self, code: str, announced: dt.date, last: dt.date) -> None:
        """Announce the draw of one alliance; its lead enters the results."""
        window = (last + 3 * DAY, last + 4 * WEEK)
        lead = self.office.leads[code]
        chapter = Chapter(
            what="抽查", kind=RoundKind.RANDOM, run_by=lead, window=window, alliance=code
        )
        self.story.on(announced, 10, partial(chapter.announce, last))

    def _drawn(
        self, what: str, kind: RoundKind, announced: dt.date, window: tuple[dt.date, dt.date]
    ) -> Chapter:
        """Write a round of all four alliances as far as its first day of visits."""
        chapter = Chapter(what=what, kind=kind, run_by=self.office.clerk, window=window)
        self.story.on(announced, 10, partial(chapter.announce, announced + RESULTS))
        self.story.on(announced + DRAWN, 9, chapter.draw)
        self.story.on(window[0], 8, chapter.open)
        return chapter


def school_of(user: User) -> School:
    """Return the one school a principal of the demo acts for."""
    return user.representations.get(until__isnull=True).school


def _two_members(code: str) -> tuple[School, School]:
    one, other = School.objects.in_alliance(code).order_by("-pk")[:2]
    return one, other


def _declare(pair: tuple[School, School], kind: TieKind, reason: str, user: User) -> None:
    one, other = pair
    declare_tie(one=one, other=other, kind=kind, reason=reason, acting_user=user)


def _end(kind: TieKind, reason: str, user: User) -> None:
    end_tie(tie=Tie.objects.standing().get(kind=kind), reason=reason, acting_user=user)

"""From sealed answers to one report: agreed between visitors, or decided."""

import pytest

from association.core import clock
from association.core.errors import InvalidTransition, RuleError
from association.core.workdays import add_working_days
from association.peer_review.checklists.answers import MAX_PHOTOS, MAX_ROWS, MAX_TEXT
from association.peer_review.enums import FindingStatus, ReportStatus, Verb, VisitStatus
from association.peer_review.models import Finding, FindingSettings, Report, Submission
from association.peer_review.selectors.sealed import sealed_answers
from association.peer_review.services import (
    confirm_agreement,
    decide_agreement,
    propose_agreement,
    reject_agreement,
)
from tests.factories import make_lead, make_principal, make_secretary, make_visitor
from tests.factories.findings import days_later
from tests.peer_review.reports.making import (
    ONE,
    OTHER,
    answer,
    differing,
    keeping,
    make_visit,
    visitors_of,
)

pytestmark = pytest.mark.django_db


def proposed(visit, place=0):
    report = differing(visit)
    propose_agreement(
        report=report,
        kept=keeping(visit, place),
        note="一起看了照片",
        acting_user=visitors_of(visit)[0],
    )
    report.refresh_from_db()
    return report


def test_there_is_no_report_before_the_last_answers_are_in(visit):
    assert answer(visit, ONE) is None
    assert visit.status == VisitStatus.PLANNED


def test_visitors_who_saw_the_same_have_a_final_report_at_once(visit):
    report = answer(visit, ONE, ONE | {"C12_note": "乙也看到了"})
    assert report.status == ReportStatus.FINAL
    assert report.answers["C12"] == "yes"
    assert report.answers["C12_note"] == "甲看到了证照\n乙也看到了"
    assert not Finding.objects.exists()


def test_a_difference_keeps_the_report_open_and_tells_the_school_nothing(visit):
    assert differing(visit).status == ReportStatus.DIFFERING
    assert not Finding.objects.exists()


def test_a_confirmed_proposal_is_the_report_and_its_failures_are_told(visit):
    report = proposed(visit, place=1)
    final = confirm_agreement(report=report, acting_user=visitors_of(visit)[1])
    assert (final.status, final.failed) == (ReportStatus.FINAL, ["C12"])
    assert final.answers["C12_note"] == "乙看到已经过期"
    finding = Finding.objects.get()
    assert (finding.item_code, finding.school, finding.own) == ("C12", visit.school, False)
    assert (finding.status, finding.facts) == (FindingStatus.OPEN, "乙看到已经过期")


def test_the_answer_that_is_not_kept_leaves_no_note(visit):
    report = proposed(visit, place=0)
    final = confirm_agreement(report=report, acting_user=visitors_of(visit)[1])
    assert final.answers == {"C11": "yes", "C12": "yes", "C12_note": "甲看到了证照"}
    assert not Finding.objects.exists()


def test_what_was_handed_in_stays_as_it_was(visit):
    report = proposed(visit)
    confirm_agreement(report=report, acting_user=visitors_of(visit)[1])
    assert list(Submission.objects.order_by("pk").values_list("answers", flat=True)) == [ONE, OTHER]
    assert list(sealed_answers(visit).values()) == [ONE, OTHER]


def test_nobody_confirms_or_rejects_the_own_proposal(visit):
    report = proposed(visit)
    for verb, more in ((confirm_agreement, {}), (reject_agreement, {"reason": "改了主意"})):
        with pytest.raises(RuleError, match="Another visitor"):
            verb(report=report, acting_user=visitors_of(visit)[0], **more)
    assert Report.objects.get().status == ReportStatus.PROPOSED


@pytest.mark.parametrize("stranger", [make_lead, make_visitor, make_secretary])
def test_only_this_visits_visitors_agree(visit, stranger):
    report, user = proposed(visit), stranger()
    with pytest.raises(RuleError):
        confirm_agreement(report=report, acting_user=user)
    with pytest.raises(RuleError):
        propose_agreement(report=report, kept=keeping(visit), note="", acting_user=user)


def test_a_proposal_tells_every_difference_and_only_answers_that_are_there(visit):
    report, user = differing(visit), visitors_of(visit)[0]
    for kept in ({}, {"C12": 0}, {"C12": visit.seats.last().pk + 99}, {"C11": visit.seats.last()}):
        with pytest.raises(RuleError, match="for each difference"):
            propose_agreement(report=report, kept=kept, note="", acting_user=user)


def test_a_rejected_proposal_is_gone_and_its_reason_stays(visit):
    report = proposed(visit)
    reject_agreement(report=report, reason="我看到的是旧证", acting_user=visitors_of(visit)[1])
    report.refresh_from_db()
    assert (report.status, report.proposal, report.proposed_by) == ("differing", None, None)
    assert report.events.get(verb=Verb.REJECT_AGREEMENT).reason == "我看到的是旧证"
    other = visitors_of(visit)[1]
    propose_agreement(report=report, kept=keeping(visit, 1), note="", acting_user=other)
    confirm_agreement(report=report, acting_user=visitors_of(visit)[0])
    assert Report.objects.get().status == ReportStatus.FINAL


def test_a_rejection_says_why(visit):
    with pytest.raises(RuleError, match="otherwise"):
        reject_agreement(report=proposed(visit), reason=" ", acting_user=visitors_of(visit)[1])


def refused(visit):
    """The report of two visitors of whom one said no to what the other proposed."""
    report = proposed(visit)
    reject_agreement(report=report, reason="我看到的是旧证", acting_user=visitors_of(visit)[1])
    report.refresh_from_db()
    return report


@pytest.mark.parametrize("begun", [differing, proposed])
def test_visitors_have_their_days_to_agree_before_anybody_decides(visit, begun):
    report, lead = begun(visit), make_lead("east")
    said = {"report": report, "kept": keeping(visit, 1), "note": "理由", "acting_user": lead}
    day = add_working_days(clock.today(), FindingSettings.load().agreement_days)
    for before in (0, (day - clock.today()).days - 1):
        with days_later(before), pytest.raises(RuleError, match=day.isoformat()):
            decide_agreement(**said)
    with days_later((day - clock.today()).days):
        decide_agreement(**said)
    assert Report.objects.get().status == ReportStatus.FINAL


def test_nobody_waits_for_visitors_who_cannot_agree(visit):
    visit.seats.update(visitor=None)
    report = answer(visit, ONE, OTHER, by=make_secretary())
    decide_agreement(report=report, kept=keeping(visit), note="理由", acting_user=make_lead("east"))
    assert Report.objects.get().status == ReportStatus.FINAL


def test_a_lead_decides_in_words_where_visitors_do_not_agree(visit):
    report, lead = refused(visit), make_lead("east")
    kept = keeping(visit, 1)
    with pytest.raises(RuleError, match="Say why"):
        decide_agreement(report=report, kept=kept, note=" ", acting_user=lead)
    final = decide_agreement(report=report, kept=kept, note="证照照片为准", acting_user=lead)
    assert (final.status, final.answers["C12"]) == (ReportStatus.FINAL, "no")
    event = final.events.get(verb=Verb.DECIDE_AGREEMENT)
    assert (event.reason, event.acting_user) == ("证照照片为准", lead)


def test_nobody_decides_who_was_there_or_acts_for_the_school(visit):
    report = refused(visit)
    for user in (*visitors_of(visit), make_principal(visit.school)):
        with pytest.raises(RuleError):
            decide_agreement(report=report, kept=keeping(visit), note="理由", acting_user=user)
    assert Report.objects.get().status == ReportStatus.DIFFERING


def test_whoever_typed_in_what_others_noted_can_decide(visit):
    clerk = make_secretary()
    report = answer(visit, ONE, OTHER, by=clerk)
    with days_later(14):
        decide_agreement(report=report, kept=keeping(visit), note="理由", acting_user=clerk)
    assert Report.objects.get().status == ReportStatus.FINAL


def test_a_final_report_is_settled(visit):
    report = proposed(visit)
    other = visitors_of(visit)[1]
    confirm_agreement(report=report, acting_user=other)
    for act in (
        lambda: propose_agreement(report=report, kept=keeping(visit), note="", acting_user=other),
        lambda: confirm_agreement(report=report, acting_user=other),
        lambda: reject_agreement(report=report, reason="不", acting_user=other),
        lambda: decide_agreement(
            report=report, kept=keeping(visit), note="理由", acting_user=make_lead("east")
        ),
    ):
        with pytest.raises(InvalidTransition):
            act()
    with pytest.raises(RuleError, match="so they stay"):
        answer(visit, ONE)


def test_of_three_visitors_those_who_saw_the_kept_answer_are_merged(school):
    visit = make_visit(school, visitors=3)
    third = OTHER | {"C12_note": "丙也看到过期"}
    report = answer(visit, ONE, OTHER, third)
    one, _two, three = visitors_of(visit)
    propose_agreement(report=report, kept=keeping(visit, 2), note="", acting_user=one)
    final = confirm_agreement(report=report, acting_user=three)
    assert final.answers["C12_note"] == "丙也看到过期\n乙看到已经过期"


DANCE = {"C73a": "二楼舞蹈室", "C73c": "yes"}
BLOCKED = {"C73a": "２０３", "C73c": "no", "C73c_note": "门口堆着桌椅"}


def test_a_room_that_one_visitor_alone_looked_at_is_kept(visit):
    report = answer(visit, {"rooms": [DANCE]}, {"rooms": [BLOCKED, DANCE]})
    assert (report.status, report.failed) == (ReportStatus.FINAL, ["C73c"])
    assert report.answers["rooms"] == [DANCE, BLOCKED]
    finding = Finding.objects.get()
    assert (finding.item_code, finding.row, finding.room) == ("C73c", 2, "２０３")
    assert finding.facts == "门口堆着桌椅"


def test_rooms_of_one_name_are_one_room_and_differ_by_themselves(visit):
    free = {"C73a": "203 ", "C73c": "yes", "C73c_note": "通畅"}
    report = answer(visit, {"rooms": [DANCE, free]}, {"rooms": [BLOCKED, DANCE]})
    assert report.status == ReportStatus.DIFFERING
    one, other = visitors_of(visit)
    kept = keeping(visit, 1, key="rooms-1")
    propose_agreement(report=report, kept=kept, note="", acting_user=one)
    final = confirm_agreement(report=report, acting_user=other)
    assert final.answers["rooms"] == [DANCE, BLOCKED]
    assert Finding.objects.get().place == ("C73c", "203")


def test_rooms_without_names_are_told_apart_by_their_order(visit):
    rooms = [{"C73c": "no", "C73c_note": "二楼教室"}, {"C73c": "yes"}]
    report = answer(visit, {"rooms": rooms}, {"rooms": [{"C73c": "yes"}]})
    assert report.status == ReportStatus.DIFFERING
    one, other = visitors_of(visit)
    kept = keeping(visit, key="rooms-0")
    propose_agreement(report=report, kept=kept, note="", acting_user=other)
    final = confirm_agreement(report=report, acting_user=one)
    assert final.answers["rooms"] == rooms
    assert Finding.objects.get().place == ("C73c", 1)


def test_what_both_noted_at_length_is_kept_whole(visit):
    words = [each * MAX_TEXT for each in "甲乙"]
    photos = [[f"{place}-{number}" for number in range(MAX_PHOTOS)] for place in "ab"]
    given = [
        {"C12": "no", "C12_note": note, "C12_photo": names}
        for note, names in zip(words, photos, strict=True)
    ]
    report = answer(visit, *given)
    assert report.answers["C12_photo"] == [*photos[0], *photos[1]]
    assert Finding.objects.get().facts == "\n".join(words)


def test_more_rooms_than_one_visitor_may_tell_lose_no_failure(visit):
    given = [
        {"rooms": [{"C73a": f"{side}{number}", "C73c": "no"} for number in range(MAX_ROWS)]}
        for side in "东西"
    ]
    report = answer(visit, *given)
    assert len(report.answers["rooms"]) == Finding.objects.count() == 2 * MAX_ROWS


def test_rooms_that_differ_in_a_note_alone_are_no_difference(visit):
    one, other = [{"C73c": "yes", "C73c_note": "一号"}], [{"C73c": "yes"}]
    report = answer(visit, {"rooms": one}, {"rooms": other})
    assert (report.status, report.answers["rooms"]) == (ReportStatus.FINAL, one)

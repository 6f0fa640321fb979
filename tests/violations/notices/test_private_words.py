"""What must not pass into a public text: numbers, names, and what was written in confidence."""

import pytest

from association.core.errors import RuleError
from association.plaques.models import PlaqueReport
from association.violations.enums import CaseStatus, Measure
from association.violations.models import NoticePage
from association.violations.private_words import covered, private_words, refuse_private_words
from association.violations.services import Publication, put_to_decision
from tests.factories.cases import answer, make_case
from tests.factories.findings import make_finding
from tests.factories.flows import make_active_plaque
from tests.factories.people import make_secretary
from tests.violations.notices.board import make_notice

pytestmark = pytest.mark.django_db

REPORTED = "我家孩子在这里上课，老师说不续费就不让进教室"


@pytest.fixture
def case():
    return make_case(clerk=make_secretary(last_name="李", first_name="明华"))


@pytest.mark.parametrize(
    "number",
    [
        "13812345678",
        "138 1234 5678",
        "138-1234-5678",
        "１３８１２３４５６７８",
        "138—1234—5678",
        "1 3 8 1 2 3 4 5 6 7 8",
        "138.1234.5678",
        "+86 13812345678",
        "0536-8231234",
        "（0536）8231234",
        "010 62345678",
        "400-810-1234",
        "4008101234",
        "电话8231234",
        "parent@example.com",
        "ＰＡＲＥＮＴ＠example.com",
        "370705201501012345",
        "37070520150101234X",
        "370705 20150101 234x",
        "微信号",
        "微信：wxid_abc123",
        "加V信？不，VX: abc12345",
        "QQ 12345678",
    ],
)
def test_a_way_to_reach_somebody_does_not_pass(case, number):
    text = f"家长可联系{number}，已核实。"
    assert private_words(case, text)
    with pytest.raises(RuleError, match="Please take out"):
        refuse_private_words(case, text)


@pytest.mark.parametrize(
    "text",
    [
        "2026年10月12日查看，公示栏未公示收费项目和退费办法。",
        "周六13.30-15.00、16.00-17.30上课，收费12800元。",
        "2026-10-12、2026-10-19、2026-10-26三次查看。",
        "一次性收取2026年9月至2027年6月的学费共计18600元，涉及35名学员。",
        "微信群内通知停课。",
        "证号：教民137079970000001号。",
        "Open from 9:00 to 17:00 on 12 days.",
    ],
)
def test_plain_facts_pass(case, text):
    assert private_words(case, text) == []


def test_the_schools_own_name_code_and_address_pass(case):
    school = case.school
    campus = school.campuses.first()
    text = (
        f"{school.name}（{school.uscc}），{campus.name if campus else ''}，{case.promise.text_zh}"
    )
    assert private_words(case, text) == []


def test_the_name_of_who_looked_into_it_does_not_pass(case):
    assert "李明华" in private_words(case, "经李明华核实。")[0]


def test_the_names_of_those_who_decide_do_not_pass():
    case = make_case(CaseStatus.DECIDING)
    person = case.people.filter(part="decider").first().user
    person.last_name, person.first_name = "周", "正平"
    person.save()
    assert private_words(case, "由周正平等表决。")


def test_the_names_of_visitors_do_not_pass():
    finding = make_finding()
    seat = finding.visit.seats.filter(visitor__isnull=False).first()
    seat.visitor.last_name, seat.visitor.first_name = "吴", "小梅"
    seat.visitor.save()
    case = make_case()
    case.finding = finding
    assert private_words(case, "吴小梅走访时发现。")


def test_a_name_of_one_character_is_no_name(case):
    make_person = case.people.first().user
    make_person.last_name, make_person.first_name = "李", ""
    make_person.save()
    assert private_words(case, "桃李满天下。") == []


def test_a_latin_name_is_found_as_a_word_only(case):
    person = case.people.first().user
    person.last_name, person.first_name = "Lin", "Ada"
    person.save()
    assert private_words(case, "by ada lin.")
    assert private_words(case, "canada lining") == []


def report_about(school):
    plaque = school.plaques.first() or make_active_plaque(school)
    return PlaqueReport.objects.create(plaque=plaque, kind="other", words=REPORTED)


@pytest.mark.parametrize(
    "text",
    [
        "老师说不续费就不让进教室",
        "家长反映：老师说，不续费、就不让 进教室。",
        "（老师说不续费就 不让进教室）",
    ],
)
def test_the_words_of_a_report_are_not_copied(text):
    plaque = make_active_plaque()
    case = make_case(school=plaque.school)
    report_about(plaque.school)
    assert "in confidence" in private_words(case, text)[0]


def test_the_same_matter_in_other_words_passes():
    plaque = make_active_plaque()
    case = make_case(school=plaque.school)
    report_about(plaque.school)
    assert private_words(case, "该校以不得上课为由要求续费，老师说不续费。") == []


def test_a_report_about_another_school_is_not_asked(case):
    report_about(make_active_plaque().school)
    assert private_words(case, REPORTED) == []


def test_what_is_found_is_covered_in_its_place(case):
    assert covered(case, "经李明华核实，电话13812345678。").startswith("经〇〇核实，")
    assert "138" not in covered(case, "经李明华核实，电话13812345678。")


def test_a_long_quote_is_shortened(case):
    said = private_words(case, f"{'a' * 40}@example.com")[0]
    assert "…" in said


# -- wherever a text becomes public ----------------------------------------------------------------


def test_the_words_before_the_panel_name_nobody():
    clerk = make_secretary(last_name="李", first_name="明华")
    case = make_case(CaseStatus.TOLD, severity="S3", measure=Measure.REVOKE, clerk=clerk)
    answer(case, clerk)
    with pytest.raises(RuleError, match="李明华"):
        put_to_decision(
            case=case,
            measure=Measure.REVOKE,
            reasons="事实清楚",
            panel=[],
            publication=Publication(words="经李明华核实属实。", months=12),
            acting_user=clerk,
        )


def test_no_draft_is_kept_with_a_name_in_it():
    page = make_notice(approved=False, clerk=make_secretary(last_name="李", first_name="明华"))
    for name in ("title", "words", "basis"):
        fresh = NoticePage.objects.get(pk=page.pk)
        setattr(fresh, name, "经李明华核实。")
        with pytest.raises(Exception, match="李明华"):
            fresh.save_revision(user=page.owner)


def test_the_editor_keeps_what_was_typed_and_says_what_is_wrong(client):
    clerk = make_secretary(last_name="李", first_name="明华")
    page = make_notice(approved=False, clerk=clerk)
    client.force_login(clerk)
    sent = {
        "title": page.title,
        "words": "经李明华核实。",
        "basis": page.basis,
        "comments-TOTAL_FORMS": "0",
        "comments-INITIAL_FORMS": "0",
    }
    answer = client.post(f"/admin/pages/{page.pk}/edit/?lang=en", sent)
    assert answer.status_code == 200
    assert "经李明华核实。" in answer.content.decode()
    assert page.get_latest_revision_as_object().words != "经李明华核实。"


def test_a_report_that_repeats_the_notice_makes_no_secret_of_it():
    plaque = make_active_plaque()
    case = make_case(school=plaque.school)
    case.public_words = "该校收取超过三个月的学费，并延迟退费。"
    PlaqueReport.objects.create(plaque=plaque, kind="other", words=case.public_words)
    assert private_words(case, case.public_words) == []


@pytest.mark.parametrize("field", ["facts", "learners", "times"])
def test_facts_are_not_kept_with_a_number_in_them(field):
    with pytest.raises(RuleError, match="13812345678"):
        make_case(**{field: "小学三年级，家长13812345678"})


def test_the_words_before_the_panel_do_not_name_it():
    clerk = make_secretary()
    case = make_case(CaseStatus.TOLD, severity="S3", measure=Measure.REVOKE, clerk=clerk)
    answer(case, clerk)
    panel = [make_secretary("approver", last_name="周", first_name="正平") for _each in range(3)]
    with pytest.raises(RuleError, match="周正平"):
        put_to_decision(
            case=case,
            measure=Measure.REVOKE,
            reasons="事实清楚",
            panel=panel,
            publication=Publication(words="由周正平等表决。", months=12),
            acting_user=clerk,
        )
    assert not case.people.filter(part="decider").exists()

"""The acts in a case, each by who may and who may not, when it is possible and when it is not."""

import pytest
from django.utils.formats import date_format

from association.accounts.roles import Role
from association.core import clock, limits
from association.core.uploads import quota
from association.peer_review.services import declare_tie
from association.violations.enums import CaseStatus, Measure
from association.violations.models import CasePerson
from association.violations.services import add_evidence, ask_hearing, tell_school, vote_case
from tests.factories import make_principal, make_school, make_secretary
from tests.factories.cases import (
    FACTS,
    after_the_answer_days,
    answer,
    answer_day,
    make_case,
    tell,
)
from tests.factories.files import HTML, PDF
from tests.peer_review.portal.desk import enter, fields_of, words
from tests.violations.admin.desk import (
    DECIDERS_ACTS,
    SENT,
    STATES,
    address,
    make_own_clerk,
    page,
    panel_of,
    upload,
)

pytestmark = pytest.mark.django_db

EVERYBODY = [
    Role.CLERK,
    Role.APPROVER,
    Role.SECRETARY_GENERAL,
    Role.AUDITOR,
    Role.EDITOR,
    "school",
    "own clerk",
]


def make_ready(act):
    """A case on which the act is possible."""
    case = make_case(STATES[act][0])
    if act == "tell":
        add_photo(case)
    if act == "hear":
        ask_hearing(case=case, words="当面说明", acting_user=None)
    if act == "put":
        answer(case, None)
    case.refresh_from_db()
    return case


def add_photo(case):
    add_evidence(case=case, title="照片", origin="巡查", data=PDF, name="a.pdf", acting_user=None)


def sent_for(act, case):
    sent = dict(SENT[act])
    if act == "amend":
        breach = case.promise.breach_codes.get(code=case.breach)
        sent["breach"] = breach.pk
    if act == "add_evidence":
        sent["file"] = upload()
    if act == "hear":
        sent["held_on"] = clock.today().isoformat()
    if act == "put":
        sent["panel"] = [make_secretary(Role.APPROVER).pk for _each in range(2)]
    return sent


def make_person(who, act, case):
    if who == "school":
        return make_principal(case.school, "staff")
    if who == "own clerk":
        return make_own_clerk(case.school)
    if act == "vote" and who == Role.APPROVER:
        return panel_of(case)[0]
    return make_secretary(who)


def allowed(act):
    if act == "vote":
        return {Role.APPROVER}  # who is named
    return {Role.APPROVER, Role.SECRETARY_GENERAL} if act in DECIDERS_ACTS else {Role.CLERK}


@pytest.mark.parametrize("who", EVERYBODY)
@pytest.mark.parametrize("act", STATES)
def test_an_act_is_done_by_who_may_and_by_nobody_else(client, act, who):
    case = make_ready(act)
    enter(client, make_person(who, act, case))
    events = case.events.count()
    sent = sent_for(act, case)
    seen = client.get(address(act, case))
    done = client.post(address(act, case), sent)
    case.refresh_from_db()
    if who in allowed(act):
        assert (seen.status_code, done.status_code) == (200, 302)
        assert case.status == STATES[act][1]
        assert case.events.count() == events + 1
    else:
        assert seen.status_code in {302, 404}
        assert case.events.count() == events
        assert case.status == STATES[act][0]
    if who in {"own clerk", Role.EDITOR}:
        assert (seen.status_code, done.status_code) == (404, 404)


@pytest.mark.parametrize("act", STATES)
def test_what_is_not_possible_now_leads_back_and_is_refused(client, act):
    case = make_case(CaseStatus.CLOSED)
    user = make_secretary(Role.APPROVER if act in DECIDERS_ACTS else Role.CLERK)
    enter(client, user)
    told = client.get(address(act, case), follow=True)
    assert told.redirect_chain == [(page(case), 302)]
    assert "“Closed”, so this is not possible" in told.content.decode()
    events = case.events.count()
    assert client.post(address(act, case), sent_for(act, case)).status_code == 422
    assert case.events.count() == events


@pytest.mark.parametrize("act", STATES)
def test_nothing_typed_breaks_an_act_and_nothing_typed_is_lost(client, act, hostile):
    case = make_ready(act)
    enter(client, make_person(min(allowed(act)), act, case))
    for name in SENT[act]:
        response = client.post(address(act, case), sent_for(act, case) | {name: hostile})
        assert response.status_code in {200, 302, 400, 422}
        assert "<script>alert" not in response.content.decode()
        if response.status_code in {302, 400}:
            return


@pytest.mark.parametrize("act", ["add_evidence", "hear", "put", "take_back", "vote", "close"])
def test_an_empty_form_is_told_and_changes_nothing(client, act):
    case = make_ready(act)
    enter(client, make_person(min(allowed(act)), act, case))
    response = client.post(address(act, case), {})
    assert response.status_code == 422
    assert response.context["form"].errors
    case.refresh_from_db()
    assert case.status == STATES[act][0]


def test_somebody_against_whom_something_stands_reads_why(client):
    case = make_case()
    other = make_school(alliance="west")
    tied = make_own_clerk(other)
    declare_tie(one=case.school, other=other, kind="owner", reason="同一举办者", acting_user=None)
    enter(client, tied)
    assert "Something stands between your school and this one" in words(client.get(page(case)))
    told = client.get(address("add_evidence", case), follow=True)
    assert "Something stands between your school" in told.content.decode()
    response = client.post(address("add_evidence", case), sent_for("add_evidence", case))
    assert response.status_code == 422
    assert fields_of(response)["title"] == SENT["add_evidence"]["title"]
    assert not case.evidence.exists()
    assert not CasePerson.objects.filter(user=tied).exists()


# -- evidence ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("file", "sentence"),
    [
        (("bill.html", HTML), "please send JPEG, PNG, WebP or PDF"),
        (("bill.pdf", HTML), "this is none of them"),
        (("bill.jpg", b"x"), "please send JPEG, PNG, WebP or PDF"),
        (("bill.jpg", b""), "The submitted file is empty."),
    ],
)
def test_a_file_of_another_kind_is_refused_and_the_words_stay(client, clerk, file, sentence):
    case = make_case()
    sent = SENT["add_evidence"] | {"file": upload(*file)}
    response = client.post(address("add_evidence", case), sent)
    assert response.status_code == 422
    assert sentence in words(response)
    assert fields_of(response)["origin"] == SENT["add_evidence"]["origin"]
    assert not case.evidence.exists()


def test_no_more_files_are_taken_than_a_person_may_send_in_a_day(client, clerk, monkeypatch):
    monkeypatch.setattr(quota, "FILES_A_DAY", limits.Budget("uploads", attempts=1, seconds=86400))
    case = make_case()
    answers = [
        client.post(address("add_evidence", case), sent_for("add_evidence", case)).status_code
        for _each in range(2)
    ]
    assert answers == [302, 422]


def test_new_evidence_for_a_told_school_says_that_its_days_begin_anew(client, clerk):
    case = make_case(CaseStatus.TOLD)
    anew = "it gets its days to answer anew"
    assert anew in words(client.get(address("add_evidence", case)))
    assert anew not in words(client.get(address("add_evidence", make_case())))


# -- telling -----------------------------------------------------------------------------------


def test_before_the_school_is_told_one_reads_what_it_will_read(client, clerk):
    case = make_ready("tell")
    make_principal(case.school, "staff", first_name="校长丙")
    there = address("tell", case)
    chosen = client.post(there, {"in_view": Measure.TALK})
    read = words(chosen)
    case.refresh_from_db()
    assert case.status == CaseStatus.OPEN
    day = answer_day()
    for told in (FACTS, "校长丙", "Talk", date_format(day, "DATE_FORMAT"), "照片"):
        assert told in read
    back = client.post(there, fields_of(chosen, button="change"))
    assert back.status_code == 200
    assert client.post(there, fields_of(chosen, button="confirm")).status_code == 302
    case.refresh_from_db()
    assert (case.status, case.in_view) == (CaseStatus.TOLD, Measure.TALK)
    assert case.answer_by == day


def test_a_school_is_not_told_without_evidence(client, clerk):
    case = make_case()
    response = client.post(address("tell", case), SENT["tell"])
    assert response.status_code == 422
    assert "Please add evidence first" in words(response)


# -- hearing and proposal ----------------------------------------------------------------------


def test_a_hearing_is_kept_with_its_day_and_one_to_come_is_refused(client, clerk):
    case = make_ready("hear")
    there = address("hear", case)
    assert "当面说明" in words(client.get(there))
    wrong = client.post(there, SENT["hear"] | {"held_on": "2099-01-01"})
    assert wrong.status_code == 422
    assert fields_of(wrong)["record"] == SENT["hear"]["record"]
    client.post(there, sent_for("hear", case))
    case.refresh_from_db()
    assert case.hearing_held_on == clock.today()
    assert SENT["hear"]["record"] in words(client.get(page(case)))


def test_a_proposal_offers_measures_that_were_in_view_and_people_who_can_decide(client, clerk):
    case = make_case(clerk=clerk)
    add_photo(case)
    tell_school(case=case, in_view=Measure.TALK, acting_user=clerk)
    answer(case, clerk)
    both = make_secretary(Role.APPROVER)
    rival = make_own_clerk(make_school(), Role.APPROVER)
    form = client.get(address("put", case)).context["form"]
    assert [value for value, _label in form.fields["measure"].choices] == ["remind", "talk"]
    offered = {pk for pk, _name in form.fields["panel"].choices}
    assert both.pk in offered
    assert not {clerk.pk, rival.pk} & offered
    assert "At least 2 people" in str(form.fields["panel"].help_text)


def test_a_panel_too_small_is_refused_and_nothing_typed_is_lost(client, clerk):
    case = make_ready("put")
    one = make_secretary(Role.APPROVER)
    response = client.post(address("put", case), SENT["put"] | {"panel": [one.pk]})
    assert response.status_code == 422
    assert "at least 2 people" in words(response)
    assert fields_of(response)["reasons"] == SENT["put"]["reasons"]
    hostile_pick = client.post(address("put", case), SENT["put"] | {"panel": [clerk.pk, one.pk]})
    assert hostile_pick.status_code == 422


def test_nothing_is_put_to_decision_while_the_school_can_answer(client, clerk):
    case = make_case(CaseStatus.TOLD)
    assert client.get(address("put", case)).status_code == 302
    response = client.post(address("put", case), sent_for("put", case))
    assert response.status_code == 422
    assert "Until then nothing is decided" in words(response)
    with after_the_answer_days(case):
        enter(client, clerk)
        assert client.post(address("put", case), sent_for("put", case)).status_code == 302


# -- votes -------------------------------------------------------------------------------------


def test_before_the_vote_one_reads_what_the_school_reads_and_what_follows(client):
    case = make_case(CaseStatus.DECIDING)
    make_principal(case.school, "staff", first_name="校长丁")
    first, second = panel_of(case)
    enter(client, first)
    read = words(client.get(address("vote", case)))
    for told in (FACTS, "已补充公示", "事实清楚", "校长丁", "To be put right by a day"):
        assert told in read
    assert "Your vote alone decides nothing yet" in read
    client.post(address("vote", case), {"vote": "for", "words": "同意"})
    enter(client, second)
    assert "it is the decision of the association" in words(client.get(address("vote", case)))
    client.post(address("vote", case), {"vote": "for"})
    case.refresh_from_db()
    assert case.status == CaseStatus.DECIDED
    assert "同意" in words(client.get(page(case)))


def test_a_vote_against_needs_words_and_is_cast_once(client):
    case = make_case(CaseStatus.DECIDING, severity="S1")
    enter(client, panel_of(case)[0])
    there = address("vote", case)
    response = client.post(there, {"vote": "against"})
    assert response.status_code == 422
    assert "Please write why you are against it." in words(response)
    assert client.post(there, {"vote": "against", "words": "证据不足"}).status_code == 302
    case.refresh_from_db()
    assert case.status == CaseStatus.TOLD  # two were named, both were needed
    assert "证据不足" in words(client.get(page(case)))


@pytest.mark.parametrize("status", [CaseStatus.OPEN, CaseStatus.TOLD])
@pytest.mark.parametrize("sent", [{}, {"vote": "for"}])
def test_a_vote_on_what_was_never_put_is_refused_in_words(client, status, sent):
    case = make_case(status)
    enter(client, make_secretary(Role.APPROVER))
    assert client.post(address("vote", case), sent).status_code == 422


def test_who_has_voted_reads_so_and_votes_no_more(client):
    case = make_case(CaseStatus.DECIDING)
    first, _second = panel_of(case)
    vote_case(case=case, in_favour=True, words="", acting_user=first)
    enter(client, first)
    assert "You have voted." in words(client.get(page(case)))
    response = client.post(address("vote", case), SENT["vote"])
    assert response.status_code == 422
    assert "You have voted already." in words(response)


# -- ends --------------------------------------------------------------------------------------


def test_who_looked_into_a_case_does_not_let_it_rest(client):
    case = make_case(CaseStatus.TOLD)
    both = make_secretary(Role.APPROVER)
    both.groups.add(make_secretary().groups.get())
    tell_again = make_case(clerk=both)
    tell(tell_again, both)
    enter(client, both)
    response = client.post(address("dismiss", tell_again), SENT["dismiss"])
    assert response.status_code == 422
    assert "You looked into this case" in words(response)
    assert "You looked into this case, so others decide it." in words(client.get(page(tell_again)))
    assert client.post(address("dismiss", case), SENT["dismiss"]).status_code == 302

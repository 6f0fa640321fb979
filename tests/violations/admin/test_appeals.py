"""Appeals in the admin: who names the panel, who votes, and what is shown when."""

import re

import pytest

from association.accounts.roles import Role
from association.violations.enums import (
    AppealStatus,
)
from association.violations.services import vote_appeal
from tests.factories import make_secretary
from tests.factories.ways_back import (
    REASONS,
    WORDS,
    deciders,
    make_appeal,
    panel_of,
)
from tests.peer_review.portal.desk import enter, fields_of, links, words
from tests.violations.admin.desk import act_page as page
from tests.violations.admin.desk import board, found

pytestmark = pytest.mark.django_db


def test_a_clerk_names_who_hears_it(client, clerk):
    appeal = make_appeal()
    people = deciders(3)
    assert page(appeal, "name") in links(client.get(page(appeal)))
    asked = words(client.get(page(appeal, "name")))
    for person in people:
        assert str(person) in asked
    for person in appeal.case.people.all():
        assert str(person.user) not in asked.replace(str(clerk), "")
    two = client.post(page(appeal, "name"), {"panel": [each.pk for each in people[:2]]})
    assert two.status_code == 422
    assert "an odd number of people, at least 3" in words(two)
    client.post(page(appeal, "name"), {"panel": [each.pk for each in people]})
    appeal.refresh_from_db()
    assert appeal.status == AppealStatus.HEARD
    assert panel_of(appeal) == people


def test_where_too_few_can_hear_it_the_page_says_so(client, clerk):
    appeal = make_appeal()
    deciders(1)
    assert "Only 1 people can hear this appeal, and 3 are needed." in words(
        client.get(page(appeal, "name"))
    )


def test_whoever_is_named_reads_the_case_and_what_follows_and_votes(client):
    appeal = make_appeal(AppealStatus.HEARD)
    first, second, third = panel_of(appeal)
    enter(client, first)
    asked = words(client.get(page(appeal, "vote")))
    for told in (WORDS, appeal.case.facts, "3 people are named; 2 votes", "decides nothing yet"):
        assert told in asked
    without = client.post(page(appeal, "vote"), {"vote": "uphold"})
    assert without.status_code == 422
    client.post(page(appeal, "vote"), {"vote": "uphold", "words": REASONS})
    assert "You have voted." in words(client.get(page(appeal)))
    enter(client, second)
    asked = words(client.get(page(appeal, "vote")))
    assert "With your vote it may be upheld; then the decision is withdrawn at once" in asked
    assert "Nothing of the decision is published, now or later." in asked
    assert "With your vote it may be rejected" in asked
    client.post(page(appeal, "vote"), {"vote": "uphold", "words": REASONS})
    appeal.refresh_from_db()
    assert appeal.status == AppealStatus.UPHELD
    enter(client, third)
    late = client.get(page(appeal, "vote"), follow=True)
    assert late.redirect_chain == [(page(appeal), 302)]
    assert "Upheld. The decision was withdrawn" in words(late)


@pytest.mark.parametrize("uphold", [True, False])
def test_how_the_panel_voted_is_shown_once_the_appeal_is_answered(client, uphold):
    appeal = make_appeal(AppealStatus.HEARD)
    first, second, third = panel_of(appeal)
    vote_appeal(appeal=appeal, uphold=uphold, words="理由甲", acting_user=first)
    told = {True: "The appeal is right", False: "The decision stands"}
    # Whoever still votes, whoever voted, and whoever could name more people.
    for person in (first, second, make_secretary(), make_secretary(Role.AUDITOR)):
        enter(client, person)
        [panel] = re.findall(
            r'id="panel.*?</table>', client.get(page(appeal)).content.decode(), re.S
        )
        assert panel.count("has voted; how is shown once") == 1
        assert panel.count("has not voted") == 2
        assert not any(each in panel for each in ("理由甲", *told.values()))
    enter(client, second)
    asked = client.get(page(appeal, "vote"))
    assert "理由甲" not in words(asked)
    assert not any(name in asked.context for name in ("upholds", "rejects"))
    vote_appeal(appeal=appeal, uphold=uphold, words="理由乙", acting_user=second)
    enter(client, third)
    [panel] = re.findall(r'id="panel.*?</table>', client.get(page(appeal)).content.decode(), re.S)
    assert panel.count(told[uphold]) == 2
    assert "理由甲" in panel
    assert "理由乙" in panel


def test_whoever_worked_on_the_case_names_nobody_and_reads_why(client):
    appeal = make_appeal()
    [free] = deciders(1)
    for part in ("investigator", "decider"):
        enter(client, appeal.case.people.filter(part=part).first().user)
        assert page(appeal, "name") not in links(client.get(page(appeal)))
        assert found(client, "appeals", waiting="name") == set()
        assert board(client)["Appeals that nobody is named to hear"] == 0
        response = client.get(page(appeal, "name"), follow=True)
        assert response.redirect_chain == [(page(appeal), 302)]
        assert "others name who hears its appeal" in words(response)
        sent = {"panel": [each.pk for each in deciders(3)]}
        assert client.post(page(appeal, "name"), sent).status_code == 422
    enter(client, free)
    assert page(appeal, "name") in links(client.get(page(appeal)))
    assert found(client, "appeals", waiting="name") == {appeal}
    assert board(client)["Appeals that nobody is named to hear"] == 1


def test_whoever_is_not_named_is_led_back(client, decider):
    appeal = make_appeal(AppealStatus.HEARD)
    response = client.get(page(appeal, "vote"))
    assert (response.status_code, response["Location"]) == (302, page(appeal))
    sent = client.post(page(appeal, "vote"), {"vote": "uphold", "words": REASONS})
    assert sent.status_code == 422
    assert "You are not named to hear this appeal." in words(sent)
    assert fields_of(sent)["words"] == REASONS


def test_more_people_are_named_with_a_reason(client, clerk):
    appeal = make_appeal(AppealStatus.HEARD)
    more = deciders(2)
    sent = {"panel": [each.pk for each in more]}
    assert client.post(page(appeal, "name"), sent).status_code == 422
    client.post(page(appeal, "name"), {**sent, "reason": "一人住院"})
    assert len(panel_of(appeal)) == 5

import pytest

from association.alliances.models import Alliance
from association.peer_review.enums import RoundKind, RoundScope, RoundStatus
from association.peer_review.models import Round
from tests.factories import make_lead, make_principal, make_school, make_secretary, make_visitor
from tests.factories.rounds import make_announced_round, make_round, make_running_round
from tests.peer_review.portal.desk import day, enter, fields_of, in_days, led, links, words

pytestmark = pytest.mark.django_db

LIST = "/alliance-desk/east/rounds/"
PLAN = f"{LIST}plan/"


@pytest.fixture
def lead(client):
    return enter(client, make_lead("east"))


def titles(response):
    return [row["round"].title for row in response.context["rows"]]


def test_a_lead_reads_own_rounds_and_begun_ones_of_the_members(client, lead):
    make_school(alliance="west")
    make_round(title="东部计划", schools=2)
    make_round(title="西部计划", alliance="west")
    make_round(title="全会计划", scope=RoundScope.EACH)
    make_running_round(RoundKind.SWEEP, title="全会排查", scope=RoundScope.EACH)
    make_running_round(RoundKind.SWEEP, title="西部排查", alliance="west")
    assert titles(client.get(LIST)) == ["全会排查", "东部计划"]


def test_without_a_round_the_list_says_how_to_begin(client, lead):
    assert "No round yet" in words(client.get(LIST))


STRANGERS = {
    "another alliance's lead": lambda: make_lead("west"),
    "a member's principal": lambda: make_principal(make_school()),
    "a visitor of the alliance": lambda: make_visitor("east"),
    "a clerk": make_secretary,
}
PAGES = ["led_round", "edit_plan", "announce", "results", "open_round", "close_round", "call_off"]


@pytest.mark.parametrize("stranger", STRANGERS.values(), ids=STRANGERS)
def test_a_foreign_alliances_rounds_are_not_found(client, stranger):
    row = make_round(schools=2)
    enter(client, stranger())
    addresses = [LIST, PLAN, *(led(name, row) for name in PAGES)]
    assert {client.get(address).status_code for address in addresses} == {404}
    answered = [PLAN, *(led(name, row) for name in PAGES[1:])]
    assert {client.post(address).status_code for address in answered} == {404}
    row.refresh_from_db()
    assert row.status == RoundStatus.DRAFT


@pytest.mark.parametrize("name", PAGES[1:])
def test_a_round_of_the_secretariat_is_read_and_not_run(client, lead, name):
    make_school()
    row = make_running_round(RoundKind.SWEEP, scope=RoundScope.EACH)
    assert client.get(led("led_round", row)).status_code == 200
    assert client.get(led(name, row)).status_code == 404
    assert client.post(led(name, row), {"reason": "不行"}).status_code == 404
    assert not any(
        address.startswith(led("led_round", row))
        for address in links(client.get(led("led_round", row)))
    )


def test_another_alliances_round_is_not_found_under_ones_own(client, lead):
    row = make_round(alliance="west")
    assert client.get(led("led_round", row)).status_code == 404


def test_of_a_common_round_only_the_members_part_is_shown(client, lead):
    mine, other = make_school("东一学校"), make_school("西一学校", alliance="west")
    row = make_running_round(RoundKind.SWEEP, scope=RoundScope.EACH)
    text = words(client.get(led("led_round", row)))
    assert mine.name in text
    assert other.name not in text
    assert "Run by the secretariat" in text


def plan(**changed):
    east = Alliance.objects.get(code="east")
    row = make_round(title="样本", alliance=east.code)
    return {
        "title": "春季互查",
        "kind": "mutual",
        "checklist": row.checklist_id,
        "opens_on": day(10),
        "closes_on": day(30),
        "due_on": day(35),
        "visits_per_school": 2,
        "avoid_rounds": 2,
        "rival_metres": 500,
        "algorithm": "hmac-sha256",
        **changed,
    }


def test_a_planned_round_is_the_alliances_own_whatever_was_sent(client, lead):
    sent = plan(scope="each", alliance=Alliance.objects.get(code="west").pk)
    response = client.post(PLAN, sent, follow=True)
    row = Round.objects.get(title="春季互查")
    assert (row.scope, row.alliance.code, row.status) == ("one", "east", RoundStatus.DRAFT)
    assert "Nothing is published yet" in words(response)
    assert row.events.get().acting_user == lead


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("title", "", "This field is required"),
        ("closes_on", day(9), "before the first day of visits"),
        ("opens_on", "昨天", "Enter a valid date"),
        ("visits_per_school", "99", "less than or equal to 5"),
        ("kind", "raid", "Select a valid choice"),
    ],
)
def test_a_plan_that_cannot_be_is_told_and_nothing_typed_is_lost(client, lead, field, value, told):
    response = client.post(PLAN, plan(**{field: value}))
    assert response.status_code == 422
    assert told in words(response)
    kept = fields_of(response)
    assert kept["due_on"] == day(35)
    assert kept[field] == value or field == "kind"
    assert not Round.objects.filter(title="春季互查").exists()


def test_a_plan_is_changed_and_the_board_tells_it(client, lead):
    row = make_round(schools=3)
    page = client.get(led("edit_plan", row))
    client.post(led("edit_plan", row), fields_of(page) | {"title": "改过的题目"})
    text = words(client.get(led("led_round", row)))
    assert "改过的题目" in text
    assert "changed the plan" in text


def test_a_plan_that_another_changed_meanwhile_is_not_overwritten(client, lead):
    row = make_round(schools=3)
    page = fields_of(client.get(led("edit_plan", row)))
    client.post(led("edit_plan", row), page | {"title": "先改"})
    response = client.post(led("edit_plan", row), page | {"title": "后改"})
    assert response.status_code == 422
    assert "Somebody changed the plan meanwhile" in words(response)
    row.refresh_from_db()
    assert row.title == "先改"


def test_an_announced_round_is_not_planned_again(client, lead):
    row = make_announced_round(schools=8)
    response = client.post(led("edit_plan", row), {"title": "晚了"}, follow=True)
    assert "stays as it is" in words(response)
    row.refresh_from_db()
    assert row.title != "晚了"


@pytest.mark.parametrize(
    ("make", "told", "leads_to"),
    [
        (lambda: make_round(schools=8), "Announce the draw", "announce"),
        (lambda: make_round(RoundKind.SELF, schools=2), "every member takes part", "open_round"),
        (lambda: make_announced_round(schools=8), "The last is known on", None),
    ],
    ids=["plan of a draw", "plan without a draw", "announced"],
)
def test_the_board_says_what_comes_next(client, lead, make, told, leads_to):
    row = make()
    response = client.get(led("led_round", row))
    assert told in words(response)
    assert (response.context["step"].name or None) == leads_to
    if leads_to:
        assert led(leads_to, row) in links(response)


def test_once_the_results_are_out_the_board_asks_for_them(client, lead):
    row = make_announced_round(schools=8)
    with in_days(3):
        response = client.get(led("led_round", row))
    assert led("results", row) in links(response)


def test_visits_past_the_day_are_told_first(client, lead):
    school = make_school("迟到学校")
    row = make_running_round(RoundKind.SELF)
    with in_days(36):
        text = words(client.get(led("led_round", row)))
        listed = words(client.get(LIST))
    assert "1 past the day" in text
    assert f"{school.name} Planned past the day" in text
    assert "past the day" in listed
    assert "a friendly call helps most" in text


def test_the_number_of_queries_does_not_grow_with_the_rounds(client, lead, queries):
    make_running_round(RoundKind.SELF, schools=1)
    client.get(LIST)
    with queries() as one:
        assert len(titles(client.get(LIST))) == 1
    make_running_round(RoundKind.SELF)
    make_running_round(RoundKind.SELF)
    with queries() as three:
        assert len(titles(client.get(LIST))) == 3
    assert len(three) == len(one)


def test_the_number_of_queries_does_not_grow_with_the_visits(client, lead, queries):
    one_visit = make_running_round(RoundKind.SELF, schools=1)
    three_visits = make_running_round(RoundKind.SELF, schools=2)
    client.get(led("led_round", one_visit))
    with queries() as one:
        assert len(client.get(led("led_round", one_visit)).context["visits"]) == 1
    with queries() as three:
        assert len(client.get(led("led_round", three_visits)).context["visits"]) == 3
    assert len(three) == len(one)


@pytest.mark.parametrize("field", ["title", "kind", "opens_on", "checklist", "visits_per_school"])
def test_hostile_input_is_refused_beside_the_field(client, lead, hostile, field):
    assert client.post(PLAN, plan(**{field: hostile})).status_code in {302, 422}

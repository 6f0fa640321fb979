"""A plaque that was taken back leaves the wall, and a photo shows it."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from association.alliances.services import leave_association
from association.core import clock
from association.core.errors import InvalidTransition, RuleError
from association.plaques.enums import MeasureKind, PhotoKind, TakeDownStatus
from association.plaques.models import TakeDown
from association.plaques.selectors import take_downs_of_members
from association.plaques.services import (
    close_take_down,
    doubt_bare_wall,
    open_take_down,
    replace_copy,
    report_plaque,
    show_bare_wall,
)
from association.violations.enums import CaseStatus, Measure
from association.violations.services import accept_decision, carry_out_case
from tests.factories import (
    make_active_plaque,
    make_lead,
    make_plaque,
    make_principal,
    make_revoked_plaque,
    make_school,
    make_secretary,
    put_in_force,
)
from tests.factories.cases import make_case
from tests.factories.photos import make_photo

pytestmark = pytest.mark.django_db

BARE = make_photo()


def make_take_down(school=None):
    return make_revoked_plaque(school).take_down


def take_back(plaque):
    """The take-down of a plaque that a decided case takes back."""
    put_in_force(plaque)
    return TakeDown.objects.get(plaque=plaque)


def show(take_down, photo=BARE, user=None):
    return show_bare_wall(take_down=take_down, photo=photo, acting_user=user or make_secretary())


def days_later(days):
    return clock.at(clock.now() + dt.timedelta(days=days))


def test_taking_a_plaque_back_asks_for_it_to_be_taken_down():
    take_down = make_take_down()
    assert take_down.status == TakeDownStatus.OPEN
    assert take_down.due_on == clock.today() + dt.timedelta(days=10)
    assert list(take_down.events.values_list("sequence", "verb", "new_status")) == [
        (1, "open_take_down", "open")
    ]


def test_a_suspension_asks_for_nothing():
    make_revoked_plaque(kind=MeasureKind.SUSPEND)
    assert not TakeDown.objects.exists()


def test_only_a_plaque_taken_back_is_asked_down_and_only_once():
    with pytest.raises(RuleError):
        open_take_down(plaque=make_active_plaque(), acting_user=None)
    with pytest.raises(RuleError):
        open_take_down(plaque=make_revoked_plaque(), acting_user=None)


def test_a_plaque_given_back_and_then_taken_back_is_asked_down_too():
    plaque = make_active_plaque()
    case = make_case(CaseStatus.DECIDED, school=plaque.school, measure=Measure.REVOKE)
    leave_association(school=plaque.school, acting_user=None)
    accept_decision(case=case, acting_user=None)
    carry_out_case(case=case, acting_user=make_secretary())
    assert TakeDown.objects.get().plaque == plaque


def test_the_photo_of_the_bare_wall_goes_to_the_secretariat_and_stays_inside(client):
    take_down = make_take_down()
    principal = make_principal(make_school())
    show(take_down, user=principal)
    assert take_down.status == TakeDownStatus.SHOWN
    photo = take_down.plaque.photos.get(kind=PhotoKind.BARE_WALL)
    assert photo.sent_by == principal
    assert client.get(photo.small_path).status_code == 404
    with pytest.raises(RuleError, match=r".+"):
        show(take_down)
    assert take_down.plaque.photos.filter(kind=PhotoKind.BARE_WALL).count() == 1


def test_a_photo_that_still_shows_the_code_is_refused_in_words():
    take_down = make_take_down()
    with pytest.raises(RuleError):
        show(take_down, make_photo(take_down.plaque.scan_url))
    take_down.refresh_from_db()
    assert take_down.status == TakeDownStatus.OPEN
    assert not take_down.plaque.photos.filter(kind=PhotoKind.BARE_WALL).exists()


def test_a_photo_that_shows_an_earlier_copy_is_refused_too():
    plaque = make_active_plaque()
    old = plaque.scan_url
    replace_copy(plaque=plaque, reason="lost", acting_user=make_secretary())
    take_down = take_back(plaque)
    with pytest.raises(RuleError):
        show(take_down, make_photo(old))


def test_another_plaque_on_the_wall_is_no_reason_to_refuse():
    take_down = make_take_down()
    show(take_down, make_photo(make_active_plaque().scan_url))
    assert take_down.status == TakeDownStatus.SHOWN


def test_a_doubted_photo_is_asked_for_again_with_time_for_it():
    take_down = make_take_down()
    show(take_down)
    with days_later(10):
        doubt_bare_wall(take_down=take_down, note="看不清位置", acting_user=make_secretary())
        assert take_down.status == TakeDownStatus.OPEN
        assert take_down.due_on == clock.today() + dt.timedelta(days=3)
        show(take_down)
    assert list(take_down.events.values_list("verb", flat=True)) == [
        "open_take_down",
        "show_bare_wall",
        "doubt_bare_wall",
        "show_bare_wall",
    ]


def test_an_early_doubt_does_not_shorten_the_time():
    take_down = make_take_down()
    due_on = take_down.due_on
    show(take_down)
    doubt_bare_wall(take_down=take_down, note="看不清位置", acting_user=make_secretary())
    assert take_down.due_on == due_on


def test_a_doubt_needs_a_note_and_a_photo():
    take_down = make_take_down()
    with pytest.raises(InvalidTransition):
        doubt_bare_wall(take_down=take_down, note="x", acting_user=None)
    show(take_down)
    with pytest.raises(RuleError):
        doubt_bare_wall(take_down=take_down, note=" ", acting_user=None)


def test_closing_needs_a_photo_or_a_note_and_asks_nothing_more():
    take_down = make_take_down()
    with pytest.raises(RuleError):
        close_take_down(take_down=take_down, acting_user=make_secretary())
    close_take_down(take_down=take_down, note="现场看过", acting_user=make_secretary())
    assert take_down.status == TakeDownStatus.CLOSED
    assert take_down.closed_at is not None
    with pytest.raises(RuleError):
        show(take_down)
    with pytest.raises(InvalidTransition):
        close_take_down(take_down=take_down, note="x", acting_user=make_secretary())


def test_it_is_overdue_from_the_day_after_by_the_date_alone():
    take_down = make_take_down()
    with days_later(10):
        assert not take_down.is_overdue
        assert not TakeDown.objects.overdue().exists()
    with days_later(11):
        assert take_down.is_overdue
        assert TakeDown.objects.overdue().get() == take_down
        show(take_down)
        assert not take_down.is_overdue


def test_the_lead_sees_the_members_alone_and_who_saw_it_hang():
    take_down = make_take_down()
    make_take_down(make_school(alliance="north"))
    for kind in ("still_hanging", "still_hanging", "altered"):
        report_plaque(plaque=take_down.plaque, kind=kind, words="")
    alliance = take_down.school.memberships.get().alliance
    [seen] = take_downs_of_members(alliance)
    assert (seen, seen.still_seen) == (take_down, 2)
    close_take_down(take_down=take_down, note="现场看过", acting_user=make_secretary())
    assert not take_downs_of_members(alliance).exists()


# -- the page ------------------------------------------------------------------------------------


def address(take_down):
    return f"/desk/{take_down.school.uscc}/plaques/{take_down.plaque.number}/bare-wall/"


def upload(photo=BARE):
    return {"photo": SimpleUploadedFile("wall.jpg", photo, content_type="image/jpeg")}


@pytest.fixture
def school():
    return make_school()


@pytest.fixture
def take_down(school):
    return make_take_down(school)


@pytest.fixture
def principal(take_down):
    return take_down.school.representatives.get().user


def read(client, where):
    response = client.get(where, {"lang": "en"})
    assert response.status_code == 200
    return response.content.decode()


def test_the_school_is_asked_on_its_desk_and_sends_the_photo(client, take_down, principal):
    client.force_login(principal)
    desk = read(client, f"/desk/{take_down.school.uscc}/")
    assert address(take_down) in desk
    assert "capture=" in read(client, address(take_down))
    response = client.post(address(take_down), upload())
    assert response.url == address(take_down)
    take_down.refresh_from_db()
    assert take_down.status == TakeDownStatus.SHOWN
    page = read(client, address(take_down))
    assert "The photo is with the secretariat" in page
    assert 'type="file"' not in page


def test_a_refused_photo_is_told_on_the_page(client, take_down, principal):
    client.force_login(principal)
    response = client.post(
        address(take_down) + "?lang=en", upload(make_photo(take_down.plaque.scan_url))
    )
    assert response.status_code == 422
    assert "can still be read" in response.content.decode()
    assert client.post(address(take_down), {}).status_code == 422
    assert client.post(address(take_down), upload(b"no picture")).status_code == 422
    take_down.refresh_from_db()
    assert take_down.status == TakeDownStatus.OPEN


def test_the_school_reads_what_the_secretariat_could_not_see(client, take_down, principal):
    show(take_down)
    doubt_bare_wall(take_down=take_down, note="看不清位置", acting_user=make_secretary())
    client.force_login(principal)
    assert "看不清位置" in read(client, address(take_down))


BARE_PLACE = "and send a photo of the empty place."
NEVER_THERE = "was taken back: please do not hang it."


def test_of_a_plaque_that_never_hung_no_bare_wall_is_demanded(client, school):
    take_down = take_back(make_plaque(school))
    client.force_login(school.representatives.get().user)
    desk = read(client, f"/desk/{school.uscc}/")
    assert NEVER_THERE in desk
    assert "It was never confirmed at your gate. A call to the secretariat is enough." in desk
    assert BARE_PLACE not in desk
    page = read(client, address(take_down))
    assert "Please take the plaque down by" not in page
    assert "If it hangs all the same" in page
    client.force_login(make_lead())
    assert "please ask whether it hangs" in read(client, "/alliance-desk/east/")
    close_take_down(take_down=take_down, note="校方来电：从未悬挂", acting_user=make_secretary())
    assert take_down.status == TakeDownStatus.CLOSED


def test_of_a_plaque_whose_first_copy_hung_the_bare_wall_is_asked_for(client, school):
    plaque = make_active_plaque(school)
    replace_copy(plaque=plaque, reason="stolen", acting_user=make_secretary())
    take_back(plaque)
    client.force_login(school.representatives.get().user)
    desk = read(client, f"/desk/{school.uscc}/")
    assert BARE_PLACE in desk
    assert NEVER_THERE not in desk


def test_a_school_that_left_still_reaches_the_page(client, take_down, principal):
    leave_association(school=take_down.school, acting_user=principal)
    client.force_login(principal)
    assert address(take_down) in read(client, f"/desk/{take_down.school.uscc}/")
    client.post(address(take_down), upload())
    take_down.refresh_from_db()
    assert take_down.status == TakeDownStatus.SHOWN


def test_the_lead_sees_what_is_overdue_and_may_send_the_photo(client, take_down):
    lead = make_lead()
    client.force_login(lead)
    with days_later(11):
        desk = read(client, "/alliance-desk/east/")
        assert "Past the day" in desk
        assert address(take_down) in desk
        assert read(client, address(take_down))
        client.post(address(take_down), upload())
    assert take_down.plaque.photos.get(kind=PhotoKind.BARE_WALL).sent_by == lead


def test_after_the_school_left_its_former_lead_sees_nothing(client, take_down):
    leave_association(school=take_down.school, acting_user=None)
    client.force_login(make_lead())
    assert client.get(address(take_down)).status_code == 404


def strangers():
    return {
        "another school": make_principal(make_school()),
        "another lead": make_lead("north"),
        "clerk": make_secretary(),
    }


def test_nobody_else_finds_the_page(client, take_down):
    assert client.get(address(take_down)).status_code == 302
    for user in strangers().values():
        client.force_login(user)
        assert client.get(address(take_down)).status_code == 404
        assert client.post(address(take_down), upload()).status_code == 404
    take_down.refresh_from_db()
    assert take_down.status == TakeDownStatus.OPEN


def test_a_plaque_that_may_hang_has_no_such_page(client):
    plaque = make_active_plaque()
    client.force_login(plaque.school.representatives.get().user)
    where = f"/desk/{plaque.school.uscc}/plaques/{plaque.number}/bare-wall/"
    assert client.get(where).status_code == 404
    assert "bare-wall" not in read(client, f"/desk/{plaque.school.uscc}/")


@pytest.mark.parametrize("count", [1, 3])
def test_the_leads_list_costs_the_same_for_one_and_three(count, django_assert_num_queries):
    for _each in range(count):
        take_down = make_take_down()
    alliance = take_down.school.memberships.get().alliance
    with django_assert_num_queries(1):
        assert len([row.plaque.school.name for row in take_downs_of_members(alliance)]) == count

"""A plaque that was down hangs again, and is asked for once more."""

import datetime as dt

import pytest

from association.core import clock
from association.core.errors import InvalidTransition, RuleError
from association.plaques.enums import PhotoKind, TakeDownStatus
from association.plaques.models import TakeDown
from association.plaques.services import (
    close_take_down,
    doubt_bare_wall,
    reopen_take_down,
    show_bare_wall,
)
from tests.factories import make_revoked_plaque, make_secretary
from tests.factories.photos import make_photo

pytestmark = pytest.mark.django_db

BARE = make_photo()


@pytest.fixture
def take_down():
    return make_revoked_plaque().take_down


def show(take_down):
    show_bare_wall(take_down=take_down, photo=BARE, acting_user=make_secretary())


def days_later(days):
    return clock.at(clock.now() + dt.timedelta(days=days))


def address(take_down):
    return f"/desk/{take_down.school.uscc}/plaques/{take_down.plaque.number}/bare-wall/"


def read(client, where):
    return client.get(where, {"lang": "en"}).content.decode()


def test_a_plaque_that_hangs_again_is_asked_down_once_more(take_down):
    show(take_down)
    close_take_down(take_down=take_down, acting_user=make_secretary())
    clerk = make_secretary()
    with days_later(100):
        reopen_take_down(take_down=take_down, note=" 本周又挂出 ", acting_user=clerk)
        stored = TakeDown.objects.get()
        assert (stored.status, stored.closed_at) == (TakeDownStatus.OPEN, None)
        assert stored.due_on == clock.today() + dt.timedelta(days=10)
        event = stored.events.last()
        assert (event.verb, event.old_status, event.reason, event.acting_user) == (
            "reopen_take_down",
            "closed",
            "本周又挂出",
            clerk,
        )
        show(take_down)
        close_take_down(take_down=take_down, acting_user=clerk)
    assert take_down.plaque.photos.filter(kind=PhotoKind.BARE_WALL).count() == 2
    assert take_down.events.count() == 6


def test_only_a_closed_take_down_is_opened_again_and_only_with_a_note(take_down):
    with pytest.raises(InvalidTransition):
        reopen_take_down(take_down=take_down, note="x", acting_user=None)
    show(take_down)
    with pytest.raises(InvalidTransition):
        reopen_take_down(take_down=take_down, note="x", acting_user=None)
    close_take_down(take_down=take_down, acting_user=make_secretary())
    with pytest.raises(RuleError, match=r".+"):
        reopen_take_down(take_down=take_down, note=" ", acting_user=None)
    take_down.refresh_from_db()
    assert take_down.status == TakeDownStatus.CLOSED
    with pytest.raises(InvalidTransition):
        doubt_bare_wall(take_down=take_down, note="x", acting_user=None)


def test_the_school_reads_that_the_plaque_was_seen_again(client, take_down):
    close_take_down(take_down=take_down, note="现场看过", acting_user=make_secretary())
    client.force_login(take_down.school.representatives.get().user)
    assert address(take_down) not in read(client, f"/desk/{take_down.school.uscc}/")
    reopen_take_down(take_down=take_down, note="本周又挂出", acting_user=make_secretary())
    assert address(take_down) in read(client, f"/desk/{take_down.school.uscc}/")
    page = read(client, address(take_down))
    assert "The plaque was seen hanging again" in page
    assert "本周又挂出" in page
    assert "现场看过" not in page
    assert 'type="file"' in page

"""What the door answers is what Django would answer, only sooner."""

import datetime as dt

import pytest
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.utils import timezone

from association.alliances.models import Alliance, School
from association.alliances.services import leave_association, rename_alliance, update_school
from association.core import clock
from association.core.models import AssociationProfile
from association.plaques.door import FRESH_UNTIL, ScanDoor
from association.plaques.enums import MeasureKind, PublicState, ReplacementReason
from association.plaques.models import Plaque, StoredPage
from association.plaques.services import replace_copy
from tests.factories import hang, make_active_plaque, make_plaque, make_secretary, put_in_force
from tests.plaques.asking import ask, one_connection
from tests.plaques.measures import day_after, day_of, suspend_for_danger
from tests.plaques.states import make_in_state, make_scan

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures(one_connection.__name__)]

ENGLISH = {"HTTP_COOKIE": f"{settings.LANGUAGE_COOKIE_NAME}=en"}
CHINESE: dict[str, str] = {}


class Django:
    """The slow path, counting how often it is asked; `meanwhile` happens while it renders."""

    def __init__(self):
        self.asked = 0
        self.application = get_wsgi_application()
        self.meanwhile = lambda _environ: None

    def __call__(self, environ, start_response):
        self.asked += 1
        answer = self.application(environ, start_response)
        self.meanwhile(environ)
        return answer


@pytest.fixture
def django():
    AssociationProfile.load()
    return Django()


@pytest.fixture
def door(django):
    return ScanDoor(django)


def decide(plaque, kind=MeasureKind.REVOKE):
    """A decided case suspends the plaque, or takes it back."""
    put_in_force(plaque, kind=kind)


def comparable(told):
    """What has to be the same on both paths: all but how the body is packed, and whose it is."""
    own = {"Content-Encoding", "Content-Length", "Vary", "X-Request-ID"}
    return told.status, {k: v for k, v in told.headers.items() if k not in own}, told.body


# -- the same bytes --------------------------------------------------------------------------------


@pytest.mark.parametrize("cookies", [CHINESE, ENGLISH], ids=["chinese", "english"])
@pytest.mark.parametrize("state", PublicState)
def test_page_and_headers_are_those_of_the_slow_path(door, django, state, cookies):
    _plaque, path = make_scan(state)
    ask(door, path, **cookies)
    with clock.at(clock.now() + dt.timedelta(seconds=90)):
        slow = ask(django, path, **cookies)
        asked = django.asked
        told = ask(door, path, **cookies)
    assert comparable(told) == comparable(slow)
    # The page of a copy that was replaced is Django's to answer.
    assert django.asked - asked == (state == PublicState.COPY_REPLACED)


def test_a_page_for_many_tells_no_ones_number(door, django):
    plaque = make_active_plaque()
    first, second = ask(door, plaque.scan_path), ask(door, plaque.scan_path)
    unknown = ask(door, "/v/nothing")
    assert [t.headers.get("X-Request-ID") for t in (first, second, unknown)] == [None] * 3
    assert "X-Request-ID" in ask(django, plaque.scan_path).headers
    assert "X-Request-ID" not in StoredPage.objects.get().headers


def test_the_first_answer_is_gzipped_like_the_stored_one(door):
    plaque = make_active_plaque()
    with clock.at(clock.now()):
        assert ask(door, plaque.scan_path) == ask(door, plaque.scan_path)
    told = ask(door, plaque.scan_path)
    assert told.headers["Content-Encoding"] == "gzip"
    assert told.headers["Content-Length"] == str(len(told.sent))
    assert told.headers["Vary"].endswith("Accept-Encoding")


def test_the_page_says_the_second_at_which_it_was_answered(door):
    plaque = make_active_plaque()
    ask(door, plaque.scan_path)
    later = clock.now().replace(hour=4, minute=5, second=6)
    with clock.at(later):
        body = ask(door, plaque.scan_path).body.decode()
    assert f"{later:%Y-%m-%d} 12:05:06</time>" in body


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1:8000"])
def test_nothing_in_a_page_depends_on_the_name_it_was_asked_by(door, django, host):
    plaque = make_active_plaque()
    with clock.at(clock.now()):
        stored = ask(door, plaque.scan_path)
        assert comparable(ask(django, plaque.scan_path, HTTP_HOST=host)) == comparable(stored)


def test_a_stored_page_costs_one_statement_and_no_look_at_django(
    door, django, django_assert_num_queries
):
    plaque = make_active_plaque()
    ask(door, plaque.scan_path)
    asked, statements = django.asked, []
    if connection.vendor == "sqlite":
        connection.connection.set_trace_callback(statements.append)
    with django_assert_num_queries(0):  # the door's own goes past Django's cursor
        ask(door, plaque.scan_path)
    assert django.asked == asked
    if connection.vendor == "sqlite":
        connection.connection.set_trace_callback(None)
        assert len(statements) == 1


# -- never stale -----------------------------------------------------------------------------------


def correct_the_name(plaque):
    school = plaque.school
    update_school(
        school=school, values={"name": "改名学校"}, main_campus={}, alliance=None, acting_user=None
    )


def move_the_school(plaque):
    update_school(
        school=plaque.school,
        values={},
        main_campus={},
        alliance=Alliance.objects.get(code="north"),
        acting_user=None,
    )


def rename_the_alliance(_plaque):
    rename_alliance(
        alliance=Alliance.objects.get(code="east"),
        name_zh="新东联盟",
        name_en="New East",
        acting_user=None,
    )


def change_the_hotline(_plaque):
    profile = AssociationProfile.load()
    profile.hotline = "0536-7654321"
    profile.save()


CHANGES = {
    "suspended": lambda plaque: decide(plaque, MeasureKind.SUSPEND),
    "taken back": decide,
    "school left": lambda plaque: leave_association(school=plaque.school, acting_user=None),
    "copy replaced": lambda plaque: replace_copy(
        plaque=plaque, reason=ReplacementReason.LOST, acting_user=make_secretary()
    ),
    "name corrected": correct_the_name,
    "moved to another alliance": move_the_school,
    "alliance renamed": rename_the_alliance,
    "hotline changed": change_the_hotline,
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_the_next_answer_after_a_change_is_new(door, django, change):
    plaque = make_active_plaque()
    before = ask(door, plaque.scan_path)
    change(plaque)
    with clock.at(clock.now()):
        after = ask(door, plaque.scan_path)
        assert comparable(after) == comparable(ask(django, plaque.scan_path))
    assert after.body != before.body


@pytest.mark.parametrize("kind", [MeasureKind.SUSPEND, MeasureKind.REVOKE])
def test_the_page_of_an_old_plaque_follows_its_successor(door, django, kind):
    plaque = make_in_state(PublicState.SUPERSEDED)
    newer = Plaque.objects.exclude(pk=plaque.pk).get(campus=plaque.campus)
    hang(newer)
    before = ask(door, plaque.scan_path)
    decide(newer, kind)
    with clock.at(clock.now()):
        after = ask(door, plaque.scan_path)
        assert comparable(after) == comparable(ask(django, plaque.scan_path))
    label = str(Plaque.objects.get(pk=newer.pk).state.label)
    assert f"{newer.number}</a> · {label}" in after.body.decode()
    assert f"{newer.number}</a> · {label}" not in before.body.decode()


def test_a_plaque_turns_green_with_the_photo_from_the_gate(door):
    plaque = make_plaque()
    assert PublicState.NOT_ACTIVATED in state_of(ask(door, plaque.scan_path))
    hang(plaque)
    assert PublicState.VALID in state_of(ask(door, plaque.scan_path))


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_what_changes_while_a_page_is_rendered_is_told_by_the_next_answer(door, django, change):
    plaque = make_active_plaque()

    def once(_environ):
        django.meanwhile = lambda _environ: None
        change(plaque)

    django.meanwhile = once
    ask(door, plaque.scan_path)
    with clock.at(clock.now()):
        assert comparable(ask(door, plaque.scan_path)) == comparable(ask(django, plaque.scan_path))
        assert comparable(ask(door, plaque.scan_path)) == comparable(ask(django, plaque.scan_path))


def test_a_render_that_lost_the_race_is_mended_by_the_next(door, django):
    plaque = make_active_plaque()
    ask(door, plaque.scan_path)
    old = StoredPage.objects.get()
    decide(plaque)
    ask(door, plaque.scan_path)
    StoredPage.objects.all().delete()
    old.pk = None
    old.keep()
    asked = django.asked
    assert PublicState.REVOKED in state_of(ask(door, plaque.scan_path))
    assert PublicState.REVOKED in state_of(ask(door, plaque.scan_path))
    assert django.asked == asked + 1


def test_a_suspension_ends_at_local_midnight_without_any_write(door):
    plaque = suspend_for_danger()
    for _twice in range(2):
        with day_of(plaque.suspended_until):
            assert PublicState.SUSPENDED in state_of(ask(door, plaque.scan_path))
    with day_after(plaque.suspended_until):
        assert PublicState.VALID in state_of(ask(door, plaque.scan_path))


def test_a_plaque_runs_out_at_local_midnight_without_any_write(door):
    plaque = make_active_plaque()
    with clock.at(local(plaque.valid_until, 23, 59, 58)):
        ask(door, plaque.scan_path)
    with clock.at(local(plaque.valid_until, 23, 59, 59)):
        assert PublicState.VALID in state_of(ask(door, plaque.scan_path))
    with clock.at(local(plaque.valid_until + dt.timedelta(days=1), 0, 0, 0)):
        assert PublicState.EXPIRED in state_of(ask(door, plaque.scan_path))


def test_a_licence_runs_out_at_local_midnight_too(door):
    plaque = make_active_plaque()
    today = clock.today()
    School.objects.update(licence_long_term=False, licence_valid_until=today)
    with clock.at(local(today, 23, 59, 59)):
        before = ask(door, plaque.scan_path, **ENGLISH).body
    with clock.at(local(today + dt.timedelta(days=1), 0, 0, 0)):
        after = ask(door, plaque.scan_path, **ENGLISH).body
    assert [b"ran out on" in body for body in (before, after)] == [False, True]


def test_a_view_may_say_that_its_page_turns_old_sooner(door, django):
    plaque = make_active_plaque()
    soon = clock.now() + dt.timedelta(minutes=5)
    django.meanwhile = lambda environ: environ.update({FRESH_UNTIL: soon})
    with clock.at(soon - dt.timedelta(minutes=5)):
        ask(door, plaque.scan_path)
    for minutes, renders in [(-1, 0), (0, 1)]:
        asked = django.asked
        with clock.at(soon + dt.timedelta(minutes=minutes)):
            ask(door, plaque.scan_path)
        assert django.asked == asked + renders


def test_another_release_does_not_serve_this_ones_pages(door, django):
    plaque = make_active_plaque()
    ask(door, plaque.scan_path)
    asked = django.asked
    newer = ScanDoor(django)
    newer.edition = "another"
    ask(newer, plaque.scan_path)
    assert django.asked == asked + 1


# -- what the door leaves to Django ----------------------------------------------------------------


@pytest.mark.parametrize(
    "request_",
    [
        {"method": "HEAD"},
        {"method": "POST"},
        {"gzipped": False},
        {"HTTP_ACCEPT_ENCODING": "gzip;q=0", "gzipped": False},
        {"QUERY_STRING": "lang=en"},
        {"HTTP_HOST": "elsewhere.example"},
        {"HTTP_COOKIE": "sessionid=x"},
    ],
    ids=str,
)
def test_what_is_out_of_the_ordinary_is_djangos_answer(door, django, request_):
    plaque = make_active_plaque()
    ask(door, plaque.scan_path)
    asked = django.asked
    with clock.at(clock.now()):
        told = ask(door, plaque.scan_path, **request_)
        assert django.asked == asked + 1
        assert comparable(told) == comparable(ask(django, plaque.scan_path, **request_))


@pytest.mark.parametrize("path", ["/", "/v/photo/x.webp", "/verify/", "/v2/x"])
def test_other_addresses_are_djangos(door, django, path):
    asked = django.asked
    assert ask(door, path).status == ask(django, path).status
    assert django.asked == asked + 2


def test_an_insecure_request_is_sent_to_https(door, django, settings):
    plaque = make_active_plaque()
    settings.SECURE_SSL_REDIRECT = True
    secure = {"wsgi.url_scheme": "https"}
    assert ask(door, plaque.scan_path, **secure).status == "200 OK"
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    assert ask(door, plaque.scan_path, HTTP_X_FORWARDED_PROTO="https").status == "200 OK"
    asked = django.asked
    ask(door, plaque.scan_path, HTTP_X_FORWARDED_PROTO="http", **secure)
    assert django.asked == asked + 1


def test_cookies_of_others_do_not_get_into_what_is_stored(door, django):
    plaque = make_active_plaque()
    seen = []
    django.meanwhile = lambda environ: seen.append(environ.get("HTTP_COOKIE"))
    ask(door, plaque.scan_path, HTTP_COOKIE="csrftoken=secret; django_language=en")
    assert seen == ["django_language=en"]


def test_a_page_that_does_not_tell_its_time_is_not_stored():
    plaque = make_active_plaque()

    def timeless(environ, start_response):
        start_response("200 OK", [("Content-Type", "text/html")])
        return Closing([b"<p>no time"])

    told = ask(ScanDoor(timeless), plaque.scan_path)
    assert (told.body, StoredPage.objects.count()) == (b"<p>no time", 0)


class Closing(list):
    """An answer with the `close` that WSGI asks for."""

    def close(self):
        pass


def test_a_page_that_cannot_be_stored_is_answered_all_the_same(django, door):
    plaque = make_active_plaque()
    door.edition = None  # the column wants one, so the database refuses the row
    told = ask(door, plaque.scan_path)
    assert (told.status, PublicState.VALID in state_of(told)) == ("200 OK", True)


def test_a_query_that_fails_is_djangos_to_answer(django, door):
    plaque = make_active_plaque()
    door.edition = object()  # no driver can send this
    told = ask(door, plaque.scan_path)
    assert (told.status, django.asked) == ("200 OK", 1)


def state_of(told):
    """The class of the page's body."""
    return told.body.decode().partition('<body class="')[2].partition('"')[0].split("state-")[1:]


def local(day, hour, minute, second):
    return timezone.make_aware(dt.datetime.combine(day, dt.time(hour, minute, second)))

"""The badge on a school's website, its frame page, and where it was seen."""

import datetime as dt
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from association.alliances.enums import CampusKind
from association.alliances.models import Campus, School
from association.core import clock
from association.core.panels import school_seen
from association.plaques.enums import PublicState
from association.plaques.models import BadgeSighting
from association.plaques.panels_badge import SchoolBadge, badge_panel
from association.plaques.services import issue_plaque
from association.plaques.services.sightings import MOST_HOSTS
from association.plaques.sharing.badge import ROOM, fitted
from tests.factories import make_active_plaque, make_revoked_plaque, make_school, make_secretary
from tests.plaques.states import MAKERS, make_in_state

pytestmark = pytest.mark.django_db

SVG = "{http://www.w3.org/2000/svg}"
NOT_OURS = ["SC-2026-9999-1", "SC-2026-0001-0", "x", "<script>", "%00", "学" * 50]
DAY = dt.timedelta(days=1)


def badge(plaque):
    return f"/badge/{plaque.number}.svg"


def frame(plaque):
    return f"/badge/{plaque.number}/"


def hosts(plaque):
    return set(plaque.badge_sightings.values_list("host", flat=True))


def words(response):
    drawing = ElementTree.fromstring(response.content)  # noqa: S314 -- our own answer
    return [text.text for text in drawing.iter(f"{SVG}text")]


@pytest.mark.parametrize("state", MAKERS)
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_badge_says_the_present_state_in_a_word(client, state, language):
    plaque = make_in_state(state)
    response = client.get(badge(plaque), {"lang": language})
    with translation.override(language):
        label = str(state.label)
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "image/svg+xml"
    assert response.headers["Cache-Control"] == "no-store"
    assert words(response)[0] == label
    assert plaque.number in words(response)
    assert "".join(words(response)[1:3]).startswith(plaque.school.name)


@pytest.mark.parametrize("address", [badge, frame])
def test_nothing_in_it_can_run(client, address):
    plaque = make_active_plaque()
    School.objects.filter(pk=plaque.school_id).update(name='<script>alert("1")</script>&')
    page = client.get(address(plaque)).content.decode()
    assert "<script" not in page
    assert BeautifulSoup(page, "html.parser").find("script") is None
    assert "&lt;script" in page


@pytest.mark.parametrize("number", NOT_OURS)
@pytest.mark.parametrize("end", [".svg", "/"])
def test_a_number_that_is_not_ours_gets_a_badge_that_says_so_and_repeats_nothing(
    client, number, end
):
    response = client.get(
        f"/badge/{number}{end}", {"lang": "en"}, headers={"Referer": "https://a.b"}
    )
    assert response.status_code == 404
    assert response.headers["Cache-Control"] == "no-store"
    page = response.content.decode()
    assert "Not issued by us" in page
    assert len(number) == 1 or number not in page
    assert BadgeSighting.objects.count() == 0


def test_only_the_frame_page_may_stand_on_other_sites(client):
    plaque = make_active_plaque()
    response = client.get(frame(plaque))
    policy = dict(
        part.strip().split(" ", 1)
        for part in response.headers["Content-Security-Policy"].split(";")
        if part.strip()
    )
    assert "X-Frame-Options" not in response.headers
    assert policy["frame-ancestors"] == "*"
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == "'none'"
    assert policy["style-src"].startswith("'sha256-")
    for other in (badge(plaque), plaque.get_absolute_url(), f"/verify/{plaque.number}/card.png"):
        assert client.get(other).headers["X-Frame-Options"] == "DENY"
        assert "frame-ancestors 'none'" in client.get(other).headers["Content-Security-Policy"]


def test_the_frame_page_leads_out_of_the_frame_to_the_answer(client):
    plaque = make_active_plaque()
    link = BeautifulSoup(client.get(frame(plaque)).content, "html.parser").a
    assert link["href"] == f"https://plaque.example/verify/{plaque.number}/"
    assert (link["target"], link["rel"]) == ("_blank", ["noopener"])
    unknown = BeautifulSoup(client.get("/badge/x/").content, "html.parser").a
    assert unknown["href"] == "https://plaque.example/verify/"


def test_a_line_too_long_is_squeezed_into_the_badge():
    assert fitted("有效", y=0, size=25).length is None
    assert fitted("This copy was replaced by another", y=0, size=25).length == ROOM


def test_a_website_is_noted_by_its_name_alone_and_once(client):
    plaque = make_active_plaque()
    for path in ("/", "/about?visitor=7", "/about#x"):
        client.get(badge(plaque), headers={"Referer": f"https://WWW.School.example{path}"})
    client.get(frame(plaque), headers={"Referer": "https://forum.example:8443/thread"})
    assert hosts(plaque) == {"www.school.example", "forum.example"}


@pytest.mark.parametrize(
    "referrer",
    [
        "",
        "https://plaque.example/verify/",
        "http://testserver/desk/",
        "about:blank",
        "https://[broken",
        "https://<b>.example/",
        "https://" + "a" * 300 + ".example/",
        "https://localhost/",
        "https://192.0.2.17/",
        "学校",
    ],
)
def test_what_names_no_other_website_is_not_noted(client, referrer):
    plaque = make_active_plaque()
    header = referrer.encode().decode("latin-1")
    assert client.get(badge(plaque), headers={"Referer": header}).status_code == 200
    assert hosts(plaque) == set()


def test_a_website_is_written_once_a_day(client):
    plaque = make_active_plaque()
    seen = {"Referer": "https://www.school.example/"}
    now = clock.now()
    with clock.at(now):
        client.get(badge(plaque), headers=seen)
        with CaptureQueriesContext(connection) as queries:
            client.get(badge(plaque), headers=seen)
    assert [q["sql"] for q in queries if not q["sql"].startswith("SELECT")] == []
    with clock.at(now + DAY):
        client.get(badge(plaque), headers=seen)
    [sighting] = plaque.badge_sightings.all()
    assert sighting.last_seen - sighting.first_seen == DAY


def test_at_most_fifty_websites_are_kept_and_the_forgotten_make_room(client):
    plaque = make_active_plaque()
    BadgeSighting.objects.bulk_create(
        BadgeSighting(plaque=plaque, host=f"site{number}.example") for number in range(MOST_HOSTS)
    )
    client.get(badge(plaque), headers={"Referer": "https://late.example/"})
    assert plaque.badge_sightings.count() == MOST_HOSTS
    assert "late.example" not in hosts(plaque)
    with clock.at(clock.now() + 400 * DAY):
        client.get(badge(plaque), headers={"Referer": "https://late.example/"})
    assert hosts(plaque) == {"late.example"}


def test_a_site_that_keeps_coming_outlives_a_flood_of_made_up_ones(client):
    plaque, start = make_active_plaque(), clock.now()
    for day in (0, 1):
        with clock.at(start + day * DAY):
            client.get(badge(plaque), headers={"Referer": "https://real.example/"})
    for day in (2, 3):
        with clock.at(start + day * DAY):
            for number in range(MOST_HOSTS):
                client.get(badge(plaque), headers={"Referer": f"https://s{day}-{number}.example/"})
    assert "real.example" in hosts(plaque)
    assert plaque.badge_sightings.count() == MOST_HOSTS


def test_a_sighting_that_cannot_be_written_breaks_no_badge(client):
    plaque = make_active_plaque()
    with connection.cursor() as cursor:
        refuse_sightings(cursor)
    response = client.get(badge(plaque), headers={"Referer": "https://www.school.example/"})
    assert words(response)[0] == str(PublicState.VALID.label)
    assert hosts(plaque) == set()


def refuse_sightings(cursor):
    table = BadgeSighting._meta.db_table
    if connection.vendor == "sqlite":
        cursor.execute(
            f"CREATE TRIGGER no_sightings BEFORE INSERT ON {table} "
            "BEGIN SELECT RAISE(ABORT, 'full'); END"
        )
    else:
        cursor.execute(f"ALTER TABLE {table} ADD CONSTRAINT no_sightings CHECK (host = '')")


def panel_of(school):
    panels = school_seen.panels(subject=school, user=AnonymousUser())
    found = [panel for panel in panels if isinstance(panel, SchoolBadge)]
    return BeautifulSoup(found[0].render_html({}), "html.parser") if found else None


def test_the_desk_gives_code_that_can_be_pasted_and_shows_the_badge_live():
    plaque = make_active_plaque()
    panel = panel_of(plaque.school)
    image, inner = (
        BeautifulSoup(area.get_text(), "html.parser") for area in panel.select("textarea[readonly]")
    )
    assert panel.img["src"] == badge(plaque)
    assert image.img["src"] == f"https://plaque.example{badge(plaque)}"
    assert image.img["referrerpolicy"] == "origin"
    assert image.a["href"] == f"https://plaque.example/verify/{plaque.number}/"
    assert inner.iframe["src"] == f"https://plaque.example{frame(plaque)}"
    assert inner.iframe["sandbox"] == ["allow-popups", "allow-popups-to-escape-sandbox"]


def test_the_desk_and_the_clerk_read_where_the_badge_was_seen(client):
    plaque = make_active_plaque()
    client.get(badge(plaque), headers={"Referer": "https://www.school.example/"})
    assert "www.school.example" in panel_of(plaque.school).get_text()
    client.force_login(make_secretary())
    page = client.get(f"/admin/plaques/inspect/{plaque.pk}/").content.decode()
    assert "www.school.example" in page


def test_a_plaque_taken_back_has_no_code_and_its_badge_is_to_go(client):
    plaque = make_revoked_plaque()
    assert panel_of(plaque.school) is None
    client.get(badge(plaque), headers={"Referer": "https://www.school.example/"})
    panel = panel_of(plaque.school)
    assert panel.find("textarea") is None
    assert "www.school.example" in panel.get_text()


def test_a_school_without_a_plaque_sees_nothing_of_badges():
    assert panel_of(make_school()) is None


@pytest.mark.parametrize("count", [1, 3])
def test_the_panel_costs_the_same_for_one_plaque_and_three(count, django_assert_num_queries):
    plaque = make_active_plaque()
    for number in range(count - 1):
        campus = Campus.objects.create(
            school=plaque.school, name=f"{number}校区", kind=CampusKind.CAMPUS, address="示范路1号"
        )
        issue_plaque(pledge=plaque.pledge, campus=campus, acting_user=make_secretary())
    with django_assert_num_queries(2):
        badge_panel(subject=plaque.school, user=AnonymousUser()).render_html({})

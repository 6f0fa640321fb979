"""The demo association: whole, told by the real verbs, loaded once, never on a real site."""

import re
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from wagtail.images import get_image_model

from association.accounts.models import User
from association.accounts.second_factor import next_step
from association.alliances.models import ChangeRequest, Handover, RosterImport, School
from association.core.uscc import division
from association.peer_review.models import Round, Submission
from association.plaques.enums import (
    NUMBER_STATES,
    NumberSeries,
    PhotoKind,
    PublicState,
    ReportKind,
    Verb,
)
from association.plaques.models import (
    BadgeSighting,
    MeasureProposal,
    Photo,
    Plaque,
    PlaqueBatch,
    PlaqueEvent,
    PlaqueReport,
    ReplacedCopy,
    TakeDown,
)
from association.plaques.selectors import (
    gate_photo_of,
    odd_scans,
    pledges_to_renew,
    scan_days,
    to_hang,
)
from association.pledges.enums import PledgeStatus
from association.pledges.models import CovenantVersion, Pledge
from association.violations.models import Case
from home.demo.people import ACCOUNTS, PASSWORD
from home.models import NewsPage
from tests.home.demo_cases import has_its_cases
from tests.home.demo_rounds import has_its_rounds

pytestmark = pytest.mark.django_db


def run(command, **options):
    told = StringIO()
    call_command(command, stdout=told, **options)
    return told.getvalue()


@pytest.mark.parametrize("command", ["load_demo", "demo_accounts"])
def test_a_real_site_refuses_the_demo(command, settings):
    settings.DEMO = False
    with pytest.raises(CommandError, match="DEMO"):
        call_command(command)
    assert not School.objects.exists()
    assert not User.objects.exists()


def test_the_demo_is_whole_and_loads_once(settings, tmp_path, client):
    settings.DEMO = True
    settings.MEDIA_ROOT = tmp_path
    run("load_demo")
    _has_its_schools()
    _has_every_state()
    _issues_in_batches()
    _renews_and_replaces()
    _hangs_by_photo()
    _takes_down_what_was_taken_back()
    _has_reports_badges_and_scans()
    _keeps_two_people_behind_every_measure()
    _has_news_with_pictures()
    _has_a_hand_over_to_confirm()
    _has_changes_and_introductions()
    has_its_rounds()
    has_its_cases()
    counts = _counts()
    run("load_demo")
    assert _counts() == counts
    _tells_its_addresses(client)


def _has_a_hand_over_to_confirm():
    handover = Handover.objects.waiting().get()
    assert handover.by_principal
    assert handover.school.representatives.get(until__isnull=True) == handover.outgoing


def _has_changes_and_introductions():
    asked = ChangeRequest.objects.order_by("pk")
    states = [change.status for change in asked]
    assert sorted(states) == ["accepted", "declined", "open", "open"]
    assert all(change.proofs.count() == 1 for change in asked)
    told = School.objects.exclude(introduction_zh="")
    assert (told.count(), told.exclude(introduction_hidden="").count()) == (5, 1)


def _has_its_schools():
    assert School.objects.count() == 117
    assert {division(school.uscc) for school in School.objects.all()} == {"370799"}
    assert all(re.fullmatch(r"0536-0\d{6}", s.phone) for s in School.objects.all())
    assert School.objects.members().count() == 116


def _has_every_state():
    assert {plaque.state for plaque in Plaque.objects.all()} == set(NUMBER_STATES)
    assert Pledge.objects.accepted().count() >= 85
    assert set(Pledge.objects.values_list("status", flat=True)) >= {
        PledgeStatus.DRAFT,
        PledgeStatus.SUBMITTED,
        PledgeStatus.ACCEPTED,
        PledgeStatus.RETURNED,
        PledgeStatus.WITHDRAWN,
        PledgeStatus.SUPERSEDED,
    }
    versions = CovenantVersion.objects.order_by("number")
    assert [version.status for version in versions] == ["retired", "current"]
    assert all(version.pledges.accepted().exists() for version in versions)
    for series, year in set(Plaque.objects.values_list("series", "year")):
        of_year = Plaque.objects.filter(series=series, year=year).order_by("sequence")
        assert [plaque.sequence for plaque in of_year] == list(range(1, of_year.count() + 1))
        assert list(of_year) == list(of_year.order_by("issued_on", "sequence"))


def _issues_in_batches():
    batches = list(PlaqueBatch.objects.order_by("created_at"))
    assert len(batches) == 5
    assert all(batch.plaques.count() >= 2 for batch in batches)
    assert {batch.colourway for batch in batches} == {"paper", "bronze"}
    assert batches[-1].plaques.to_hang().count() == 5
    assert Plaque.objects.filter(batch=None).count() > 40


def _renews_and_replaces():
    renewed = PlaqueEvent.objects.filter(verb=Verb.RENEW)
    assert renewed.values("record").distinct().count() == 17
    assert all(event.record.state == PublicState.VALID for event in renewed)
    assert pledges_to_renew().count() == 2
    assert Plaque.objects.in_state(PublicState.SUPERSEDED).count() == 4
    # Three schools have a further campus, and a plaque there with a number of its own series.
    assert Plaque.objects.filter(series=NumberSeries.CAMPUS).count() == 3
    copies = ReplacedCopy.objects.order_by("replaced_at")
    assert [(copy.reason, copy.plaque.status) for copy in copies] == [
        ("lost", "active"),
        ("damaged", "issued"),
    ]


def _hangs_by_photo():
    for plaque in Plaque.objects.in_state(PublicState.VALID):
        assert gate_photo_of(plaque) is not None
    waiting = to_hang()
    assert [row.is_overdue for row in waiting] == [True] * 2 + [False] * 7


def _takes_down_what_was_taken_back():
    down = TakeDown.objects.order_by("opened_at")
    assert [(row.status, row.is_overdue) for row in down] == [
        ("closed", False),
        ("open", True),
        ("shown", False),
    ]
    assert [row.plaque.broken_promise.code for row in down] == ["P8", "P6", "P4"]
    bare_walls = Photo.objects.filter(kind=PhotoKind.BARE_WALL)
    assert [bare_walls.filter(plaque=row.plaque).count() for row in down] == [2, 0, 1]
    still_up = down[1].plaque.reports.open().still_hanging()
    assert still_up.count() == 2
    # Whoever signs anew gets a new number; the one taken back stays taken back.
    assert [row.plaque.school.plaques.living().count() for row in down] == [1, 0, 0]


def _has_reports_badges_and_scans():
    assert PlaqueReport.objects.open().count() == 4
    assert set(PlaqueReport.objects.values_list("kind", flat=True)) == set(ReportKind.values)
    assert PlaqueReport.objects.exclude(status="open").count() == 3
    hosts = BadgeSighting.objects.values_list("host", flat=True)
    assert set(hosts) == {"www.example.com", "school.example.org", "life.example.net"}
    days, spikes = scan_days()
    assert all(day.total for day in days)
    assert [(spike.alliance_code, spike.scans) for spike in spikes] == [("east", 96)]
    assert {row["state"] for row in odd_scans()} == {"revoked", "not_activated", "copy_replaced"}


def _keeps_two_people_behind_every_measure():
    assert MeasureProposal.objects.open().count() == 1
    for proposal in MeasureProposal.objects.exclude(status="open"):
        assert proposal.decided_by_id != proposal.proposed_by_id
    for plaque in Plaque.objects.in_state(PublicState.REVOKED):
        assert re.search(r"P\d", plaque.public_reason)
        assert not re.search("处罚|责令|执法", plaque.public_reason)


def _has_news_with_pictures():
    assert NewsPage.objects.live().count() == 12
    assert NewsPage.objects.filter(live=False).count() == 1
    assert all(image.description for image in get_image_model().objects.all())


def _counts():
    models = (School, Pledge, Plaque, Photo, User, NewsPage, RosterImport, get_image_model())
    models += (Round, Submission, Case)
    return [model.objects.count() for model in models]


def _tells_its_addresses(client):
    told = run("demo_accounts", url="http://127.0.0.1:8123/")
    assert PASSWORD in told
    for account in ACCOUNTS:
        assert account.username in told
        assert client.login(username=account.username, password=PASSWORD)
        # Nobody has to set up a second factor before there is anything to see.
        assert next_step(User.objects.get(username=account.username)) == ""
        assert client.get(account.address, follow=True).status_code == 200
    client.logout()
    paths = re.findall(r"http://127\.0\.0\.1:8123(/\S*)", told)
    assert any(path.startswith("/v/") for path in paths)
    for path in paths:
        assert client.get(path, follow=True).status_code == 200

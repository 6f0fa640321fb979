"""The demo association: whole, told by the real verbs, loaded once, never on a real site."""

import re
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from wagtail.images import get_image_model

from association.accounts.models import User
from association.alliances.models import RosterImport, School
from association.core.uscc import division
from association.plaques.enums import PublicState
from association.plaques.models import MeasureProposal, Plaque
from association.pledges.enums import PledgeStatus
from association.pledges.models import CovenantVersion, Pledge
from home.demo.people import ACCOUNTS, PASSWORD
from home.models import NewsPage

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
    _keeps_two_people_behind_every_measure()
    _has_news_with_pictures()
    counts = _counts()
    run("load_demo")
    assert _counts() == counts
    _tells_its_addresses(client)


def _has_its_schools():
    assert School.objects.count() == 117
    assert {division(school.uscc) for school in School.objects.all()} == {"370799"}
    assert all(re.fullmatch(r"0536-0\d{6}", s.phone) for s in School.objects.all())
    assert School.objects.members().count() == 116


def _has_every_state():
    assert {plaque.state for plaque in Plaque.objects.all()} == set(PublicState)
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
    for year in {plaque.year for plaque in Plaque.objects.all()}:
        of_year = Plaque.objects.filter(year=year).order_by("sequence")
        assert [plaque.sequence for plaque in of_year] == list(range(1, of_year.count() + 1))
        assert list(of_year) == list(of_year.order_by("issued_on", "sequence"))


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
    models = (School, Pledge, Plaque, User, NewsPage, RosterImport, get_image_model())
    return [model.objects.count() for model in models]


def _tells_its_addresses(client):
    told = run("demo_accounts", url="http://127.0.0.1:8123/")
    assert PASSWORD in told
    for account in ACCOUNTS:
        assert account.username in told
        assert client.login(username=account.username, password=PASSWORD)
        assert client.get(account.address, follow=True).status_code == 200
    client.logout()
    paths = re.findall(r"http://127\.0\.0\.1:8123(/\S*)", told)
    assert any(path.startswith("/v/") for path in paths)
    for path in paths:
        assert client.get(path, follow=True).status_code == 200

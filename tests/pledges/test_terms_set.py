"""For how long pledges are given is set by the association; what was given stands."""

import datetime as dt

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone, translation

from association.accounts.roles import Role
from association.core import clock
from association.core.errors import RuleError
from association.core.models import Counter
from association.core.public import SERIES
from association.plaques.services import issue_plaque, renew_plaque
from association.pledges.enums import PledgeStatus
from association.pledges.models import CovenantVersion, Pledge, PledgeSettings
from association.pledges.services import end_pledge, publish_version, restore_pledge
from tests.factories import (
    make_accepted_pledge,
    make_covenant,
    make_secretary,
    make_signed_pledge,
)

pytestmark = pytest.mark.django_db

SETTINGS = "/admin/settings/pledges/pledgesettings/"


def set_terms(**values):
    rules = PledgeSettings.load()
    for name, value in values.items():
        setattr(rules, name, value)
    rules.save()


def test_without_settings_a_pledge_is_given_for_two_years_and_nothing_is_written():
    pledge = make_accepted_pledge()
    assert pledge.given_until == clock.months_later(clock.today(), 24)
    assert pledge.renewal_from == pledge.given_until - dt.timedelta(days=60)
    assert not PledgeSettings.objects.exists()


def test_a_changed_term_counts_from_the_next_pledge_on():
    before = make_accepted_pledge()
    days = (before.given_until, before.renewal_from)
    set_terms(term_months=6, renewal_days=30)
    after = make_accepted_pledge()
    assert after.given_until == clock.months_later(clock.today(), 6)
    assert after.renewal_from == after.given_until - dt.timedelta(days=30)
    before.refresh_from_db()
    assert (before.in_force_until, before.renewable_from) == days
    assert (before.term_months, after.term_months) == (24, 6)


def test_a_plaque_is_lent_for_as_long_as_its_pledge_was_given():
    long = make_accepted_pledge()
    set_terms(term_months=6)
    short = make_accepted_pledge()
    clerk = make_secretary()
    plaque = issue_plaque(pledge=long, acting_user=clerk)
    assert plaque.valid_until == clock.months_later(clock.today(), 24)
    lent = issue_plaque(pledge=short, acting_user=clerk)
    assert lent.valid_until == clock.months_later(clock.today(), 6)
    noon = timezone.make_aware(dt.datetime.combine(long.renewal_from, dt.time(12)))
    with clock.at(noon):
        newer = make_accepted_pledge(long.school, signer=long.signature.signer)
        renew_plaque(plaque=plaque, pledge=newer, acting_user=clerk)
        assert plaque.valid_until == clock.months_later(clock.today(), 6)


def test_the_days_a_pledge_was_given_for_stand_in_the_database_too():
    pledge = make_accepted_pledge()
    with pytest.raises(DatabaseError), transaction.atomic():
        Pledge.objects.filter(pk=pledge.pk).update(given_until=dt.date(2040, 1, 1))
    with pytest.raises(DatabaseError), transaction.atomic():
        Pledge.objects.filter(pk=pledge.pk).update(renewal_from=None)
    pledge.refresh_from_db()
    assert pledge.given_until == clock.months_later(clock.today(), 24)


def test_a_pledge_that_ended_and_is_restored_keeps_its_last_day():
    pledge = make_accepted_pledge()
    last = pledge.given_until
    end_pledge(pledge=pledge, reason="牌匾收回", acting_user=None)
    assert pledge.in_force_until is None
    set_terms(term_months=6)
    restore_pledge(pledge=pledge, reason="决定撤回", acting_user=None)
    pledge.refresh_from_db()
    assert (pledge.status, pledge.in_force_until) == (PledgeStatus.ACCEPTED, last)


def test_the_secretary_general_sets_the_term_and_the_clerk_reads_it_before_accepting(client):
    client.force_login(make_secretary(Role.SECRETARY_GENERAL))
    edit = f"{SETTINGS}{PledgeSettings.load().pk}/"
    values = {"term_months": 12, "renewal_days": 45, "sign_anew_days": 30}
    assert client.post(edit, values).status_code == 302
    assert PledgeSettings.current().term_months == 12
    assert client.post(edit, values | {"term_months": 18}).status_code == 200
    assert client.post(edit, values | {"renewal_days": 1}).status_code == 200
    assert PledgeSettings.current().renewal_days == 45
    clerk = make_secretary()
    client.force_login(clerk)
    assert client.post(edit, values).status_code == 302  # to where the admin begins
    pledge = make_signed_pledge(confirmed=True)
    last = clock.months_later(clock.today(), 12)
    page = client.get(reverse("pledge:accept", args=[pledge.pk])).content.decode()
    assert f"{last.year}年{last.month}月{last.day}日" in page.replace(" ", "")


# -- a version and the day by which it is signed -------------------------------------------------


def test_the_first_version_of_all_has_no_day_to_be_signed_by():
    assert make_covenant().sign_by is None


def test_a_newer_version_is_to_be_signed_by_the_day_that_was_set_or_by_the_settings():
    make_covenant()
    second = make_covenant(publish=False)
    publish_version(version=second, acting_user=None)
    assert second.sign_by == clock.today() + dt.timedelta(days=60)
    set_terms(sign_anew_days=30)
    third = make_covenant()
    assert third.sign_by == clock.today() + dt.timedelta(days=30)
    fourth = make_covenant(publish=False)
    day = clock.today() + dt.timedelta(days=100)
    publish_version(version=fourth, sign_by=day, acting_user=None)
    assert fourth.sign_by == day
    with pytest.raises(DatabaseError), transaction.atomic():
        CovenantVersion.objects.filter(pk=fourth.pk).update(sign_by=clock.today())


def test_a_day_that_is_over_is_refused():
    make_covenant()
    draft = make_covenant(publish=False)
    yesterday = clock.today() - dt.timedelta(days=1)
    with pytest.raises(RuleError), translation.override("en"):
        publish_version(version=draft, sign_by=yesterday, acting_user=None)
    draft.refresh_from_db()
    assert draft.is_draft


def test_with_its_day_nothing_ends(client):
    pledge = make_accepted_pledge()
    newer = make_covenant()
    after = timezone.make_aware(dt.datetime.combine(newer.sign_by, dt.time(12)))
    with clock.at(after + dt.timedelta(days=30)):
        pledge.refresh_from_db()
        assert pledge.status == PledgeStatus.ACCEPTED
        listed = client.get("/pledge/?lang=en").content.decode()
        assert pledge.school.name in listed
        assert "version 1, accepted" in " ".join(listed.split())


def test_the_approver_chooses_the_day_where_a_version_is_replaced(client):
    client.force_login(make_secretary(Role.APPROVER))
    first = make_covenant(publish=False)
    page = client.get(reverse("covenant:publish", args=[first.pk]))
    assert "sign_by" not in page.context["form"].fields
    client.post(reverse("covenant:publish", args=[first.pk]))
    second = make_covenant(publish=False)
    address = reverse("covenant:publish", args=[second.pk])
    proposed = clock.today() + dt.timedelta(days=60)
    assert f'value="{proposed.isoformat()}"' in client.get(address).content.decode()
    over = clock.today() - dt.timedelta(days=1)
    assert client.post(address, {"sign_by": over.isoformat()}).status_code == 422
    day = clock.today() + dt.timedelta(days=90)
    client.post(address, {"sign_by": day.isoformat()})
    second.refresh_from_db()
    assert (second.status, second.sign_by) == ("current", day)


@pytest.mark.parametrize("hostile_day", ["31.02.2027", "0000-00-00", "9" * 400, "\x00"])
def test_a_day_that_is_none_puts_nothing_in_force(client, hostile_day):
    client.force_login(make_secretary(Role.APPROVER))
    make_covenant()
    draft = make_covenant(publish=False)
    address = reverse("covenant:publish", args=[draft.pk])
    assert client.post(address, {"sign_by": hostile_day}).status_code == 422
    draft.refresh_from_db()
    assert draft.is_draft


def test_stored_pages_of_plaques_are_made_anew_when_a_version_is_put_in_force():
    make_covenant()

    def version():
        return Counter.objects.filter(series=SERIES).values_list("last", flat=True).first()

    before = version()
    make_covenant()
    assert version() != before

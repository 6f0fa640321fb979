"""Every act leaves an entry: who, in what capacity, what, old and new, when, from where."""

import datetime as dt
import subprocess
import sys

import pytest
from django.conf import settings
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from association.accounts.roles import Role, give_role
from association.alliances.enums import Capacity
from association.alliances.models import Alliance, School
from association.alliances.services import (
    appoint_lead,
    dismiss_representative,
    invite,
    register_school,
    rename_alliance,
    update_school,
)
from association.core import clock
from association.core.audit import build_entry, record_act, record_many
from association.core.capacities import forget_capacities
from association.core.errors import InvalidTransition
from association.core.models import AuditEntry
from association.core.origin import Origin, acting_through, begin_task, end_task, present
from association.core.regulated import change_status, record_first_events
from association.plaques.enums import PlaqueStatus
from tests.factories import (
    make_active_plaque,
    make_lead,
    make_plaque,
    make_principal,
    make_school,
    make_secretary,
    make_user,
)

pytestmark = pytest.mark.django_db


def last(action):
    return AuditEntry.objects.filter(action=action).first()


def local(moment):
    return f"{timezone.localtime(moment):%Y-%m-%d %H:%M:%S}"


def activate(plaque, person, **more):
    return change_status(
        record=plaque,
        to=PlaqueStatus.ACTIVE,
        verb="activate_plaque",
        acting_user=person,
        **more,
    )


def test_an_act_on_a_record_is_written_with_its_event():
    plaque, clerk = make_plaque(), make_secretary()
    moment = clock.now() - dt.timedelta(hours=1)
    with clock.at(moment), acting_through(Origin("f" * 32)):
        activate(plaque, clerk, reason="看过照片", hang_by=clock.today())
    entry = last("plaques.activate_plaque")
    assert (entry.user, entry.capacity, entry.moment) == (clerk, "clerk", moment)
    assert (entry.object_type, entry.object_id) == ("plaques.plaque", str(plaque.pk))
    assert (entry.label, entry.school) == (str(plaque), plaque.school)
    assert (entry.old_status, entry.new_status, entry.reason) == ("issued", "active", "看过照片")
    assert entry.request_id == "f" * 32


def test_dates_that_change_along_are_told_and_texts_are_not():
    invitation, now = invite(school=make_school(), acting_user=None), clock.now()
    old = invitation.expires_at
    change_status(
        record=invitation,
        to="revoked",
        verb="revoke_invitation",
        acting_user=None,
        expires_at=now,
        nonce="x" * 16,
        capacity=invitation.capacity,
    )
    changes = last("alliances.revoke_invitation").changes
    assert changes == {"expires_at": [local(old), local(now)], "nonce": []}


def test_what_is_refused_leaves_no_entry():
    plaque = make_active_plaque()
    before = AuditEntry.objects.count()
    with pytest.raises(InvalidTransition):
        activate(plaque, None)
    assert AuditEntry.objects.count() == before


def test_an_act_that_is_undone_leaves_no_entry():
    plaque = make_plaque()
    before = AuditEntry.objects.count()
    with transaction.atomic():
        activate(plaque, None)
        transaction.set_rollback(True)
    assert AuditEntry.objects.count() == before


def test_an_act_without_a_person_is_the_systems():
    activate(make_plaque(), None)
    entry = last("plaques.activate_plaque")
    assert (entry.user, entry.capacity) == (None, "")


def test_an_act_that_no_room_knows_is_refused():
    with pytest.raises(ValueError, match="unknown act"):
        record_act(action="plaques.paint", user=None)
    with pytest.raises(ValueError, match="unknown act"):
        change_status(record=make_plaque(), to=PlaqueStatus.ACTIVE, verb="paint", acting_user=None)


# -- in what capacity ------------------------------------------------------------------------------


def capacity(user, school=None):
    return build_entry(action="core.read_contact", user=user, obj=school).capacity


def in_admin(rf):
    return acting_through(Origin("1" * 32, rf.get(reverse("wagtailadmin_home"))))


def test_who_is_clerk_and_principal_acts_as_the_one_or_the_other(rf):
    school, other = make_school(), make_school()
    person = make_principal(school)
    give_role(user=person, role=Role.CLERK)
    principal = f"school:{school.pk}:principal"
    assert capacity(person, school) == principal
    assert capacity(person, other) == principal
    with in_admin(rf):
        assert capacity(person, school) == "clerk"


def test_who_leads_and_represents_acts_as_principal_for_the_own_school_only():
    school, other = make_school(), make_school()
    person = make_principal(school)
    appoint_lead(alliance=Alliance.objects.get(code="east"), user=person, acting_user=None)
    assert capacity(person, school) == f"school:{school.pk}:principal"
    assert set(capacity(person, other).split(",")) == {
        "alliance:east:lead",
        f"school:{school.pk}:principal",
    }


def test_an_administrator_without_role_acts_as_administrator(rf):
    with in_admin(rf):
        assert capacity(make_user(is_superuser=True)) == "superuser"
        assert capacity(make_user()) == ""


def test_a_role_given_meanwhile_counts_for_the_next_act(rf):
    person = make_user()
    with in_admin(rf):
        assert capacity(person) == ""
        give_role(user=person, role=Role.APPROVER)
        assert capacity(person) == "approver"
        person.groups.clear()
        assert capacity(person) == ""


# -- what is told of changes -----------------------------------------------------------------------


def test_a_change_of_a_contact_tells_the_field_and_no_value():
    school = make_school(phone="0536-0123456", contact_name="校长甲")
    update_school(
        school=school,
        values={"phone": "13800001111", "contact_name": "校长乙", "name": "示范区改名学校"},
        main_campus={"address": "示范区新路1号"},
        alliance=None,
        acting_user=None,
    )
    changes = last("alliances.update_school").changes
    assert changes["phone"] == changes["contact_name"] == []
    assert changes["name"] == [school.name, "示范区改名学校"]
    assert changes["campus.address"][1] == "示范区新路1号"
    assert "13800001111" not in str(changes)


def test_names_of_an_alliance_are_told_old_and_new():
    alliance = Alliance.objects.get(code="east")
    old = alliance.name_zh
    rename_alliance(alliance=alliance, name_zh="东片", name_en="East", acting_user=None)
    entry = last("alliances.rename_alliance")
    assert entry.changes["name_zh"] == [old, "东片"]
    assert entry.object_type == "alliances.alliance"


def test_who_leads_an_alliance_is_told():
    lead = make_lead()
    assert last("alliances.appoint_lead").reason == str(lead)


# -- many at once ----------------------------------------------------------------------------------


def test_many_at_once_are_told_like_one_and_cost_no_more_statements():
    clerk = make_secretary()
    plaques = [make_plaque() for _number in range(3)]
    ContentType.objects.get_for_model(plaques[0])  # kept in memory from then on
    costs = []
    for some in (plaques[:1], plaques):
        forget_capacities()
        with CaptureQueriesContext(connection) as queries:
            record_many(action="plaques.issue_plaque", user=clerk, objects=some)
        costs.append(len(queries))
    assert costs[0] == costs[1]
    alone = build_entry(
        action="plaques.issue_plaque", user=clerk, obj=plaques[0], new_status=plaques[0].status
    )
    written = AuditEntry.objects.filter(object_id=plaques[0].pk, user=clerk).first()
    for field in ("capacity", "action", "object_type", "label", "school_id", "new_status"):
        assert getattr(written, field) == getattr(alone, field)


def test_first_events_of_many_are_in_the_trail():
    schools = School.objects.bulk_create(
        School(name=f"示范区第{n}学校", uscc=f"5237079900000000{n}X", kind="training")
        for n in range(2)
    )
    record_first_events(records=schools, verb="register_school", acting_user=None)
    entries = AuditEntry.objects.filter(action="alliances.register_school")
    assert {entry.school for entry in entries} == set(schools)


# -- people ----------------------------------------------------------------------------------------


def test_a_role_given_and_taken_is_told_from_either_side():
    person, group = make_user(), Group.objects.get(name=Role.CLERK)
    person.groups.add(group)
    assert last("core.give_role").label == f"{person} · clerk"
    group.user_set.remove(person)
    assert last("core.take_role").label == f"{person} · clerk"
    person.groups.add(group)
    person.groups.clear()
    assert AuditEntry.objects.filter(action="core.take_role", object_id=person.pk).count() == 2


def test_ending_an_appointment_tells_that_the_right_is_gone():
    school = make_school()
    person = make_principal(school)
    dismiss_representative(appointment=school.representatives.get(), acting_user=None)
    assert last("core.take_role").label == f"{person} · school:{school.pk}:{Capacity.PRINCIPAL}"


def test_an_account_switched_off_is_told_with_who_did_it(client):
    admin, person = make_user(is_superuser=True), make_secretary()
    client.force_login(admin)
    url = reverse("wagtailusers_users:edit", args=[person.pk])
    form = {
        "username": person.username,
        "email": person.email or "person@example.test",
        "first_name": "员",
        "last_name": "甲",
        "groups": [group.pk for group in person.groups.all()],
    }
    assert client.post(url, form).status_code == 302
    person.refresh_from_db()
    assert not person.is_active
    entry = last("core.deactivate_person")
    assert (entry.user, entry.object_id, entry.capacity) == (admin, str(person.pk), "superuser")
    assert entry.request_id == last("wagtail.edit").request_id != ""


def test_many_accounts_switched_off_at_once_are_told(client):
    admin, people = make_user(is_superuser=True), [make_user(), make_user()]
    client.force_login(admin)
    ids = "&".join(f"id={person.pk}" for person in people)
    url = reverse("wagtail_bulk_action", args=["accounts", "user", "set_active_state"])
    assert client.post(f"{url}?{ids}", {"mark_as_active": "False"}).status_code == 302
    told = AuditEntry.objects.filter(action="core.deactivate_person", user=admin)
    assert {entry.object_id for entry in told} == {str(person.pk) for person in people}


def test_an_address_or_password_that_changes_is_named_and_not_shown():
    person = make_user(email="old@example.test")
    person.email = "new@example.test"
    person.set_password("another-long-password")
    person.save()
    assert last("core.change_person").changes == {"email": [], "password": []}


def test_signing_in_changes_no_account(client):
    person = make_user()
    client.force_login(person)
    assert last("core.change_person") is None


# -- Wagtail's own ---------------------------------------------------------------------------------


def test_a_published_page_is_in_the_trail_and_its_drafts_are_not():
    editor, page = make_user(is_superuser=True), Page.objects.filter(depth=2).get().specific
    before = AuditEntry.objects.count()
    revision = page.save_revision(user=editor, log_action=True)
    assert AuditEntry.objects.count() == before
    revision.publish(user=editor)
    entry = last("wagtail.publish")
    assert (entry.user, entry.object_id, entry.label) == (editor, str(page.pk), page.title)
    assert entry.object_type == page.specific_class._meta.label_lower


# -- where it came from ----------------------------------------------------------------------------


def test_every_answer_tells_its_number_errors_too(client):
    told = {client.get(path).headers["X-Request-ID"] for path in ("/", "/no-such-page/", "/api/")}
    assert len(told) == 3
    assert all(len(number) == 32 for number in told)


def test_a_number_that_the_browser_sends_is_not_taken(client):
    sent = "a" * 32
    assert client.get("/", headers={"X-Request-ID": sent}).headers["X-Request-ID"] != sent


def test_what_a_request_does_carries_its_number(client):
    clerk, school = make_secretary(), make_school()
    client.force_login(clerk)
    url = reverse("school_admin:invite", args=[school.pk])
    response = client.post(url, {"capacity": "staff"})
    entry = last("alliances.invite")
    assert (entry.user, entry.school) == (clerk, school)
    assert entry.request_id == response.headers["X-Request-ID"]
    assert present().id == ""


def test_what_a_worker_does_carries_its_tasks_name():
    with acting_through(Origin("command:db_worker")):
        begin_task("run_import")
        record_act(action="core.read_contact", user=None)
        end_task()
        assert present().id == "command:db_worker"
    assert last("core.read_contact").request_id == "task:run_import"


def test_a_task_that_a_request_runs_at_once_is_the_requests(rf):
    with acting_through(Origin("b" * 32, rf.get("/"))):
        begin_task("run_import")
        assert present().id == "b" * 32
        end_task()
        assert present().id == "b" * 32


def test_what_a_command_does_carries_its_name():
    code = (
        "import sys, runpy; sys.argv = ['manage.py', 'version']; "
        "runpy.run_path('manage.py', run_name='__main__'); "
        "from association.core.origin import present; print(present().id)"
    )
    told = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=settings.ROOT
    )
    assert told.stdout.splitlines()[-1] == "command:version"


def test_registering_a_school_by_hand_tells_three_things():
    clerk = make_secretary()
    before = AuditEntry.objects.count()
    register_school(
        values={
            "name": "示范区新学校",
            "uscc": "52370799MJE000021N",
            "kind": "training",
            "licence_long_term": True,
        },
        main_campus={"name": "主校区", "address": "示范区滨河路8号"},
        alliance=Alliance.objects.get(code="east"),
        acting_user=clerk,
    )
    new = AuditEntry.objects.order_by("pk")[before:]
    assert [entry.action for entry in new] == [
        "alliances.register_school",
        "alliances.join_alliance",
    ]
    assert {entry.user for entry in new} == {clerk}

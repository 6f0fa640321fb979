import pytest

from association.alliances.enums import HANDOVER_TRANSITIONS, HandoverStatus
from association.alliances.models import Handover
from association.core.errors import InvalidTransition
from association.core.models import AuditEntry
from association.core.regulated import change_status
from association.plaques.enums import PlaqueStatus
from association.plaques.models import Plaque
from tests.factories import (
    make_active_plaque,
    make_plaque,
    make_principal,
    make_school,
    make_user,
)

pytestmark = pytest.mark.django_db


def test_a_change_writes_status_event_audit_entry_and_version_together():
    plaque = make_plaque()
    version = plaque.school.public_version
    plaque.school.refresh_from_db()
    version = plaque.school.public_version
    person = make_user()
    change_status(
        record=plaque,
        to=PlaqueStatus.ACTIVE,
        verb="activate_plaque",
        acting_user=person,
        reason="seen",
    )
    plaque.refresh_from_db()
    plaque.school.refresh_from_db()
    event = plaque.events.last()
    entry = AuditEntry.objects.filter(object_type="plaques.plaque", object_id=plaque.pk).first()
    assert plaque.status == PlaqueStatus.ACTIVE
    assert (event.sequence, event.old_status, event.new_status, event.reason) == (
        2,
        "issued",
        "active",
        "seen",
    )
    assert (entry.action, entry.user, entry.moment) == (
        "plaques.activate_plaque",
        person,
        event.created_at,
    )
    assert plaque.school.public_version == version + 1


def test_a_refused_change_leaves_nothing_behind():
    plaque = make_active_plaque()
    events, entries = plaque.events.count(), AuditEntry.objects.count()
    with pytest.raises(InvalidTransition):
        change_status(
            record=plaque, to=PlaqueStatus.ACTIVE, verb="activate_plaque", acting_user=None
        )
    plaque.refresh_from_db()
    assert plaque.status == PlaqueStatus.ACTIVE
    assert (plaque.events.count(), AuditEntry.objects.count()) == (events, entries)


def test_the_row_decides_not_a_stale_copy():
    plaque = make_plaque()
    stale = Plaque.objects.get(pk=plaque.pk)
    change_status(record=plaque, to=PlaqueStatus.RETURNED, verb="return_plaque", acting_user=None)
    assert stale.status == PlaqueStatus.ISSUED
    with pytest.raises(InvalidTransition):
        change_status(
            record=stale, to=PlaqueStatus.ACTIVE, verb="activate_plaque", acting_user=None
        )


@pytest.mark.parametrize("to", HandoverStatus.values)
@pytest.mark.parametrize("old", HandoverStatus.values)
def test_only_allowed_moves_are_made(old, to):
    """A hand-over's states are not guarded by the database too, so each can be written."""
    outgoing = make_principal(make_school()).representations.get()
    handover = Handover.objects.create(school=outgoing.school, outgoing=outgoing, status=old)
    try:
        change_status(record=handover, to=to, verb="start_handover", acting_user=None)
        moved = True
    except InvalidTransition:
        moved = False
    assert moved == (to in HANDOVER_TRANSITIONS.get(old, set()))

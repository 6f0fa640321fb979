"""Verbs that meet on PostgreSQL queue up at the school; none waits for the other for ever."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from association.accounts.roles import Role
from association.alliances.services import (
    accept_change,
    accept_invitation,
    confirm_handover,
    invite,
    invite_many,
    leave_association,
    start_handover,
)
from association.plaques.services import activate_plaque, issue_plaque
from association.pledges.services import (
    accept_pledge,
    sign_pledge,
    tick_promise,
    undo_pledge,
)
from tests.factories import (
    make_accepted_pledge,
    make_draft_pledge,
    make_gate_photo,
    make_plaque,
    make_principal,
    make_school,
    make_secretary,
    make_signed_pledge,
    make_user,
)
from tests.factories.changes import make_change
from tests.factories.flows import TYPED

LOCKING = re.compile(r"FOR (NO KEY )?UPDATE")

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite locks the whole database"),
]


def tick():
    pledge = make_draft_pledge()
    promise = pledge.covenant_version.promises.first()
    return lambda: tick_promise(pledge=pledge, promise=promise)


def sign():
    pledge, person = make_draft_pledge(ticked=8), make_user()
    return lambda: sign_pledge(pledge=pledge, signing=TYPED, acting_user=person)


def undo():
    pledge = make_signed_pledge()
    return lambda: undo_pledge(pledge=pledge, acting_user=pledge.signature.signer)


def accept():
    pledge, clerk = make_signed_pledge(confirmed=True), make_secretary()
    return lambda: accept_pledge(pledge=pledge, acting_user=clerk)


def issue():
    pledge, clerk = make_accepted_pledge(), make_secretary()
    return lambda: issue_plaque(pledge=pledge, acting_user=clerk)


def activate():
    plaque, clerk = make_plaque(), make_secretary()
    photo = make_gate_photo(plaque)
    return lambda: activate_plaque(plaque=plaque, photo=photo, acting_user=clerk)


def join():
    invitation, person = invite(school=make_school(), acting_user=None), make_user()
    return lambda: accept_invitation(invitation=invitation, user=person)


def take_over():
    school = make_school()
    handover = start_handover(school=school, acting_user=make_principal(school))
    invitation, person = handover.invitations.get(), make_user()
    return lambda: accept_invitation(invitation=invitation, user=person)


def confirm():
    school = make_school()
    begun = start_handover(school=school, acting_user=make_principal(school))
    handover = accept_invitation(invitation=begun.invitations.get(), user=make_user())
    approver = make_secretary(Role.APPROVER)
    return lambda: confirm_handover(handover=handover, acting_user=approver)


def invite_together():
    schools = [make_school(), make_school()]
    return lambda: invite_many(key="together", schools=schools, acting_user=None)


def ask_to_change():
    school = make_school()
    return lambda: make_change(school)


def change_the_register():
    request, clerk = make_change(), make_secretary()
    return lambda: accept_change(request=request, acting_user=clerk)


def leave():
    school = make_plaque().school
    return lambda: leave_association(school=school, acting_user=None)


@pytest.mark.parametrize(
    "prepare",
    [
        tick,
        sign,
        undo,
        accept,
        issue,
        activate,
        join,
        take_over,
        confirm,
        invite_together,
        ask_to_change,
        change_the_register,
        leave,
    ],
    ids=lambda prepare: prepare.__name__,
)
def test_the_school_is_locked_before_any_other_row(prepare):
    act = prepare()
    with CaptureQueriesContext(connection) as asked:
        act()
    locking = [query["sql"] for query in asked if LOCKING.search(query["sql"])]
    assert 'FROM "alliances_school"' in locking[0]

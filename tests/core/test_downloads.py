"""Files for print that leave the house are acts: plaques could be made of them, doors opened."""

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from wagtail.documents.models import Document

from association.alliances.services import invite
from association.core.models import AuditEntry
from association.plaques.services import issue_batch
from tests.factories import (
    make_accepted_pledge,
    make_active_plaque,
    make_school,
    make_secretary,
)

pytestmark = pytest.mark.django_db

ACT = "core.download_print"


@pytest.fixture
def clerk(client):
    user = make_secretary()
    client.force_login(user)
    return user


def make_batch():
    pledge = make_accepted_pledge()
    return issue_batch(
        key="20261122-abcd",
        choices=[(pledge, pledge.school.campuses.get())],
        colourway="paper",
        acting_user=make_secretary(),
    )


def taken(client, address):
    """Look whether it is there, then take it; return the entry of the one act."""
    client.head(address)
    assert not AuditEntry.objects.filter(action=ACT).exists()
    response = client.get(address)
    assert response.headers["Content-Type"] == "application/pdf"
    assert b"".join(response.streaming_content).startswith(b"%PDF")
    return AuditEntry.objects.get(action=ACT)


def test_the_print_shops_file_of_a_plaque_is_an_act_on_the_plaque(client, clerk):
    plaque = make_active_plaque()
    entry = taken(client, reverse("plaque_admin:print", args=[plaque.pk]) + "?colours=bronze")
    assert (entry.user, entry.capacity, entry.reason) == (clerk, "clerk", "colours=bronze")
    assert (entry.object_type, entry.label) == ("plaques.plaque", plaque.number)
    assert entry.school == plaque.school


@pytest.mark.parametrize("name", ["print_file", "proof"])
def test_the_file_or_proof_of_a_batch_is_an_act_on_the_batch(
    client, clerk, name, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        batch = make_batch()
    entry = taken(client, reverse(f"batch_admin:{name}", args=[batch.pk]))
    assert (entry.user, entry.object_type, entry.label) == (clerk, "plaques.plaquebatch", batch.key)


def test_a_sheet_with_an_invitation_is_an_act_told_by_its_address(client, clerk):
    invitation = invite(school=make_school(), acting_user=clerk)
    address = reverse("invitation_admin:slip", args=[invitation.pk])
    entry = taken(client, address)
    assert (entry.user, entry.label) == (clerk, address)


def test_a_paper_that_everybody_may_have_is_no_act(client, clerk, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    paper = Document.objects.create(
        title="章程", file=ContentFile(b"%PDF-1.7\n%%EOF", name="charter.pdf")
    )
    response = client.get(paper.url)
    assert response.headers["Content-Type"] == "application/pdf"
    assert response.headers["Content-Disposition"].startswith("attachment")
    assert b"".join(response.streaming_content).startswith(b"%PDF")
    assert not AuditEntry.objects.filter(action=ACT).exists()

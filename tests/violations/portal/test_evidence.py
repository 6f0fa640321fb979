"""A school reads all evidence: as a file, noted each time, and never one that was changed."""

import hashlib

import pytest
from django.core.files.base import ContentFile

from association.core.models import AssociationProfile, AuditEntry
from association.violations.models import Custody
from association.violations.services import answer_case
from tests.factories.cases import make_case
from tests.factories.files import PDF
from tests.peer_review.portal.desk import enter, links, words
from tests.violations.portal.desk import TOLD, file_of, page, person_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(client):
    """A case at a school whose principal is signed in."""
    made = make_case(TOLD)
    made.person = enter(client, person_of(made.school))
    return made


def content(response):
    return b"".join(response.streaming_content)


def replaced(evidence, data):
    storage, name = evidence.file.storage, evidence.file.name
    storage.delete(name)
    if data is not None:
        assert storage.save(name, ContentFile(data)) == name


def test_it_comes_as_an_attachment_with_a_neutral_name(client, case):
    piece = case.evidence.get()
    response = client.get(file_of(piece))
    assert response["Content-Type"] == "image/jpeg"
    assert response["Content-Disposition"] == f'attachment; filename="{case.code}-1.jpg"'
    assert "no-store" in response["Cache-Control"]
    assert hashlib.sha256(content(response)).hexdigest() == piece.digest


def test_the_schools_own_pdf_comes_back_as_it_was(client, case):
    answer_case(case=case, words="见附件", files=[("说明.pdf", PDF)], acting_user=case.person)
    piece = case.evidence.last()
    response = client.get(file_of(piece))
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == f'attachment; filename="{case.code}-2.pdf"'
    assert content(response) == PDF
    assert AuditEntry.objects.filter(action="core.download_print").get().user == case.person


def test_each_reading_is_noted(client, case):
    piece = case.evidence.get()
    content(client.get(file_of(piece)))
    content(client.get(file_of(piece)))
    read = Custody.objects.filter(evidence=piece, act="read")
    assert [(each.user, each.intact) for each in read] == [(case.person, True)] * 2


@pytest.mark.parametrize("data", [b"something else", None], ids=["changed", "gone"])
def test_a_file_that_is_not_what_was_taken_in_is_not_shown(client, case, data):
    piece = case.evidence.get()
    replaced(piece, data)
    response = client.get(file_of(piece))
    assert response.status_code == 410
    assert "This file cannot be shown" in words(response)
    assert f"1. {piece.title}" in words(response)
    assert page(case) in links(response)
    read = Custody.objects.get(evidence=piece, act="read")
    assert (read.user, read.intact) == (case.person, False)


def test_whom_to_call_stands_beside_it(client, case):
    AssociationProfile.objects.update_or_create(defaults={"hotline": "0536-1234567"})
    piece = case.evidence.get()
    replaced(piece, None)
    assert "tel:0536-1234567" in links(client.get(file_of(piece)))


def test_it_is_only_read(client, case):
    assert client.post(file_of(case.evidence.get())).status_code == 405
    assert not Custody.objects.filter(act="read").exists()

"""Evidence is handed out from the admin, every reading is noted, and a loss is told."""

from io import BytesIO

import pytest
from django.core.files.base import ContentFile

from association.accounts.roles import Role
from association.core.enums import Act
from association.core.models import AuditEntry
from association.violations.enums import CaseSource, CaseStatus, CustodyAct
from association.violations.services import add_evidence
from tests.factories import make_principal, make_secretary
from tests.factories.cases import make_case
from tests.factories.files import PDF
from tests.peer_review.portal.desk import enter, fields_of, words
from tests.violations.admin.desk import LIST, page
from tests.violations.filing.desk import make_reported

pytestmark = pytest.mark.django_db


def make_paper(case):
    return add_evidence(
        case=case, title="收费单", origin="家长提供", data=PDF, name="a.pdf", acting_user=None
    )


def there(evidence):
    return f"{LIST}read_evidence/{evidence.pk}/"


@pytest.mark.parametrize("role", [Role.CLERK, Role.APPROVER, Role.SECRETARY_GENERAL, Role.AUDITOR])
def test_a_file_is_sent_as_an_attachment_and_the_reading_is_noted(client, role):
    case = make_case()
    evidence = make_paper(case)
    user = enter(client, make_secretary(role))
    response = client.get(there(evidence))
    assert response.content == PDF
    assert response.headers["Content-Type"] == "application/pdf"
    assert response.headers["Content-Disposition"] == f'attachment; filename="{case.code}-1.pdf"'
    noted = evidence.custody.get(act=CustodyAct.READ)
    assert (noted.user, noted.intact) == (user, True)
    assert AuditEntry.objects.get(action=f"core.{Act.DOWNLOAD_PRINT}").label == case.code
    assert str(user) in words(client.get(page(case)))


@pytest.mark.parametrize("source", [CaseSource.LETTER, CaseSource.REPORT, CaseSource.PATROL])
def test_who_reported_is_not_to_be_named_where_somebody_did(client, clerk, source):
    case = make_case() if source == CaseSource.PATROL else make_reported(source, CaseStatus.OPEN)
    add = f"{LIST}add_evidence/{case.pk}/"
    shown = words(client.get(add))
    assert "by the secretariat" in shown
    warned = "nothing that shows who reported it" in shown
    assert warned is (source != CaseSource.PATROL)
    typed = {"title": "电话记录", "origin": "反映人13812345678", "file": BytesIO(PDF)}
    typed["file"].name = "a.pdf"
    refused = client.post(add, typed)
    assert refused.status_code == 422
    assert fields_of(refused)["origin"] == typed["origin"]
    assert fields_of(refused)["title"] == typed["title"]


def test_a_picture_is_sent_as_it_is_kept(client, clerk):
    evidence = make_case(CaseStatus.TOLD).evidence.get()
    response = client.get(there(evidence))
    with evidence.file.open() as kept:
        assert response.content == kept.read()
    assert response.headers["Content-Type"] == "image/jpeg"


def test_a_file_that_is_gone_is_told_and_noted(client, clerk):
    evidence = make_paper(make_case())
    evidence.file.storage.delete(evidence.file.name)
    response = client.get(there(evidence))
    assert response.status_code == 410
    assert "The file is gone" in words(response)
    assert "secretary-general" in words(response)
    assert not evidence.custody.get(act=CustodyAct.READ).intact
    assert "changed or gone" in words(client.get(page(evidence.case)))


def test_a_file_that_was_changed_is_not_handed_out(client, clerk):
    evidence = make_paper(make_case())
    storage, name = evidence.file.storage, evidence.file.name
    storage.delete(name)
    storage.save(name, ContentFile(b"%PDF-1.7 other"))
    response = client.get(there(evidence))
    assert response.status_code == 409
    assert "no longer what was taken in" in words(response)
    assert b"other" not in response.content.split(b"</head>")[0]


def test_nobody_else_reads_it_and_a_look_at_the_headers_is_no_reading(client, clerk):
    case = make_case(CaseStatus.TOLD)
    evidence = case.evidence.get()
    assert client.head(there(evidence)).status_code == 405
    assert client.post(there(evidence)).status_code == 405
    assert client.get(f"{LIST}read_evidence/999999/").status_code == 404
    for stranger in (make_secretary(Role.EDITOR), make_principal(case.school, "staff")):
        enter(client, stranger)
        assert client.get(there(evidence)).status_code in {302, 404}
    assert evidence.custody.count() == 1

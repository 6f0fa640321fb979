"""Papers at the school's desk and in the admin: who gets them, and what is handed out."""

import json

import pytest
from django.urls import reverse

from association.accounts.roles import Role
from association.alliances.enums import Capacity
from association.core.desk_items import papers_of
from association.core.models import AuditEntry
from association.core.private_files import private_files
from association.pledges.desk_papers import pledge_papers
from association.pledges.models import IssuedPaper
from association.pledges.services import end_pledge, issue_paper, read_paper
from tests.factories import (
    make_accepted_pledge,
    make_draft_pledge,
    make_principal,
    make_school,
    make_secretary,
    make_signed_pledge,
)
from tests.pledges.desk import at_desk, queries_of, url, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk():
    """A school with a pledge in force, its principal's browser and the pledge."""
    school = make_school()
    principal = make_principal(school)
    return school, at_desk(principal), make_accepted_pledge(school, signer=principal)


@pytest.mark.parametrize("kind", ["receipt", "certificate"])
def test_a_paper_is_made_when_it_is_first_asked_for_and_stays_the_same(desk, kind):
    school, client, pledge = desk
    address = url("paper", school, pledge.receipt_no, kind)
    answers = [client.get(address) for _again in range(2)]
    paper = pledge.papers.get()
    assert {answer.content for answer in answers} == {read_paper(paper)}
    told = answers[0].headers
    assert told["Content-Type"] == "application/pdf"
    name = f"{pledge.receipt_no}-{kind}.pdf"
    assert told["Content-Disposition"] == f'attachment; filename="{name}"'
    assert "no-store" in told["Cache-Control"]
    assert "sandbox" in told["Content-Security-Policy"]
    assert AuditEntry.objects.filter(action="pledges.issue_paper").count() == 1
    taken = AuditEntry.objects.filter(action="core.download_print")
    assert {entry.object_id for entry in taken} == {str(paper.pk)}


def test_the_signature_comes_as_a_small_file_of_its_own(desk):
    school, client, pledge = desk
    answer = client.get(url("paper_signature", school, pledge.receipt_no, "receipt"))
    paper = pledge.papers.get()
    assert json.loads(answer.content) == {
        "file": f"{pledge.receipt_no}-receipt.pdf",
        "algorithm": "Ed25519",
        "key": paper.key,
        "sha256": paper.sha256,
        "signature": paper.signature,
    }
    told = answer.headers["Content-Disposition"]
    assert told == f'attachment; filename="{pledge.receipt_no}-receipt.pdf.sig"'


def test_staff_take_the_papers_as_well(desk):
    school, _client, pledge = desk
    staff = at_desk(make_principal(school, capacity=Capacity.STAFF))
    assert staff.get(url("paper", school, pledge.receipt_no, "receipt")).status_code == 200


@pytest.mark.parametrize("name", ["paper", "paper_signature"])
def test_another_schools_papers_are_not_found(name, desk):
    school, _client, pledge = desk
    own = make_school()
    stranger = at_desk(make_principal(own))
    for owner in (school, own):
        for kind in ("receipt", "certificate"):
            address = url(name, owner, pledge.receipt_no, kind)
            assert stranger.get(address).status_code == 404
    assert not IssuedPaper.objects.exists()


def test_there_is_no_other_kind_of_paper(desk):
    school, client, pledge = desk
    for name in ("paper", "paper_signature"):
        assert client.get(url(name, school, pledge.receipt_no, "medal")).status_code == 404


def test_what_cannot_be_made_yet_is_told_on_the_receipt(desk):
    _school, _client, _pledge = desk
    other = make_school()
    principal = make_principal(other)
    pledge = make_signed_pledge(other, signer=principal)
    client = at_desk(principal)
    for name in ("paper", "paper_signature"):
        page = client.get(url(name, other, pledge.receipt_no, "receipt"), follow=True)
        assert page.redirect_chain == [(url("receipt", other, pledge.receipt_no), 302)]
        assert words(page).count("handed in, or its time to undo is over") == 2
    assert not IssuedPaper.objects.exists()


def test_a_lost_file_is_told_on_the_receipt(desk, caplog):
    school, client, pledge = desk
    address = url("paper", school, pledge.receipt_no, "receipt")
    client.get(address)
    private_files().delete(pledge.papers.get().file.name)
    assert "Please call the secretariat; the pledge stands." in words(
        client.get(address, follow=True)
    )
    assert "is lost" in caplog.text


def test_the_receipt_page_leads_to_its_files(desk):
    school, client, pledge = desk
    page = words(client.get(url("receipt", school, pledge.receipt_no)))
    for kind in ("receipt", "certificate"):
        for name in ("paper", "paper_signature"):
            assert url(name, school, pledge.receipt_no, kind) in page
    assert reverse("pledges:check_paper") in page


def test_the_receipt_page_asks_no_more_for_many_papers(desk):
    school, client, pledge = desk
    address = url("receipt", school, pledge.receipt_no)
    before = queries_of(client, address)
    for kind in ("receipt", "certificate"):
        issue_paper(pledge=pledge, kind=kind, acting_user=None)
    assert queries_of(client, address) == before


def test_the_desk_lists_what_can_be_taken_away(desk):
    school, _client, pledge = desk
    lines = papers_of(school=school, user=None)
    assert {line.url for line in lines} == {
        url("paper", school, pledge.receipt_no, kind) for kind in ("receipt", "certificate")
    }
    assert {line.note for line in lines} == {pledge.receipt_no}
    assert len({line.name for line in lines}) == 2
    end_pledge(pledge=pledge, reason="收回牌匾", acting_user=None)
    [left] = papers_of(school=school, user=None)
    assert left.url == url("paper", school, pledge.receipt_no, "receipt")


def test_a_certificate_that_was_made_stays_on_the_desk(desk):
    school, _client, pledge = desk
    paper = issue_paper(pledge=pledge, kind="certificate", acting_user=None)
    end_pledge(pledge=pledge, reason="收回牌匾", acting_user=None)
    pledge.refresh_from_db()
    assert len(papers_of(school=school, user=None)) == 2
    again = issue_paper(pledge=pledge, kind="certificate", acting_user=None)
    assert again == paper


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_one_pledge_and_for_three(count, django_assert_num_queries):
    school = make_school()
    principal = make_principal(school)
    for _number in range(count):
        pledge = make_accepted_pledge(school, signer=principal)
        issue_paper(pledge=pledge, kind="receipt", acting_user=None)
        end_pledge(pledge=pledge, reason="收回牌匾", acting_user=None)
    with django_assert_num_queries(2):
        assert len(list(pledge_papers(school=school, user=None))) == count


# -- the secretariat -------------------------------------------------------------------------------


def admin_url(pledge, kind="receipt", name="paper"):
    return reverse(f"pledge:{name}", args=[pledge.pk, kind])


def test_who_decides_on_pledges_may_have_a_paper_made(desk):
    _school, _client, pledge = desk
    clerk = at_desk(make_secretary(Role.CLERK))
    page = words(clerk.get(reverse("pledge:inspect", args=[pledge.pk])))
    assert admin_url(pledge) in page
    answer = clerk.get(admin_url(pledge))
    assert answer.content == read_paper(pledge.papers.get())
    assert json.loads(clerk.get(admin_url(pledge, name="paper_signature")).content)["sha256"]


def test_who_reads_alone_gets_what_there_is_and_makes_nothing(desk):
    _school, _client, pledge = desk
    auditor = at_desk(make_secretary(Role.AUDITOR))
    page = words(auditor.get(reverse("pledge:inspect", args=[pledge.pk])))
    assert "Signed papers" not in page
    for name in ("paper", "paper_signature"):
        assert auditor.get(admin_url(pledge, name=name)).status_code == 404
    assert not IssuedPaper.objects.exists()
    paper = issue_paper(pledge=pledge, kind="receipt", acting_user=None)
    page = words(auditor.get(reverse("pledge:inspect", args=[pledge.pk])))
    assert admin_url(pledge) in page
    assert admin_url(pledge, "certificate") not in page
    assert paper.get_absolute_url() in page
    assert auditor.get(admin_url(pledge)).content == read_paper(paper)


def test_an_editor_gets_none(desk):
    _school, _client, pledge = desk
    issue_paper(pledge=pledge, kind="receipt", acting_user=None)
    editor = at_desk(make_secretary(Role.EDITOR))
    for name in ("paper", "paper_signature"):
        assert editor.get(admin_url(pledge, name=name)).status_code == 404


def test_a_lost_file_is_told_in_the_admin(desk, caplog):
    _school, _client, pledge = desk
    paper = issue_paper(pledge=pledge, kind="receipt", acting_user=None)
    private_files().delete(paper.file.name)
    clerk = at_desk(make_secretary(Role.CLERK))
    page = clerk.get(admin_url(pledge), follow=True)
    assert "Please call the secretariat" in words(page)
    assert "is lost" in caplog.text


def test_a_draft_has_no_papers():
    pledge = make_draft_pledge(make_school())
    clerk = at_desk(make_secretary(Role.CLERK))
    assert clerk.get(admin_url(pledge)).status_code == 404
    assert "Signed papers" not in words(clerk.get(reverse("pledge:inspect", args=[pledge.pk])))

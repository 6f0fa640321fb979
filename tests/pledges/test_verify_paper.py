"""manage.py verify_paper: 0 for the association's own paper, 1 for everything else."""

import io
import shutil
import subprocess

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from association.core.signing import public_pem
from association.pledges.services import end_pledge, read_paper
from tests.core.test_signing import KEY, line_of
from tests.pledges.papers import (
    changed,
    make_certificate,
    make_receipt,
    places_in,
    signature_of,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def files(tmp_path):
    """A certificate with its signature and the public key, as somebody downloaded them."""
    paper = make_certificate()
    (tmp_path / "paper.pdf").write_bytes(read_paper(paper))
    (tmp_path / "paper.pdf.sig").write_bytes(signature_of(paper))
    (tmp_path / "key.pem").write_bytes(public_pem())
    return paper, tmp_path


def verify(*args, **options):
    out = io.StringIO()
    with translation.override("en"):
        call_command("verify_paper", *args, stdout=out, **options)
    return out.getvalue()


def test_a_paper_is_known_by_what_the_site_keeps(files):
    paper, folder = files
    told = verify(folder / "paper.pdf")
    assert told.startswith("Unchanged: ")
    assert paper.pledge.school.name in told
    assert "Now: The pledge is in force." in told
    end_pledge(pledge=paper.pledge, reason="收回牌匾", acting_user=None)
    assert "Now: The pledge has ended." in verify(folder / "paper.pdf")


def test_a_paper_is_known_by_its_signature(files):
    _paper, folder = files
    assert "Unchanged: " in verify(folder / "paper.pdf", folder / "paper.pdf.sig")


def test_the_published_key_is_enough_and_no_database_is_asked(files, django_assert_num_queries):
    _paper, folder = files
    with django_assert_num_queries(0):
        told = verify(folder / "paper.pdf", folder / "paper.pdf.sig", key=folder / "key.pem")
    assert told == "Unchanged, and signed with the key you gave.\n"


def test_with_any_byte_changed_it_is_refused(files):
    paper, folder = files
    data, harmed = read_paper(paper), folder / "harmed.pdf"
    for place in places_in(data, 25):
        harmed.write_bytes(changed(data, place))
        with pytest.raises(CommandError, match="was changed"):
            verify(harmed)
        with pytest.raises(CommandError, match="does not fit"):
            verify(harmed, folder / "paper.pdf.sig")
        with pytest.raises(CommandError, match="does not fit"):
            verify(harmed, folder / "paper.pdf.sig", key=folder / "key.pem")


def test_another_key_is_not_enough(files, settings):
    _paper, folder = files
    settings.SIGNING_KEY = KEY
    (folder / "other.pem").write_bytes(public_pem())
    with pytest.raises(CommandError, match="none of those known here"):
        verify(folder / "paper.pdf", folder / "paper.pdf.sig", key=folder / "other.pem")
    with pytest.raises(CommandError, match="none of those known here"):
        verify(folder / "paper.pdf")


def test_a_key_of_the_past_is(files, settings):
    _paper, folder = files
    settings.SIGNING_KEYS_RETIRED = [line_of(public_pem())]
    settings.SIGNING_KEY = KEY
    assert "Unchanged: " in verify(folder / "paper.pdf", folder / "paper.pdf.sig")


def test_what_cannot_be_read_is_told_in_words(files, tmp_path):
    _paper, folder = files
    paper, empty = folder / "paper.pdf", tmp_path / "empty"
    empty.write_bytes(b"")
    for args, options, told in (
        ((tmp_path / "nowhere.pdf",), {}, "cannot be read"),
        ((tmp_path,), {}, "cannot be read"),
        ((empty,), {}, "did not come from the association"),
        ((paper, empty), {}, "no signature of the association"),
        ((paper, paper), {}, "no signature of the association"),
        ((paper, folder / "paper.pdf.sig"), {"key": empty}, "no Ed25519 public key"),
        ((paper,), {"key": folder / "key.pem"}, "give the .sig file"),
    ):
        with pytest.raises(CommandError, match=told):
            verify(*args, **options)


def test_without_us_openssl_says_the_same(files, tmp_path):
    """As docs/papers.md has it."""
    if not shutil.which("openssl"):
        pytest.skip("needs openssl")
    paper, folder = files
    raw = 'sed -n \'s/.*"signature": "\\(.*\\)".*/\\1/p\' paper.pdf.sig | base64 -d > raw.sig'
    subprocess.run(["bash", "-c", raw], cwd=folder, check=True)
    command = ["openssl", "pkeyutl", "-verify", "-pubin", "-inkey", "key.pem", "-rawin"]
    command += ["-in", "paper.pdf", "-sigfile", "raw.sig"]
    assert subprocess.run(command, cwd=folder, capture_output=True, check=False).returncode == 0
    (folder / "paper.pdf").write_bytes(changed(read_paper(paper), 4000))
    assert subprocess.run(command, cwd=folder, capture_output=True, check=False).returncode != 0


def test_a_receipt_is_checked_the_same_way(tmp_path):
    paper = make_receipt()
    (tmp_path / "receipt.pdf").write_bytes(read_paper(paper))
    assert paper.pledge.receipt_no in verify(tmp_path / "receipt.pdf")

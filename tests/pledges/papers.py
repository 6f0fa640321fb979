"""Papers as people ask for them, and what is done to files."""

import shutil
import subprocess

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from association.core.models import AssociationProfile
from association.pledges.enums import PaperKind
from association.pledges.papers import signature_file
from association.pledges.services import issue_paper, read_paper
from tests.factories import make_accepted_pledge, make_school, make_signed_pledge

CHECK = "/papers/check/"
NAME = "示范区海浪体育培训学校"


def name_the_association():
    profile = AssociationProfile.load()
    profile.name_zh = "示范区民办教育协会"
    profile.name_en = "Private Education Association of the Model District"
    profile.save()


def make_receipt(school=None, **values):
    """A receipt of a pledge that is handed in."""
    pledge = make_signed_pledge(school or make_school(), confirmed=True, **values)
    return issue_paper(pledge=pledge, kind=PaperKind.RECEIPT, acting_user=None)


def make_certificate(school=None, **values):
    """A certificate of a pledge in force."""
    pledge = make_accepted_pledge(school or make_school(), **values)
    return issue_paper(pledge=pledge, kind=PaperKind.CERTIFICATE, acting_user=None)


def signature_of(paper):
    return signature_file(paper)


def changed(data, place, by=1):
    """The same bytes but for one."""
    return data[:place] + bytes([data[place] ^ by]) + data[place + 1 :]


def places_in(data, count):
    """That many places of a file, from its first byte to its last."""
    last = len(data) - 1
    return [last * number // (count - 1) for number in range(count)]


def text_of(data, *pages):
    """What can be marked and copied out of a PDF."""
    if not shutil.which("pdftotext"):
        pytest.skip("needs pdftotext (poppler-utils)")
    wanted = ["-f", str(pages[0]), "-l", str(pages[-1])] if pages else []
    command = ["pdftotext", "-enc", "UTF-8", *wanted, "-", "-"]
    told = subprocess.run(command, input=data, capture_output=True, check=True)
    return "".join(told.stdout.decode().split())


def as_file(data, name="paper.pdf"):
    return SimpleUploadedFile(name, data, "application/pdf")


def check(client, data, signature=None, **options):
    """Send a file to the page that checks, as a phone does."""
    sent = {"paper": as_file(data)}
    if signature is not None:
        sent["signature"] = as_file(signature, "paper.pdf.sig")
    return client.post(CHECK, sent, **options)


__all__ = [
    "CHECK",
    "NAME",
    "as_file",
    "changed",
    "check",
    "make_certificate",
    "make_receipt",
    "name_the_association",
    "places_in",
    "read_paper",
    "signature_of",
    "text_of",
]

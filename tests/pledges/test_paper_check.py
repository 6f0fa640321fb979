"""The page that checks a file: changing one byte fails, and nothing of the file is kept."""

import base64
import hashlib
import json
from dataclasses import replace

import pytest
from django.conf import settings as django_settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st

from association.core import limits
from association.core.signing import fingerprint, key_id, public_pem, sign
from association.plaques.services import issue_plaque
from association.pledges.checks import check_papers_can_be_verified
from association.pledges.forms import LARGEST_PAPER
from association.pledges.papers import Outcome, UnreadableSignature, check_file
from association.pledges.papers.detached import read_signature
from association.pledges.services import end_pledge, read_paper
from association.pledges.views.public_papers import CHECKS, FORM_AROUND
from association.violations.enums import CaseStatus, Measure
from tests.core.test_signing import KEY, line_of
from tests.factories import hang, make_secretary
from tests.factories.cases import make_case
from tests.factories.files import HTML, PDF, SVG, office_file
from tests.hostile import hostile  # noqa: F401 -- a fixture
from tests.pledges.desk import queries_of, words
from tests.pledges.papers import (
    CHECK,
    as_file,
    changed,
    check,
    make_certificate,
    make_receipt,
    places_in,
    signature_of,
)

pytestmark = pytest.mark.django_db

UNCHANGED = "This is the paper the association issued on"
HERE = "127.0.0.1"


@pytest.fixture
def reader():
    """Somebody with a phone who reads English, and no account."""
    client = Client()
    client.cookies[django_settings.LANGUAGE_COOKIE_NAME] = "en"
    return client


def test_the_file_as_it_was_issued_is_known_and_the_present_is_told(reader):
    paper = make_certificate()
    page = words(check(reader, read_paper(paper)))
    assert UNCHANGED in page
    for told in (paper.pledge.school.name, paper.pledge.receipt_no, "The pledge is in force"):
        assert told in page
    assert paper.get_absolute_url() in page
    assert "What you can do" not in page


def test_an_unchanged_paper_does_not_hide_that_its_pledge_ended(reader):
    paper = make_certificate()
    end_pledge(pledge=paper.pledge, reason="收回牌匾", acting_user=None)
    page = words(check(reader, read_paper(paper)))
    assert UNCHANGED in page
    assert "It ended when the association took the plaque back." in page
    assert "The pledge is in force" not in page


def test_an_unchanged_paper_does_not_hide_a_suspended_plaque(reader):
    paper = make_certificate()
    hang(issue_plaque(pledge=paper.pledge, acting_user=make_secretary()))
    make_case(CaseStatus.IN_FORCE, school=paper.pledge.school, measure=Measure.SUSPEND)
    page = words(check(reader, read_paper(paper)))
    assert UNCHANGED in page
    assert "Yet a plaque of the school is suspended or was taken back" in page
    assert "This plaque may not be used for the time being." in page


@pytest.mark.parametrize("make", [make_receipt, make_certificate])
def test_with_any_byte_changed_the_page_refuses_it(reader, make):
    paper = make()
    data = read_paper(paper)
    for place in places_in(data, CHECKS.attempts // 2 - 2):
        harmed = changed(data, place)
        for signature in (None, signature_of(paper)):
            answer = check(reader, harmed, signature)
            assert answer.status_code in {200, 422}, place
            assert UNCHANGED not in words(answer), place
            assert "Do not rely on" in words(answer) or "This is no PDF" in words(answer), place
    assert UNCHANGED in words(check(reader, data))


def test_every_997th_byte_counts():
    paper = make_certificate()
    data, detached = read_paper(paper), read_signature(signature_of(paper))
    assert check_file(data).is_good
    for place in range(0, len(data), 997):
        harmed = changed(data, place)
        assert check_file(harmed).outcome in {Outcome.CHANGED, Outcome.UNKNOWN}
        assert check_file(harmed, detached=detached).outcome == Outcome.MISFIT


def test_no_change_of_a_byte_and_no_cut_passes():
    data = read_paper(make_receipt())

    @examples(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.integers(0, len(data) - 1), st.integers(1, 255), st.booleans())
    def tried(place, by, cut):
        harmed = data[:place] if cut else changed(data, place, by)
        assert not check_file(harmed).is_good

    tried()


def test_a_byte_more_fails_as_well(reader):
    data = read_paper(make_receipt())
    for harmed in (data + b"\n", b"%PDF-1.7\n" + data, data[:-1], data + data):
        page = words(check(reader, harmed))
        assert "This file was changed" in page
        assert UNCHANGED not in page


def test_a_changed_paper_is_told_by_the_address_in_it(reader):
    paper = make_receipt()
    data = read_paper(paper)
    page = words(check(reader, data.replace(b"%%EOF", b"%%EOG")))
    assert "This file was changed" in page
    assert "The paper that was issued" in page
    assert paper.get_absolute_url() in page
    assert "Ask for the file as it was downloaded." in page


def test_a_file_that_names_two_papers_names_none():
    first, second = make_receipt(), make_receipt()
    both = read_paper(first) + read_paper(second)
    assert check_file(both).outcome == Outcome.UNKNOWN


def test_a_stranger_is_told_as_one(reader):
    page = words(check(reader, PDF))
    assert "This file was changed, or did not come from the association" in page
    assert "please call the association" in page
    assert "The paper that was issued" not in page


# -- with a signature file -------------------------------------------------------------------------


def test_with_its_signature_it_is_good(reader):
    paper = make_receipt()
    assert UNCHANGED in words(check(reader, read_paper(paper), signature_of(paper)))


def test_the_signature_of_another_paper_does_not_fit(reader):
    paper, other = make_receipt(), make_receipt()
    page = words(check(reader, read_paper(paper), signature_of(other)))
    assert "The signature does not fit this file" in page
    assert UNCHANGED not in page


def test_a_signature_with_a_byte_changed_does_not_fit():
    paper = make_receipt()
    data, detached = read_paper(paper), read_signature(signature_of(paper))
    for place in range(64):
        harmed = replace(detached, signature=changed(detached.signature, place))
        assert check_file(data, detached=harmed).outcome == Outcome.MISFIT
    assert check_file(data, detached=detached).outcome == Outcome.GENUINE


@pytest.mark.parametrize(
    "signature",
    [b"", b"{}", b"[]", b"null", b"\xff", b"{" * 5000, b"[" * 4000, SVG, b"x" * 100_000],
    ids=["empty", "no value", "a list", "null", "no text", "deep", "deeper", "SVG", "large"],
)
def test_what_is_no_signature_is_told_in_words(reader, signature):
    answer = check(reader, read_paper(make_receipt()), signature)
    assert answer.status_code == 422
    assert "no signature of the association" in words(answer)


@pytest.mark.parametrize(
    ("name", "value"),
    [("key", 5), ("sha256", "x"), ("signature", "AAAA"), ("signature", None), ("algorithm", "RSA")],
)
def test_a_signature_that_is_half_right_is_none(name, value):
    told = json.loads(signature_of(make_receipt())) | {name: value}
    with pytest.raises(UnreadableSignature):
        read_signature(json.dumps(told).encode())


def test_a_paper_of_a_key_of_the_past_is_still_good(reader, settings):
    paper, old = make_receipt(), public_pem()
    settings.SIGNING_KEY = KEY
    settings.SIGNING_KEYS_RETIRED = [line_of(old)]
    assert paper.key == fingerprint(old) != fingerprint(public_pem())
    data = read_paper(paper)
    assert UNCHANGED in words(check(reader, data))
    assert UNCHANGED in words(check(reader, data, signature_of(paper)))
    assert "Do not rely on" in words(check(reader, changed(data, 5000), signature_of(paper)))
    assert make_receipt().key == fingerprint(public_pem())


def test_a_key_that_nobody_kept_is_told_and_warned_of(reader, settings):
    paper = make_receipt()
    assert check_papers_can_be_verified(databases=["default"]) == []
    settings.SIGNING_KEY = KEY
    assert "a key that this site does not know" in words(check(reader, read_paper(paper)))
    [caution] = check_papers_can_be_verified(databases=["default"])
    assert (caution.id, paper.key in caution.msg) == ("pledges.W001", True)
    assert check_papers_can_be_verified() == []
    settings.SIGNING_KEY = "replace-me"
    assert check_papers_can_be_verified(databases=["default"]) == []


def test_what_was_signed_and_is_not_in_the_register_is_told_as_that(reader):
    """Say the database was restored from a backup of the day before."""
    told = {
        "algorithm": "Ed25519",
        "key": key_id(),
        "sha256": hashlib.sha256(PDF).hexdigest(),
        "signature": base64.b64encode(sign(PDF)).decode(),
    }
    page = words(check(reader, PDF, json.dumps(told).encode()))
    assert "The association signed this file, and it is unchanged" in page
    assert "no entry for it" in page
    assert UNCHANGED not in page


# -- what comes in from strangers ------------------------------------------------------------------


@pytest.mark.parametrize("data", [HTML, SVG, office_file(), b"\x00" * 50, b"PDF-1.7"])
def test_what_is_no_pdf_is_told_so(reader, data):
    answer = check(reader, data)
    assert answer.status_code == 422
    assert "This is no PDF" in words(answer)


def test_an_empty_file_and_none_at_all_are_told_so(reader):
    assert "This file is empty" in words(check(reader, b""))
    for sent in ({}, {"paper": "text"}):
        answer = reader.post(CHECK, sent)
        assert answer.status_code == 422
        assert "Please choose the PDF file." in words(answer)


def test_a_file_that_is_too_large_is_told_so(reader):
    answer = check(reader, PDF + bytes(LARGEST_PAPER))
    assert answer.status_code == 422
    assert "larger than 2 MB" in words(answer)


def test_a_huge_one_is_refused_before_a_byte_of_it_is_read(reader):
    class Body:
        def read(self, *_args):
            raise AssertionError("the body is read")

        readline = read

    for announced in (str(LARGEST_PAPER + FORM_AROUND + 1), "9" * 30, "-1", "many"):
        answer = reader.generic(
            "POST",
            CHECK,
            b"",
            "multipart/form-data; boundary=x",
            CONTENT_LENGTH=announced,
            **{"wsgi.input": Body()},
        )
        assert answer.status_code == 413, announced
        assert "Nothing was saved" in words(answer)


def test_whatever_is_typed_is_no_file(reader, hostile):  # noqa: F811 -- the fixture
    for sent in ({"paper": hostile}, {"paper": as_file(PDF), "signature": hostile}):
        assert reader.post(CHECK, sent).status_code in {200, 422}


def test_hostile_names_of_files_do_no_harm(reader):
    for name in ("../../etc/passwd.pdf", "a\x00b.pdf", "名" * 200 + ".pdf", "x.pdf.exe"):
        sent = {"paper": SimpleUploadedFile(name, PDF, "text/html")}
        assert reader.post(CHECK, sent).status_code in {200, 422}


def test_nothing_of_the_file_is_kept(reader, monkeypatch, tmp_path, settings):
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path)
    data = read_paper(make_receipt())
    assert check(reader, data).headers["Cache-Control"] == "no-store"
    assert check(reader, PDF + bytes(LARGEST_PAPER - 100)).status_code == 200
    assert list(tmp_path.iterdir()) == []
    assert not reader.session.keys()


def test_very_many_from_one_connection_wait(reader):
    for _attempt in range(CHECKS.attempts):
        limits.spend(CHECKS, HERE)
    answer = check(reader, read_paper(make_receipt()))
    assert answer.status_code == 429
    assert "Very many files came from this connection." in words(answer)
    assert int(answer.headers["Retry-After"]) > 0
    assert UNCHANGED not in words(answer)


def test_a_forged_request_is_refused():
    strict = Client(enforce_csrf_checks=True)
    assert check(strict, PDF).status_code == 403
    strict.cookies[django_settings.LANGUAGE_COOKIE_NAME] = "en"
    page = strict.get(CHECK)
    token = page.context["csrf_token"]
    answer = strict.post(CHECK, {"paper": as_file(PDF), "csrfmiddlewaretoken": str(token)})
    assert answer.status_code == 200
    assert "did not come from the association" in words(answer)


def test_the_page_asks_little_of_the_database(reader, django_assert_num_queries):
    assert queries_of(reader, CHECK) == 1
    data = read_paper(make_certificate())
    check(reader, data)
    with django_assert_num_queries(5):
        check(reader, data)
    check(reader, changed(data, 5000))
    with django_assert_num_queries(6):
        check(reader, changed(data, 5000))


def test_every_page_leads_to_it(reader):
    assert f'href="{CHECK}"' in words(reader.get("/verify/"))

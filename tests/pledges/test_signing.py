from io import BytesIO

import pytest
from PIL import Image

from association.alliances.enums import Capacity
from association.alliances.services import leave_association
from association.pledges.enums import PledgeStatus, SignatureMethod
from association.pledges.models import PledgeSignature
from tests.factories import make_covenant, make_draft_pledge, make_principal
from tests.pledges.desk import (
    as_address,
    at_desk,
    drawing,
    go_to_check,
    school_at_the_signature,
    sign_with,
    url,
    words,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk():
    return school_at_the_signature()


def test_a_typed_name_signs_the_pledge(desk):
    school, principal, client = desk
    check_page = go_to_check(client, school)
    assert check_page.redirect_chain == [(url("check", school), 302)]
    receipt = sign_with(client, school, check_page)
    pledge = school.pledges.get()
    assert receipt.redirect_chain == [(url("receipt", school, pledge.receipt_no), 302)]
    assert pledge.status == PledgeStatus.SUBMITTED
    signature = pledge.signature
    assert signature.signer == principal
    assert signature.signer_name == "校长乙"
    assert signature.capacity == Capacity.PRINCIPAL
    assert signature.method == SignatureMethod.TYPED
    assert signature.sign_in_method == "password"
    assert signature.text_sha256 in words(receipt)
    assert signature.text_sha256 == check_page.context["text_sha256"]
    assert pledge.receipt_no in words(receipt)


def test_the_accounts_name_stands_there_already(desk):
    school, _principal, client = desk
    assert 'value="校长乙"' in words(client.get(url("sign", school)))


def test_a_drawn_signature_is_shown_back_and_kept(desk):
    school, _principal, client = desk
    check_page = go_to_check(client, school, drawing=as_address(drawing()))
    assert 'src="data:image/png;base64,' in words(check_page)
    sign_with(client, school, check_page)
    signature = PledgeSignature.objects.get()
    assert signature.method == SignatureMethod.DRAWN
    assert signature.is_unchanged
    assert Image.open(BytesIO(bytes(signature.image))).format == "PNG"


def test_the_text_signed_is_in_the_language_of_the_page(desk):
    school, principal, _client = desk
    chinese = at_desk(principal, language="zh-hans")
    check_page = go_to_check(chinese, school)
    assert check_page.context["language"] == "zh-hans"
    sign_with(chinese, school, check_page)
    signature = PledgeSignature.objects.get()
    assert signature.language == "zh-hans"
    assert "第1项承诺的内容" in signature.text


def test_who_reads_english_signs_english_and_may_turn_to_chinese(desk):
    school, _principal, client = desk
    english = go_to_check(client, school)
    assert "Sign the Chinese text instead" in words(english)
    chinese = client.get(url("check", school), {"lang": "zh-hans"})
    assert chinese.context["text_sha256"] != english.context["text_sha256"]
    # The other window still shows English; what it showed is what it signs.
    sign_with(client, school, english)
    signature = PledgeSignature.objects.get()
    assert signature.language == "en"
    assert "What promise 1 says" in signature.text


def test_a_missing_name_is_asked_for_and_the_drawing_kept(desk):
    school, _principal, client = desk
    page = client.post(url("sign", school), {"signer_name": "  ", "drawing": as_address(drawing())})
    assert page.status_code == 200
    assert "Please write your name." in words(page)
    assert "Your drawing is kept" in words(page)
    check_page = go_to_check(client, school)
    sign_with(client, school, check_page)
    assert PledgeSignature.objects.get().method == SignatureMethod.DRAWN


@pytest.mark.parametrize(
    "hostile",
    [
        "data:text/html;base64,PHNjcmlwdD4=",
        as_address(b"\x89PNG\r\n\x1a\n" + b"\0" * 40),
        as_address(drawing(stroke=False)),
        "data:image/png;base64," + "A" * 400_000,
    ],
    ids=["html", "broken", "blank", "too long"],
)
def test_a_hostile_drawing_gets_a_message_and_the_name_stays(hostile, desk):
    school, _principal, client = desk
    page = client.post(url("sign", school), {"signer_name": "校长丙", "drawing": hostile})
    assert page.status_code == 200
    assert page.context["form"].errors["drawing"]
    assert "Signature:" in words(page)
    assert 'value="校长丙"' in words(page)
    assert "校长丙" in words(client.get(url("sign", school)))
    assert school.pledges.get().status == PledgeStatus.DRAFT


def test_a_drawing_can_be_left_out_again(desk):
    school, _principal, client = desk
    go_to_check(client, school, drawing=as_address(drawing()))
    assert "Your drawing is kept" in words(client.get(url("sign", school)))
    check_page = go_to_check(client, school, without_drawing="on")
    sign_with(client, school, check_page)
    assert PledgeSignature.objects.get().method == SignatureMethod.TYPED


def test_changing_the_name_keeps_the_drawing(desk):
    school, _principal, client = desk
    go_to_check(client, school, drawing=as_address(drawing()))
    check_page = go_to_check(client, school, name="校长丁")
    sign_with(client, school, check_page)
    signature = PledgeSignature.objects.get()
    assert signature.signer_name == "校长丁"
    assert signature.image


def test_nothing_is_signed_without_the_declaration(desk):
    school, _principal, client = desk
    check_page = go_to_check(client, school)
    page = sign_with(client, school, check_page, entitled="")
    assert "Please confirm that you may sign" in words(page)
    assert "校长乙" in words(page)
    assert not PledgeSignature.objects.exists()


def test_nobody_signs_other_answers_than_those_they_read(desk):
    school, _principal, client = desk
    first = go_to_check(client, school, name="校长乙")
    go_to_check(client, school, name="校长丁")
    page = sign_with(client, school, first)
    assert "changed in another window" in words(page)
    assert "校长丁" in words(page)
    assert not PledgeSignature.objects.exists()
    sign_with(client, school, page)
    assert PledgeSignature.objects.get().signer_name == "校长丁"


@pytest.mark.parametrize("shown", ["", "0" * 64, "x" * 65])
def test_a_made_up_seal_signs_nothing(shown, desk):
    school, _principal, client = desk
    page = sign_with(client, school, go_to_check(client, school), shown=shown)
    assert page.status_code == 200
    assert not PledgeSignature.objects.exists()


def test_a_double_click_signs_once_and_ends_at_the_same_receipt(desk):
    school, _principal, client = desk
    check_page = go_to_check(client, school)
    first = sign_with(client, school, check_page)
    second = sign_with(client, school, check_page)
    assert first.redirect_chain == second.redirect_chain
    assert PledgeSignature.objects.count() == 1
    assert second.status_code == 200


def test_a_signature_in_another_browser_is_met_without_an_error(desk):
    school, principal, client = desk
    check_page = go_to_check(client, school)
    other = at_desk(principal)
    receipt = sign_with(other, school, go_to_check(other, school))
    page = sign_with(client, school, check_page)
    assert page.redirect_chain == receipt.redirect_chain
    assert PledgeSignature.objects.count() == 1


@pytest.mark.parametrize("name", ["sign", "check"])
def test_going_back_after_signing_leads_to_the_receipt(name, desk):
    school, _principal, client = desk
    sign_with(client, school, go_to_check(client, school))
    page = client.get(url(name, school))
    assert page.url == url("receipt", school, school.pledges.get().receipt_no)
    posted = client.post(url(name, school), {"signer_name": "校长乙"})
    assert posted.url == page.url


def test_refreshing_the_check_page_keeps_the_answers(desk):
    school, _principal, client = desk
    go_to_check(client, school, name="校长戊")
    for _again in range(2):
        assert "校长戊" in words(client.get(url("check", school)))


def test_the_check_page_without_answers_leads_to_the_sign_page(desk):
    school, _principal, client = desk
    assert client.get(url("check", school)).url == url("sign", school)


def test_answers_for_an_earlier_draft_are_not_used(desk):
    school, _principal, client = desk
    go_to_check(client, school)
    make_covenant()
    make_draft_pledge(school, ticked=8)
    assert client.get(url("check", school)).url == url("sign", school)


def test_signing_waits_for_all_eight(desk):
    school, _principal, client = desk
    client.post(url("promise", school, "P4"), {"act": "untick"})
    page = client.get(url("sign", school), follow=True)
    assert page.redirect_chain == [(url("overview", school), 302)]
    assert "all eight promises" in words(page)


def test_a_version_published_meanwhile_stops_the_signature(desk):
    school, _principal, client = desk
    check_page = go_to_check(client, school)
    make_covenant()
    page = sign_with(client, school, check_page)
    assert page.redirect_chain == [(url("overview", school), 302)]
    assert "newer covenant is in force" in words(page)
    assert not PledgeSignature.objects.exists()


def test_a_school_that_left_meanwhile_signs_nothing(desk):
    school, _principal, client = desk
    check_page = go_to_check(client, school)
    leave_association(school=school, acting_user=None)
    page = sign_with(client, school, check_page)
    assert page.redirect_chain == [(url("overview", school), 302)]
    assert not PledgeSignature.objects.exists()


@pytest.mark.parametrize("name", ["sign", "check"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_staff_cannot_sign_and_are_told_kindly(name, method, desk):
    school, _principal, client = desk
    check_page = go_to_check(client, school)
    staff = at_desk(make_principal(school, capacity=Capacity.STAFF))
    answers = {
        "signer_name": "职员",
        "entitled": "on",
        "shown": check_page.context["shown"],
        "language": "en",
    }
    page = getattr(staff, method)(url(name, school), answers)
    assert page.status_code == 403
    assert "ask the principal" in words(page)
    assert not PledgeSignature.objects.exists()


def test_two_schools_receipts_have_their_own_numbers(desk):
    numbers = []
    for school, _principal, client in (desk, school_at_the_signature()):
        sign_with(client, school, go_to_check(client, school))
        numbers.append(school.pledges.get().receipt_no)
    assert [number[-4:] for number in numbers] == ["0001", "0002"]

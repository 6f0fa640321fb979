"""Passkeys, against a device that is written out here; the walks use a browser's."""

import base64
import hashlib
import json
import struct

import pytest
from allauth.mfa.models import Authenticator
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from django.contrib.messages import get_messages
from django.core.serializers.json import DjangoJSONEncoder
from django.urls import reverse
from django.utils.translation import gettext
from fido2 import cbor

from association.accounts.second_factor import has_second_factor
from tests.accounts.ways_in import SECOND_FACTOR, SIGN_IN, by_password, is_in
from tests.factories import make_principal, make_school, make_secretary, make_user

pytestmark = pytest.mark.django_db

PASSKEY, ADD = reverse("accounts:passkey"), reverse("accounts:add_passkey")
ORIGIN = "https://testserver"
PRESENT, VERIFIED, ATTESTED = 1, 4, 64


def text(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


class Device:
    """A phone with one key. verifies: it asks for its owner's finger."""

    def __init__(self, *, verifies=True, origin=ORIGIN):
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.id = b"key-of-this-device-0"
        self.flags = PRESENT | (VERIFIED if verifies else 0)
        self.origin = origin
        self.owner = b""

    def _said(self, kind, challenge):
        told = {"type": f"webauthn.{kind}", "challenge": challenge, "origin": self.origin}
        return json.dumps(told).encode()

    def _head(self, flags):
        return hashlib.sha256(b"testserver").digest() + struct.pack(">BI", flags, 1)

    def make(self, options):
        """Answer to a request for a new passkey."""
        options = options["publicKey"]
        self.owner = options["user"]["id"]
        numbers = self.key.public_key().public_numbers()
        point = {
            1: 2,
            3: -7,
            -1: 1,
            -2: numbers.x.to_bytes(32, "big"),
            -3: numbers.y.to_bytes(32, "big"),
        }
        data = self._head(self.flags | ATTESTED) + bytes(16)
        data += struct.pack(">H", len(self.id)) + self.id + cbor.encode(point)
        attestation = cbor.encode({"fmt": "none", "attStmt": {}, "authData": data})
        said = self._said("create", options["challenge"])
        return self._credential(attestationObject=text(attestation), clientDataJSON=text(said))

    def sign(self, options):
        """Answer to a request to prove who one is."""
        said = self._said("get", options["publicKey"]["challenge"])
        head = self._head(self.flags)
        signed = self.key.sign(head + hashlib.sha256(said).digest(), ec.ECDSA(SHA256()))
        return self._credential(
            authenticatorData=text(head),
            clientDataJSON=text(said),
            signature=text(signed),
            userHandle=self.owner,
        )

    def _credential(self, **response):
        credential = {"id": text(self.id), "rawId": text(self.id), "type": "public-key"}
        return {"credential": json.dumps(credential | {"response": response})}


def add(client, device):
    options = client.get(ADD).context["options"]["creation_options"]
    return client.post(ADD, device.make(as_sent(options)) | {"name": "phone"})


def as_sent(options):
    """Options as they reach the browser."""
    return json.loads(json.dumps(dict(options), cls=DjangoJSONEncoder))


def sign_in(client, device):
    asked = client.get(PASSKEY, headers={"accept": "application/json"}).json()
    return client.post(PASSKEY, device.sign(asked["request_options"]))


@pytest.fixture
def device():
    return Device()


@pytest.fixture
def owner(client, device):
    user = make_principal(make_school())
    by_password(client, user)
    add(client, device)
    assert has_second_factor(user)
    return user


def test_a_passkey_signs_in_by_itself(client_of, owner, device):
    other = client_of()
    assert sign_in(other, device).url == reverse("accounts:my_desk")
    assert is_in(other)


def test_who_has_a_passkey_alone_is_asked_for_it_first(client_of, owner):
    other = client_of()
    by_password(other, owner)
    page = other.get(SECOND_FACTOR)
    assert page.context["has_app"] is False
    text = page.content.decode()
    assert text.index("passkey-button") < text.index('name="code"')
    assert page.context["form"]["code"].label == gettext("Recovery code")


def test_it_is_the_second_factor_after_a_password(client_of, owner, device):
    other = client_of()
    assert by_password(other, owner).url == SECOND_FACTOR
    options = other.get(SECOND_FACTOR).context["options"]["request_options"]
    other.post(SECOND_FACTOR, device.sign(as_sent(options)))
    assert is_in(other)


def test_a_clerk_s_passkey_is_two_factors(client, client_of, device):
    clerk = make_secretary(enrolled=False)
    by_password(client, clerk)
    assert add(client, device).url == reverse("accounts:recovery_codes")
    client.post(reverse("accounts:recovery_codes"))
    other = client_of()
    sign_in(other, device)
    assert other.get("/admin/").status_code == 200


def test_an_answer_counts_once(client_of, owner, device):
    other = client_of()
    asked = other.get(PASSKEY, headers={"accept": "application/json"}).json()
    answer = device.sign(asked["request_options"])
    other.post(PASSKEY, answer)
    other.post(reverse("accounts:sign_out"))
    other.post(PASSKEY, answer)
    assert not is_in(other)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda device: setattr(device, "key", ec.generate_private_key(ec.SECP256R1())),
        lambda device: setattr(device, "origin", "https://elsewhere.example"),
        lambda device: setattr(device, "flags", PRESENT),
        lambda device: setattr(device, "id", b"another-key-of-sorts"),
        lambda device: setattr(device, "owner", text(b"zzz")),
        lambda device: setattr(device, "owner", None),
    ],
    ids=["another key", "another site", "unverified", "unknown", "another owner", "no owner"],
)
def test_a_passkey_that_is_not_right_opens_nothing(client_of, owner, device, spoil):
    spoil(device)
    other = client_of()
    answer = sign_in(other, device)
    assert answer.url == SIGN_IN
    assert [message.level_tag for message in get_messages(answer.wsgi_request)] == ["error"]
    assert not is_in(other)


def test_a_device_that_verifies_nobody_makes_no_passkey(client):
    user = make_user()
    by_password(client, user)
    assert add(client, Device(verifies=False)).status_code == 200
    assert not has_second_factor(user)


def test_a_deactivated_owner_is_not_signed_in(client_of, owner, device):
    owner.is_active = False
    owner.save()
    other = client_of()
    assert sign_in(other, device).url == SIGN_IN
    assert not is_in(other)


@pytest.mark.parametrize(
    "credential", ["", "{}", "[]", "null", "1", '"x"', "[" * 20_000, '{"response": 1}', "9" * 5000]
)
def test_hostile_answers_open_nothing(client, credential):
    client.get(PASSKEY, headers={"accept": "application/json"})
    assert client.post(PASSKEY, {"credential": credential}).url == SIGN_IN
    user = make_user()
    by_password(client, user)
    assert client.post(ADD, {"credential": credential, "name": "x"}).status_code == 200
    assert not Authenticator.objects.filter(user=user).exists()


def test_a_page_asked_without_its_script_leads_to_signing_in(client):
    assert client.get(PASSKEY).url == SIGN_IN

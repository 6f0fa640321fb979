"""Each way out says truly what became of a letter: taken, not taken, refused, or nobody knows."""

import json
import socket
import uuid

import pytest

from association.messaging.adapters import Letter, Refused, Uncertain, Unreachable
from association.messaging.adapters.console import ConsoleAdapter
from association.messaging.adapters.files import FileAdapter
from association.messaging.adapters.gateway import GatewayAdapter, WeChatGatewayAdapter
from association.messaging.adapters.mail import MailAdapter
from association.messaging.enums import Channel
from association.messaging.services import tell
from tests.messaging import servers
from tests.messaging.drafts import draft

pytestmark = pytest.mark.django_db


@pytest.fixture
def letter(reader):
    (message,) = tell([draft(reader, link="/desk/")])
    return Letter(reference=uuid.uuid4(), address="wang@school.example", message=message)


@pytest.fixture
def mailing(settings):
    """Send mail for real, to a server on this machine."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = "127.0.0.1"

    def to(server):
        settings.EMAIL_PORT = server.server_address[1]

    return to


def test_a_letter_reads_well_in_both_languages(letter, mailoutbox):
    MailAdapter().send(letter)
    (mail,) = mailoutbox
    assert mail.subject == "提醒：有1个日期临近 / Reminder: dates that come near (1)"
    assert mail.to == ["wang@school.example"]
    assert mail.extra_headers["X-Reference"] == str(letter.reference)
    assert mail.body.startswith("wang，您好：")
    assert mail.body.count("https://plaque.example/desk/") == 2
    assert mail.body.index("以下日期临近") < mail.body.index("Dear wang,")


def test_mail_is_handed_over(letter, mailing):
    with servers.mail_server() as server:
        mailing(server)
        MailAdapter().send(letter)
    (taken,) = server.taken
    assert f"X-Reference: {letter.reference}" in taken


@pytest.mark.parametrize(
    ("whim", "error", "taken"),
    [("550", Refused, 0), ("451", Unreachable, 0), ("554", Refused, 1), ("hangs up", Uncertain, 1)],
)
def test_a_mail_server_that_will_not(letter, mailing, whim, error, taken):
    with servers.mail_server(whim) as server:
        mailing(server)
        with pytest.raises(error):
            MailAdapter().send(letter)
    assert len(server.taken) == taken


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def test_no_mail_server_at_all(letter, mailing, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_PORT = free_port()
    with pytest.raises(Unreachable):
        MailAdapter().send(letter)


@pytest.fixture
def asking(settings):
    settings.MESSAGE_GATEWAY_TOKEN = "secret"

    def to(server):
        settings.MESSAGE_GATEWAY_URL = f"http://127.0.0.1:{server.server_address[1]}/sms/"

    return to


def test_a_gateway_takes_the_short_text_and_knows_it_afterwards(letter, asking):
    with servers.gateway() as server:
        asking(server)
        assert not GatewayAdapter().was_sent(letter)
        GatewayAdapter().send(letter)
        assert GatewayAdapter().was_sent(letter)
    text = "【民办教育协会】提醒：有1个日期临近，最近的是2027年3月31日，请登录工作台查看。"
    assert server.taken == [{"id": str(letter.reference), "to": letter.address, "text": text}]


@pytest.mark.parametrize(
    ("whim", "error"),
    [("429", Unreachable), ("400", Refused), ("503", Uncertain), ("hangs up", Uncertain)],
)
def test_a_gateway_that_will_not(letter, asking, whim, error):
    with servers.gateway(whim) as server:
        asking(server)
        with pytest.raises(error):
            GatewayAdapter().send(letter)


def test_a_gateway_that_knows_it_already_has_it(letter, asking):
    with servers.gateway("409") as server:
        asking(server)
        GatewayAdapter().send(letter)


def test_a_wrong_key_is_no_fault_of_the_letter(letter, asking, settings):
    with servers.gateway() as server:
        asking(server)
        settings.MESSAGE_GATEWAY_TOKEN = "another"
        with pytest.raises(Unreachable):
            GatewayAdapter().send(letter)


def test_no_gateway_at_all(letter, settings):
    settings.MESSAGE_GATEWAY_URL = f"http://127.0.0.1:{free_port()}/sms"
    with pytest.raises(Unreachable):
        GatewayAdapter().send(letter)


def test_an_official_account_is_a_way_of_its_own():
    assert WeChatGatewayAdapter().channel == Channel.WECHAT


def test_a_file_is_written_once_under_its_reference(letter, settings, tmp_path):
    settings.MESSAGE_FOLDER = str(tmp_path / "messages")
    way = FileAdapter()
    assert not way.was_sent(letter)
    way.send(letter)
    way.send(letter)
    assert way.was_sent(letter)
    (path,) = (tmp_path / "messages").iterdir()
    assert path.name == f"{letter.reference}.json"
    assert json.loads(path.read_text("utf-8"))["to"] == letter.address


def test_a_folder_that_cannot_be_written_is_tried_again_later(letter, settings, tmp_path):
    (tmp_path / "messages").write_text("a file stands in the way")
    settings.MESSAGE_FOLDER = str(tmp_path / "messages")
    with pytest.raises(Unreachable):
        FileAdapter().send(letter)


def test_the_terminal_shows_what_a_telephone_would(letter, capsys):
    ConsoleAdapter().send(letter)
    assert capsys.readouterr().out.startswith("SMS wang@school.example: 【民办教育协会】提醒")

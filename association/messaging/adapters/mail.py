"""E-mail, through Django's mail settings."""

import smtplib
import ssl
from typing import Any

from django.core.mail import EmailMessage

from association.messaging.adapters.base import Adapter, Letter, Refused, Uncertain, Unreachable
from association.messaging.enums import Channel
from association.messaging.letters import letter_texts
from association.messaging.models import Reach

NOW_NOT, NEVER = 400, 500  # SMTP replies, RFC 5321 section 4.2.1


class MailAdapter(Adapter):
    """One letter to one person, in Chinese and English."""

    channel = Channel.EMAIL

    def address_of(self, person: Any, reach: Reach | None, email: str) -> str:
        return email or person.email

    def send(self, letter: Letter) -> None:
        subject, body = letter_texts(letter.message)
        mail = EmailMessage(
            subject=subject,
            body=body,
            to=[letter.address],
            headers={"X-Reference": str(letter.reference)},
        )
        try:
            mail.send()
        except smtplib.SMTPRecipientsRefused as error:
            raise _by_code(min(code for code, _text in error.recipients.values())) from error
        except smtplib.SMTPResponseException as error:
            raise _by_code(error.smtp_code) from error
        except (smtplib.SMTPNotSupportedError, ConnectionRefusedError, ssl.SSLError) as error:
            raise Unreachable(type(error).__name__) from error
        except (smtplib.SMTPException, OSError) as error:
            raise _by_stage(error) from error


def _by_code(code: int) -> Exception:
    """The server answered, and did not take it."""
    return Refused(f"SMTP {code}") if code >= NEVER else Unreachable(f"SMTP {code}")


def _by_stage(error: Exception) -> Exception:
    """No answer: before the connection stood nothing was taken, later nobody knows."""
    before = isinstance(error, smtplib.SMTPConnectError | smtplib.SMTPHeloError)
    unresolved = isinstance(error, OSError) and not isinstance(
        error, smtplib.SMTPException | TimeoutError | ConnectionResetError | BrokenPipeError
    )
    name = type(error).__name__
    return Unreachable(name) if before or unresolved else Uncertain(name)

"""Short messages through a gateway that speaks JSON over HTTPS (docs/messages.md).

    POST {MESSAGE_GATEWAY_URL}             {"id": …, "to": …, "text": …}   201: taken, 409: known
    GET  {MESSAGE_GATEWAY_URL}/{id}        200: it has it, 404: it has not

Both carry `Authorization: Bearer {MESSAGE_GATEWAY_TOKEN}`. An official account is reached the same
way where its gateway knows people by their number.
"""

import json
from http import HTTPStatus
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

from django.conf import settings

from association.messaging.adapters.base import (
    Letter,
    PhoneAdapter,
    Refused,
    Uncertain,
    Unreachable,
)
from association.messaging.enums import Channel
from association.messaging.letters import short_text

SECONDS = 20
# Answers after which the same request may do better.
LATER = {
    HTTPStatus.UNAUTHORIZED,
    HTTPStatus.FORBIDDEN,
    HTTPStatus.REQUEST_TIMEOUT,
    HTTPStatus.TOO_MANY_REQUESTS,
}


class GatewayAdapter(PhoneAdapter):
    """Asks the gateway by the letter's own reference, so that a doubt can be cleared."""

    channel = Channel.SMS
    can_be_asked = True

    def send(self, letter: Letter) -> None:
        told = {
            "id": str(letter.reference),
            "to": letter.address,
            "text": short_text(letter.message),
        }
        status = _ask("POST", "", json.dumps(told).encode())
        if status in LATER:
            raise Unreachable(f"HTTP {status}")
        if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            raise Uncertain(f"HTTP {status}")
        if status >= HTTPStatus.BAD_REQUEST and status != HTTPStatus.CONFLICT:
            raise Refused(f"HTTP {status}")

    def was_sent(self, letter: Letter) -> bool:
        status = _ask("GET", f"/{letter.reference}", None)
        if status not in {HTTPStatus.OK, HTTPStatus.NOT_FOUND}:
            raise Unreachable(f"HTTP {status}")
        return status == HTTPStatus.OK


class WeChatGatewayAdapter(GatewayAdapter):
    """The same towards the gateway of an official account."""

    channel = Channel.WECHAT


def _ask(method: str, path: str, body: bytes | None) -> int:
    """Return the status of the gateway's answer. Raises Unreachable or Uncertain without one."""
    request = Request(  # noqa: S310 -- the address is the operator's own
        settings.MESSAGE_GATEWAY_URL.rstrip("/") + path,
        data=body,
        method=method,
        headers={
            "Authorization": f"Bearer {settings.MESSAGE_GATEWAY_TOKEN}",
            "Content-Type": "application/json",
        },
    )
    try:
        with urlopen(request, timeout=SECONDS) as answer:  # noqa: S310 -- the same
            return answer.status
    except HTTPError as error:
        with error:
            return error.code
    except URLError as error:
        if isinstance(error.reason, ConnectionRefusedError):
            raise Unreachable("connection refused") from error
        raise Uncertain(type(error.reason).__name__) from error
    except OSError as error:
        raise Uncertain(type(error).__name__) from error

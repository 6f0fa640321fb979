"""Requests as a server hands them to the application, past Django's test client."""

import gzip
from typing import NamedTuple

import pytest
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, connection
from django.test import RequestFactory


class Told(NamedTuple):
    """An answer as it went over the wire, and its body unzipped."""

    status: str
    headers: dict[str, str]
    sent: bytes
    body: bytes


def ask(application, path, *, method="GET", gzipped=True, **environ):
    """Ask an application. environ: what else the server says of the request."""
    encoding = {"HTTP_ACCEPT_ENCODING": "gzip, deflate, br"} if gzipped else {}
    asked = RequestFactory().generic(method, path, **encoding, **environ).environ
    asked["PATH_INFO"] = path.encode().decode("latin-1")  # as WSGI has it
    started = []
    answer = application(asked, lambda *told: started.extend(told))
    sent = b"".join(answer)
    if hasattr(answer, "close"):
        answer.close()
    status, headers = started[0], started[1]
    assert len(dict(headers)) == len(headers)
    zipped = dict(headers).get("Content-Encoding") == "gzip"
    return Told(status, dict(headers), sent, gzip.decompress(sent) if zipped else sent)


@pytest.fixture
def one_connection():
    """Keep the test's own connection open, as Django's test client does."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    connection.ensure_connection()
    connection.close_at = None
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)

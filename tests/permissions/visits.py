"""One request by one person, told in a short word, and what it wrote."""

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

from django.contrib.messages import constants, get_messages
from django.core.cache import cache
from django.core.signals import got_request_exception
from django.db import connection, transaction
from django.http import HttpResponse, StreamingHttpResponse
from django.test import Client, RequestFactory
from django.test.client import ClientHandler
from django.urls import reverse

from association.accounts.models import User
from tests.permissions.headers import faults_of

WRITE = re.compile(r'\s*(?:INSERT INTO|UPDATE|DELETE FROM)\s+"?(\w+)', re.IGNORECASE)

# What a mere visit may leave behind: the session, who has which editor open and what its preview
# shows, thumbnails, whom Wagtail keeps informed of a page, how often something was tried, a signed
# paper that is made when somebody first asks for it.
TRACES = {
    "core_attempts",
    "django_session",
    "pledges_issuedpaper",
    "wagtailadmin_formstate",
    "wagtailadmin_editingsession",
    "wagtailcore_pagesubscription",
    "wagtailimages_rendition",
    "wagtailusers_userprofile",
}
# What a GET may leave besides: that somebody took a list away, read a contact, evidence, a message.
READING = {"core_auditentry", "messaging_message", "violations_custody"}
# Each leads to the one page to sign in.
SIGN_IN = ["accounts:sign_in", "wagtailadmin_login", "wagtailcore_login"]


class Visit(NamedTuple):
    """word: the answer as the policy writes it. written: the tables that were written to.

    faults: what is wrong with the answer's headers. error: what the view died of, if it did.
    """

    word: str
    written: frozenset[str]
    faults: list[str]
    error: BaseException | None = None


class Browser:
    """Somebody's requests. Unlike Django's test client it keeps nothing between two of them."""

    def __init__(self, user: User | None = None) -> None:
        self._factory = RequestFactory()
        self._handler = ClientHandler(enforce_csrf_checks=False)
        self._user = user
        if user is not None:
            client = Client()
            client.force_login(user)
            self._factory.cookies = client.cookies

    def ask(
        self, method: str, path: str, data: dict[str, Any] | None = None
    ) -> HttpResponse | StreamingHttpResponse:
        """Make a request and return the answer.

        method: GET or POST. data: the form's fields of a POST; files among them are read anew.
        """
        for file in (value for value in (data or {}).values() if hasattr(value, "seek")):
            file.seek(0)
        request = self._factory.get(path) if method == "GET" else self._factory.post(path, data)
        response = self._handler(request.environ)
        if response.streaming:
            # Its file is closed at the end.
            list(response)
        return response

    def visit(self, method: str, path: str, data: dict[str, Any] | None = None) -> Visit:
        """Make a request, undo all that it did, and tell what it was."""
        with transaction.atomic(), _written() as written, _errors() as errors:
            response = self.ask(method, path, data)
            transaction.set_rollback(True)
        kept = frozenset(written - TRACES - (READING if method == "GET" else set()))
        if kept:
            # Wagtail keeps addresses of pages there, by now of pages that are gone again.
            cache.clear()
        faults = faults_of(
            response,
            personal=self._user is not None and self._user.is_active,
            path=path.partition("?")[0],
        )
        error = errors[0] if errors else None
        return Visit(_word(response, acted=bool(kept)), kept, faults, error)


@contextmanager
def _written() -> Iterator[set[str]]:
    tables: set[str] = set()

    def watch(execute: Any, sql: str, *args: Any) -> Any:
        if write := WRITE.match(sql):
            tables.add(write[1])
        return execute(sql, *args)

    with connection.execute_wrapper(watch):
        yield tables


@contextmanager
def _errors() -> Iterator[list[BaseException]]:
    errors: list[BaseException] = []

    def keep(**_signal: Any) -> None:
        errors.append(sys.exc_info()[1])

    got_request_exception.connect(keep)
    try:
        yield errors
    finally:
        got_request_exception.disconnect(keep)


def _word(response: HttpResponse, *, acted: bool) -> str:
    if response.status_code in (301, 302, 303):
        target = response.headers["Location"]
        if target.startswith(tuple(reverse(name) for name in SIGN_IN)):
            return "in"
        if _refused(response, target):
            return "no"
        return "act" if acted else "go"
    if response.status_code in range(200, 300):
        return "act" if acted else "ok"
    return "no" if response.status_code == 403 else str(response.status_code)


def _refused(response: HttpResponse, target: str) -> bool:
    """Wagtail refuses by sending to its first page, with an error to read there."""
    told = {message.level for message in get_messages(response.wsgi_request)}
    return target == reverse("wagtailadmin_home") and constants.ERROR in told

"""One hostile request, undone, and what is to be said against its answer."""

import hashlib
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple
from unittest.mock import patch

from django.core.cache import cache
from django.core.files.storage import FileSystemStorage
from django.core.signals import got_request_exception
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.test.client import ClientHandler

from association.accounts.models import User
from tests.hostile_runs.attacks import Attack
from tests.hostile_runs.inputs import MARKUP
from tests.permissions.visits import TRACES, WRITE

# What may be noted of a request that is refused: how often it was tried, and that it was.
NOTED = TRACES | {"core_attempts", "core_auditentry"}


class Verdict(NamedTuple):
    """status: of the answer, 0 where there was none. wrong: what must not be, "" if all is well."""

    status: int
    wrong: str


class Requests(RequestFactory):
    """Gives what a web server would hand over; a WSGIRequest would decode its path already."""

    def request(self, **request: Any) -> dict[str, Any]:
        return self._base_environ(**request)


class Sender:
    """Somebody's requests, whole as they are given."""

    def __init__(self, user: User | None) -> None:
        self._factory, self._handler = Requests(), ClientHandler(enforce_csrf_checks=False)
        if user is not None:
            client = Client()
            client.force_login(user)
            self._factory.cookies = client.cookies

    def send(self, attack: Attack) -> HttpResponse:
        """Send it and return the answer, read to its end."""
        headers = dict(attack.headers)
        if "cookie" in headers:
            # Beside the session, so that the page behind is reached.
            own = "; ".join(f"{m.key}={m.coded_value}" for m in self._factory.cookies.values())
            headers["cookie"] = f"{own}; {headers['cookie']}"
        environ = self._factory.generic(
            attack.method, attack.path, attack.body, attack.content_type, headers=headers
        )
        response = self._handler(environ)
        if response.streaming:
            list(response)
        return response


def judge(sender: Sender, attack: Attack, *, acts_redirect: bool) -> Verdict:
    """Send an attack, undo what it did, and judge.

    acts_redirect: whether forms at this address answer an act by a redirect, so that an answer
    with a page is a refusal. What is accepted must be shown, and its tasks done, without an error.
    """
    with transaction.atomic(), _watched() as (written, errors):
        waiting = len(connection.run_on_commit)
        response = sender.send(attack)
        changed = written - NOTED
        refused = attack.method not in {"POST", "PUT", "PATCH", "DELETE"} or (
            response.status_code >= 400 or (acts_redirect and response.status_code == 200)
        )
        wrong = _wrong_with(response)
        if changed and not refused and not wrong:
            wrong = _aftermath(sender, response, waiting)
        after = {table: _digest(table) for table in changed} if refused else {}
        transaction.set_rollback(True)
    if changed:
        cache.clear()
    if errors:
        wrong = f"{type(errors[0]).__name__}: {str(errors[0])[:200]}{_place(errors[0])}"
    if not wrong and (touched := [t for t, digest in after.items() if digest != _digest(t)]):
        wrong = f"refused with {response.status_code}, but changed {', '.join(sorted(touched))}"
    return Verdict(response.status_code, wrong)


def _wrong_with(response: HttpResponse) -> str:
    if response.status_code >= 500:
        return f"answered {response.status_code}"
    if response.streaming:
        return ""
    content = response.content
    if b"Traceback (most recent call last)" in content:
        return "shows a traceback"
    if "html" in response.headers.get("Content-Type", "") and MARKUP.encode() in content:
        return "shows markup that was sent"
    return ""


def _aftermath(sender: Sender, response: HttpResponse, waiting: int) -> str:
    """Do what waits for the commit, and follow the redirect."""
    for _savepoints, run, _robust in connection.run_on_commit[waiting:]:
        run()
    if response.status_code not in (301, 302, 303):
        return ""
    shown = sender.send(Attack("", "GET", response.headers["Location"]))
    wrong = _wrong_with(shown)
    return f"afterwards {response.headers['Location']} {wrong}" if wrong else ""


@contextmanager
def _watched() -> Iterator[tuple[set[str], list[BaseException]]]:
    written: set[str] = set()
    errors: list[BaseException] = []

    def watch(execute: Any, sql: str, *args: Any) -> Any:
        if write := WRITE.match(sql):
            written.add(write[1])
        return execute(sql, *args)

    def keep(**_signal: Any) -> None:
        errors.append(sys.exc_info()[1])

    got_request_exception.connect(keep)
    try:
        # Rows come back when an attack is undone; files would not.
        kept = patch.object(FileSystemStorage, "delete", lambda *_file: None)
        with connection.execute_wrapper(watch), kept:
            yield written, errors
    finally:
        got_request_exception.disconnect(keep)


def _digest(table: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT * FROM "{table}"')
        rows = sorted(map(repr, cursor.fetchall()))
    return hashlib.sha256("\n".join(rows).encode("utf-8", "surrogatepass")).hexdigest()


def _place(error: BaseException) -> str:
    """Where it came from: the last line of ours, and the very last."""
    lines = []
    trace = error.__traceback__
    while trace:
        lines.append(f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}")
        trace = trace.tb_next
    ours = [
        line
        for line in lines
        if re.search(r"/(association|home)/", line) and "site-packages" not in line
    ]
    short = [re.sub(r".*/site-packages/", "", line) for line in [*ours[-1:], *lines[-1:]]]
    return f" at {', '.join(dict.fromkeys(short))}"

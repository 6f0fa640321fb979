"""Through what an act comes in: a request of somebody, a task, or a command.

A request gets a number of its own, which the audit trail keeps and the answer tells in a header, so
that "this did not work for me at ten past nine" leads to what was done. What the browser calls
its request is not asked: anybody could take another's number.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from uuid import uuid4

from django.http import HttpRequest, HttpResponse

HEADER = "X-Request-ID"
# In WSGI's environ: the answer is kept for many readers, so it must not carry one reader's number.
FOR_MANY = "core.for_many"


@dataclass
class Origin:
    """Where an act comes from.

    id: 32 hexadecimal digits for a request, `task:<name>`, `command:<name>`; empty for none.
    request: of the person who acts, None where nobody sits before a screen.
    roles: names of groups by key of the person, read once for each origin.
    before: the origin that comes back when a task has ended.
    """

    id: str = ""
    request: HttpRequest | None = None
    roles: dict[int, list[str]] = field(default_factory=dict)
    before: "Origin | None" = None


_present: ContextVar[Origin | None] = ContextVar("origin", default=None)


def present() -> Origin:
    """Return the origin of what is done now; one without number where none was told."""
    return _present.get() or Origin()


@contextmanager
def acting_through(origin: Origin) -> Iterator[Origin]:
    """Let all acts inside the block come from an origin."""
    token = _present.set(origin)
    try:
        yield origin
    finally:
        _present.reset(token)


def begin_command(name: str) -> None:
    """Let what this process does come from a command of `manage.py`."""
    _present.set(Origin(f"command:{name}"))


def begin_task(name: str) -> None:
    """Let what follows come from a task. One that a request runs at once stays that request's."""
    before = present()
    if before.request is None:
        _present.set(Origin(f"task:{name}", before=before))


def end_task() -> None:
    """Let what follows come from where the task was begun."""
    if present().before is not None:
        _present.set(present().before)


class RequestNumberMiddleware:
    """Gives each request its number. Outermost, so that every answer tells it, errors too."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with acting_through(Origin(uuid4().hex, request)) as origin:
            response = self.get_response(request)
        if not request.META.get(FOR_MANY):
            response.headers[HEADER] = origin.id
        return response

"""Every address of the privilege matrix, its forms as each role gets them, attacks on all."""

from collections import Counter
from typing import Any, NamedTuple
from zlib import crc32

from django.http import HttpResponse
from hypothesis import HealthCheck, Phase, given, seed, settings

from tests.hostile_runs.attacks import Attack, attacks
from tests.hostile_runs.forms import Field, Form, forms_of
from tests.hostile_runs.judging import Sender, judge
from tests.permissions.asking import request_of
from tests.permissions.samples_of_ours import OURS
from tests.permissions.world import ROLES, World

ADMITTED = {200, 400, 405, 422}  # with a page, or told what is wrong with the request
INTRUDERS = ["anonymous", "foreign", "nobody"]


class Fault(NamedTuple):
    """An attack that was not answered as it must be."""

    name: str
    role: str
    attack: Attack
    wrong: str

    def __str__(self) -> str:
        a = self.attack
        body = f" {a.content_type} {a.body[:300]!r}" if a.body else ""
        headers = f" {dict(a.headers)}" if a.headers else ""
        request = f"{a.method} {a.path[:300]}{body}{headers}"
        return f"{self.name} as {self.role}, {a.kind}: {self.wrong}\n    {request}"


class Run:
    """Attacks on a world, counted by address and by answer; forms met before are left out."""

    def __init__(self, world: World, *, roles: list[str] = ROLES) -> None:
        """roles: as whom pages are read in search of forms."""
        self.world, self.roles = world, roles
        self.senders = {
            role: Sender(None if role == "anonymous" else world.people[role]) for role in ROLES
        }
        self.met: set[tuple] = set()
        self.sent: Counter[str] = Counter()
        self.answers: Counter[int] = Counter()
        self.found: dict[str, dict[Form, list[str]]] = {}

    def meet(self, names: list[str]) -> None:
        """Read the pages at these addresses and keep each form where it is met first."""
        for name in names:
            if name not in self.found:
                self.found[name] = self._forms(name)

    def attack(self, name: str, *, each: int) -> list[Fault]:
        """Attack an address and the forms on its page; return what went wrong.

        each: attacks on every form, and on the address itself.
        """
        self.meet([name])
        faults = []
        for form, roles in self.found[name].items():
            for number, attack in enumerate(_examples(form, each, key=f"{name} {form.shape}")):
                role = roles[number % len(roles)]
                if number % 5 == 4:
                    role = INTRUDERS[number // 5 % len(INTRUDERS)]
                verdict = judge(self.senders[role], attack, acts_redirect=name in OURS)
                self.sent[name] += 1
                self.answers[verdict.status] += 1
                if verdict.wrong:
                    faults.append(Fault(name, role, attack, verdict.wrong))
        return faults

    def _forms(self, name: str) -> dict[Form, list[str]]:
        """Return the forms at an address, those met before apart, with the roles that get them."""
        path, data = request_of(name, self.world)
        bare = _sample(path, data)
        found: dict[tuple, Form] = {bare.shape: bare}
        getting: dict[tuple, list[str]] = {bare.shape: []}
        for role in self.roles:
            response = self.senders[role].send(Attack("", "GET", path))
            if response.status_code in ADMITTED:
                getting[bare.shape].append(role)
            for read in _forms_of(response, path):
                form = _completed(read, bare)
                found.setdefault(form.shape, form)
                getting.setdefault(form.shape, []).append(role)
        fresh = [shape for shape in found if shape not in self.met or shape == bare.shape]
        self.met.update(found)
        return {found[shape]: list(dict.fromkeys(getting[shape])) or self.roles for shape in fresh}


def _forms_of(response: HttpResponse, path: str) -> list[Form]:
    if response.status_code != 200 or response.streaming or "html" not in response["Content-Type"]:
        return []
    return forms_of(response.text, path)


def _completed(form: Form, sample: Form) -> Form:
    """Add what scripts add to the page's own form, such as the counts of Wagtail's body editor."""
    if (form.method, form.path) != (sample.method, sample.path):
        return form
    names = {field.name for field in form.fields}
    more = tuple(field for field in sample.fields if field.name not in names)
    return form._replace(fields=form.fields + more)


def _sample(path: str, data: dict[str, Any]) -> Form:
    """The matrix' own request as a form, so that an address without a page is posted to as well."""
    fields = tuple(
        Field(
            name,
            "file" if hasattr(value, "read") else "text",
            "" if hasattr(value, "read") else str(value),
        )
        for name, value in data.items()
    )
    return Form("POST", path, fields, any(field.kind == "file" for field in fields))


def _examples(form: Form, count: int, *, key: str) -> list[Attack]:
    drawn: list[Attack] = []

    @seed(crc32(key.encode()))
    @settings(
        max_examples=count + 1,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(attacks(form))
    def collect(attack: Attack) -> None:
        drawn.append(attack)

    collect()
    # The first is always the plainest.
    return drawn[1 : count + 1]

"""Samples of the visit on a phone: the page, what it sends, and what is read of it."""

import json
import uuid

from association.core import clock
from association.peer_review.gate_code import code_at
from tests.factories.files import picture_with_place
from tests.peer_review.phone.sending import whole_answers
from tests.permissions.plaques import upload

KEYS = [str(uuid.UUID(int=number)) for number in range(1, 5)]


def _visit(part, **posted):
    def sample(world):
        asked = {"pk": getattr(world, part).pk}
        return asked | ({"POST": posted} if posted else {})

    return sample


def _opening(part):
    def sample(world):
        visit, now = getattr(world, part), clock.now()
        code = code_at(visit.pk, now)
        sent = {"key": KEYS[0], "opened_by": "code", "proof": code, "opened_at": now.isoformat()}
        return {"pk": visit.pk, "POST": sent}

    return sample


def _answers(part):
    def sample(world):
        answers = json.dumps(whole_answers(world.checklist))
        sent = {"key": KEYS[1], "visited_on": clock.today().isoformat(), "answers": answers}
        return {"pk": getattr(world, part).pk, "POST": sent}

    return sample


def _photo(key=KEYS[2]):
    """A photo that the answers name, and that is not in yet."""

    def sample(world):
        file = upload(picture_with_place())
        return {"pk": world.handed_in.pk, "key": key, "POST": {"photo": file}}

    return sample


def _code(part):
    return lambda world: {"uscc": world.school.uscc, "pk": getattr(world, part).pk}


VISITOR = "[where the visitor goes]"
PRINCIPAL = "[where the principal goes]"
PHONES = {
    "peer_review:phone": _visit("swept"),
    f"peer_review:phone {PRINCIPAL}": _visit("sent"),
    "peer_review:phone [handed in]": _visit("handed_in"),
    "peer_review:phone_status": _visit("swept"),
    "peer_review:phone_opening": _opening("swept"),
    "peer_review:phone_answers": _answers("swept"),
    "peer_review:phone_photo": _photo(),
    "peer_review:phone_photo [not named]": _photo(KEYS[3]),
    "peer_review:phone_signature": _visit("swept", host="教务主任", refusal="负责人不在"),
    "peer_review:at_school": lambda world: {"token": world.plaque.token},
    "peer_review:visit_photo": lambda world: {
        "pk": world.handed_in.pk,
        "key": world.visit_photo.key,
    },
    "peer_review:visit_photo [no photo]": lambda world: {
        "pk": world.handed_in.pk,
        "key": KEYS[3],
    },
    "peer_review:visit_report": _visit("handed_in"),
    "peer_review:gate_code": _code("received"),
    "peer_review:gate_code [another school's]": _code("sent"),
}

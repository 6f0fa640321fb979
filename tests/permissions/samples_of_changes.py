"""Samples of a school's own data: what it asks to change, and what it changes itself."""

from tests.factories import make_photo
from tests.permissions.plaques import upload


def _of_school(part, proof=None, **posted):
    """A request asked for at the principal's school. part, proof: of the world."""

    def sample(world):
        found = {"uscc": world.school.uscc, "code": getattr(world, part).code}
        if proof:
            found["pk"] = getattr(world, proof).pk
        return found | ({"POST": posted} if posted else {})

    return sample


def _row(part, **posted):
    return lambda world: {"pk": getattr(world, part).pk} | ({"POST": posted} if posted else {})


def _asking(world):
    """For the one of the principal's schools that has not asked yet."""
    school = world.signed_school
    place = school.campuses.get()
    return {
        "uscc": school.uscc,
        "POST": {
            "name": "示范区新名字培训学校",
            "initial-name": school.name,
            "kind": school.kind,
            "initial-kind": school.kind,
            "licence_long_term": "on",
            "initial-licence_long_term": "True",
            f"address_{place.pk}": place.address,
            f"initial-address_{place.pk}": place.address,
            f"street_{place.pk}": place.street,
            f"initial-street_{place.pk}": place.street,
            "reason": "换发了新证",
            "proofs": upload(make_photo()),
        },
    }


DESK = {
    "alliances:school_data": lambda world: {"uscc": world.school.uscc},
    "alliances:own_details": lambda world: {
        "uscc": world.school.uscc,
        "POST": {"phone": "0536-0123456", "introduction_zh": "本校开设书法课程。"},
    },
    "alliances:ask_change": _asking,
    "alliances:ask_change [one waits]": lambda world: {"uscc": world.school.uscc},
    "alliances:change": _of_school("change"),
    "alliances:change_proof": _of_school("change", "change_proof"),
    "alliances:withdraw_change": _of_school("change"),
    "alliances:change [another school's]": _of_school("strange_change"),
    "alliances:change_proof [another school's]": _of_school(
        "strange_change", "strange_change_proof"
    ),
    "alliances:withdraw_change [another school's]": _of_school("strange_change"),
}
ADMIN = {
    "change_admin:inspect": _row("change"),
    "change_admin:accept": _row("change"),
    "change_admin:decline": _row("change", reason="照片看不清"),
    "change_admin:proof": _row("change_proof"),
    "school_admin:hide_introduction": _row("school", reason="含有升学承诺"),
}
CHANGES = DESK | ADMIN

"""Samples of signed papers: at a school's desk, in the admin, for everybody; and of the key."""

from association.core.signing import key_id
from association.pledges.services import read_paper
from tests.permissions.plaques import upload


def _desk(part):
    """A paper of this part, asked for at the principal's school."""

    def sample(world):
        paper = getattr(world, part)
        receipt_no = paper.pledge.receipt_no
        return {"uscc": world.school.uscc, "receipt_no": receipt_no, "kind": paper.kind}

    return sample


def _admin(world):
    return {"pk": world.paper.pledge_id, "kind": world.paper.kind}


def _token(world):
    return {"token": world.paper.token}


PAPERS = {
    "signing_key": {},
    "signing_key_of": lambda _world: {"key": key_id()},
    "pledges:paper": _desk("paper"),
    "pledges:paper_signature": _desk("paper"),
    "pledges:paper [another school's]": _desk("strange_paper"),
    "pledges:paper_signature [another school's]": _desk("strange_paper"),
    "pledge:paper": _admin,
    "pledge:paper_signature": _admin,
    "pledges:paper_page": _token,
    "pledges:paper_sig": _token,
    "pledges:check_paper": lambda world: {"POST": {"paper": upload(read_paper(world.paper))}},
    "pledges:check_paper [no file]": {"POST": {"signature": "x"}},
}

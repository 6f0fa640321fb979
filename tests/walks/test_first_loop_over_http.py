"""The same loop without a browser and without JavaScript, on the database this run is about."""

import re

import pytest

from tests.walks.ledger import Ledger
from tests.walks.reader import Reader

PASSWORD = "school-gate-plaque"
LEDGER = Ledger("青禾", "13")


@pytest.fixture(scope="module")
def clerk(site):
    reader = Reader(site)
    reader.sign_in("clerk", PASSWORD)
    return reader


def import_ledger(clerk, site):
    clerk.go("/admin/ledger-imports/new/")
    clerk.send(files={"file": ("会员台账.csv", LEDGER.text.encode("gb18030"), "text/csv")})
    assert LEDGER.name in clerk.text()
    clerk.send(action="/confirm/")
    site.manage("db_worker", "--batch", "--verbosity", "0")
    clerk.go(f"/admin/schools/?q={LEDGER.name}")
    clerk.go(clerk.row(LEDGER.name))
    assert LEDGER.code in clerk.text()
    return re.search(r"/(\d+)/", clerk.address)[1]


def invite(clerk, school):
    clerk.go(f"/admin/schools/invite/{school}/")
    clerk.send({"capacity": "principal"})
    return re.search(r"/join/[0-9a-f-]+/", clerk.answer.text)[0]


def sign(principal):
    principal.go(f"/desk/{LEDGER.code}/pledge/")
    principal.send(action="/begin/")
    for number in range(1, 9):
        principal.go(f"/desk/{LEDGER.code}/pledge/promise/P{number}/")
        principal.send(button=("act", "tick"))
    principal.go(f"/desk/{LEDGER.code}/pledge/sign/")
    principal.send({"signer_name": "校长乙"})
    principal.send({"entitled": "on"})
    return re.search(r"/receipt/([^/]+)/", principal.address)[1]


def accept_and_issue(clerk):
    clerk.go(f"/admin/pledge/?q={LEDGER.name}")
    clerk.go(clerk.row(LEDGER.name))
    clerk.go(clerk.link("/pledge/accept/"))
    clerk.send()
    clerk.go(clerk.link("/plaques/issue/"))
    clerk.send()
    plaque = clerk.address
    clerk.go(clerk.link("/plaques/activate/"))
    clerk.send()
    clerk.go(plaque)
    return plaque, re.search(r"SC-\d{4}-\d{4}-[0-9A-Z]", clerk.text())[0]


def said_by(parent, number):
    """What page and interface say of a plaque now."""
    page = parent.go(f"/verify/?number={number.lower().replace('-', '%20')}")
    shown = re.search(r"state-(\w+)", " ".join(page.body["class"]))[1]
    told = parent.session.get(f"{parent.site.url}/api/v1/plaques/{number}", timeout=60).json()
    assert told["school"]["name"] == LEDGER.name
    return {shown, told["state"]}


def propose(clerk, plaque, reason):
    clerk.go(plaque)
    page = clerk.go(clerk.link("/plaques/propose/"))
    promise = page.select("[name=promise] option")[6]["value"]
    clerk.send({"kind": "revoke", "promise": promise, "reason": reason})
    clerk.send(button=("confirm", "1"))


def approve(site, number):
    approver = Reader(site)
    approver.sign_in("approver", PASSWORD)
    approver.go("/admin/measures/")
    approver.go(approver.row(number))
    approver.go(approver.link("/measures/approve/"))
    approver.send()


def test_the_loop_closes(site, clerk):
    link = invite(clerk, import_ledger(clerk, site))
    principal = Reader(site)
    principal.go(link)
    principal.send(
        {
            "username": "qinghe",
            "last_name": "校",
            "first_name": "长乙",
            "password1": "bamboo-grove-42-gate",
            "password2": "bamboo-grove-42-gate",
        }
    )
    receipt = sign(principal)
    assert receipt in principal.text()
    principal.send(action="/hand-in/")
    plaque, number = accept_and_issue(clerk)

    parent = Reader(site)
    assert said_by(parent, number) == {"valid"}
    propose(clerk, plaque, "未公开收费项目，提醒后仍未改正")
    assert said_by(parent, number) == {"valid"}
    approve(site, number)
    assert said_by(parent, number) == {"revoked"}
    assert "未公开收费项目，提醒后仍未改正" in parent.text()

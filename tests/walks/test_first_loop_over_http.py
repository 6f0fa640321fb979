"""The same loop without a browser and without JavaScript, on the database this run is about."""

import re

import pytest

from tests.walks.camera import bare_wall, code_on, gate_photo
from tests.walks.judging import Judging
from tests.walks.ledger import Ledger
from tests.walks.reader import Reader

PASSWORD = "school-gate-plaque"
LEDGER = Ledger("青禾", "13")
REASON = "收费项目长期未在校内公示，提醒后仍未改正。"


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
    return re.search(r"/join/[0-9A-Z-]+/", clerk.answer.text)[0]


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
    return clerk.address, re.search(r"SC-\d{4}-\d{4}-[0-9A-Z]", clerk.text())[0]


def code_of(principal, number):
    """The address in the code on the plaque's picture."""
    picture = f"{principal.site.url}/desk/{LEDGER.code}/plaques/{number}.png"
    return code_on(principal.session.get(picture, timeout=60).content)


def confirm_at_the_gate(site, number, scan):
    """The alliance's lead finds the plaque by its number and sends a photo of it."""
    lead = Reader(site)
    lead.sign_in("lead-east", PASSWORD)
    lead.go(f"/alliance-desk/east/hanging/?number={number.lower()}")
    lead.send(files={"photo": ("IMG_0001.jpg", gate_photo(scan), "image/jpeg")})
    assert lead.page.select_one(".gate-shown img")


def said_by(parent, number, scan):
    """What a scan, the number's page and the interface say of a plaque now."""
    shown = set()
    for address in (scan, f"/verify/?number={number.lower().replace('-', '%20')}"):
        page = parent.go(address)
        shown.add(re.search(r"state-(\w+)", " ".join(page.body["class"]))[1])
    told = parent.session.get(f"{parent.site.url}/api/v1/plaques/{number}", timeout=60).json()
    assert told["school"]["name"] == LEDGER.name
    return {*shown, told["state"]}


def take_down(parent, principal, clerk, number, scan):
    """A passer-by sees it hang, the school shows the bare wall, the clerk closes."""
    parent.go(scan)
    parent.go(parent.link("kind=still_hanging"))
    parent.send()
    assert parent.address.endswith(f"/report/sent/?number={number}")

    principal.go(f"/desk/{LEDGER.code}/")
    principal.go(principal.link("/bare-wall/"))
    principal.send(files={"photo": ("IMG_0002.jpg", bare_wall(), "image/jpeg")})
    assert principal.page.select("main form[method=post]") == []

    clerk.go("/admin/take-downs/")
    row = next(row for row in clerk.page.select("tr") if number in row.get_text())
    assert row.select("td")[-1].get_text(strip=True) == "1"  # saw it hang
    clerk.go(clerk.row(number))
    clerk.go(clerk.link("/take-downs/close/"))
    clerk.send()
    assert clerk.page.select("a[href*='/take-downs/close/']") == []


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
    _plaque, number = accept_and_issue(clerk)
    scan = code_of(principal, number)

    parent = Reader(site)
    assert said_by(parent, number, scan) == {"not_activated"}
    confirm_at_the_gate(site, number, scan)
    assert said_by(parent, number, scan) == {"valid"}
    judging = Judging(
        site, clerk=clerk, principal=principal, ledger=LEDGER, password=PASSWORD, reason=REASON
    )
    judging.tell()
    judging.answer()
    judging.decide()
    assert said_by(parent, number, scan) == {"valid"}
    clerk.go(f"/admin/cases/carry_out/{judging.number}/")
    assert "carry_out" not in clerk.address  # the school can still appeal
    judging.accept()
    assert said_by(parent, number, scan) == {"valid"}
    judging.carry_out()
    assert said_by(parent, number, scan) == {"revoked"}
    assert REASON in parent.text()

    take_down(parent, principal, clerk, number, scan)
    assert said_by(parent, number, scan) == {"revoked"}

"""A school changes hands, over HTTP and without JavaScript, on the database this run is about."""

import re

import pytest

from tests.walks.reader import Reader

PASSWORD = "school-gate-plaque"
LINK = re.compile(r"/join/[0-9A-Z-]+/")


@pytest.fixture(scope="module")
def principal(site):
    reader = Reader(site)
    reader.sign_in("principal-signed", PASSWORD)
    return reader


def open_account(site, link, username):
    person = Reader(site)
    person.go(link)
    person.send(
        {
            "username": username,
            "last_name": "校",
            "first_name": username[0],
            "password1": "bamboo-grove-42-gate",
            "password2": "bamboo-grove-42-gate",
        }
    )
    return person


def desk_of(principal):
    principal.go("/desk/")
    return re.search(r"/desk/([0-9A-Z]{18})/", principal.address)[0]


def test_a_second_person_is_invited_and_dismissed(site, principal):
    desk = desk_of(principal)
    principal.go(f"{desk}people/")
    principal.send(action="/people/invite/")
    link = LINK.search(principal.text())[0]
    staff = open_account(site, link, "secondperson")
    assert staff.address.endswith(desk)

    principal.go(f"{desk}people/")
    principal.go(principal.link("/end/"))
    principal.send()
    gone = staff.session.get(site.url + desk, timeout=60)
    assert gone.status_code in {403, 404} or "/accounts/" in gone.url


def test_a_successor_takes_over_when_the_secretariat_confirms(site, principal):
    desk = desk_of(principal)
    school = principal.go(desk).select_one("main .page-header__kicker").get_text(strip=True)
    signed = principal.link("/receipt/")
    principal.go(f"{desk}hand-over/")
    principal.send({"understood": "on", "reason": "退休"})
    link = LINK.search(principal.text())[0]
    sheet = principal.session.get(site.url + principal.link("slip.pdf"), timeout=60)
    assert sheet.content.startswith(b"%PDF")

    successor = open_account(site, link, "nextprincipal")
    assert successor.address.endswith("/taking-over/")
    principal.go(desk)
    assert "/people/" in principal.link("/people/")

    approver = Reader(site)
    approver.sign_in("approver", PASSWORD)
    approver.go("/admin/handovers/?status=accepted")
    assert school in approver.text()
    approver.go(approver.row(school))
    approver.go(approver.link("/handovers/confirm/"))
    approver.send()

    successor.go("/desk/")
    assert successor.address.endswith(desk)
    assert successor.link("/receipt/") == signed
    assert "校长乙" in successor.go(signed).get_text()  # who signed it
    gone = principal.session.get(site.url + desk, timeout=60)
    assert gone.status_code == 404 or "/accounts/" in gone.url

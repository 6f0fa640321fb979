"""Change requests as a school meets them, on its desk."""

import datetime as dt

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from association.alliances.enums import CampusKind, ChangeStatus
from association.alliances.models import ChangeRequest
from association.alliances.services import (
    accept_change,
    decline_change,
    update_school,
    withdraw_change,
)
from association.core import limits
from association.core.uploads import quota
from tests.factories import make_principal, make_school, make_secretary
from tests.factories.changes import NEW_NAME, make_change
from tests.factories.files import HTML, PDF, picture_with_place
from tests.permissions.headers import faults_of

pytestmark = pytest.mark.django_db

LIST = reverse("change_admin:index")


@pytest.fixture(autouse=True)
def english(settings):
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def school():
    return make_school(
        "示范区向阳艺术培训学校",
        licence_long_term=False,
        licence_valid_until=dt.date(2027, 1, 31),
        approved_scope="美术",
    )


@pytest.fixture(params=["principal", "staff"])
def person(request, client, school):
    user = make_principal(school, request.param)
    client.force_login(user)
    return user


@pytest.fixture
def principal(client, school):
    user = make_principal(school)
    client.force_login(user)
    return user


def at(school, page=""):
    return f"/desk/{school.uscc}/data/{page}"


def page(act, record):
    return reverse(f"change_admin:{act}", args=[record.pk])


def soup(response):
    return BeautifulSoup(response.content, "html.parser")


def words(response):
    return soup(response).get_text(" ", strip=True)


def filled(client, school):
    """What a browser would send of the untouched form."""
    form = soup(client.get(at(school, "change/"))).select_one("form.form")
    sent = {}
    for field in form.select("input[name], select[name], textarea[name]"):
        if field.get("type") == "checkbox" and not field.has_attr("checked"):
            continue
        if field.get("type") == "file":
            continue
        if field.name == "select":
            chosen = field.find("option", selected=True)
            sent[field["name"]] = chosen["value"] if chosen else ""
        else:
            sent[field["name"]] = field.get("value", field.get_text().strip())
    return sent


def proof(data=PDF, name="licence.pdf"):
    return SimpleUploadedFile(name, data)


def send(client, school, *, files=None, **values):
    sent = filled(client, school) | {"reason": "换发了新证", **values}
    return client.post(at(school, "change/"), sent | {"proofs": files or [proof()]})


# -- the school's desk -----------------------------------------------------------------------------


def test_principal_and_staff_ask_in_one_form_for_several_things(client, school, person):
    assert "Ask for a change" in words(client.get(at(school)))
    main = school.campuses.get(kind=CampusKind.MAIN)
    response = send(
        client,
        school,
        files=[proof(), proof(picture_with_place(), "a.jpg")],
        name=NEW_NAME,
        licence_valid_until="2031-06-30",
        **{f"address_{main.pk}": "示范区新华路9号"},
    )
    request = school.change_requests.get()
    assert response.url == at(school, f"requests/{request.code}/")
    assert request.changes == {
        "name": [school.name, NEW_NAME],
        "licence_valid_until": ["2027-01-31", "2031-06-30"],
        f"campus-{main.pk}.address": [main.address, "示范区新华路9号"],
    }
    assert (request.asked_by, request.proofs.count()) == (person, 2)
    told = words(client.get(response.url))
    for each in (
        NEW_NAME,
        "示范区新华路9号",
        "换发了新证",
        "File 2 (JPG)",
        "Take the request back",
    ):
        assert each in told


def test_what_is_refused_keeps_all_that_was_typed_but_the_files(client, school, principal):
    response = send(client, school, files=[proof(HTML, "x.jpg")], name=NEW_NAME, reason="新名")
    assert response.status_code == 422
    told = soup(response)
    assert told.select_one("[name=name]")["value"] == NEW_NAME
    assert told.select_one("[name=reason]").get_text(strip=True) == "新名"
    assert "Please choose the files once more" in told.get_text()
    assert told.select_one("#id_proofs[aria-invalid=true]")
    assert not ChangeRequest.objects.exists()


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({}, "Nothing here differs"),
        ({"name": ""}, "Name: "),
        ({"name": "示" * 121}, "Name: "),
        ({"licence_valid_until": "soon"}, "Licence valid until: "),
        ({"licence_long_term": "on"}, "Leave the date empty"),
        ({"kind": "circus"}, "Kind: "),
        ({"name": NEW_NAME, "reason": " "}, "Why does it change?: "),
    ],
    ids=str,
)
def test_what_is_wrong_is_told_in_the_form(client, school, principal, values, told):
    response = send(client, school, **values)
    assert response.status_code == 422
    assert told.lower() in words(response).lower()
    assert not ChangeRequest.objects.exists()


def test_without_a_proof_and_with_too_many_it_is_told(client, school, principal):
    sent = filled(client, school) | {"reason": "x", "name": NEW_NAME}
    assert "proves it" in words(client.post(at(school, "change/"), sent))
    response = send(client, school, files=[proof()] * 4, name=NEW_NAME)
    assert "At most 3 files" in words(response)
    assert not ChangeRequest.objects.exists()


def test_hostile_texts_are_answered(client, school, principal, hostile):
    response = send(client, school, name=hostile, reason=hostile, approved_scope=hostile)
    assert response.status_code in {302, 422}
    assert client.get(at(school)).status_code == 200
    for request in ChangeRequest.objects.all():
        assert client.get(at(school, f"requests/{request.code}/")).status_code == 200


def test_what_the_register_changed_meanwhile_is_not_asked_back(client, school, principal):
    sent = filled(client, school)
    update_school(
        school=school,
        values={"approved_scope": "美术、书法"},
        main_campus={},
        alliance=None,
        acting_user=None,
    )
    sent |= {"name": NEW_NAME, "reason": "x", "proofs": [proof()]}
    assert client.post(at(school, "change/"), sent).status_code == 302
    assert list(ChangeRequest.objects.get().changes) == ["name"]


def test_while_one_waits_the_form_leads_to_it(client, school, principal):
    sent = filled(client, school) | {"name": NEW_NAME, "reason": "x"}
    request = make_change(school)
    assert client.get(at(school, "change/")).url == at(school, f"requests/{request.code}/")
    response = client.post(at(school, "change/"), sent | {"proofs": [proof()]})
    assert response.status_code == 422
    assert "open already" in words(response)
    assert request.code in words(client.get(at(school)))


def test_it_is_taken_back_once(client, school, person):
    request = make_change(school)
    path = at(school, f"requests/{request.code}/take-back/")
    assert client.get(path).status_code == 405
    assert client.post(path).url == at(school)
    request.refresh_from_db()
    assert (request.status, request.decided_by) == (ChangeStatus.WITHDRAWN, person)
    assert client.post(path).status_code == 302
    assert request.events.count() == 2


def test_the_school_reads_each_end(client, school, principal):
    request = make_change(school)
    path = at(school, f"requests/{request.code}/")
    decline_change(request=request, note="<b>照片看不清</b>", acting_user=make_secretary())
    told = client.get(path).content.decode()
    assert "&lt;b&gt;照片看不清&lt;/b&gt;" in told
    accepted = make_change(school)
    accept_change(request=accepted, acting_user=make_secretary())
    told = words(client.get(at(school, f"requests/{accepted.code}/")))
    assert "the register and your public page say so" in told


def test_the_school_gets_its_proof_back_as_an_attachment(client, school, principal):
    request = make_change(school, files=[("a.jpg", picture_with_place()), ("b.pdf", PDF)])
    photo, paper = request.proofs.all()
    for piece, name in ((photo, f"{request.code}-1.jpg"), (paper, f"{request.code}-2.pdf")):
        answer = client.get(at(school, f"requests/{request.code}/proof/{piece.pk}/"))
        data = b"".join(answer.streaming_content)
        assert answer.headers["Content-Disposition"] == f'attachment; filename="{name}"'
        assert faults_of(answer, personal=True) == []
        assert (data == PDF) is (piece == paper)
    paper.file.storage.delete(paper.file.name)
    gone = client.get(at(school, f"requests/{request.code}/proof/{paper.pk}/"))
    assert gone.status_code == 404


def test_of_another_school_there_is_nothing(client, school, principal):
    strange = make_change()
    own = make_change(school)
    paths = [
        at(strange.school),
        at(strange.school, "change/"),
        at(strange.school, "own/"),
        at(strange.school, f"requests/{strange.code}/"),
        at(school, f"requests/{strange.code}/"),
        at(school, f"requests/{strange.code}/proof/{strange.proofs.get().pk}/"),
        at(school, f"requests/{own.code}/proof/{strange.proofs.get().pk}/"),
    ]
    assert [client.get(path).status_code for path in paths] == [404] * len(paths)
    for path in (
        at(strange.school, "change/"),
        at(strange.school, "own/"),
        at(strange.school, f"requests/{strange.code}/take-back/"),
        at(school, f"requests/{strange.code}/take-back/"),
    ):
        assert client.post(path, {"phone": ""}).status_code == 404
    strange.refresh_from_db()
    assert strange.status == "open"


def test_one_account_sends_so_many_files_a_day(client, school, principal):
    for _attempt in range(quota.FILES_A_DAY.attempts):
        limits.spend(quota.FILES_A_DAY, str(principal.pk))
    response = send(client, school, name=NEW_NAME)
    assert response.status_code == 422
    assert "no more are taken today" in words(response)
    assert not ChangeRequest.objects.exists()


def test_the_schools_list_costs_the_same_for_one_and_three(client, school, principal, queries):
    made = []
    for rows in (1, 2):
        for _row in range(rows):
            withdraw_change(request=make_change(school), acting_user=None)
        client.get(at(school))
        with queries() as asked:
            assert client.get(at(school)).status_code == 200
        made.append(len(asked))
    assert made == [9, 9]


def test_the_list_has_pages(client, school, principal):
    for _each in range(11):
        withdraw_change(request=make_change(school), acting_user=None)
    assert len(soup(client.get(at(school))).select("#requests tbody tr")) == 10
    assert len(soup(client.get(at(school), {"page": "2"})).select("#requests tbody tr")) == 1
    assert client.get(at(school), {"page": "x"}).status_code == 200

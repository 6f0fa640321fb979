"""Batches in the secretariat's admin: choose, look, issue, print; and the number formats."""

import io
import re

import pikepdf
import pytest
from bs4 import BeautifulSoup
from django.core.files.storage import FileSystemStorage

from association.accounts.roles import Role
from association.alliances.enums import CampusKind
from association.alliances.models import Campus, School
from association.alliances.services import leave_association
from association.core.models import Counter
from association.plaques.enums import PlaqueStatus, PrintState
from association.plaques.models import Plaque, PlaqueBatch
from association.plaques.numbers import PlaqueNumber
from association.plaques.services import issue_batch, issue_plaque, replace_copy
from association.pledges.services import accept_pledge
from tests.factories import (
    make_accepted_pledge,
    make_covenant,
    make_lead,
    make_plaque,
    make_principal,
    make_school,
    make_secretary,
    make_signed_pledge,
)
from tests.factories.flows import hang

pytestmark = pytest.mark.django_db

LISTING = "/admin/plaque-batches/"
NEW = f"{LISTING}new/"
NUMBERS = f"{LISTING}numbers/"


@pytest.fixture(autouse=True)
def private(monkeypatch, tmp_path):
    field = PlaqueBatch._meta.get_field("print_file")
    monkeypatch.setattr(field, "storage", FileSystemStorage(location=tmp_path))


@pytest.fixture
def clerk(client):
    user = make_secretary()
    client.force_login(user)
    return user


def soup_of(response):
    return BeautifulSoup(response.content, "html.parser")


def text_of(response):
    return " ".join(soup_of(response).get_text(" ").split())


def value(pledge, campus=None):
    return f"{pledge.pk}-{(campus or pledge.school.campuses.get(kind=CampusKind.MAIN)).pk}"


def further_campus(school):
    return Campus.objects.create(
        school=school, name="南校区", kind=CampusKind.CAMPUS, address="示范区南路1号"
    )


def boxes(response):
    """Return each box on offer, and whether it is ticked."""
    found = soup_of(response).select("main input[name=chosen]")
    return {box["value"]: box.has_attr("checked") for box in found}


def sent(response):
    """Return what the form of a preview sends on."""
    return {
        name: [field["value"] for field in soup_of(response).select(f"main input[name={name}]")]
        for name in ("key", "colourway", "chosen")
    }


def make_batch(count=1, key="20261122-abcd"):
    pledges = [make_accepted_pledge() for _each in range(count)]
    return issue_batch(
        key=key,
        choices=[(pledge, pledge.school.campuses.get()) for pledge in pledges],
        colourway="paper",
        acting_user=make_secretary(),
    )


def test_main_campuses_of_waiting_pledges_are_ticked_and_all_others_are_offered(client, clerk):
    waiting, other = make_accepted_pledge(), make_accepted_pledge()
    further = further_campus(waiting.school)
    issue_plaque(pledge=other, acting_user=clerk)
    later = further_campus(other.school)
    make_signed_pledge(confirmed=True)
    assert boxes(client.get(NEW)) == {
        value(waiting): True,
        value(waiting, further): False,
        value(other, later): False,
    }


def test_a_plaque_that_could_be_renewed_is_named_and_not_ticked(client, clerk):
    plaque = make_plaque()
    make_covenant()
    renewed = make_signed_pledge(
        plaque.school, signer=plaque.pledge.signature.signer, confirmed=True
    )
    pledge = accept_pledge(pledge=renewed, acting_user=clerk)
    page = client.get(NEW)
    assert boxes(page) == {value(pledge): False}
    assert plaque.number in text_of(page)
    preview = client.post(NEW, {"colourway": "paper", "chosen": [value(pledge)]})
    assert plaque.number in text_of(preview)


def test_the_waiting_list_leads_to_a_new_batch(client, clerk):
    assert soup_of(client.get("/admin/plaques/waiting/")).select_one(f'a[href="{NEW}"]')


def test_the_preview_names_numbers_and_schools_and_issues_nothing(client, clerk):
    pledges = [make_accepted_pledge(make_school(f"示范区青禾{n}学校")) for n in range(2)]
    campus = further_campus(pledges[0].school)
    chosen = [value(pledges[0]), value(pledges[1]), value(pledges[0], campus)]
    preview = client.post(NEW, {"colourway": "bronze", "chosen": chosen})
    page = text_of(preview)
    for pledge in pledges:
        assert pledge.school.name in page
    year = PlaqueNumber(year=2026, sequence=1).year
    assert re.findall(r"S[CF]-\d{4}-\d{4}-\?", page) == [
        f"SC-{year}-0001-?",
        f"SC-{year}-0002-?",
        f"SF-{year}-0001-?",
    ]
    assert sent(preview)["chosen"] == chosen
    assert sent(preview)["colourway"] == ["bronze"]
    assert not Plaque.objects.exists()
    assert not Counter.objects.filter(series__startswith="plaque").exists()


def test_the_preview_issues_once_however_often_it_is_sent(client, clerk):
    chosen = [value(make_accepted_pledge()) for _each in range(2)]
    answer = sent(client.post(NEW, {"colourway": "paper", "chosen": chosen}))
    ways = {client.post(NEW, answer | {"confirm": "1"}).headers["Location"] for _each in range(2)}
    batch = PlaqueBatch.objects.get()
    assert ways == {f"{LISTING}{batch.pk}/"}
    assert (batch.key, batch.created_by) == (answer["key"][0], clerk)
    assert batch.plaques.count() == Plaque.objects.count() == 2


def test_what_cannot_be_issued_is_named_and_left_out_of_the_preview(client, clerk):
    odd = make_accepted_pledge(make_school("示范区\U0002f800堂学校"))
    good = make_accepted_pledge()
    preview = client.post(NEW, {"colourway": "paper", "chosen": [value(odd), value(good)]})
    assert "\U0002f800" in text_of(preview)
    assert sent(preview)["chosen"] == [value(good)]


def test_what_was_issued_in_the_meantime_stops_the_batch_and_keeps_the_rest(client, clerk):
    taken, good = make_accepted_pledge(), make_accepted_pledge()
    chosen = [value(taken), value(good)]
    answer = sent(client.post(NEW, {"colourway": "bronze", "chosen": chosen}))
    issue_plaque(pledge=taken, acting_user=clerk)
    refused = client.post(NEW, answer | {"confirm": "1"})
    assert refused.status_code == 422
    assert not PlaqueBatch.objects.exists()
    again = sent(refused)
    assert (again["chosen"], again["colourway"]) == ([value(good)], ["bronze"])
    assert client.post(NEW, again | {"confirm": "1"}).status_code == 302
    assert good.plaques.get().batch == PlaqueBatch.objects.get()


def test_changing_the_choice_keeps_the_boxes(client, clerk):
    first, second = make_accepted_pledge(), make_accepted_pledge()
    answer = {"colourway": "bronze", "chosen": [value(second)], "change": "1"}
    page = client.post(NEW, answer)
    assert boxes(page) == {value(first): False, value(second): True}
    assert soup_of(page).select_one("main input[name=colourway][checked]")["value"] == "bronze"


@pytest.mark.parametrize(
    "answer",
    [
        {},
        {"colourway": "paper"},
        {"colourway": "pink", "chosen": ["1-1"]},
        {"colourway": "paper", "chosen": ["1-1", "x", "9" * 40 + "-1"]},
        {"colourway": "paper", "chosen": ["999999999999999999-1"]},
        {"colourway": "paper", "chosen": ["1-1"], "key": "k" * 41, "confirm": "1"},
    ],
)
def test_wild_answers_are_shown_again_and_issue_nothing(client, clerk, answer):
    make_accepted_pledge()
    assert client.post(NEW, answer).status_code == 422
    assert not Plaque.objects.exists()


def test_the_page_of_a_batch_tells_progress_then_gives_the_file(client, clerk):
    batch = make_batch(2)
    address = f"{LISTING}{batch.pk}/"
    assert soup_of(client.get(address)).select_one("#import-progress")["data-address"] == (
        f"{address}progress/"
    )
    assert "X-Import-Ended" not in client.get(f"{address}progress/").headers
    assert client.get(f"{address}print-file/").status_code == 404
    PlaqueBatch.objects.filter(pk=batch.pk).update(
        print_state=PrintState.FAILED, print_problem="unexpected"
    )
    assert client.get(f"{address}progress/").headers["X-Import-Ended"] == "1"
    assert soup_of(client.get(address)).select_one(f'form[action="{address}again/"]')


def test_a_failed_file_is_made_again_and_downloaded(
    client, clerk, django_capture_on_commit_callbacks
):
    batch = make_batch(2)
    address = f"{LISTING}{batch.pk}/"
    PlaqueBatch.objects.filter(pk=batch.pk).update(print_state=PrintState.FAILED)
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(f"{address}again/").headers["Location"] == address
    file = client.get(f"{address}print-file/")
    assert b"".join(file.streaming_content).startswith(b"%PDF")
    assert file.headers["Content-Disposition"] == f'attachment; filename="plaques-{batch.key}.pdf"'
    assert client.get(f"{address}again/").status_code == 405


def made(client, batch, capture):
    PlaqueBatch.objects.filter(pk=batch.pk).update(print_state=PrintState.FAILED)
    with capture(execute=True):
        client.post(f"{LISTING}{batch.pk}/again/")


def test_an_outdated_file_is_kept_back_until_it_is_made_again(
    client, clerk, django_capture_on_commit_callbacks
):
    batch = make_batch(2)
    address = f"{LISTING}{batch.pk}/"
    made(client, batch, django_capture_on_commit_callbacks)
    assert soup_of(client.get(address)).select_one(f'a[href="{address}print-file/"]')
    replace_copy(plaque=hang(batch.plaques.first()), reason="lost", acting_user=clerk)
    page = soup_of(client.get(address))
    assert page.select_one(f'a[href="{address}print-file/"]') is None
    assert page.select_one(f'form[action="{address}again/"]')
    assert page.select_one(".help-warning")
    refused = client.get(f"{address}print-file/")
    assert (refused.status_code, refused.headers["Location"]) == (302, address)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"{address}again/")
    file = client.get(f"{address}print-file/")
    assert b"".join(file.streaming_content).startswith(b"%PDF")
    assert soup_of(client.get(address)).select_one(".help-warning") is None


def test_a_batch_of_which_nothing_is_to_hang_offers_neither_file_nor_proof(
    client, clerk, django_capture_on_commit_callbacks
):
    batch = make_batch(1)
    made(client, batch, django_capture_on_commit_callbacks)
    leave_association(school=batch.plaques.get().school, acting_user=None)
    address = f"{LISTING}{batch.pk}/"
    page = soup_of(client.get(address))
    addresses = {tag.get("href") or tag.get("action") for tag in page.select("a, form")}
    assert not addresses & {f"{address}print-file/", f"{address}proof.pdf", f"{address}again/"}
    assert client.get(f"{address}proof.pdf").status_code == 404


def test_the_proof_shows_every_plaque_of_the_batch_that_is_to_hang(client, clerk):
    batch = make_batch(9)
    address = f"{LISTING}{batch.pk}/proof.pdf"
    assert soup_of(client.get(f"{LISTING}{batch.pk}/")).select_one(f'a[href="{address}"]')

    def pages():
        answer = client.get(address)
        assert answer.headers["Content-Type"] == "application/pdf"
        assert answer.headers["Content-Disposition"] == (
            f'attachment; filename="plaques-{batch.key}-proof.pdf"'
        )
        with pikepdf.open(io.BytesIO(b"".join(answer.streaming_content))) as pdf:
            return [[round(float(side)) for side in page.MediaBox[2:]] for page in pdf.pages]

    assert pages() == [[595, 842]] * 2
    leave_association(school=batch.plaques.first().school, acting_user=None)
    assert pages() == [[595, 842]]
    assert client.post(address).status_code == 405


def test_a_proof_that_cannot_be_set_is_told_on_the_page(client, clerk):
    batch = make_batch()
    School.objects.filter(pk=batch.plaques.get().school_id).update(name="示范区\ue000学校")
    page = client.get(f"{LISTING}{batch.pk}/proof.pdf", follow=True)
    assert page.redirect_chain == [(f"{LISTING}{batch.pk}/", 302)]
    assert "\ue000" in page.content.decode()


def test_people_without_the_right_to_issue_find_no_batches(client):
    batch = make_batch()
    Plaque.objects.get(status=PlaqueStatus.ISSUED)
    addresses = [
        LISTING,
        NEW,
        NUMBERS,
        f"{LISTING}specimen/main.png",
        f"{LISTING}{batch.pk}/",
        f"{LISTING}{batch.pk}/progress/",
        f"{LISTING}{batch.pk}/print-file/",
        f"{LISTING}{batch.pk}/proof.pdf",
    ]
    people = [
        make_secretary(Role.APPROVER),
        make_secretary(Role.EDITOR),
        make_principal(make_school()),
        make_lead(),
    ]
    for person in people:
        client.force_login(person)
        for address in addresses:
            assert client.get(address).status_code in {302, 403}, address
        assert client.post(f"{LISTING}{batch.pk}/again/").status_code in {302, 403}
        assert client.post(NEW, {"colourway": "paper", "chosen": ["1-1"]}).status_code in {302, 403}


def test_a_batch_that_is_not_there_is_not_found(client, clerk):
    pages = ["", "progress/", "print-file/", "proof.pdf"]
    assert {client.get(f"{LISTING}4711/{page}").status_code for page in pages} == {404}
    assert client.post(f"{LISTING}4711/again/").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("shown", ["list", "choose"])
def test_pages_cost_the_same_for_one_row_and_three(
    client, clerk, count, shown, django_assert_num_queries
):
    for number in range(count):
        make_batch(key=f"batch {number}")
        make_accepted_pledge()
    address, queries = {"list": (LISTING, 11), "choose": (NEW, 13)}[shown]
    client.get(address)
    with django_assert_num_queries(queries):
        client.get(address)


def test_the_formats_page_shows_what_comes_next_in_both_forms_and_a_drawn_example(client, clerk):
    plaque = make_plaque()
    page = text_of(client.get(NUMBERS))
    following = PlaqueNumber(year=plaque.year, sequence=2)
    campus = PlaqueNumber(year=plaque.year, sequence=1, series="campus")
    for number in (following, campus):
        assert number.ascii in page
        assert number.chinese in page
    for name in ("PLAQUE_NUMBER_PREFIX", "PLAQUE_CAMPUS_NUMBER_CHINESE"):
        assert name in page
    for series in ("main", "campus"):
        picture = client.get(f"{LISTING}specimen/{series}.png", {"campus": plaque.campus.pk})
        assert b"".join(picture.streaming_content).startswith(b"\x89PNG")
    assert client.get(f"{LISTING}specimen/other.png").status_code == 404


def test_formats_that_do_not_work_are_told_on_the_page(client, clerk, settings):
    settings.PLAQUE_NUMBER_FORMATS = {"main": ("S1", "第{sequence}号"), "campus": ("SF", "{x}")}
    page = text_of(client.get(NUMBERS))
    assert "PLAQUE_NUMBER_PREFIX" in page
    assert "PLAQUE_CAMPUS_NUMBER_CHINESE" in page


def test_the_list_says_which_files_are_outdated(
    client, clerk, private, django_capture_on_commit_callbacks
):
    client.cookies["django_language"] = "en"
    fresh, lost, gone = (make_batch(key=f"batch-{n}") for n in range(3))
    for batch in (fresh, lost, gone):
        made(client, batch, django_capture_on_commit_callbacks)
    replace_copy(plaque=lost.plaques.get(), reason="lost", acting_user=clerk)
    leave_association(school=gone.plaques.get().school, acting_user=None)
    told = {
        row.select_one("a").get_text(strip=True): row.select_one(".w-status")
        for row in soup_of(client.get(LISTING)).select("main tbody tr")
    }
    assert {key: status.get_text(strip=True) for key, status in told.items()} == {
        "batch-0": "Ready",
        "batch-1": "Outdated: make it again",
        "batch-2": "Outdated: nothing left to print",
    }
    primary = {key: "w-status--primary" in status["class"] for key, status in told.items()}
    assert primary == {"batch-0": True, "batch-1": False, "batch-2": False}


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_one_batch_and_three(
    client, clerk, private, count, django_assert_num_queries, django_capture_on_commit_callbacks
):
    for number in range(count):
        made(client, make_batch(key=f"batch-{number}"), django_capture_on_commit_callbacks)
    client.get(LISTING)
    with django_assert_num_queries(13):
        client.get(LISTING)

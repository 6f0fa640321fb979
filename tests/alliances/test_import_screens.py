import io
from datetime import timedelta

import pytest
from django.core.files.storage import FileSystemStorage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from openpyxl import load_workbook

from association.accounts.roles import Role
from association.alliances.enums import ImportStatus
from association.alliances.models import RosterImport, School
from association.alliances.services import confirm_roster, run_roster, upload_roster
from association.core import clock
from association.core.errors import InvalidTransition
from tests.alliances.ledgers import SAMPLE, entry, ledger
from tests.factories import make_principal, make_school, make_secretary, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def private_folder(monkeypatch, tmp_path):
    """Uploads of a test go to a folder of its own."""
    field = RosterImport._meta.get_field("file")
    monkeypatch.setattr(field, "storage", FileSystemStorage(location=tmp_path))
    return tmp_path


@pytest.fixture
def clerk():
    return make_secretary()


@pytest.fixture
def admin(client, clerk):
    """A clerk's browser, in English so that the tests read."""
    client.force_login(clerk)
    client.cookies["django_language"] = "en"
    return client


def url(name, *args):
    return reverse(f"roster_imports:{name}", args=args)


def upload(browser, content, name="会员台账.xlsx"):
    return browser.post(url("add"), {"file": SimpleUploadedFile(name, content)})


def make_import(clerk, *entries):
    file = SimpleUploadedFile("ledger.csv", ledger(*(entries or [entry(1)])))
    return upload_roster(file=file, acting_user=clerk)


def workbook(answer):
    return load_workbook(io.BytesIO(b"".join(answer.streaming_content)))


def test_a_clerk_takes_the_sample_in_from_upload_to_error_list(
    admin, clerk, django_capture_on_commit_callbacks
):
    answer = upload(admin, SAMPLE.read_bytes())
    record = RosterImport.objects.get()
    assert answer.url == url("inspect", record.pk)
    page = admin.get(answer.url)
    assert page.context["preview"].counts == {
        "all": 133,
        "new": 117,
        "changed": 0,
        "unchanged": 0,
        "refused": 16,
        "warned": 1,
    }
    assert not School.objects.exists()
    before = workbook(admin.get(url("errors", record.pk)))

    with django_capture_on_commit_callbacks(execute=True):
        answer = admin.post(url("confirm", record.pk))
    assert School.objects.count() == 117
    page = admin.get(answer.url)
    assert (page.context["report"].created, page.context["refused"]) == (117, 16)
    events = record.events.values_list("verb", "acting_user")
    assert list(events) == [
        (verb, clerk.pk)
        for verb in ("upload_roster", "confirm_roster", "run_roster", "finish_roster")
    ]

    answer = admin.get(url("errors", record.pk))
    assert "attachment" in answer["Content-Disposition"]
    after = workbook(answer)
    for book in (before, after):
        refused, remarks = book.worksheets
        assert [row[0].value for row in refused.iter_rows(min_row=2)][:3] == [18, 22, 31]
        assert (refused.max_row, remarks.max_row) == (17, 2)


def test_the_file_is_kept_in_private_under_a_name_that_says_nothing(admin, private_folder):
    upload(admin, SAMPLE.read_bytes(), "秘密台账.xlsx")
    record = RosterImport.objects.get()
    assert record.original_name == "秘密台账.xlsx"
    kept = [path.name for path in private_folder.rglob("*") if path.is_file()]
    assert kept == [record.file.name.split("/")[-1]]
    assert "秘密" not in kept[0]
    assert len(kept[0]) > 30


@pytest.mark.parametrize("show", ["all", "new", "changed", "unchanged", "refused", "warned"])
def test_every_tab_of_the_preview_holds_its_rows_and_no_other(admin, clerk, show):
    make_import(clerk, entry(1), entry(2))
    confirmed = RosterImport.objects.get()
    confirm_roster(roster=confirmed, acting_user=clerk)
    run_roster(roster=confirmed, acting_user=clerk)
    wanted = {
        "new": entry(3),
        "changed": entry(1, 联系电话="0536-0777777"),
        "unchanged": entry(2),
        "refused": entry(4, 所属联盟="中联盟"),
        "warned": entry(5, 联系电话="问门卫"),
    }
    record = make_import(clerk, *wanted.values())
    page = admin.get(url("inspect", record.pk), {"show": show})
    names = {row.name for row, _changes in page.context["rows"]}
    # What is doubtful is new as well.
    expected = [entry(3), entry(5)] if show == "new" else [wanted.get(show)]
    if show == "all":
        expected = list(wanted.values())
    assert names == {row["单位名称"] for row in expected}


def test_the_preview_says_why_a_row_is_refused_and_what_would_change(admin, clerk):
    first = make_import(clerk, entry(1))
    confirm_roster(roster=first, acting_user=clerk)
    run_roster(roster=first, acting_user=clerk)
    record = make_import(
        clerk,
        entry(1, 联系电话="0536-0777777", 所属联盟="西"),
        entry(2, 许可证有效期至="2021-02-30"),
    )
    page = admin.get(url("inspect", record.pk)).content.decode()
    for told in ("0536-0123456", "0536-0777777", "2021-02-30", "许可证有效期至"):
        assert told in page
    with translation.override("en"):
        assert "There is no such day." in page
    assert "<del>East</del>" in page
    assert "<ins>West</ins>" in page


def test_a_long_preview_comes_in_pages_of_a_hundred(admin, clerk):
    record = make_import(clerk, *(entry(number) for number in range(1, 251)))
    pages = [admin.get(url("inspect", record.pk), {"p": p}).context["rows"] for p in (1, 2, 3)]
    assert [len(rows) for rows in pages] == [100, 100, 50]
    assert pages[2][-1][0].number == 250


def test_a_ledger_that_changes_nothing_offers_nothing_to_confirm(admin, clerk):
    record = make_import(clerk, entry(1, 所属联盟="中"))
    assert url("confirm", record.pk) not in admin.get(url("inspect", record.pk)).content.decode()


@pytest.mark.parametrize(
    ("content", "name", "told"),
    [
        (b"", "empty.xlsx", "The file is empty"),
        (b"%PDF-1.7", "ledger.xlsx", "not an XLSX workbook"),
        (b"a,b\n1,2\n", "ledger.csv", "No header row"),
        (b"PK\x03\x04broken", "ledger.xlsx", "damaged"),
        (b"a" * (10 * 1024 * 1024 + 1), "ledger.csv", "larger than 10"),
        ("单位名称,统一社会信用代码\n甲,1\n".encode(), "ledger.csv", "columns are missing"),
    ],
)
def test_a_bad_file_gets_a_sentence_and_leaves_nothing(admin, private_folder, content, name, told):
    answer = upload(admin, content, name)
    assert answer.status_code == 422
    assert told in str(answer.context["form"].errors)
    assert not RosterImport.objects.exists()
    assert not [path for path in private_folder.rglob("*") if path.is_file()]


def test_no_file_at_all_is_told(admin):
    answer = admin.post(url("add"))
    assert answer.status_code == 422
    assert answer.context["form"].errors["file"]


def test_confirming_twice_imports_once(admin, clerk, django_capture_on_commit_callbacks):
    record = make_import(clerk)
    for _ in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            answer = admin.post(url("confirm", record.pk), follow=True)
    assert answer.status_code == 200
    assert record.events.filter(verb="finish_roster").count() == 1


def test_an_import_is_confirmed_by_post_alone(admin, clerk):
    record = make_import(clerk)
    assert admin.get(url("confirm", record.pk)).status_code == 405


def test_a_task_that_comes_twice_does_nothing_the_second_time(clerk):
    record = make_import(clerk)
    confirm_roster(roster=record, acting_user=clerk)
    run_roster(roster=record, acting_user=clerk)
    events = record.events.count()
    run_roster(roster=RosterImport.objects.get(), acting_user=clerk)
    record.refresh_from_db()
    assert (record.status, record.events.count()) == (ImportStatus.DONE, events)


def test_an_import_whose_file_is_gone_stops_with_a_sentence_and_can_be_started_again(
    admin, clerk, private_folder, django_capture_on_commit_callbacks
):
    record = make_import(clerk)
    kept = next(path for path in private_folder.rglob("*") if path.is_file())
    content = kept.read_bytes()
    kept.unlink()
    with django_capture_on_commit_callbacks(execute=True):
        admin.post(url("confirm", record.pk))
    record.refresh_from_db()
    assert (record.status, record.failure) == (ImportStatus.FAILED, "file gone")
    page = admin.get(url("inspect", record.pk)).content.decode()
    assert "no longer on the server" in page
    assert url("confirm", record.pk) in page

    kept.write_bytes(content)
    with django_capture_on_commit_callbacks(execute=True):
        admin.post(url("confirm", record.pk))
    record.refresh_from_db()
    assert (record.status, record.failure, record.report["created"]) == (ImportStatus.DONE, "", 1)


def test_an_import_that_lost_its_worker_can_be_started_again_after_a_while(admin, clerk):
    record = make_import(clerk)
    confirm_roster(roster=record, acting_user=clerk)
    with pytest.raises(InvalidTransition):
        confirm_roster(roster=record, acting_user=clerk)
    with clock.at(clock.now() + timedelta(minutes=16)):
        assert url("confirm", record.pk) in admin.get(url("inspect", record.pk)).content.decode()
        confirm_roster(roster=record, acting_user=clerk)
    assert [e.verb for e in record.events.all()][-2:] == ["fail_roster", "confirm_roster"]


def test_the_progress_page_asks_until_the_import_has_ended(admin, clerk):
    record = make_import(clerk)
    confirm_roster(roster=record, acting_user=clerk)
    page = admin.get(url("inspect", record.pk)).content.decode()
    assert url("progress", record.pk) in page
    assert "X-Import-Ended" not in admin.get(url("progress", record.pk)).headers
    run_roster(roster=record, acting_user=clerk)
    assert admin.get(url("progress", record.pk)).headers["X-Import-Ended"] == "1"


def people():
    return {
        "an editor": make_secretary(Role.EDITOR),
        "an approver": make_secretary(Role.APPROVER),
        "a principal": make_principal(make_school()),
        "a stranger": make_user(),
        "somebody who has left": make_secretary(is_active=False),
    }


@pytest.mark.parametrize("name", ["index", "index_results", "add", "inspect", "progress", "errors"])
def test_only_those_who_may_import_see_a_page(client, clerk, name):
    record = make_import(clerk)
    needs_record = name in {"inspect", "progress", "errors"}
    address = url(name, record.pk) if needs_record else url(name)
    assert client.get(address).status_code == 302
    for who, user in people().items():
        client.force_login(user)
        assert client.get(address).status_code == 302, who
    client.force_login(clerk)
    assert client.get(address).status_code == 200


@pytest.mark.parametrize("name", ["add", "confirm"])
def test_only_those_who_may_import_can_do_it(client, clerk, name):
    record = make_import(clerk)
    address = url(name, record.pk) if name == "confirm" else url(name)
    for who, user in {"nobody": None, **people()}.items():
        if user:
            client.force_login(user)
        file = SimpleUploadedFile("ledger.csv", ledger(entry(2)))
        assert client.post(address, {"file": file}).status_code == 302, who
    record.refresh_from_db()
    assert (record.status, RosterImport.objects.count()) == (ImportStatus.UPLOADED, 1)


def test_an_import_that_is_not_there_is_not_found(admin):
    for name in ("inspect", "progress", "errors"):
        assert admin.get(url(name, 1)).status_code == 404
    assert admin.post(url("confirm", 1)).status_code == 404


def test_the_list_asks_as_many_questions_for_three_imports_as_for_one(admin, clerk):
    make_import(clerk)
    admin.get(url("index"))
    with_one = count_queries(admin)
    make_import(make_secretary())
    make_import(make_secretary())
    assert count_queries(admin) == with_one


def count_queries(browser):
    with CaptureQueriesContext(connection) as queries:
        assert browser.get(url("index")).status_code == 200
    return len(queries)


def test_the_menu_shows_the_import_to_a_clerk_alone(client, clerk):
    for user, shown in ((clerk, True), (make_secretary(Role.EDITOR), False)):
        client.force_login(user)
        page = client.get(reverse("wagtailadmin_home")).content.decode()
        assert (url("index") in page) is shown

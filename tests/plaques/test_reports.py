import pytest
from bs4 import BeautifulSoup
from django.test import Client

from association.core.errors import InvalidTransition, RuleError
from association.core.models import AssociationProfile
from association.plaques.enums import PublicState, ReportKind, ReportStatus, Verb
from association.plaques.models import PlaqueReport
from association.plaques.numbers import PlaqueNumber
from association.plaques.services import close_report, close_reports_alike, report_plaque
from association.plaques.services import reports as reporting
from association.plaques.services.reports import MOST_ALIKE
from tests.factories import make_active_plaque, make_secretary
from tests.plaques.states import make_replaced_copy

pytestmark = pytest.mark.django_db


def text_of(response):
    return " ".join(BeautifulSoup(response.content, "html.parser").main.get_text(" ").split())


def send(client, **values):
    return client.post("/report/?lang=en", values)


def test_the_form_knows_the_number_and_the_answer_from_the_link(client):
    plaque = make_active_plaque()
    page = BeautifulSoup(
        client.get("/report/", {"number": plaque.number.lower(), "kind": "elsewhere"}).content,
        "html.parser",
    )
    assert page.select_one("input[name=number]")["value"] == plaque.number
    assert [choice["value"] for choice in page.select("[name=kind][checked]")] == ["elsewhere"]
    assert page.select_one("input[name=number]")["type"] == "hidden"
    assert plaque.number in page.select_one("form.form p").get_text()
    assert page.select_one("main a[href='tel:12345']")


@pytest.mark.parametrize(
    "number", ["", "nonsense<script>", "\x00", "x" * 5000, "请拨打12345678退款", "call 12345"]
)
def test_the_form_repeats_nothing_that_is_no_number(client, number):
    response = client.get("/report/", {"number": number, "kind": number})
    page = BeautifulSoup(response.content, "html.parser")
    assert response.status_code == 200
    assert not page.select_one("input[name=number]").get("value")
    assert page.select("[name=kind][checked]") == []


def test_a_report_is_kept_without_a_word_about_its_sender(client):
    plaque = make_active_plaque()
    answer = send(client, number=plaque.number.lower(), kind="elsewhere", words=" 在二路8号 ")
    report = PlaqueReport.objects.get()
    event = report.events.get()
    assert answer.url == f"/report/sent/?number={plaque.number}"
    assert (report.plaque, report.kind, report.words, report.status) == (
        plaque,
        ReportKind.ELSEWHERE,
        "在二路8号",
        ReportStatus.OPEN,
    )
    assert (event.verb, event.acting_user, event.reason) == (Verb.REPORT, None, "")
    kept = {field.name for field in PlaqueReport._meta.get_fields()}
    assert kept == {
        "id", "plaque", "typed_number", "serial", "kind", "words",
        "status", "created_at", "closed_at",
        "proved_true", "events",
    }  # fmt: skip


def test_a_report_changes_nothing_the_public_reads(client):
    plaque = make_active_plaque()
    plaque.school.refresh_from_db()
    version = plaque.school.public_version
    send(client, number=plaque.number, kind="altered")
    plaque.school.refresh_from_db()
    assert plaque.school.public_version == version


def test_the_sender_is_thanked_and_told_what_happens_now(client):
    AssociationProfile.objects.update_or_create(pk=1, defaults={"hotline": "0536-0000001"})
    plaque = make_active_plaque()
    response = client.post(
        "/report/?lang=en", {"number": plaque.number, "kind": "other"}, follow=True
    )
    words = text_of(response)
    assert "Your report has reached the association." in words
    assert "What happens now" in words
    assert "0536-0000001" in words
    assert response.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"kind": "other"}, "The number on the plaque"),
        ({"number": "hello", "kind": "other"}, "does not look like a plaque number"),
        ({"number": "示诚(2026)第0037号", "kind": "other"}, "begins with letters"),
        ({"number": "SC-2026-0037-A", "kind": "other"}, "seems to be mistyped"),
        ({}, "What is wrong?"),
        ({"kind": "moon"}, "What is wrong?"),
        ({"kind": "other", "words": "字" * 301}, "301"),
    ],
)
def test_what_is_missing_is_asked_for_and_nothing_typed_is_lost(client, values, words):
    plaque = make_active_plaque()
    values = ({} if values == {"kind": "other"} else {"number": plaque.number}) | values
    response = send(client, **({"words": "在二路8号"} | values))
    page = BeautifulSoup(response.content, "html.parser")
    assert response.status_code == 422
    assert words in page.select_one(".error-summary").get_text()
    assert values.get("words", "在二路8号") in page.select_one("textarea").get_text()
    assert not PlaqueReport.objects.exists()


FORGED = PlaqueNumber(year=2020, sequence=4711).ascii


@pytest.mark.parametrize(
    "shown", ["SC-2026-0037-A", "SC-2O2X-99", "他诚(2026)第0043号", "QX20260001A"]
)
def test_a_forged_number_is_reported_from_the_page_that_doubts_it(client, shown):
    doubt = client.get("/verify/", {"number": shown, "lang": "en"})
    outcome = BeautifulSoup(doubt.content, "html.parser").select_one("#outcome")
    link = outcome.select_one("a[href*='kind=altered']")["href"]
    form = BeautifulSoup(client.get(link).content, "html.parser")
    values = {field["name"]: field["value"] for field in form.select("input[type=hidden]")}
    answer = send(client, **values, kind="altered", words="二路8号")
    report = PlaqueReport.objects.get()
    assert answer.url == "/report/sent/?"
    assert (report.plaque, report.typed_number, report.words) == (None, shown, "二路8号")
    assert report.school is None


def test_a_number_never_given_out_is_taken_in_with_the_same_answer_as_a_real_one(client):
    doubt = BeautifulSoup(client.get(f"/verify/{FORGED}/").content, "html.parser")
    link = doubt.select_one("#outcome a[href*='kind=altered']")["href"]
    assert FORGED in BeautifulSoup(client.get(link).content, "html.parser").form.get_text()
    pages = []
    for number in (FORGED, make_active_plaque().number):
        answer = send(client, number=number, kind="altered")
        assert answer.url == f"/report/sent/?number={number}"
        pages.append(text_of(client.get(answer.url)).replace(number, ""))
    assert pages[0] == pages[1]
    typed = PlaqueReport.objects.values_list("typed_number", flat=True)
    assert sorted(typed) == ["", FORGED]


def test_a_number_typed_by_hand_is_asked_about_before_it_is_kept_as_it_is(client):
    asked = send(client, number=" SC-2026-0037-A ", kind="altered")
    page = BeautifulSoup(asked.content, "html.parser")
    assert asked.status_code == 422
    assert page.select_one("input[name=number]")["value"].strip() == "SC-2026-0037-A"
    assert page.select_one("input[name=exact][type=checkbox]")
    send(client, number="SC-2026-0037-A", kind="altered", exact="on")
    assert PlaqueReport.objects.get().typed_number == "SC-2026-0037-A"


@pytest.mark.parametrize("number", ["", " ", "x" * 41, "a\x00b"])
def test_no_number_and_endless_ones_are_not_kept_even_if_they_stand_there(client, number):
    assert send(client, number=number, kind="altered", exact="on").status_code == 422
    assert not PlaqueReport.objects.exists()


def test_the_code_of_a_lost_copy_takes_its_serial_along(client):
    plaque, lost = make_replaced_copy()
    page = BeautifulSoup(client.get(lost).content, "html.parser")
    form = BeautifulSoup(client.get(page.select_one(".ask a")["href"]).content, "html.parser")
    values = {field["name"]: field["value"] for field in form.select("input[type=hidden]")}
    send(client, **values, kind="still_hanging")
    report = PlaqueReport.objects.get()
    assert (report.plaque, report.serial) == (plaque, 1)
    assert plaque.state == PublicState.NOT_ACTIVATED
    assert "1" in report.about.removeprefix(plaque.number)


@pytest.mark.parametrize("copy", ["2", "0", "-1", "9999", "x", "²", ""])
def test_a_copy_that_was_never_replaced_is_not_noted(client, copy):
    plaque, _lost = make_replaced_copy()
    send(client, number=plaque.number, kind="other", copy=copy)
    assert PlaqueReport.objects.get().serial is None


def test_a_form_of_another_site_cannot_report():
    plaque = make_active_plaque()
    stranger = Client(enforce_csrf_checks=True)
    answer = stranger.post("/report/", {"number": plaque.number, "kind": "other"})
    assert answer.status_code == 403
    assert not PlaqueReport.objects.exists()


def test_what_says_the_same_without_a_word_is_bounded_and_told_truly(client):
    plaque = make_active_plaque()
    for _each in range(MOST_ALIKE):
        assert report_plaque(plaque=plaque, kind="other")
    answer = send(client, number=plaque.number, kind="other")
    assert answer.url == f"/report/sent/?number={plaque.number}&known=other"
    page = client.get(f"{answer.url}&lang=en")
    assert "Yours was not added to them." in text_of(page)
    again = BeautifulSoup(page.content, "html.parser").select_one("main a[href*=kind]")["href"]
    assert again == f"/report/?number={plaque.number}&kind=other"
    assert plaque.reports.count() == MOST_ALIKE


def test_a_flood_of_one_kind_drops_no_report_of_another_and_none_with_words():
    plaque, _lost = make_replaced_copy()
    for _each in range(MOST_ALIKE + 1):
        report_plaque(plaque=plaque, kind="other")
    assert report_plaque(plaque=plaque, kind="altered")
    assert report_plaque(plaque=plaque, kind="other", words="二维码上贴着纸")
    assert report_plaque(plaque=plaque, kind="other", serial=1)
    assert report_plaque(plaque=make_active_plaque(), kind="other")


def test_when_the_clerk_has_closed_them_the_same_may_be_reported_again():
    plaque = make_active_plaque()
    reports = [report_plaque(plaque=plaque, kind="other") for _each in range(MOST_ALIKE)]
    assert report_plaque(plaque=plaque, kind="other") is None
    close_reports_alike(
        report=reports[0], up_to=reports[-1].pk, note="已查看", acting_user=make_secretary()
    )
    assert report_plaque(plaque=plaque, kind="other")


def test_beyond_what_can_be_read_the_caller_is_told_and_nothing_typed_is_lost(client, monkeypatch):
    monkeypatch.setattr(reporting, "MOST_OPEN", 2)
    plaque = make_active_plaque()
    for words in "一二":
        report_plaque(plaque=plaque, kind="other", words=words)
    response = send(client, number=plaque.number, kind="other", words="三")
    page = BeautifulSoup(response.content, "html.parser")
    assert response.status_code == 422
    assert "yours was not kept" in page.select_one(".error-summary").get_text()
    assert page.select_one("textarea").get_text().strip() == "三"
    assert plaque.reports.count() == 2


def test_nobody_can_silence_a_plaque_by_reporting_others_or_what_is_not_ours(monkeypatch):
    monkeypatch.setattr(reporting, "MOST_OPEN", 2)
    for words in "一二":
        report_plaque(plaque=None, typed_number="X1", kind="altered", words=words)
    with pytest.raises(RuleError):
        report_plaque(plaque=None, typed_number="X2", kind="altered")
    flooded = make_active_plaque()
    for words in "一二":
        assert report_plaque(plaque=flooded, kind="other", words=words)
    assert report_plaque(plaque=make_active_plaque(), kind="other")
    assert report_plaque(plaque=flooded, kind="altered")


def test_all_that_was_shown_is_closed_at_once_and_what_came_since_stays_open():
    plaque, clerk = make_active_plaque(), make_secretary()
    elsewhere = report_plaque(plaque=make_active_plaque(), kind="other")
    shown = [report_plaque(plaque=plaque, kind=kind) for kind in ("other", "altered", "elsewhere")]
    since = report_plaque(plaque=plaque, kind="other", words="刚看到")
    with pytest.raises(RuleError):
        close_reports_alike(report=shown[0], up_to=shown[-1].pk, note=" ", acting_user=clerk)
    close_reports_alike(report=shown[0], up_to=shown[-1].pk, note="是同一处。", acting_user=clerk)
    assert set(PlaqueReport.objects.open()) == {elsewhere, since}
    assert [report.events.last().reason for report in shown] == ["是同一处。"] * 3
    with pytest.raises(RuleError):
        close_reports_alike(report=shown[0], up_to=shown[-1].pk, note="再来", acting_user=clerk)


def test_numbers_that_are_not_ours_are_closed_by_their_number():
    first, second = (
        report_plaque(plaque=None, typed_number="X1", kind="altered") for _each in range(2)
    )
    other = report_plaque(plaque=None, typed_number="X2", kind="altered")
    close_reports_alike(report=first, up_to=other.pk, note="假牌", acting_user=make_secretary())
    assert list(PlaqueReport.objects.open()) == [other]
    second.refresh_from_db()
    assert second.status == ReportStatus.CLOSED


def test_closing_needs_a_note_and_happens_once():
    report = report_plaque(plaque=make_active_plaque(), kind="still_hanging")
    clerk = make_secretary()
    with pytest.raises(RuleError):
        close_report(report=report, note=" ", acting_user=clerk)
    close_report(report=report, note="已查看，是同一处。", acting_user=clerk)
    report.refresh_from_db()
    assert (report.status, report.closed_at is not None) == (ReportStatus.CLOSED, True)
    assert report.events.last().reason == "已查看，是同一处。"
    with pytest.raises(InvalidTransition):
        close_report(report=report, note="再来一次", acting_user=clerk)


def test_one_matter_that_proved_true_counts_once_however_many_reported_it():
    plaque, clerk = make_active_plaque(), make_secretary()
    shown = [report_plaque(plaque=plaque, kind=kind) for kind in ("other", "altered")]
    untrue = report_plaque(plaque=make_active_plaque(), kind="other")
    close_report(report=untrue, note="照片正常", acting_user=clerk)
    close_reports_alike(
        report=shown[1], up_to=shown[1].pk, note="属实", acting_user=clerk, proved_true=True
    )
    assert PlaqueReport.objects.filter(proved_true=True).get().plaque == plaque

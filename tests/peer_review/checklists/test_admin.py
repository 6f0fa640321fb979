"""Checklists in the admin: drafted, edited section by section, put in use, taken along."""

from io import BytesIO

import pytest
from django.urls import NoReverseMatch, reverse
from openpyxl import load_workbook
from wagtail_factories import ImageFactory

from association.accounts.roles import Role
from association.peer_review.enums import ChecklistStatus
from association.peer_review.models import ChecklistItem, ChecklistSection, ChecklistVersion
from association.peer_review.permissions import checklist_policy
from association.peer_review.services import edit_checklist
from tests.factories import make_secretary, make_user
from tests.peer_review.checklists.made import draft_with, shipped_checklist
from tests.pledges.desk import at_desk, queries_of, words
from tests.pledges.test_covenants import form_data

pytestmark = pytest.mark.django_db

INDEX = "/admin/checklist/"


def address(name, record):
    return reverse(f"checklist:{name}", args=[record.pk])


@pytest.fixture
def clerk():
    return make_secretary()


@pytest.fixture
def client(clerk):
    return at_desk(clerk)


def section_of(version):
    return ChecklistSection.objects.get(version=version)


def test_the_first_checklist_comes_from_the_shipped_text(client, clerk):
    assert "Start from the shipped checklist" in words(client.get(INDEX))
    start = reverse("checklist:start")
    assert "eight promises" in words(client.get(start))
    page = client.post(start, follow=True)
    draft = ChecklistVersion.objects.get()
    assert page.redirect_chain == [(address("inspect", draft), 302)]
    assert draft.events.get().acting_user == clerk
    assert "Start from the shipped checklist" not in words(client.get(INDEX))
    assert "There is a checklist already" in words(client.post(start))
    assert ChecklistVersion.objects.count() == 1


def test_title_and_sections_of_a_draft_are_edited(client, clerk):
    draft = draft_with({})
    data = form_data(client.get(address("edit", draft)))
    data |= {
        "title_zh": "新的标题",
        "sections-0-title_zh": "新的一节",
        "sections-TOTAL_FORMS": 2,
        "sections-1-key": "rooms",
        "sections-1-title_zh": "教室",
        "sections-1-title_en": "Rooms",
        "sections-1-repeats": "on",
        "sections-1-ORDER": 1,
    }
    page = client.post(address("edit", draft), data, follow=True)
    assert page.redirect_chain == [(address("inspect", draft), 302)], page.context["form"].errors
    draft.refresh_from_db()
    assert draft.title_zh == "新的标题"
    sections = ChecklistSection.objects.values_list("key", "title_zh", "repeats")
    assert list(sections) == [("one", "新的一节", False), ("rooms", "教室", True)]
    assert ChecklistItem.objects.count() == 1
    assert draft.events.get(verb="edit_checklist").acting_user == clerk


def test_items_of_a_section_are_edited_added_and_taken_out(client, clerk):
    draft = draft_with({}, {})
    edit = address("items", section_of(draft))
    data = form_data(client.get(edit))
    data |= {
        "items-0-text_zh": "新的检查项",
        "items-0-photo_on_fail": "on",
        "items-1-DELETE": "1",
        "items-TOTAL_FORMS": 3,
        "items-2-code": "C15",
        "items-2-promise": "P2",
        "items-2-text_zh": "几间教室",
        "items-2-text_en": "How many rooms",
        "items-2-answer_type": "number",
        "items-2-severity": "S2",
        "items-2-weight": "3",
        "items-2-show_if": "C10 = no",
        "items-2-fails_if": "C15 < 3",
        "items-2-breach": "B12",
        "items-2-ORDER": 3,
    }
    page = client.post(edit, data, follow=True)
    assert page.redirect_chain == [(address("inspect", draft), 302)], page.context["form"].errors
    first, second = ChecklistItem.objects.all()
    assert (first.code, first.text_zh, first.photo_on_fail) == ("C10", "新的检查项", True)
    assert (second.code, second.show_if, second.required) == ("C15", "C10 = no", False)
    assert draft.events.get(verb="edit_checklist").acting_user == clerk
    shown = words(page)
    for text in ("几间教室", "asked only if C10 = no", "fails if C15 < 3", "weight 3"):
        assert text in shown


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("show_if", "C99 = no", "There is no item C99."),
        ("show_if", "C12 = no", "C12 is asked later; a condition looks back only."),
        ("required_if", "C10 > 3", "C10 can be = or != only."),
        ("fails_if", "C11 =", "ends too early"),
        ("choices", "good = 好", "This line cannot be read: good = 好."),
        ("code", "11", "valid value"),
        ("weight", "11", "less than or equal to 10"),
    ],
)
def test_a_mistake_stands_beside_its_field_and_nothing_is_saved(field, value, sentence, client):
    draft = draft_with({}, {"answer_type": "choice", "choices": "a = 甲 | A\nb = 乙 | B"}, {})
    edit = address("items", section_of(draft))
    data = form_data(client.get(edit)) | {"items-0-text_zh": "改过", f"items-1-{field}": value}
    page = client.post(edit, data)
    assert page.status_code == 200
    form = page.context["form"].formsets["items"].forms[1]
    assert sentence in " ".join(form.errors[field])
    shown = words(page)
    assert sentence in shown
    assert "改过" in shown
    assert not ChecklistItem.objects.filter(text_zh="改过").exists()


def test_a_code_that_another_section_has_is_told(client):
    draft = draft_with({})
    other = ChecklistSection.objects.create(
        version=draft, key="two", title_zh="二", title_en="Two", sort_order=1
    )
    ChecklistItem.objects.create(
        section=other, code="C21", promise="P2", text_zh="项", text_en="Item", sort_order=0
    )
    edit = address("items", other)
    page = client.post(edit, form_data(client.get(edit)) | {"items-0-code": "C10"})
    assert "This code stands there twice." in words(page)
    assert set(ChecklistItem.objects.values_list("code", flat=True)) == {"C10", "C21"}


def test_a_code_twice_in_a_section_is_told(client):
    draft = draft_with({}, {})
    edit = address("items", section_of(draft))
    page = client.post(edit, form_data(client.get(edit)) | {"items-1-code": "C10"})
    assert "duplicate" in words(page)
    assert set(ChecklistItem.objects.values_list("code", flat=True)) == {"C10", "C11"}


def test_an_edit_that_breaks_another_section_is_told_and_not_saved(client):
    draft = draft_with({})
    other = ChecklistSection.objects.create(
        version=draft, key="two", title_zh="二", title_en="Two", sort_order=1
    )
    ChecklistItem.objects.create(
        section=other, code="C21", promise="P2", text_zh="项", text_en="Item",
        show_if="C10 = no", sort_order=0,
    )  # fmt: skip
    first = ChecklistSection.objects.get(key="one")
    data = form_data(client.get(address("items", first))) | {"items-0-code": "C77"}
    page = words(client.post(address("items", first), data))
    assert "C21: There is no item C10." in page
    data = form_data(client.get(address("edit", draft))) | {"sections-0-DELETE": "1"}
    page = words(client.post(address("edit", draft), data))
    assert "C21: There is no item C10." in page
    assert set(ChecklistItem.objects.values_list("code", flat=True)) == {"C10", "C21"}


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("name", ["edit", "items"])
@pytest.mark.parametrize("state", [ChecklistStatus.CURRENT, ChecklistStatus.RETIRED])
def test_a_version_in_use_is_shown_and_not_edited(state, name, method, client):
    version = shipped_checklist()
    if state == ChecklistStatus.RETIRED:
        shipped_checklist()
    version.refresh_from_db()
    record = version if name == "edit" else ChecklistSection.objects.filter(version=version)[0]
    page = getattr(client, method)(address(name, record), {"title_zh": "改过的"}, follow=True)
    assert page.redirect_chain == [(address("inspect", version), 302)]
    assert "never changed" in words(page)
    assert address("edit", version) not in words(client.get(INDEX))
    version.refresh_from_db()
    assert (version.status, version.title_zh) == (state, "自查与互查检查表")


def test_a_form_cut_short_is_a_bad_request(client):
    draft = draft_with({})
    counts = {"TOTAL_FORMS": 1, "INITIAL_FORMS": 1, "MIN_NUM_FORMS": 0, "MAX_NUM_FORMS": 8}
    data = {f"sections-{name}": count for name, count in counts.items()}
    assert client.post(address("edit", draft), data).status_code == 400


def test_a_new_version_is_drafted_from_the_one_in_use(client):
    version = shipped_checklist()
    page = client.post(address("copy", version), follow=True)
    draft = ChecklistVersion.objects.drafts().get()
    assert page.redirect_chain == [(address("inspect", draft), 302)]
    assert "draft already" in words(client.post(address("copy", version)))
    assert address("copy", version) not in words(client.get(address("inspect", version)))


def test_another_person_puts_the_draft_in_use(client, clerk):
    draft = shipped_checklist(publish=False, acting_user=clerk)
    assert "Another person, an approver" in words(client.get(address("inspect", draft)))
    approver = at_desk(make_secretary(Role.APPROVER))
    assert "in use" in words(approver.get(address("publish", draft)))
    page = approver.post(address("publish", draft), follow=True)
    assert page.redirect_chain == [(address("inspect", draft), 302)]
    draft.refresh_from_db()
    assert draft.status == ChecklistStatus.CURRENT


def test_who_wrote_a_draft_is_told_that_another_person_puts_it_in_use():
    everything = make_user(is_superuser=True)
    draft = shipped_checklist(publish=False, acting_user=everything)
    page = at_desk(everything).post(address("publish", draft))
    assert "another person puts it in use" in words(page)
    draft.refresh_from_db()
    assert draft.is_draft


READERS = {"clerk", "approver", "secretary-general", "auditor"}


@pytest.mark.parametrize(
    ("name", "allowed"),
    [
        ("index", READERS),
        ("index_results", READERS),
        ("inspect", READERS),
        ("preview", READERS),
        ("paper", READERS),
        ("xlsform", READERS),
        ("edit", {"clerk"}),
        ("items", {"clerk"}),
        ("copy", {"clerk"}),
        ("start", {"clerk"}),
        ("publish", {"approver", "secretary-general"}),
    ],
)
def test_who_reaches_what(name, allowed):
    draft = draft_with({})
    record = section_of(draft) if name == "items" else draft
    whole = name in {"index", "index_results", "start"}
    target = reverse(f"checklist:{name}") if whole else address(name, record)
    people = {role.value: make_secretary(role) for role in Role} | {"nobody": make_user()}
    seen = {who for who, user in people.items() if at_desk(user).get(target).status_code == 200}
    assert seen == allowed


def test_neither_writes_what_is_the_others():
    draft = draft_with({})
    at_desk(make_secretary()).post(address("publish", draft))
    approver = at_desk(make_secretary(Role.APPROVER))
    for name, record in (("edit", draft), ("items", section_of(draft)), ("copy", draft)):
        approver.post(address(name, record), {"title_zh": "x"})
    draft = ChecklistVersion.objects.get()
    assert (draft.is_draft, draft.title_zh) == (True, "检查表")
    assert draft.events.count() == 1


def test_only_drafts_are_anybodys_to_change_or_to_put_in_use():
    used = shipped_checklist()
    draft = shipped_checklist(publish=False)
    for action, user in (
        ("change", make_secretary()),
        ("publish", make_secretary(Role.APPROVER)),
        ("publish", make_user(is_superuser=True)),
    ):
        assert list(checklist_policy.rows(user, action)) == [draft]
        assert checklist_policy.user_has_permission_for_instance(user, action, draft)
        assert not checklist_policy.user_has_permission_for_instance(user, action, used)
    assert checklist_policy.rows(make_secretary(), "view").count() == 2


# Wagtail leaves the temporary files of its renditions to the garbage collector.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_an_example_picture_is_shown_and_cannot_be_thrown_away():
    picture = ImageFactory(title="灭火器")
    draft = draft_with({})
    items = ChecklistItem.objects.filter(section__version=draft)
    edit_checklist(
        version=draft, write=lambda: items.update(picture=picture), acting_user=make_user()
    )
    everything = at_desk(make_user(is_superuser=True))
    assert picture.filename.rpartition(".")[0] in words(everything.get(address("preview", draft)))
    assert picture.filename.rpartition(".")[0] in words(everything.get(address("inspect", draft)))
    sheet = everything.get(address("xlsform", draft))
    survey = load_workbook(BytesIO(b"".join(sheet.streaming_content)))["survey"]
    assert picture.filename in {cell.value for line in survey for cell in line}
    throw_away = reverse("wagtailimages:delete", args=[picture.pk])
    assert "/usage/" in words(everything.get(throw_away))
    everything.post(throw_away)
    assert ChecklistItem.objects.get().picture == picture


def test_the_list_takes_as_many_queries_at_three_rows_as_at_one(client):
    shipped_checklist()
    one = queries_of(client, INDEX)
    shipped_checklist()
    shipped_checklist()
    listed = client.get(INDEX).context["object_list"]
    assert [(v.number, v.rounds_on_it) for v in listed] == [(3, 0), (2, 0), (1, 0)]
    assert queries_of(client, INDEX) == one


@pytest.mark.parametrize("name", ["inspect", "preview"])
def test_a_page_takes_as_many_queries_for_three_items_as_for_one(name, client):
    draft = draft_with({})
    one = queries_of(client, address(name, draft))
    for code in ("C20", "C21"):
        ChecklistItem.objects.create(
            section=section_of(draft), code=code, promise="P1", text_zh="项", text_en="Item"
        )
    assert queries_of(client, address(name, draft)) == one


def test_both_outputs_are_taken_along(client):
    version = shipped_checklist()
    sheet = client.get(address("xlsform", version))
    assert sheet.headers["Content-Disposition"] == 'attachment; filename="checklist-v1.xlsx"'
    book = load_workbook(BytesIO(b"".join(sheet.streaming_content)), read_only=True)
    assert book.sheetnames == ["survey", "choices", "settings"]
    paper = client.get(address("paper", version), {"for": "self"})
    assert paper.headers["Content-Disposition"] == 'attachment; filename="checklist-v1-self.pdf"'
    assert b"".join(paper.streaming_content).startswith(b"%PDF-")


def test_what_cannot_be_printed_is_said(client):
    draft = draft_with({"text_zh": "检查😀项"})
    page = client.get(address("paper", draft), follow=True)
    assert page.redirect_chain == [(address("inspect", draft), 302)]
    assert "lacks 😀" in words(page)


def test_trying_a_checklist_out_saves_nothing(client):
    draft = draft_with({}, {"show_if": "C10 = no"}, {"competitor_sensitive": True})
    look = address("preview", draft)
    shown = words(client.get(look))
    assert "nothing you answer here is saved" in shown
    assert "Note on C12" not in shown
    assert "Note on C12" in words(client.get(look, {"for": "self"}))
    tried = client.post(look, {"C10": "no", "C11": "yes", "C12": "yes"})
    assert "These would be findings" in words(tried)
    assert tried.context["form"].checked.failed_codes == ["C10"]
    wrong = client.post(look, {"C10": "perhaps"})
    assert wrong.status_code == 422
    assert "Choose one of the answers." in words(wrong)
    assert draft.events.count() == 1


@pytest.mark.parametrize("name", ["add", "delete", "history", "usage"])
def test_a_version_has_no_other_doors(name):
    with pytest.raises(NoReverseMatch):
        reverse(f"checklist:{name}", args=[1])

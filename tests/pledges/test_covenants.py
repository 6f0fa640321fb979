import pytest
from django.urls import NoReverseMatch, reverse

from association.accounts.roles import Role
from association.core.errors import InvalidTransition, RuleError
from association.pledges.enums import VersionStatus
from association.pledges.models import CovenantVersion
from association.pledges.services import copy_version, edit_draft, publish_version
from tests.factories import make_accepted_pledge, make_covenant, make_secretary, make_user
from tests.pledges.desk import at_desk, queries_of, words

pytestmark = pytest.mark.django_db

INDEX = "/admin/covenant/"


def address(name, version):
    return reverse(f"covenant:{name}", args=[version.pk])


@pytest.fixture
def clerk():
    return make_secretary()


@pytest.fixture
def client(clerk):
    return at_desk(clerk)


def form_data(page):
    """What a browser would send back from an editing page, untouched."""
    form = page.context["form"]
    data = {}
    forms = [form]
    while forms:
        current = forms.pop()
        for field in current:
            value = field.value()
            data[field.html_name] = "" if value is None or value is False else value
        for formset in getattr(current, "formsets", {}).values():
            for field in formset.management_form:
                data[field.html_name] = field.value()
            forms += formset.forms
    return data


def test_the_first_covenant_comes_from_the_shipped_text(client, clerk):
    assert "Start from the shipped covenant" in words(client.get(INDEX))
    start = reverse("covenant:start")
    assert "council" in words(client.get(start))
    page = client.post(start, follow=True)
    draft = CovenantVersion.objects.get()
    assert page.redirect_chain == [(address("edit", draft), 302)]
    assert draft.is_draft
    assert draft.events.get().acting_user == clerk
    assert "Start from the shipped covenant" not in words(client.get(INDEX))
    assert "There is a covenant already" in words(client.post(start))
    assert CovenantVersion.objects.count() == 1


def test_a_draft_is_edited_in_all_its_parts(client, clerk):
    draft = make_covenant(publish=False)
    data = form_data(client.get(address("edit", draft)))
    promise = data["promises-3-checklist_items-0-id"]
    data["closing_zh"] = "新的结尾"
    data["promises-3-text_zh"] = "新的承诺"
    data["promises-3-checklist_items-0-text_zh"] = "新的检查项"
    data["promises-5-breach_codes-0-text_en"] = "A new breach"
    page = client.post(address("edit", draft), data, follow=True)
    assert page.redirect_chain == [(address("inspect", draft), 302)], page.context["form"].errors
    draft = CovenantVersion.objects.get()
    changed = draft.promises.get(code="P4")
    assert draft.closing_zh == "新的结尾"
    assert changed.text_zh == "新的承诺"
    assert changed.checklist_items.get(pk=promise).text_zh == "新的检查项"
    assert draft.promises.get(code="P6").breach_codes.get().text_en == "A new breach"
    assert draft.events.get(verb="edit_version").acting_user == clerk


def test_checklist_items_are_added_and_taken_out(client):
    draft = make_covenant(publish=False)
    data = form_data(client.get(address("edit", draft)))
    data["promises-0-checklist_items-TOTAL_FORMS"] = 2
    data["promises-0-checklist_items-1-code"] = "C12"
    data["promises-0-checklist_items-1-text_zh"] = "另一项"
    data["promises-0-checklist_items-1-text_en"] = "Another"
    data["promises-1-breach_codes-0-DELETE"] = "1"
    client.post(address("edit", draft), data)
    draft = CovenantVersion.objects.get()
    items = draft.promises.get(code="P1").checklist_items
    assert list(items.values_list("code", flat=True)) == ["C11", "C12"]
    assert not draft.promises.get(code="P2").breach_codes.exists()


@pytest.mark.parametrize(
    "change",
    [
        {"promises-2-text_en": ""},
        {"promises-2-code": "P1"},
        {"promises-7-DELETE": "1"},
        {"closing_zh": ""},
        {"promises-0-checklist_items-0-code": "C11-too-long"},
    ],
    ids=["no text", "a code twice", "seven promises", "no closing terms", "a long code"],
)
def test_a_draft_that_lacks_something_is_not_saved(change, client):
    draft = make_covenant(publish=False)
    data = form_data(client.get(address("edit", draft)))
    page = client.post(address("edit", draft), {**data, "title_zh": "改过的标题", **change})
    assert page.status_code == 200
    assert "改过的标题" in words(page)
    assert CovenantVersion.objects.get().title_zh == "行业自律诚信公约"
    assert CovenantVersion.objects.get().promises.count() == 8


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("state", [VersionStatus.CURRENT, VersionStatus.RETIRED])
def test_a_version_that_schools_have_signed_is_shown_and_not_edited(state, method, client):
    version = make_covenant()
    if state == VersionStatus.RETIRED:
        make_covenant()
    version.refresh_from_db()
    assert version.status == state
    page = getattr(client, method)(
        address("edit", version), {"title_zh": "改过的标题"}, follow=True
    )
    assert page.redirect_chain == [(address("inspect", version), 302)]
    assert "never changed" in words(page)
    assert address("edit", version) not in words(client.get(INDEX))
    version.refresh_from_db()
    assert version.title_zh == "行业自律诚信公约"


def test_an_edit_that_comes_too_late_is_refused(clerk):
    version = make_covenant()
    with pytest.raises(InvalidTransition):
        edit_draft(version=version, write=lambda: pytest.fail("written"), acting_user=clerk)


def test_the_full_text_is_shown_in_both_languages(client):
    page = words(client.get(address("inspect", make_covenant())))
    for text in ("第8项承诺的内容", "What promise 8 says", "C81", "检查项", "违诺收回牌匾。"):
        assert text in page


def test_a_new_version_is_drafted_from_the_one_in_force(client):
    version = make_covenant()
    page = client.post(address("copy", version), follow=True)
    draft = CovenantVersion.objects.drafts().get()
    assert page.redirect_chain == [(address("edit", draft), 302)]
    assert draft.number == 2
    assert draft.promises.get(code="P8").checklist_items.get().code == "C81"
    assert "There is a draft already" in words(client.post(address("copy", version)))
    assert address("copy", version) not in words(client.get(address("inspect", version)))


def test_another_person_puts_the_draft_in_force(client, clerk):
    earlier = make_covenant()
    draft = copy_version(source=earlier, acting_user=clerk)
    approver = at_desk(make_secretary(Role.APPROVER))
    assert "in force" in words(approver.get(address("publish", draft)))
    page = approver.post(address("publish", draft), follow=True)
    assert page.redirect_chain == [(address("inspect", draft), 302)]
    draft.refresh_from_db()
    earlier.refresh_from_db()
    assert (draft.status, earlier.status) == (VersionStatus.CURRENT, VersionStatus.RETIRED)
    assert draft.effective_from is not None


def test_who_wrote_a_draft_does_not_put_it_in_force():
    everything = make_user(is_superuser=True)
    draft = copy_version(source=make_covenant(), acting_user=everything)
    page = at_desk(everything).post(address("publish", draft))
    assert "another person" in words(page)
    draft.refresh_from_db()
    assert draft.is_draft


def test_who_changed_a_draft_does_not_put_it_in_force(clerk):
    draft = copy_version(source=make_covenant(), acting_user=clerk)
    second = make_user(is_superuser=True)
    edit_draft(version=draft, write=lambda: None, acting_user=second)
    with pytest.raises(RuleError):
        publish_version(version=draft, acting_user=second)
    publish_version(version=draft, acting_user=make_user(is_superuser=True))
    assert draft.status == VersionStatus.CURRENT


def test_the_list_takes_as_many_queries_at_three_rows_as_at_one(client):
    make_accepted_pledge()
    one = queries_of(client, INDEX)
    make_covenant()
    make_accepted_pledge()
    make_covenant()
    listed = client.get(INDEX).context["object_list"]
    assert [(v.number, v.pledges_in_force) for v in listed] == [(3, 0), (2, 1), (1, 1)]
    assert queries_of(client, INDEX) == one


@pytest.mark.parametrize("name", ["add", "delete", "history", "usage"])
def test_a_version_has_no_other_doors(name):
    with pytest.raises(NoReverseMatch):
        reverse(f"covenant:{name}", args=[1])


READERS = {"clerk", "approver", "secretary-general", "auditor"}


@pytest.mark.parametrize(
    ("name", "allowed"),
    [
        ("index", READERS),
        ("index_results", READERS),
        ("inspect", READERS),
        ("edit", {"clerk"}),
        ("copy", {"clerk"}),
        ("start", {"clerk"}),
        ("publish", {"approver", "secretary-general"}),
    ],
)
def test_who_reaches_what(name, allowed):
    draft = make_covenant(publish=False)
    target = (
        reverse(f"covenant:{name}")
        if name in {"index", "index_results", "start"}
        else address(name, draft)
    )
    people = {role.value: make_secretary(role) for role in Role} | {"nobody": make_user()}
    seen = {who for who, user in people.items() if at_desk(user).get(target).status_code == 200}
    assert seen == allowed


def test_a_clerk_does_not_put_a_draft_in_force_and_an_approver_does_not_write():
    draft = make_covenant(publish=False)
    at_desk(make_secretary()).post(address("publish", draft))
    at_desk(make_secretary(Role.APPROVER)).post(address("edit", draft), {"title_zh": "x"})
    at_desk(make_secretary(Role.APPROVER)).post(address("copy", draft))
    draft = CovenantVersion.objects.get()
    assert draft.is_draft
    assert draft.title_zh == "行业自律诚信公约"


def test_a_covenant_without_its_eight_codes_is_not_put_in_force():
    version = make_covenant(publish=False)
    version.promises.filter(code="P8").update(code="承8")
    with pytest.raises(RuleError):
        publish_version(version=version, acting_user=None)
    version.refresh_from_db()
    assert version.is_draft


@pytest.mark.parametrize("key", [{}, {"promises-0-id": "x"}])
def test_a_form_that_was_cut_short_or_changed_is_a_bad_request(key):
    draft = make_covenant(publish=False)
    counts = {"TOTAL_FORMS": 1, "INITIAL_FORMS": 1, "MIN_NUM_FORMS": 0, "MAX_NUM_FORMS": 8}
    data = {f"promises-{name}": count for name, count in counts.items()} | key
    assert at_desk(make_secretary()).post(address("edit", draft), data).status_code == 400

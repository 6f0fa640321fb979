"""Verbs on checklist versions: state by state, and that what is in use stays as it is."""

import pytest
from django.db import DatabaseError, connection, transaction

from association.core.errors import InvalidTransition, RuleError
from association.peer_review.checklists.questions import all_questions, groups_of
from association.peer_review.enums import ChecklistStatus
from association.peer_review.models import ChecklistItem, ChecklistSection, ChecklistVersion
from association.peer_review.services import (
    copy_checklist,
    draft_default_checklist,
    edit_checklist,
    publish_checklist,
)
from association.pledges.models import CovenantVersion
from tests.factories import make_covenant, make_secretary, make_user
from tests.peer_review.checklists.made import draft_with, shipped_checklist

pytestmark = pytest.mark.django_db

DRAFT, CURRENT, RETIRED = ChecklistStatus.DRAFT, ChecklistStatus.CURRENT, ChecklistStatus.RETIRED


def in_state(status):
    version = shipped_checklist(publish=status != DRAFT)
    if status == RETIRED:
        shipped_checklist()
        version.refresh_from_db()
    assert version.status == status
    return version


def states():
    return list(ChecklistVersion.objects.order_by("number").values_list("status", flat=True))


def as_told(version):
    """All the words and rules of a version, without its keys in the database."""
    left_out = {"id", "version_id", "section_id"}
    return [
        {
            name: value
            for name, value in vars(row).items()
            if name not in left_out and not name.startswith("_")
        }
        for group in groups_of(version)
        for row in [group.section, *(question.item for question in group.questions)]
    ]


@pytest.mark.parametrize(("status", "after"), [(DRAFT, CURRENT), (CURRENT, None), (RETIRED, None)])
def test_which_states_can_be_put_in_use(status, after):
    version = in_state(status)
    before = states()
    if after is None:
        with pytest.raises(InvalidTransition):
            publish_checklist(version=version, acting_user=make_user())
        assert states() == before
    else:
        publish_checklist(version=version, acting_user=make_user())
        assert version.status == after
        assert version.effective_from is not None


@pytest.mark.parametrize(("status", "allowed"), [(DRAFT, True), (CURRENT, False), (RETIRED, False)])
def test_which_states_can_be_edited(status, allowed):
    version = in_state(status)
    written = []
    if allowed:
        edit_checklist(version=version, write=lambda: written.append(1), acting_user=None)
    else:
        with pytest.raises(InvalidTransition):
            edit_checklist(version=version, write=lambda: written.append(1), acting_user=None)
    assert bool(written) is allowed
    assert version.events.filter(verb="edit_checklist").exists() is allowed


@pytest.mark.parametrize("status", [CURRENT, RETIRED])
def test_a_copy_of_what_is_not_a_draft_says_the_same(status):
    version = in_state(status)
    draft = copy_checklist(source=version, acting_user=None)
    assert draft.number == ChecklistVersion.objects.count()
    assert as_told(draft) == as_told(version)
    assert draft.events.get().verb == "draft_checklist"


def test_there_is_one_draft_at_a_time():
    draft = in_state(DRAFT)
    for again in (
        lambda: copy_checklist(source=draft, acting_user=None),
        lambda: draft_default_checklist(acting_user=None),
    ):
        with pytest.raises(RuleError, match="draft already"):
            again()
    assert states() == [DRAFT]


def test_the_next_version_replaces_the_one_before():
    first, second = shipped_checklist(), shipped_checklist()
    assert states() == [RETIRED, CURRENT]
    assert list(first.events.values_list("verb", flat=True)) == [
        "draft_checklist",
        "publish_checklist",
        "retire_checklist",
    ]
    assert ChecklistVersion.objects.current().get() == second


def test_who_wrote_or_changed_a_draft_does_not_put_it_in_use():
    clerk, second, third = make_secretary(), make_user(), make_user()
    draft = shipped_checklist(publish=False, acting_user=clerk)
    edit_checklist(version=draft, write=lambda: None, acting_user=second)
    for author in (clerk, second):
        with pytest.raises(RuleError, match="another person"):
            publish_checklist(version=draft, acting_user=author)
    assert states() == [DRAFT]
    publish_checklist(version=draft, acting_user=third)
    assert states() == [CURRENT]


def test_an_edit_that_breaks_a_condition_elsewhere_is_taken_back():
    draft = draft_with({}, {"show_if": "C10 = no"})
    with pytest.raises(RuleError, match=r"C11: There is no item C10\."):
        edit_checklist(
            version=draft,
            write=ChecklistItem.objects.filter(code="C10").delete,
            acting_user=None,
        )
    assert ChecklistItem.objects.count() == 2
    assert not draft.events.filter(verb="edit_checklist").exists()


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"promise": "P9"}, "C71: the covenant in force has no promise “P9”."),
        ({"breach": "B99"}, "C71: the covenant in force has no breach code “B99”."),
        ({"breach": ""}, "C71: the covenant in force has no breach code “”."),
        ({"show_if": "C99 = no"}, "C71: There is no item C99."),
        ({"code": "C11"}, "C11: This code stands there twice."),
    ],
)
def test_a_draft_that_does_not_fit_is_not_put_in_use(change, sentence):
    draft = shipped_checklist(publish=False)
    ChecklistItem.objects.filter(code="C71").update(**change)
    with pytest.raises(RuleError, match="C") as refusal:
        publish_checklist(version=draft, acting_user=None)
    assert sentence in str(refusal.value)
    assert states() == [DRAFT]


def test_every_promise_is_asked_about():
    draft = shipped_checklist(publish=False)
    ChecklistSection.objects.filter(key__in=["fee", "open"]).delete()
    with pytest.raises(RuleError, match=r"No item asks about P6, P8\."):
        publish_checklist(version=draft, acting_user=None)


def test_many_mistakes_are_told_a_few_at_a_time():
    draft = shipped_checklist(publish=False)
    ChecklistItem.objects.filter(promise="P7").update(promise="P9")
    with pytest.raises(RuleError, match=r"and \d+ more\.") as refusal:
        publish_checklist(version=draft, acting_user=None)
    assert str(refusal.value).count("“P9”") == 5


def test_without_a_covenant_in_force_nothing_is_put_in_use():
    draft = draft_default_checklist(acting_user=None)
    assert not CovenantVersion.objects.exists()
    with pytest.raises(RuleError, match="No covenant"):
        publish_checklist(version=draft, acting_user=None)
    make_covenant()
    with pytest.raises(RuleError, match="no breach code"):
        publish_checklist(version=draft, acting_user=None)


def refused(statement):
    with (
        pytest.raises(DatabaseError, match="kept as evidence"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


TABLES = ["peer_review_checklistsection", "peer_review_checklistitem"]


@pytest.mark.parametrize(
    "change",
    [
        "title_zh = 'x'",
        "intro_en = 'x'",
        "number = 77",
        "effective_from = NULL",
        "status = 'draft'",
    ],
)
@pytest.mark.parametrize("status", [CURRENT, RETIRED])
def test_the_database_keeps_the_words_of_a_version_in_use(status, change):
    version = in_state(status)
    refused(f"UPDATE peer_review_checklistversion SET {change} WHERE id = {version.pk}")
    refused(f"DELETE FROM peer_review_checklistversion WHERE id = {version.pk}")


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("status", [CURRENT, RETIRED])
def test_the_database_keeps_sections_and_items_of_a_version_in_use(status, table):
    version = in_state(status)
    before = as_told(version)
    refused(f"UPDATE {table} SET sort_order = 7")
    refused(f"DELETE FROM {table}")
    assert as_told(version) == before


def test_no_section_or_item_comes_into_a_version_in_use_or_out_of_it():
    used = in_state(CURRENT)
    draft = copy_checklist(source=used, acting_user=None)
    section = ChecklistSection.objects.filter(version=used).first()
    with pytest.raises(DatabaseError, match="kept as evidence"), transaction.atomic():
        ChecklistSection.objects.create(version=used, key="more", title_zh="多", title_en="More")
    with pytest.raises(DatabaseError, match="kept as evidence"), transaction.atomic():
        ChecklistItem.objects.create(section=section, code="C99", promise="P1")
    mine = f"(SELECT id FROM {TABLES[0]} WHERE version_id = {draft.pk} AND key = 'open')"
    refused(f"UPDATE {TABLES[1]} SET section_id = {section.pk} WHERE section_id = {mine}")
    refused(f"UPDATE {TABLES[0]} SET version_id = {draft.pk} WHERE id = {section.pk}")


def test_a_draft_is_open_to_change():
    draft = in_state(DRAFT)
    ChecklistSection.objects.filter(version=draft, key="rooms").delete()
    assert "C73a" not in {question.code for question in all_questions(groups_of(draft))}


@pytest.mark.parametrize("count", [1, 3])
def test_reading_takes_as_many_queries_however_many_items(count, django_assert_num_queries):
    version = draft_with(*[{}] * count)
    with django_assert_num_queries(2):
        groups_of(version)

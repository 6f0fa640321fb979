import re

import pytest

from association.core.errors import RuleError
from association.pledges.default_covenant import Edition, read_edition
from association.pledges.models import CovenantVersion
from association.pledges.services import draft_default_version, publish_version
from tests.factories import make_covenant, make_secretary

EDITIONS = list(Edition)

CHECKS = {1: 5, 2: 4, 3: 2, 4: 3, 5: 3, 6: 5, 7: 7, 8: 4}
BREACHES = {1: 4, 2: 4, 3: 2, 4: 3, 5: 3, 6: 3, 7: 3, 8: 4}

# What an association is no authority for, and what competition law forbids it to agree on.
OUT_OF_BOUNDS = (
    r"处罚|执法|责令|罚款|黑名单|统一价格|最低价|联合抵制|荣誉称号|punish|enforce|boycott"
)


def codes(letter, counts):
    return [[f"{letter}{p}{i}" for i in range(1, n + 1)] for p, n in counts.items()]


def all_texts(edition):
    text = read_edition(edition)
    yield from (value for key, value in text.items() if key != "promises")
    for promise in text["promises"]:
        yield from (value for key, value in promise.items() if key not in {"checks", "breaches"})
        for detail in promise["checks"] + promise["breaches"]:
            yield from detail.values()


@pytest.mark.parametrize("edition", EDITIONS)
def test_an_edition_has_eight_promises_with_all_their_codes(edition):
    promises = read_edition(edition)["promises"]
    assert [p["code"] for p in promises] == [f"P{n}" for n in range(1, 9)]
    assert [p["key"] for p in promises] == [
        "LAWFUL", "CONTENT", "NOCONTEST", "HONESTAD", "TEACHER", "FEE", "SAFETY", "OPEN",
    ]  # fmt: skip
    assert [[c["code"] for c in p["checks"]] for p in promises] == codes("C", CHECKS)
    assert [[b["code"] for b in p["breaches"]] for p in promises] == codes("B", BREACHES)


@pytest.mark.parametrize("edition", EDITIONS)
def test_an_edition_is_complete_in_both_languages(edition):
    text = read_edition(edition)
    records = [text, *text["promises"]]
    records += [d for p in text["promises"] for d in p["checks"] + p["breaches"]]
    for record in records:
        for field in {key[:-3] for key in record if key.endswith(("_zh", "_en"))}:
            assert re.search(r"[一-鿿]", record[f"{field}_zh"])
            assert re.fullmatch(r"[^一-鿿]+", record[f"{field}_en"])


@pytest.mark.parametrize("edition", EDITIONS)
def test_an_edition_stays_inside_the_bounds_of_the_law(edition):
    offences = [
        text for text in all_texts(edition) if re.search(OUT_OF_BOUNDS, text, re.IGNORECASE)
    ]
    assert offences == []


@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize(
    ("chinese", "english"),
    [
        ("自愿", "voluntary"),
        ("退会不是违诺", "leaving is not a breach"),
        ("免费", "free of charge"),
        ("归本会所有", "property"),
        ("不是奖项", "no award"),
        ("不分等", "no grade"),
        ("广告法第二十四条", "Advertising Law, article 24"),
        ("听取学校的说明", "hear"),
        ("收回牌匾", "back"),
        ("电子签名法第三条", "Electronic Signature Law, article 3"),
        ("申诉", "appeal"),
    ],
)
def test_the_closing_terms_say(edition, chinese, english):
    text = read_edition(edition)
    assert chinese in text["closing_zh"]
    assert english in text["closing_en"]


@pytest.mark.django_db
def test_a_shipped_edition_can_be_drafted_and_put_in_force():
    clerk = make_secretary()
    draft = draft_default_version(edition=Edition.OF_2024, acting_user=clerk)
    assert draft.is_draft
    assert draft.events.get().acting_user == clerk
    assert draft.promises.get(code="P7").checklist_items.count() == 7
    assert "20:30" in draft.promises.get(code="P2").checklist_items.get(code="C23").text_zh
    publish_version(version=draft, acting_user=make_secretary())
    later = draft_default_version(edition="2026", acting_user=clerk)
    publish_version(version=later, acting_user=make_secretary())
    assert list(CovenantVersion.objects.values_list("number", "status")) == [
        (2, "current"),
        (1, "retired"),
    ]
    assert "20:30" not in later.full_text("zh-hans")
    assert later.full_text("zh-hans").startswith("行业自律诚信公约\n为办好")
    assert "\nP1 依法办学：" in later.full_text("zh-hans")
    assert "\nP1 Run the school lawfully: " in later.full_text("en")


@pytest.mark.django_db
def test_there_is_one_draft_at_a_time():
    make_covenant(publish=False)
    with pytest.raises(RuleError):
        draft_default_version(edition="2026", acting_user=None)
    assert CovenantVersion.objects.count() == 1


def test_an_edition_that_does_not_exist_is_refused():
    with pytest.raises(ValueError, match="1999"):
        read_edition("1999")

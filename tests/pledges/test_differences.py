"""Two texts beside each other: what is new, what is gone, what is the same."""

import pytest

from association.pledges.default_covenant import Edition, read_edition
from association.pledges.differences import compare


def marked(old, new):
    """The paragraphs of a comparison, new words in [+ +], gone ones in [- -]."""
    signs = {"same": "{}", "new": "[+{}+]", "gone": "[-{}-]"}
    return [
        "".join(signs[piece.mark].format(piece.text) for piece in paragraph)
        for paragraph in compare(old, new).paragraphs
    ]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("不办考级竞赛", "不办考级竞赛", "不办考级竞赛"),
        ("证照齐全有效。", "证照齐全、有效。", "证照齐全[+、+]有效。"),
        (
            "预收费进入监管账户，及时退费",
            "预收费全部进入监管账户，及时退费",
            "预收费[+全部+]进入监管账户，及时退费",
        ),
        ("We are insured.", "We are well insured.", "We are [+well +]insured."),
        ("不超过3个月", "不超过12个月", "不超过[-3-][+12+]个月"),
        ("我校教师具备资质并公示", "我校教师具备资质", "我校教师具备资质[-并公示-]"),
    ],
)
def test_chinese_is_compared_by_characters_and_the_rest_by_words(old, new, told):
    assert marked(old, new) == [told]


def test_what_is_the_same_between_two_changes_for_a_moment_is_part_of_them():
    assert marked("甲乙丙丁，戊己庚辛", "甲子丙丑，戊己庚辛") == [
        "甲[-乙丙丁-][+子丙丑+]，戊己庚辛"
    ]


def test_paragraphs_are_paired_with_those_most_like_them():
    old = "一、入会自愿，退会不是违诺。\n二、牌匾免费出借，不是奖项。"
    new = "一、入会自愿，退会不是违诺。\n二、不得用于广告和宣传。\n三、牌匾免费出借，不是奖项。"
    assert marked(old, new) == [
        "一、入会自愿，退会不是违诺。",
        "[+二、不得用于广告和宣传。+]",
        "[-二-][+三+]、牌匾免费出借，不是奖项。",
    ]


def test_a_text_that_came_or_went_as_a_whole_says_so():
    assert compare("", "新增的承诺").is_new
    assert compare("取消的承诺", "").is_gone
    same = compare("不变", "不变")
    assert (same.is_new, same.is_gone, same.is_changed) == (False, False, False)
    assert compare("", "").is_changed is False


def test_both_texts_can_be_read_off_the_comparison_of_the_shipped_editions():
    """Nothing is lost or added on the way, whatever changed."""
    earlier, later = read_edition(Edition.OF_2024), read_edition(Edition.OF_2026)
    pairs = [(earlier[name], later[name]) for name in ("preamble_zh", "closing_zh", "closing_en")]
    for before, after in zip(earlier["promises"], later["promises"], strict=True):
        pairs += [(before[name], after[name]) for name in ("text_zh", "text_en")]
    for old, new in pairs:
        compared = compare(old.strip(), new.strip())
        assert _read(compared, leaving_out="new") == old.strip()
        assert _read(compared, leaving_out="gone") == new.strip()


def _read(compared, *, leaving_out):
    kept = (
        "".join(piece.text for piece in paragraph if piece.mark != leaving_out)
        for paragraph in compared.paragraphs
    )
    return "\n".join(line for line in kept if line)

"""The one-time code: hard to guess, easy to type, and bound to its round."""

import hashlib

import pytest

from association.peer_review import selection
from association.peer_review.selection.commitment import CODE, keeps
from tests.peer_review.selection import making


def test_a_code_has_sixteen_characters_nobody_confuses():
    codes = {selection.new_code() for _each in range(200)}
    assert len(codes) == 200
    assert all(CODE.fullmatch(code) and not set(code) & set("ILOU") for code in codes)


def test_the_commitment_is_the_hash_of_purpose_round_and_code():
    text = f"plaque-draw/1 code\n{making.ROUND}\n{making.CODE}"
    assert selection.commit(making.ROUND, making.CODE) == hashlib.sha256(text.encode()).hexdigest()


def test_a_commitment_is_kept_by_its_own_code_in_its_own_round_alone():
    promised = selection.commit(making.ROUND, making.CODE)
    assert keeps(promised, making.ROUND, making.CODE)
    assert not keeps(promised, "2026-04", making.CODE)
    assert not keeps(promised, making.ROUND, making.CODE[::-1])


@pytest.mark.parametrize(
    "text",
    [
        "7H2KQ0WZ9M4XTB1C",
        "7h2k-q0wz-9m4x-tb1c",
        "７Ｈ２Ｋ－ＱＯＷＺ　9M4X—TBlC",
        " 7H2K QOWZ 9M4X TBIC ",
    ],
)
def test_the_ways_people_type_a_code_all_mean_the_same(text):
    assert selection.read_code(text) == making.CODE


@pytest.mark.parametrize("text", ["", "7H2KQ0WZ9M4XTB1", "7H2KQ0WZ9M4XTB1CC", "7H2KQ0WZ9M4XTB1U"])
def test_what_cannot_be_a_code_is_none(text):
    assert selection.read_code(text) is None


def test_a_spaced_code_reads_back():
    assert selection.spaced(making.CODE) == "7H2K-Q0WZ-9M4X-TB1C"
    assert selection.read_code(selection.spaced(making.CODE)) == making.CODE


def test_a_code_that_was_not_committed_to_draws_nothing():
    announcement = making.announce()
    for code in ("0" * 16, "too short", None):
        with pytest.raises(selection.DrawError):
            selection.draw(
                announcement, making.results_of(announcement), code, drawn_at=making.DRAWN
            )


def test_the_code_is_the_last_source_of_the_key():
    assert making.record()["key"].endswith(f"/{making.CODE}./")

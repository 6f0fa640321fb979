import pytest

from association.plaques.numbers import PlaqueNumber, Problem, UnreadableNumber, read_number

NUMBER = PlaqueNumber(year=2026, sequence=37)
CHECK = NUMBER.ascii[-1]


@pytest.mark.parametrize(
    "typed",
    [
        NUMBER.ascii,
        NUMBER.ascii.lower(),
        NUMBER.ascii.replace("-", " "),
        NUMBER.ascii.replace("-", "－"),
        f"示诚(2026)第0037号{CHECK}",
        f"示诚（２０２６）第37号-{CHECK.lower()}",
        f"(2026)第0037号{CHECK}",
    ],
)
def test_a_number_is_read_however_it_is_typed(typed):
    assert read_number(typed) == NUMBER.ascii


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("", Problem.EMPTY),
        ("示诚(2026)第0037号", Problem.NO_CHECK_CHARACTER),
        (NUMBER.ascii[:-2], Problem.NO_CHECK_CHARACTER),
        (f"他诚(2026)第0037号{CHECK}", Problem.MALFORMED),
        (f"XX{NUMBER.ascii[2:]}", Problem.MALFORMED),
        (NUMBER.ascii.replace("37", "73"), Problem.TYPO),
    ],
)
def test_what_is_no_number_of_ours_is_told_apart(typed, problem):
    with pytest.raises(UnreadableNumber) as refusal:
        read_number(typed)
    assert refusal.value.problem == problem

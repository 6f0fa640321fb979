import pytest

from association.plaques.checks import check_number_formats
from association.plaques.enums import NumberSeries
from association.plaques.numbers import PlaqueNumber, Problem, UnreadableNumber, read_number

NUMBER = PlaqueNumber(year=2026, sequence=37)
CHECK = NUMBER.ascii[-1]
FURTHER = PlaqueNumber(year=2026, sequence=37, series=NumberSeries.CAMPUS)
FURTHER_CHECK = FURTHER.ascii[-1]
MAIN_FORMAT = ("SC", "示诚({year})第{sequence:04d}号")
CAMPUS_FORMAT = ("SF", "示诚分({year})第{sequence:04d}号")


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
        f"sc-2o26-oO37-{CHECK}",
    ],
)
def test_a_number_is_read_however_it_is_typed(typed):
    assert read_number(typed) == NUMBER.ascii


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("", Problem.EMPTY),
        ("示诚(2026)第0037号", Problem.CHINESE_FORM),
        ("SC-2O26-OO37", Problem.NO_CHECK_CHARACTER),
        ("SC", Problem.MALFORMED),
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


@pytest.mark.parametrize("letter", ["I", "i", "L", "l"])
def test_letters_that_look_like_one_are_read_where_figures_stand(letter):
    number = PlaqueNumber(year=2026, sequence=1111).ascii
    assert read_number(number[:-1].replace("1", letter) + number[-1]) == number


@pytest.mark.parametrize("confused", ["0O", "1I", "1L"])
def test_the_last_character_is_never_read_as_another(confused):
    numbers = (PlaqueNumber(year=2026, sequence=place).ascii for place in range(1, 500))
    ending = {number[-1]: number for number in numbers}
    for right, wrong in (confused, confused[::-1]):
        with pytest.raises(UnreadableNumber) as refusal:
            read_number(ending[right][:-1] + wrong)
        assert refusal.value.problem == Problem.TYPO


@pytest.mark.parametrize("letters", ["OIL"])
def test_reading_letters_as_figures_leaves_every_swap_of_neighbours_found(letters):
    for sequence in range(1, 10_000):
        number = PlaqueNumber(year=2026, sequence=sequence).ascii.replace("-", "")
        if number[-1] in letters:
            with pytest.raises(UnreadableNumber):
                read_number(number[:-2] + number[-1] + number[-2])


@pytest.mark.parametrize(
    "typed",
    [
        FURTHER.ascii,
        FURTHER.ascii.lower().replace("-", ""),
        f"示诚分(2026)第0037号{FURTHER_CHECK}",
        f"示诚分（２０２６）第37号 {FURTHER_CHECK}",
    ],
)
def test_a_number_of_the_further_series_is_read_as_its_own(typed):
    assert read_number(typed) == FURTHER.ascii
    assert FURTHER.ascii != NUMBER.ascii


def test_the_check_character_of_one_series_does_not_fit_the_other():
    for typed in (f"示诚分(2026)第0037号{CHECK}", f"SF-2026-0037-{CHECK}"):
        with pytest.raises(UnreadableNumber) as refusal:
            read_number(typed)
        assert refusal.value.problem == Problem.TYPO


def test_the_formats_as_they_are_pass_the_check():
    assert check_number_formats() == []


@pytest.mark.parametrize(
    ("main", "campus", "code", "named"),
    [
        (("S1", MAIN_FORMAT[1]), CAMPUS_FORMAT, "plaques.E001", "PLAQUE_NUMBER_PREFIX"),
        (MAIN_FORMAT, ("", CAMPUS_FORMAT[1]), "plaques.E001", "PLAQUE_CAMPUS_NUMBER_PREFIX"),
        (("示", MAIN_FORMAT[1]), CAMPUS_FORMAT, "plaques.E001", "PLAQUE_NUMBER_PREFIX"),
        (("SC", "示诚第{sequence}号"), CAMPUS_FORMAT, "plaques.E002", "PLAQUE_NUMBER_CHINESE"),
        (("SC", "示诚({year})号"), CAMPUS_FORMAT, "plaques.E002", "PLAQUE_NUMBER_CHINESE"),
        (("SC", "示诚({day})第{sequence}号"), CAMPUS_FORMAT, "plaques.E002", "{sequence:04d}"),
        (("SC", "示诚({year)第"), CAMPUS_FORMAT, "plaques.E002", "PLAQUE_NUMBER_CHINESE"),
        (
            ("SC", "示\U0002f800({year})第{sequence:04d}号"),
            CAMPUS_FORMAT,
            "plaques.E003",
            "\U0002f800",
        ),
        (MAIN_FORMAT, ("SC", CAMPUS_FORMAT[1]), "plaques.E004", "PLAQUE_CAMPUS_NUMBER_PREFIX"),
        (MAIN_FORMAT, ("SF", MAIN_FORMAT[1]), "plaques.E005", "PLAQUE_CAMPUS_NUMBER_CHINESE"),
        (("SC", "{year}年示诚第{sequence:04d}号"), CAMPUS_FORMAT, "plaques.E006", "2026年示诚"),
    ],
)
def test_a_format_that_cannot_work_is_refused_by_name(settings, main, campus, code, named):
    settings.PLAQUE_NUMBER_FORMATS = {"main": main, "campus": campus}
    errors = check_number_formats()
    assert [error.id for error in errors] == [code]
    assert named in f"{errors[0].msg} {errors[0].hint}"

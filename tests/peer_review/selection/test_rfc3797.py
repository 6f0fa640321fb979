"""RFC 3797 to the hash: its section 6 is the example."""

from hypothesis import given
from hypothesis import strategies as st

from association.peer_review import selection
from association.peer_review.selection import rfc3797
from tests.peer_review.selection import making

# "index hex value of MD5", section 6.
PAGE = """
990DD0A5692A029A98B5E01AA28F3459 3691E55CB63FCC37914430B2F70B5EC6 FE814EDF564C190AC1D25753979990FA
1863CCACEB568C31D7DDBDF1D4E91387 F4AB33DF4889F0AF29C513905BE1D758 13EAEB529F61ACFB9A29D0BA3A60DE4A
992DB77C382CA2BDB9727001F3CDCCD9 63AB4258ECA922976811C7F55C383CE7 DFBC5AC97CED01B3A6E348E3CC63F40D
31CB111C4A4EBE9287CEAE16FE51B909 07FA46C122F164C215BBC72793B189A3 AC52F8D75CCBE2E61AFEB3387637D501
53306F73E14FC0B2FBF434218D25948E B5D1403501A81F9A47318BE7893B347C 85B10B356AA06663EF1B1B407765100A
3269E6CE559ABD57E2BA6AAB495EB9BD
"""
PRINTED = PAGE.split()


def test_sources_are_sorted_and_closed_as_section_4_says():
    sources = [[9319], [2, 5, 12, 8, 10], [9, 18, 26, 34, 41, 45]]
    written = [rfc3797.numeric_source(numbers) for numbers in sources]
    assert rfc3797.key_string(written) == making.RFC_KEY


def test_zero_keeps_its_one_digit():
    assert rfc3797.numeric_source([7, 0, 70]) == "0.7.70./"


def test_text_is_reduced_to_capital_letters_and_digits():
    assert rfc3797.text_source("Zoë's  code – 1/2") == "ZOESCODE12./"
    assert rfc3797.text_source("ａ７学") == "A7./"


def test_every_hash_of_section_6_comes_out():
    values = rfc3797.hashes(making.RFC_KEY)
    assert [next(values) for _place in PRINTED] == PRINTED


def test_the_order_of_section_6_comes_out():
    labels = [str(number) for number in range(1, 26)]
    assert [int(label) for label in rfc3797.order(making.RFC_KEY, labels)][:10] == making.RFC_ORDER


def test_a_whole_draw_with_the_example_comes_out_and_verifies():
    record = selection.draw(making.announce_rfc(), making.RFC_RESULTS, None, drawn_at=making.DRAWN)
    assert record["key"] == making.RFC_KEY
    assert record["seed"] is None
    assert record["result"] == [making.code_of(number) for number in making.RFC_ORDER]
    assert selection.verify(record) == []


@given(st.text("0123456789./ABC", max_size=60), st.integers(1, 300))
def test_every_label_is_drawn_exactly_once(key, size):
    labels = [str(number) for number in range(size)]
    assert sorted(rfc3797.order(key, labels)) == sorted(labels)

import gzip

import pytest
from hypothesis import given
from hypothesis import strategies as st

from association.core.gzipped import LONGEST_ENDING, OpenGzip


@given(front=st.binary(max_size=5_000), ending=st.binary(max_size=500))
def test_front_and_ending_come_out_as_one(front, ending):
    assert gzip.decompress(OpenGzip.of(front).ended_with(ending)) == front + ending


def test_one_front_takes_many_endings():
    opened = OpenGzip.of("牌匾".encode() * 1_000)
    for ending in (b"", b"12:00:00", b"x" * LONGEST_ENDING):
        assert gzip.decompress(opened.ended_with(ending)) == "牌匾".encode() * 1_000 + ending


def test_an_ending_that_is_too_long_is_refused():
    with pytest.raises(ValueError, match="ending"):
        OpenGzip.of(b"").ended_with(b"x" * (LONGEST_ENDING + 1))


def test_the_front_is_compressed():
    assert len(OpenGzip.of(b"plaque " * 1_000).ended_with(b"end")) < 100

"""A person's number is masked; reading it is an act."""

import pytest

from association.core.contacts import is_personal, masked


@pytest.mark.parametrize(
    ("phone", "shown"),
    [
        ("13800001111", "138****1111"),
        ("138 0000 1111", "138****1111"),
        ("138-0000-1111", "138****1111"),
        ("+86 13800001111", "138****1111"),
        ("校长 13800001111，办 0536-0123456", "校长 138****1111，办 0536-0123456"),
    ],
)
def test_a_mobile_number_is_a_persons(phone, shown):
    assert is_personal(phone)
    assert masked(phone) == shown


@pytest.mark.parametrize(
    "phone",
    ["0536-0123456", "400-123-4567", "12345", "", "教民137079970009991号", "52370799MJE000013U"],
)
def test_an_offices_number_is_shown(phone):
    assert not is_personal(phone)
    assert masked(phone) == phone

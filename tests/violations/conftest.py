import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def in_english():
    """What is said outside of a page is said in English here, so that tests can read it."""
    with translation.override("en"):
        yield

"""What strangers type into forms. Import the fixture in a folder's conftest."""

import pytest

HOSTILE = {
    "quotes": "'\"`;--",
    "markup": "<script>alert(1)</script>",
    "template": "{{ settings.SECRET_KEY }}{% now %}",
    "NUL": "a\x00b",
    "surrogate": "\ud800".encode("utf-8", "surrogatepass"),
    "long": "长" * 5000,
    "longer than the database can search": "%_" * 40_000,
    "other digits": "٣٤٥١２３",
    "grows when normalised": "\ufdfa" * 100,
    "huge number": "9" * 5000,
    "not a number": "NaN",
    "right to left": "\u202egnp.exe",
}


@pytest.fixture(params=HOSTILE.values(), ids=HOSTILE.keys())
def hostile(request):
    """Each of the texts in turn."""
    return request.param

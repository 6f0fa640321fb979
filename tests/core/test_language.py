import pytest

pytestmark = pytest.mark.django_db


def test_chinese_comes_first_whatever_the_phone_prefers(client):
    answer = client.get("/verify/", headers={"accept-language": "en-US,en;q=0.9"})
    assert answer.headers["Content-Language"] == "zh-hans"
    assert '<html lang="zh-hans"' in answer.text


def test_english_is_a_link_away_and_remembered(client):
    first = client.get("/verify/?lang=en")
    assert first.headers["Content-Language"] == "en"
    assert client.get("/verify/").headers["Content-Language"] == "en"
    assert client.get("/verify/?lang=zh-hans").headers["Content-Language"] == "zh-hans"


@pytest.mark.parametrize("wrong", ["fr", "../en", "zh-hans;q=1", "\x00"])
def test_an_unknown_language_is_ignored(client, wrong):
    answer = client.get("/verify/", {"lang": wrong})
    assert answer.headers["Content-Language"] == "zh-hans"
    assert "django_language" not in answer.cookies

"""A notice on paper and as a picture: what was true at its time, and the way to ask again."""

from io import BytesIO

import pytest
import zxingcpp
from django.conf import settings
from PIL import Image

from association.core import clock
from association.violations.enums import Measure
from association.violations.services import reply_to_notice
from association.violations.views import notices
from tests.violations.notices.board import address, make_notice

pytestmark = pytest.mark.django_db


def test_the_sheet_of_the_same_second_is_the_same_bytes(client):
    page = make_notice()
    with clock.at(clock.now()):
        first = client.get(f"{address(page)}sheet.pdf")
        second = client.get(f"{address(page)}sheet.pdf")
    assert first.content.startswith(b"%PDF-")
    assert first.content == second.content


@pytest.mark.parametrize("measure", [Measure.CIRCULAR, Measure.SUSPEND, Measure.EXPEL])
def test_the_picture_leads_to_the_page(client, measure):
    page = make_notice(measure=measure)
    answer = client.get(f"{address(page)}card.png")
    picture = Image.open(BytesIO(answer.content))
    assert picture.size == (1080, 1080)
    [code] = zxingcpp.read_barcodes(picture.convert("L"))
    assert code.text == f"{settings.SITE_URL}{address(page)}"


def test_the_pictures_code_asks_again_in_the_readers_language(client):
    page = make_notice()
    answer = client.get(f"{address(page)}card.png?lang=en")
    [code] = zxingcpp.read_barcodes(Image.open(BytesIO(answer.content)).convert("L"))
    assert code.text == f"{settings.SITE_URL}{address(page)}?lang=en"


@pytest.mark.parametrize("kind", ["sheet.pdf", "card.png"])
def test_whatever_is_written_can_be_printed(client, kind):
    page = make_notice(public_words="😀" * 3 + "#strong[x] $x$ \\ " + "很长的文字" * 150)
    reply_to_notice(case=page.case, words="我校已改正😀。" * 100, acting_user=None)
    assert client.get(f"{address(page)}{kind}").status_code == 200


def test_printing_has_a_budget(client, monkeypatch):
    page = make_notice()
    monkeypatch.setattr(notices, "PRINTS", notices.PRINTS._replace(attempts=1))
    assert client.get(f"{address(page)}card.png").status_code == 200
    later = client.get(f"{address(page)}card.png")
    assert later.status_code == 429
    assert later.headers["Retry-After"]

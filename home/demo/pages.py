"""The editors' pages of the demo: words for the alliances, and the news with its pictures."""

import datetime as dt
import tomllib
from io import BytesIO
from pathlib import Path
from typing import Any

from django.core.files.images import ImageFile
from django.utils import timezone
from wagtail.images import get_image_model
from wagtail.images.models import AbstractImage

from association.accounts.models import User
from association.core import clock
from home.demo.pictures import PICTURES
from home.models import AlliancePage, NewsIndexPage, NewsPage

NEWS = Path(__file__).parent / "news.toml"
WORDS = ["slug", "title_en", "intro_zh", "intro_en"]
ALLIANCES = {
    "east": "东片区老城区的学校多，场地老旧，本学期重点一起看安全出口和公示栏。",
    "south": "南片区会员最多，分成三个小组轮流学习，每月最后一个周四碰头。",
    "west": "西片区以艺术和体育类学校为主，正在一起完善退费回执和合同示范文本的使用。",
    "north": "北片区新开办的学校较多，由老会员结对，帮助新会员读懂八项承诺。",
}


def write_pages(editor: User) -> None:
    """Write the alliances' words and the news. editor: whose pages they are."""
    images = {key: _image(key, editor) for key in PICTURES}
    for page in AlliancePage.objects.select_related("alliance"):
        words = ALLIANCES[page.alliance.code]
        page.body_zh = [("paragraph", f"<p>{words}</p>")]
        page.save_revision(user=editor).publish(user=editor)
    index = NewsIndexPage.objects.get()
    for item in tomllib.loads(NEWS.read_text(encoding="utf-8"))["news"]:
        day = timezone.localdate() - dt.timedelta(days=item["days"])
        morning = timezone.make_aware(dt.datetime.combine(day, dt.time(9)))
        with clock.at(min(morning, timezone.now())):
            _add_news(index, item, images, editor)


def _image(key: str, editor: User) -> AbstractImage:
    draw, title, description = PICTURES[key]
    return get_image_model().objects.create(
        title=title,
        description=description,
        file=ImageFile(BytesIO(draw().png()), name=f"demo-{key}.png"),
        uploaded_by_user=editor,
    )


def _add_news(
    index: NewsIndexPage, item: dict[str, Any], images: dict[str, AbstractImage], editor: User
) -> None:
    draft = item.get("draft", False)
    page = NewsPage(
        **{name: item[name] for name in WORDS},
        title=item["title_zh"],
        date=clock.today(),
        picture=images.get(item.get("picture")),
        body_zh=[_block(block, images) for block in item["body_zh"]],
        body_en=[_block(block, images) for block in item.get("body_en", [])],
        live=False,
        first_published_at=None if draft else clock.now(),
        owner=editor,
    )
    index.add_child(instance=page)
    revision = page.save_revision(user=editor)
    if not draft:
        revision.publish(user=editor)


def _block(block: list[Any], images: dict[str, AbstractImage]) -> tuple[str, Any]:
    """Return a block of the file as StreamField takes it."""
    match block:
        case ["picture", key, caption]:
            image = images[key]
            value = {"image": image, "alternative": image.description, "caption": caption}
            return "picture", value
        case ["quote", words, source]:
            return "quote", {"words": words, "source": source}
        case ["facts", pairs]:
            return "facts", [{"label": label, "value": value} for label, value in pairs]
        case [kind, text]:
            return kind, text
    message = f"not a block: {block}"
    raise ValueError(message)

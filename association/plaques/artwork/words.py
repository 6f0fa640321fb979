"""What stands on a plaque. It is Chinese whatever language the page around it speaks."""

from urllib.parse import urlsplit

from django.conf import settings

from association.core.models import AssociationProfile
from association.plaques.models import Plaque

TITLE = "诚信牌匾"
SCAN = "扫码核验"
DOMAIN = "核验网址 {domain}"
HOTLINE = "核验热线 {hotline}"
COPY = "第{serial}块"
TERMS = "本牌匾不收费，不是荣誉，不作推荐"
DEMO = "演示"
PROOF = "打样校对 · 请逐字核对，不得悬挂"
SEAL = "协会标志"

LONGEST_LINE = 24  # characters that stand in one line before they get small


def plaque_words(plaque: Plaque, *, issuer: AssociationProfile) -> dict[str, str]:
    """Return every line that stands on a plaque, by its place."""
    return {
        "issuer": issuer.name_zh,
        "title": TITLE,
        "school": plaque.school.name,
        "chinese_number": plaque.chinese_number,
        "copy": COPY.format(serial=plaque.serial),
        "number": plaque.number,
        "domain": DOMAIN.format(domain=urlsplit(settings.SITE_URL).netloc),
        "hotline": HOTLINE.format(hotline=issuer.hotline) if issuer.hotline else "",
        "scan": SCAN,
        "terms": TERMS,
        "demo": DEMO if settings.DEMO else "",
    }


def in_halves(name: str) -> tuple[str, str]:
    """Break a long name before its bracket, or near its middle where that is no good place."""
    middle = (len(name) + 1) // 2
    bracket = max(name.rfind("("), name.rfind("（"))
    at = bracket if len(name) // 4 < bracket <= LONGEST_LINE else middle
    return name[:at], name[at:]

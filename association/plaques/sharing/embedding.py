"""The code a school pastes into its website, and the addresses it uses.

`referrerpolicy="origin"` lets a browser tell the site's name, and no page of it. A sandboxed frame
may do nothing but open the page to verify on.
"""

from django.conf import settings
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from association.plaques.sharing.badge import HEIGHT, WIDTH


def absolute(name: str, number: str) -> str:
    """Return the full address of a plaque's page or picture in the active language."""
    english = (get_language() or "").startswith("en")
    path = reverse(f"plaques:{name}", args=[number])
    return f"{settings.SITE_URL}{path}{'?lang=en' if english else ''}"


def image_code(number: str) -> SafeString:
    """Return the badge as a picture that leads to the page to verify on."""
    return format_html(
        '<a href="{}" target="_blank" rel="noopener">'
        '<img src="{}" width="{}" height="{}" alt="{}" referrerpolicy="origin"></a>',
        absolute("verify_number", number),
        absolute("badge", number),
        WIDTH,
        HEIGHT,
        badge_title(number),
    )


def frame_code(number: str, *, width: int = WIDTH, height: int = HEIGHT) -> SafeString:
    """Return the badge as a frame. width, height: in pixels."""
    return format_html(
        '<iframe src="{}" width="{}" height="{}" title="{}" loading="lazy" '
        'referrerpolicy="origin" sandbox="allow-popups allow-popups-to-escape-sandbox" '
        'style="border:0"></iframe>',
        absolute("badge_page", number),
        width,
        height,
        badge_title(number),
    )


def badge_title(number: str) -> str:
    """Return what the badge is called where its state cannot be told in advance."""
    return _("Integrity plaque %(number)s: see whether it is in force") % {"number": number}

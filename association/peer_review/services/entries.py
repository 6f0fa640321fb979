"""What is said about a finding is written down once, with its photos."""

from collections.abc import Sequence
from typing import Any

from django.core.files.base import ContentFile
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _

from association.core.errors import RuleError
from association.core.uploads.pictures import clean_picture
from association.peer_review.enums import EntryKind
from association.peer_review.models import Entry, EntryPhoto, Finding

MAX_WORDS = Entry._meta.get_field("words").max_length
MAX_PHOTOS = 6


def write_entry(
    finding: Finding,
    kind: EntryKind,
    words: str,
    author: Any,
    *,
    photos: Sequence[bytes] = (),
    for_school: bool = False,
    facts_before: str = "",
) -> Entry:
    """Write an entry; called by the verbs, in their transaction.

    photos: JPEG, PNG or WebP as sent; kept without metadata.
    Raises RuleError without words, with too many, with too many photos or for a file that is none.
    """
    said = words.strip()
    if not said:
        raise RuleError(_("Please write a few words."))
    if len(said) > MAX_WORDS:
        raise RuleError(_("At most %(count)s characters.") % {"count": MAX_WORDS})
    if len(photos) > MAX_PHOTOS:
        raise RuleError(_("At most %(count)s photos.") % {"count": MAX_PHOTOS})
    clean = [clean_picture(photo) for photo in photos]
    entry = Entry.objects.create(
        finding=finding,
        kind=kind,
        for_school=for_school,
        words=said,
        facts_before=facts_before,
        author=author,
    )
    for picture in clean:
        name = f"{get_random_string(22)}.{picture.ending}"
        EntryPhoto.objects.create(entry=entry, picture=ContentFile(picture.data, name))
    return entry

"""A photo from a phone is counted before it is read: nobody fills the disk, no school alone."""

from typing import Any

from django.utils.translation import gettext as _

from association.core.errors import RuleError
from association.core.uploads.quota import count_upload
from association.plaques.models import Photo, Plaque
from association.plaques.photos import CleanPhoto, read_photo

MOST_OF_ONE_SCHOOL = 500  # photos of all its plaques: half a gigabyte at most


def receive_photo(*, plaque: Plaque, photo: bytes, acting_user: Any) -> CleanPhoto:
    """Return the cleaned photo. Call it outside of the verb's transaction: reading takes a while.

    photo: the file as the phone made it. Raises RuleError, which says what to do, for what is no
    photo, when the sender's files of the day are used up, and when the school has no room left.
    """
    if Photo.objects.filter(plaque__school_id=plaque.school_id).count() >= MOST_OF_ONE_SCHOOL:
        raise RuleError(_("Very many photos of this school are kept. Please call the secretariat."))
    count_upload(acting_user)
    return read_photo(photo)

"""What the script of the phone page says."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext


def phone_words() -> dict[str, str]:
    """Return the sentences by the names the scripts know; `#` stands for what they put in."""
    return {
        **_of_the_bar(),
        **_of_the_opening(),
        **_of_photos(),
        "missing": _("Something is missing or not right; it is marked."),
        "refused": _("Not taken:"),
        "removeRow": _("Remove: #"),
        "noStore": _("This browser keeps nothing. Use another one, or the sheet on paper."),
        "keptAnswers": _("# answers and notes"),
        "keptPhotos": _("# photos"),
        "signed": _("The signature is kept."),
        "unsigned": _("Let the host sign, or say why it is not signed."),
        "host": _("Say who received the visit."),
        "noneNoted": _("Nothing was noted that has to be put right."),
    }


def _of_the_bar() -> dict[str, str]:
    return {
        "nothing": _("Nothing written yet"),
        "notYet": _("Not yet handed in: #"),
        "answers": _("answers"),
        "opening": _("the opening"),
        "photo": _("1 photo"),
        "photos": _("# photos"),
        "signature": _("the signature"),
        "joined": _(", "),
        "kept": _("Kept on this phone"),
        "sending": _("Sending…"),
        "offline": _("No connection. Everything is kept on this phone and sent later."),
        "busy": _("The site is busy. Everything is kept on this phone and tried again."),
        "signIn": _("Sign in again; nothing is lost."),
        "gone": _("This visit is no longer yours. Save the file and tell the secretariat."),
        "done": _("Everything is handed in"),
        "next": pgettext("step", "Next"),
        "again": _("Changed after handing in: hand in again."),
        "full": _("This phone can keep no more. Leave this page open: hand in, or save the file."),
        "elsewhere": _("This page is open in another window, and that one wrote last."),
        "loadAgain": _("Load it again"),
        "foreign": _("The answers were typed in by the plain form. What is here goes nowhere."),
        "since": _("What you typed after handing in is not in. Save the file."),
    }


def _of_the_opening() -> dict[str, str]:
    return {
        "opened": _("Opened at the school"),
        "declared": _("Begun with your reason. The report says that nothing was checked."),
        "openedLater": _("Opened on this phone; the code is checked once there is a connection."),
        "sixDigits": _("Type all six digits of the code."),
        "anotherCode": _("Try another code"),
        "position": _("Position added, about # metres exact"),
        "noPosition": _("The phone did not tell a position. It is not needed."),
    }


def _of_photos() -> dict[str, str]:
    return {
        "remove": _("Remove"),
        "removePhoto": _("Remove photo # (#)"),
        "picture": _("Photo # of this item"),
        "photoIn": pgettext("photo", "Handed in"),
        "unreadable": _("This file cannot be read as a picture."),
        "noMemory": _("This phone has no room for the photo now. Close other apps, take it again."),
        "fullPhone": _("This phone cannot keep more. Free some room, then take the photo again."),
    }

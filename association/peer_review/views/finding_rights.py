"""What a school may do about a finding now, or why not, and what happens next, in words."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from association.peer_review.enums import ExtensionState, FindingStatus
from association.peer_review.models import Finding
from association.peer_review.selectors.clocks import earliest_recheck, longest_extension


@dataclass(frozen=True, slots=True)
class Right:
    """Something a school may do. key: of its address. text: how, or why not now."""

    key: str
    title: str
    text: str
    is_open: bool


def rights_of(finding: Finding, *, contested_before: bool) -> list[Right]:
    """Return a school's rights about a finding, what takes it on first."""
    if finding.own:
        return [_close(finding), _plan(finding), _answer(finding)]
    return [
        _mend(finding),
        _contest(finding, before=contested_before),
        _more_time(finding),
        _answer(finding),
    ]


def _answer(finding: Finding) -> Right:
    text = (
        _("What you did so far, a photo, a name to remember: it stands here for your school.")
        if finding.own
        else _(
            "At any time, also once it is closed. Your words stand beside what was noted, and "
            "nobody is treated harder for having answered."
        )
    )
    title = _("Add a note") if finding.own else pgettext("to a finding", "Answer")
    return Right("answer", title, text, is_open=True)


def _mend(finding: Finding) -> Right:
    texts: dict[str, Callable[[], str]] = {
        FindingStatus.OPEN: lambda: _to_mend(finding),
        FindingStatus.CONTESTED: lambda: _(
            "While the facts are looked at, nothing need be mended. The days you had left are "
            "given back afterwards."
        ),
        FindingStatus.MENDED: lambda: (
            _(
                "You showed it. From %(day)s on it can be looked at again, by somebody who did not "
                "note it."
            )
            % {"day": date_format(earliest_recheck(finding))}
        ),
    }
    text = texts.get(finding.status, lambda: _settled(finding))()
    is_open = finding.status == FindingStatus.OPEN
    return Right("mended", _("Show that it is mended"), text, is_open=is_open)


def _to_mend(finding: Finding) -> str:
    day = {"day": date_format(finding.due_on)}
    if finding.is_overdue:
        return (
            _(
                "The last day was %(day)s. Mend it as soon as you can, then show it here in words "
                "and photos; somebody else looks again."
            )
            % day
        )
    return (
        _(
            "Mend it by %(day)s, then show it here in words and photos. Somebody else looks "
            "again: not who noted it, and nobody who acts for your school."
        )
        % day
    )


def _contest(finding: Finding, *, before: bool) -> Right:
    last = date_format(finding.facts_stand_on - dt.timedelta(days=1))
    if finding.status == FindingStatus.CONTESTED:
        text = _(
            "You asked for it. The lead of your alliance or the secretariat decides, and nobody "
            "who noted it; you read the decision here."
        )
    elif before:
        text = _("You asked for it once, and it is decided. You can still answer in words.")
    elif not finding.is_unfinished:
        text = _settled(finding)
    elif finding.facts_open:
        text = _(
            "If something in the facts is wrong, say what, until %(day)s. Until it is decided you "
            "need mend nothing, and nothing of it is public."
        ) % {"day": last}
    elif finding.status == FindingStatus.MENDED:
        text = _("You showed that it is mended. You can still answer in words.")
    else:
        text = _("The days for it ended on %(day)s. You can still answer in words.") % {"day": last}
    is_open = finding.facts_open and not before
    return Right("contest", _("Ask to correct the facts"), text, is_open=is_open)


def _more_time(finding: Finding) -> Right:
    texts: dict[str, Callable[[], str]] = {
        ExtensionState.ASKED: lambda: (
            _("You asked for time until %(day)s. Until it is decided, nothing is overdue.")
            % {"day": date_format(finding.extension_until)}
        ),
        ExtensionState.GRANTED: lambda: (
            _("You were given time until %(day)s.") % {"day": date_format(finding.extension_until)}
        ),
        ExtensionState.REFUSED: lambda: _("You asked once, and the days stay as they are."),
    }
    is_open = False
    if finding.extension in texts:
        text = texts[finding.extension]()
    elif not finding.is_unfinished:
        text = _settled(finding)
    elif finding.status != FindingStatus.OPEN:
        text = _("It can be asked while it is to be mended.")
    elif finding.is_overdue:
        text = _("It is asked before the last day, which was %(day)s.") % {
            "day": date_format(finding.due_on)
        }
    else:
        is_open = True
        text = _(
            "If the days are too few, ask once, until %(last)s at the latest. Until it is decided, "
            "nothing is overdue."
        ) % {"last": date_format(longest_extension(finding))}
    return Right("more_time", _("Ask for more time"), text, is_open=is_open)


def _plan(finding: Finding) -> Right:
    text = (
        _("The day is now %(day)s. Choose any within a year; nobody else has a say in it.")
        % {"day": date_format(finding.due_on)}
        if finding.is_unfinished
        else _settled(finding)
    )
    return Right("deadline", _("Set your own deadline"), text, is_open=finding.is_unfinished)


def _close(finding: Finding) -> Right:
    text = (
        _("Once it is mended, say how. Nobody looks it over; it is your own note.")
        if finding.is_unfinished
        else _settled(finding)
    )
    return Right("close", _("Close it"), text, is_open=finding.is_unfinished)


def _settled(finding: Finding) -> str:
    day = {"day": date_format(finding.closed_on)}
    if finding.status == FindingStatus.WITHDRAWN:
        return _("It fell away on %(day)s.") % day
    return _("It was closed on %(day)s.") % day

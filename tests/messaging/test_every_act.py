"""Every act of every room is told to whom it concerns, or there is a reason why not.

A new verb fails here until somebody has decided.
"""

import pytest

from association.alliances.enums import Verb as Alliances
from association.core import announcing
from association.messaging.wording import FIELDS, all_kinds, fill, kind_of
from association.peer_review.enums import Verb as PeerReview
from association.plaques.enums import Verb as Plaques
from association.pledges.enums import Verb as Pledges
from association.violations.enums import Verb as Violations
from tests.messaging.silent import SILENT

ROOMS = {
    "alliances": Alliances,
    "pledges": Pledges,
    "plaques": Plaques,
    "peer_review": PeerReview,
    "violations": Violations,
}
ACTS = {f"{room}.{verb.value}" for room, verbs in ROOMS.items() for verb in verbs}


def test_every_act_is_told_or_silent_for_a_reason():
    told = {act for act in announcing.told_actions() if act.partition(".")[0] in ROOMS}
    assert ACTS - told - set(SILENT) == set()
    assert told & set(SILENT) == set()
    assert (told | set(SILENT)) - ACTS == set()


def test_every_reason_says_something():
    assert [act for act, reason in SILENT.items() if len(reason) < 10] == []


@pytest.mark.parametrize("kind", all_kinds(), ids=lambda kind: kind.code)
def test_the_examples_of_a_kind_fill_its_texts(kind):
    words = {word: kind.sample("zh")[word] for word in kind.samples}
    texts = fill(kind.words, words)
    assert [name for name in FIELDS if "{" in texts[name]] == []
    used = set("".join(kind.words.values()).replace("}", "{").split("{"))
    assert [word for word in kind.samples if word not in used] == []


def test_an_unknown_kind_is_refused():
    with pytest.raises(KeyError):
        kind_of("no_such_kind")

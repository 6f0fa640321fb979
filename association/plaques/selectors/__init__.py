"""Reads that cross models: what the public is told, the member list, and what waits."""

from association.plaques.selectors.lookup import (
    NotIssued,
    public_by_number,
    public_by_token,
    token_in,
)
from association.plaques.selectors.members import (
    NO_PLAQUE,
    MemberRow,
    find_members,
    member_row,
    present_plaques,
    state_choices,
)
from association.plaques.selectors.public import (
    PublicPlaque,
    alliance_of,
    foretell,
    public_view,
    with_alliance,
    with_public_facts,
)
from association.plaques.selectors.waiting import campuses_without_plaque, pledges_without_plaque

__all__ = [
    "NO_PLAQUE",
    "MemberRow",
    "NotIssued",
    "PublicPlaque",
    "alliance_of",
    "campuses_without_plaque",
    "find_members",
    "foretell",
    "member_row",
    "pledges_without_plaque",
    "present_plaques",
    "public_by_number",
    "public_by_token",
    "public_view",
    "state_choices",
    "token_in",
    "with_alliance",
    "with_public_facts",
]

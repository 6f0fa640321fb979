"""Reads that cross models: what the public is told, the member list, and what waits."""

from association.plaques.selectors.candidates import Candidate, candidates
from association.plaques.selectors.feed import Act, latest_acts
from association.plaques.selectors.hanging import (
    ToHang,
    by_alliance,
    confirmed_at_gate,
    gate_photo_of,
    plaques_of_members,
    public_photo,
    row_to_hang,
    to_hang,
    to_photograph,
)
from association.plaques.selectors.issuable import (
    Issuable,
    expected_number,
    look_into,
    specimen,
)
from association.plaques.selectors.lookup import (
    NotIssued,
    near_numbers,
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
    alliance_of,
    foretell,
    public_view,
    with_alliance,
    with_public_facts,
)
from association.plaques.selectors.register import (
    RegisterRow,
    find_registered,
    lately_decided,
    register_row,
    state_counts,
)
from association.plaques.selectors.scans import odd_scans, oddly_scanned, recent_spikes, scan_days
from association.plaques.selectors.shown import PublicPlaque
from association.plaques.selectors.takedowns import (
    follow_up,
    take_down_day,
    take_downs_of,
    take_downs_of_members,
    was_hung,
    with_reports,
)
from association.plaques.selectors.told import Told, consequences_of, told_of
from association.plaques.selectors.waiting import (
    campuses_without_plaque,
    pledges_to_renew,
    pledges_waiting,
    pledges_without_plaque,
    renewable_plaque,
    to_renew,
)

__all__ = [
    "NO_PLAQUE",
    "Act",
    "Candidate",
    "Issuable",
    "MemberRow",
    "NotIssued",
    "PublicPlaque",
    "RegisterRow",
    "ToHang",
    "Told",
    "alliance_of",
    "by_alliance",
    "campuses_without_plaque",
    "candidates",
    "confirmed_at_gate",
    "consequences_of",
    "expected_number",
    "find_members",
    "find_registered",
    "follow_up",
    "foretell",
    "gate_photo_of",
    "lately_decided",
    "latest_acts",
    "look_into",
    "member_row",
    "near_numbers",
    "odd_scans",
    "oddly_scanned",
    "plaques_of_members",
    "pledges_to_renew",
    "pledges_waiting",
    "pledges_without_plaque",
    "present_plaques",
    "public_by_number",
    "public_by_token",
    "public_photo",
    "public_view",
    "recent_spikes",
    "register_row",
    "renewable_plaque",
    "row_to_hang",
    "scan_days",
    "specimen",
    "state_choices",
    "state_counts",
    "take_down_day",
    "take_downs_of",
    "take_downs_of_members",
    "to_hang",
    "to_photograph",
    "to_renew",
    "token_in",
    "told_of",
    "was_hung",
    "with_alliance",
    "with_public_facts",
    "with_reports",
]

"""What the audit trail calls those who act by a role of the secretariat."""

from collections.abc import Collection

from association.accounts.roles import Role


def name_roles(groups: Collection[str]) -> dict[str, str]:
    """Return words for the groups that are roles."""
    return {group: str(Role(group).label) for group in groups if group in Role.values}

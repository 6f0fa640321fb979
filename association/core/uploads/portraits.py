"""Wagtail's account page would take a portrait past every check of ours; nobody needs one."""

from wagtail.admin.views.account import AvatarSettingsPanel


def leave_out_portraits() -> None:
    """Take the panel off the account page; what is sent for it all the same is not read."""
    AvatarSettingsPanel.is_active = _never


def _never(_panel: AvatarSettingsPanel) -> bool:
    return False

"""Loads the demo association, once and whole."""

from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from wagtail.models import Site

from association.accounts.models import User
from association.core.models import AssociationProfile
from home.demo.pages import write_pages
from home.demo.people import CLERK, EDITOR, enrol_accounts, make_accounts
from home.demo.plot import tell_story

PROFILE = {
    "name_zh": "示范区民办教育协会",
    "name_en": "Private Education Association of the Demo District",
    "hotline": "0536-0123456",
    "office_hours": "周一至周五 9:00–17:00",
    "address": "示范区广场街道民生路1号",
    "supervising_authority": "示范区教育和体育局",
    "authority_hotline": "12345",
    "icp_no": "示ICP备00000000号",
    "psb_no": "示公网安备00000000000000号",
}


def is_loaded() -> bool:
    """Say whether the demo association is there; it is loaded in one transaction."""
    return User.objects.filter(username=CLERK.username).exists()


@transaction.atomic
def load() -> None:
    """Load accounts, profile, schools, pledges, plaques and pages: all or nothing."""
    users = make_accounts()
    profile = AssociationProfile.load()
    for name, value in PROFILE.items():
        setattr(profile, name, value)
    profile.save()
    tell_story(users)
    enrol_accounts(users)
    write_pages(users[EDITOR.username])


def take_address() -> None:
    """Let Wagtail's links lead to where the demo is served this time."""
    address = urlsplit(settings.SITE_URL)
    port = address.port or (443 if address.scheme == "https" else 80)
    Site.objects.filter(is_default_site=True).update(
        hostname=address.hostname or "localhost", port=port, site_name=settings.WAGTAIL_SITE_NAME
    )

"""What editors and clerks may do with pages, pictures and documents; Wagtail keeps it per tree."""

from django.contrib.auth.models import Group, Permission
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission

from association.accounts.roles import Role
from home.models import HomePage

PAGE_RIGHTS = ["add_page", "change_page", "publish_page"]
COLLECTION_RIGHTS = [
    "add_image",
    "change_image",
    "choose_image",
    "add_document",
    "change_document",
    "choose_document",
]


def write_editor_rights() -> None:
    """Let editors work on all pages from home on, and on pictures and documents.

    Clerks choose pictures: a checklist shows examples. Run after every migrate, once the roles are
    written.
    """
    group = Group.objects.filter(name=Role.EDITOR).first()
    home = HomePage.objects.first()
    collection = Collection.get_first_root_node()
    if group is None or home is None or collection is None:
        return
    for right in _rights("wagtailcore", PAGE_RIGHTS):
        GroupPagePermission.objects.get_or_create(group=group, page=home.page_ptr, permission=right)
    for right in _rights("wagtailimages", COLLECTION_RIGHTS) + _rights(
        "wagtaildocs", COLLECTION_RIGHTS
    ):
        GroupCollectionPermission.objects.get_or_create(
            group=group, collection=collection, permission=right
        )
    clerks = Group.objects.filter(name=Role.CLERK).first()
    for right in _rights("wagtailimages", ["choose_image"]) if clerks else []:
        GroupCollectionPermission.objects.get_or_create(
            group=clerks, collection=collection, permission=right
        )


def _rights(app_label: str, codenames: list[str]) -> list[Permission]:
    return list(
        Permission.objects.filter(content_type__app_label=app_label, codename__in=codenames)
    )

from wagtail.models import Page, PagePermissionTester

from association.violations.models.review import writing_guards


class NoticePermissionTester(PagePermissionTester):
    """What a person may do with a notice in the editor, whoever they are: superusers too.

    It is drafted from its case, changed by editors and by whoever looks into cases, as long as
    nothing stands against them, approved by somebody else, and ends with its case. Nothing else: no
    publishing, copying, moving, deleting.
    """

    def can_edit(self) -> bool:
        if not self.user.is_active or writing_guards.refusal(self.user, self.page):
            return False
        return super().can_edit() or self.user.has_perm("violations.investigate_case")

    def can_publish(self) -> bool:
        return False

    def can_unpublish(self) -> bool:
        return False

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        return False

    def can_move(self) -> bool:
        return False

    def can_move_to(self, destination: Page) -> bool:
        return False

    def can_copy(self) -> bool:
        return False

    def can_copy_to(self, destination: Page, recursive: bool = False) -> bool:
        return False

    def can_submit_for_moderation(self) -> bool:
        return self.can_edit() and super().can_submit_for_moderation()


class BoardPermissionTester(PagePermissionTester):
    """The board stays where it is: the menus and all notices lead to it."""

    def can_unpublish(self) -> bool:
        return False

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        return False

    def can_move(self) -> bool:
        return False

    def can_move_to(self, destination: Page) -> bool:
        return False

    def can_set_view_restrictions(self) -> bool:
        return False

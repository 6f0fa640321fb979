from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.html import format_html
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component

from home.board import Board

# Wagtail's help leads to other sites; its reports are about pages and users, for superusers.
HIDDEN = {"help"}
FOR_SUPERUSERS = {"reports"}


@hooks.register("construct_homepage_panels")
def show_the_board(request: HttpRequest, panels: list[Component]) -> None:
    board = Board(request.user)
    if board.duties:
        panels.insert(0, board)


@hooks.register("construct_main_menu")
def leave_out_what_nobody_needs(request: HttpRequest, items: list[MenuItem]) -> None:
    hidden = HIDDEN if request.user.is_superuser else HIDDEN | FOR_SUPERUSERS
    items[:] = [item for item in items if item.name not in hidden]


@hooks.register("insert_global_admin_css")
def admin_stylesheet() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("css/admin.css"))

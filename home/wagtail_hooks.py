from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.html import format_html
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component

from home.board import Board

# Wagtail's help leads to other sites; its own reports are about pages and users, for superusers.
HIDDEN = {"help"}
FOR_ALL = {"audit-trail"}


@hooks.register("construct_homepage_panels")
def show_the_board(request: HttpRequest, panels: list[Component]) -> None:
    panels.insert(0, Board(request.user))


@hooks.register("construct_main_menu")
def leave_out_what_nobody_needs(request: HttpRequest, items: list[MenuItem]) -> None:
    items[:] = [item for item in items if item.name not in HIDDEN]


@hooks.register("construct_reports_menu")
def leave_reports_to_superusers(request: HttpRequest, items: list[MenuItem]) -> None:
    if not request.user.is_superuser:
        items[:] = [item for item in items if item.name in FOR_ALL]


@hooks.register("insert_global_admin_css")
def admin_stylesheet() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("css/admin.css"))


@hooks.register("insert_global_admin_js")
def admin_script() -> str:
    return format_html('<script src="{}"></script>', static("js/admin-starters.js"))

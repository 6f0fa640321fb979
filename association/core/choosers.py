"""Wagtail's choosers without the inline script each of them brings along (docs/adr/0013)."""

import json
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.utils.html import escapejs, format_html
from django.utils.safestring import SafeString
from wagtail.admin.widgets import BaseChooser
from wagtail.admin.widgets.workflows import AdminTaskChooser


def start_choosers_by_template() -> None:
    """Have every chooser ask js/admin-starters.js to start it."""
    BaseChooser.render = _render
    AdminTaskChooser.js_constructor = "createTaskChooser"


def _render(
    chooser: BaseChooser,
    name: str,
    value: Any,
    attrs: dict[str, Any] | None = None,
    renderer: Any = None,
) -> SafeString:
    """Draw a chooser, with what starts it in a template element beside it."""
    try:
        data = chooser.get_value_data(value)
    except (ObjectDoesNotExist, OverflowError, ValueError):
        data = None  # no browser sends this; the form says what is wrong, the chooser is empty
    identity = attrs["id"]
    return format_html(
        '{}<template data-start="{}" data-for="{}" data-options="{}"></template>',
        chooser.render_html(name, data, attrs),
        chooser.js_constructor,
        identity,
        escapejs(json.dumps(chooser.get_js_init_options(identity, name, data))),
    )

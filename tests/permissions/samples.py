"""A sample for every address that needs one."""

from collections.abc import Callable

from tests.permissions.samples_of_accounts import ACCOUNTS
from tests.permissions.samples_of_ours import OURS
from tests.permissions.samples_of_wagtail import WAGTAILS
from tests.permissions.world import World

# Keyword arguments, or the path itself. "?" in the first is the query, "POST" the form's fields.
Sample = dict[str, object] | str
SAMPLES: dict[str, Sample | Callable[[World], Sample]] = OURS | ACCOUNTS | WAGTAILS

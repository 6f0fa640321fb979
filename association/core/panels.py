"""Places on a page where higher rooms show what they know, without being imported from below.

A room registers a factory in its AppConfig.ready(). The page asks for the panels of its subject;
each is a laces component that draws itself with `{% component panel %}`.
"""

from collections.abc import Callable
from typing import Any

from laces.components import Component

PanelFactory = Callable[..., Component | None]


class PanelPlace:
    """One such place. A factory takes `subject` and `user`; None means nothing to show."""

    def __init__(self) -> None:
        self._factories: list[tuple[int, PanelFactory]] = []

    def register(self, factory: PanelFactory, *, order: int) -> None:
        """Add a factory; lower `order` comes first."""
        self._factories.append((order, factory))
        self._factories.sort(key=lambda entry: entry[0])

    def panels(self, *, subject: Any, user: Any) -> list[Component]:
        """Return the panels to show for a subject (a school, an alliance) to a user."""
        made = (factory(subject=subject, user=user) for _order, factory in self._factories)
        return [panel for panel in made if panel is not None]


school_desk = PanelPlace()
# Subject: a School: what others see of it, as its own people read it on its desk.
school_seen = PanelPlace()
alliance_desk = PanelPlace()
# Subject: an Alliance, as those who visit schools for it see it.
visitor_desk = PanelPlace()
# Subject: a Department, as its liaisons see it.
department_desk = PanelPlace()
# Subject: a Pledge, on the page where the secretariat reads it.
pledge_review = PanelPlace()
# Subject: an Acceptance, on the page that tells what became of many pledges accepted in one go.
pledges_accepted = PanelPlace()
# Subject: a ChangeRequest, on the page where the secretariat reads it.
change_review = PanelPlace()
# Subject: an Alliance, on its page for everybody; nobody is asking.
alliance_page = PanelPlace()
# Subject: a School that is a member now, on the page behind its plaque's code; nobody is asking.
public_page = PanelPlace()
# Subject: a School, member or not: what stands about it, on the same page, before the rest.
public_record = PanelPlace()
# Subject: the School of a signed paper, on the page behind the paper's code; nobody is asking. A
# panel may have a `caution`, a sentence that is told at the top of the page.
paper_page = PanelPlace()

from wagtail import hooks
from wagtail.log_actions import LogActionRegistry

from association.alliances.enums import Verb
from association.core.audit import register_verbs


@hooks.register("register_log_actions")
def register_log_actions(actions: LogActionRegistry) -> None:
    register_verbs(actions, app_label="alliances", verbs=Verb)

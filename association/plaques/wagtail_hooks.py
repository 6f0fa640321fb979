from wagtail import hooks
from wagtail.log_actions import LogActionRegistry

from association.core.audit import register_verbs
from association.plaques.enums import Verb


@hooks.register("register_log_actions")
def register_log_actions(actions: LogActionRegistry) -> None:
    register_verbs(actions, app_label="plaques", verbs=Verb)

"""Rows that follow from the code, such as roles: written once at the end of every migrate."""

from collections.abc import Callable, Sequence
from typing import Any

from django.apps import apps as installed
from django.db.models.signals import post_migrate


def run_after_migrate(write: Callable[[], None], *, needs: Sequence[str]) -> None:
    """Call a function after `migrate`, when the rights of every app have been written.

    write: idempotent; called in the order of registration.
    needs: app labels; unless all of them are migrated (as in `migrate core`) nothing is called.
    """

    def receive(*, app_config: Any, apps: Any, **_kwargs: Any) -> None:
        # Django sends the signal once for each app; the last one finds everything in place.
        last = [config for config in installed.get_app_configs() if config.models_module][-1]
        if app_config is last and all(apps.all_models.get(label) for label in needs):
            write()

    post_migrate.connect(receive, dispatch_uid=f"{write.__module__}.{write.__name__}", weak=False)

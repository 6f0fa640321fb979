"""Letters about accounts. Secrets of links are made here, so that no queue ever holds one."""

from django_tasks import task

from association.accounts import services
from association.accounts.models import User


@task()
def mail_sign_in_links(user_ids: list[int]) -> None:
    """Mail a link to sign in to each of these people."""
    for user in User.objects.filter(pk__in=user_ids, is_active=True).order_by("pk"):
        services.send_sign_in_link(user)


@task()
def mail_password_links(user_ids: list[int]) -> None:
    """Mail a link to choose a new password to each of these people."""
    for user in User.objects.filter(pk__in=user_ids, is_active=True).order_by("pk"):
        services.send_password_link(user)


@task()
def mail_email_link(user_id: int, address: str) -> None:
    """Mail a link to a new address of a person."""
    services.send_email_link(User.objects.get(pk=user_id), address=address)

"""Messages of the demo: what has been read, what people are reminded of, who gets letters."""

from functools import partial

from association.accounts.models import User
from association.messaging.services import mark_all_read, remind
from home.demo.days import Story, working_days_before
from home.demo.people import CLERK, SIGNED_PRINCIPAL

READ_UNTIL = 12  # days ago
REMINDED = 2  # working days, the last ones before today
# Nobody's: names below .example are never given away (RFC 2606). The demo's letters leave the
# house onto the terminal only, and so that its first screen stays in sight they are few.
WITH_LETTERS = (CLERK, SIGNED_PRINCIPAL)


class Letters:
    """Writes it into the story. users: the accounts, by user name."""

    def __init__(self, *, story: Story, users: dict[str, User]) -> None:
        self.story, self.users = story, users

    def write(self) -> None:
        """Let everybody with an account have read the older messages, and remind them of dates."""
        for user in self.users.values():
            self.story.on(
                self.story.days_ago(READ_UNTIL), 8, partial(mark_all_read, acting_user=user)
            )
        days = working_days_before(self.story.today, REMINDED)
        self.story.on(min(days), 8.2, self._give_addresses)
        for day in days:
            self.story.on(day, 9, remind)

    def _give_addresses(self) -> None:
        for account in WITH_LETTERS:
            user = self.users[account.username]
            user.email = f"{account.username}@association.example"
            user.save(update_fields=["email"])

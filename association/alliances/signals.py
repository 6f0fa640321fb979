"""What higher rooms may hear from this one, inside the same transaction."""

from django.dispatch import Signal

# Sent with `school` and `acting_user` when a school has left the association.
school_left = Signal()

"""What this room tells after a measure, inside the same transaction."""

from django.dispatch import Signal

# Sent with `proposal` when an approved measure has been carried out.
measure_carried_out = Signal()

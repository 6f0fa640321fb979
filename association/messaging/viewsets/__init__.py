"""Messages in the admin: what left the house, and the words it leaves in."""

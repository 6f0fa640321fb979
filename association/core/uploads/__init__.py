"""Files from outside: known by content, bounded before they are opened, handed out in a box."""

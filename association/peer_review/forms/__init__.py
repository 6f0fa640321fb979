"""Forms of the room: one file for checklists, one for rounds and draws."""

"""Pages for everybody, and the picture a school downloads."""

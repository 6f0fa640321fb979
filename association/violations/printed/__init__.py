"""A notice on paper and as a picture: what was true at a moment, and the way to ask again."""

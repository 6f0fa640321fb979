"""The one door, and what people do with their own accounts."""

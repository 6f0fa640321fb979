"""Reads on cases: who may have a part, what the school and the secretariat read."""

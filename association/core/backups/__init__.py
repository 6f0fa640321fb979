"""Whole sets of database and files, with a manifest; and the way back from them."""

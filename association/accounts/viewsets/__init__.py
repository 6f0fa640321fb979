"""What administrators do with other people's accounts, in Wagtail."""

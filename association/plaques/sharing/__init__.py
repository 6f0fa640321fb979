"""The plaque's present state on other people's pages: share card, badge, embedding code."""

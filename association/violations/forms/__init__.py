"""Forms of cases: what a school says, and what the secretariat writes."""

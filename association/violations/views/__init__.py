"""Pages of cases on a school's desk."""

"""Portal views: the invitation, the school's desk, the alliance desk."""

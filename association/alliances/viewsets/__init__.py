"""The secretariat's screens for schools, invitations and alliances."""

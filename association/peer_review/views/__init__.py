"""Pages of rounds and draws: for the public, on the desks of alliances and schools, for visits."""

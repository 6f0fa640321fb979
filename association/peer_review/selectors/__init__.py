"""What screens, draws and checks need to know of rounds, read in few queries."""

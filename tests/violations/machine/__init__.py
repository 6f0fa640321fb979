"""Made-up sequences of acts on cases by all kinds of people, and the rules they are held against.

The rules are told here once more, from what was done and by whom, not from what the code under
test says of it.
"""

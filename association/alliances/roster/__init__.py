"""The member ledger (会员台账) taken in: file → sheet → rows with verdicts → report.

Everything but `importer` is pure: no database, no settings, and nothing is guessed silently.
"""

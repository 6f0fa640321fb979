"""The member ledger (会员台账) taken in: file → sheet → rows with verdicts → report.

Reading and judging are pure: no database, no settings, and nothing is guessed silently. Only
`verdicts` and `preview` read the register, and only `importer` writes to it.
"""

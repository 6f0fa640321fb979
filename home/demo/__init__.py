"""The demo association 示范区民办教育协会: made-up schools of a district that does not exist.

Its records are brought about by the same verbs as real ones, with the clock moved to the day.
"""

"""The environment as typed values. A value that cannot be read stops the start, with its name.

Every variable may also be given as a file, NAME_FILE, for secrets that a platform mounts.
"""

from environs import FileAwareEnv

env = FileAwareEnv()

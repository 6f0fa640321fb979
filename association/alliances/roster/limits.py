"""How large a ledger may be. A file at every limit is still answered in seconds."""

MAX_BYTES = 10 * 1024 * 1024

MAX_ROWS = 20_000
MAX_COLUMNS = 100

# The header stands within so many lines of the top.
HEADER_LINES = 20

# Lines with something in them are read up to here, then the file is turned away.
MAX_LINES = MAX_ROWS + HEADER_LINES

# Inside a workbook. A ledger of 20,000 rows unpacks to some 25 MB, has a million XML elements and
# takes two seconds of computing; a cell of a spreadsheet program holds 32,767 characters.
MAX_PARTS = 1_000
MAX_SHEETS = 50
MAX_UNPACKED_BYTES = 128 * 1024 * 1024
MAX_RATIO = 100
RATIO_APPLIES_ABOVE_BYTES = 1024 * 1024
MAX_ELEMENTS = 1_500_000
MAX_DEPTH = 32
MAX_CELL_CHARACTERS = 32_767
MAX_CPU_SECONDS = 6

# So much of a refused formula is shown.
MAX_SHOWN_CHARACTERS = 200

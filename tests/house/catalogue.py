"""A small reader of gettext's .po files."""

import ast
import re
from dataclasses import dataclass, field
from pathlib import Path


@dataclass
class Entry:
    """One text of a catalogue and its translations, by plural form."""

    context: str | None = None
    msgid: str = ""
    plural: str | None = None
    translations: dict[int, str] = field(default_factory=dict)
    fuzzy: bool = False

    @property
    def key(self) -> str:
        """The name under which a compiled catalogue files this entry."""
        return self.msgid if self.context is None else f"{self.context}\x04{self.msgid}"

    @property
    def is_translated(self) -> bool:
        return bool(self.translations) and all(self.translations.values())


def read_catalogue(path: Path) -> list[Entry]:
    """Return the entries of a .po file without its header; obsolete entries (`#~`) are passed over.

    Raises ValueError on a line that is neither a comment, a keyword nor a continued string.
    """
    blocks = re.split(r"\n\s*\n", path.read_text(encoding="utf-8").strip())
    entries = [_read_entry(block) for block in blocks]
    return [entry for entry in entries if entry.msgid]


def _read_entry(block: str) -> Entry:
    entry = Entry()
    strings: dict[str, str] = {}
    keyword = ""
    for line in block.splitlines():
        if line.startswith("#"):
            entry.fuzzy |= line.startswith("#,") and "fuzzy" in line
            continue
        match = re.fullmatch(r'(?:(msg\w+(?:\[\d+\])?)\s+)?(".*")\s*', line)
        if not match:
            message = f"not a line of a catalogue: {line}"
            raise ValueError(message)
        keyword = match[1] or keyword
        strings[keyword] = strings.get(keyword, "") + ast.literal_eval(match[2])
    entry.context = strings.get("msgctxt")
    entry.msgid = strings.get("msgid", "")
    entry.plural = strings.get("msgid_plural")
    for keyword, text in strings.items():
        if form := re.fullmatch(r"msgstr(?:\[(\d+)\])?", keyword):
            entry.translations[int(form[1] or 0)] = text
    return entry

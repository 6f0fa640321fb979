"""Why a whole file is turned away, and what to do about it."""

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "empty": _("The file is empty. Please choose the ledger again."),
    "too large": _(
        "The file is larger than %(megabytes)s MB. Please keep only the ledger in it, without "
        "pictures, and upload it again."
    ),
    "wrong type": _(
        "This is not an XLSX workbook or a CSV file. Please open the ledger in your spreadsheet "
        "program, save it as “Excel workbook (.xlsx)” and upload that file."
    ),
    "old format": _(
        "This is a workbook in the old .xls format. Please save it as “Excel workbook (.xlsx)” "
        "and upload that file."
    ),
    "password": _(
        "The workbook is protected by a password. Please remove the password, save the file and "
        "upload it again."
    ),
    "macros": _(
        "The workbook contains macros. Please save it as “Excel workbook (.xlsx)”, without macros, "
        "and upload that file."
    ),
    "unpacks too large": _(
        "Unpacked, the workbook is far larger than a ledger can be, so it was not opened. Please "
        "copy the ledger into a new workbook and upload that file."
    ),
    "too many rows": _(
        "There are more than %(rows)s rows. Please split the ledger into several files and upload "
        "them one after another."
    ),
    "too many columns": _(
        "There are more than %(columns)s columns. Please delete the columns that do not belong to "
        "the ledger."
    ),
    "damaged": _(
        "The file is damaged and cannot be read. Please open it in your spreadsheet program, save "
        "it again and upload the new file."
    ),
    "encoding": _(
        "The text of the CSV file cannot be read. Please save it as “CSV UTF-8”, or as “Excel "
        "workbook (.xlsx)”."
    ),
    "no header": _(
        "No header row was found in the first %(lines)s lines. One row must name the columns, for "
        "example 单位名称, 统一社会信用代码, 所属联盟."
    ),
    "columns missing": _(
        "These columns are missing: %(columns)s. Please add them to the header row and upload the "
        "file again."
    ),
    "column twice": _(
        "The columns “%(first)s” and “%(second)s” mean the same. Please keep one of them and "
        "delete or rename the other."
    ),
    "no rows": _("There are no rows under the header row. Please check the file."),
}


class RosterFileError(Exception):
    """The file cannot be taken in at all.

    `code` is one of SENTENCES, `message` a sentence in the reader's language that says what to do.
    """

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code)
        self.code = code
        self.values = values

    @property
    def message(self) -> str:
        return str(SENTENCES[self.code]) % self.values

"""The answer to a ledger as paper and as text: JSON, CSV, terminal table, printable workbook; and empty ledgers.

Takes a `LedgerAnswer` and gives text or bytes. Never opens a file, never counts a day: every figure is shown as
it was found. `answer_table` needs rich and the workbooks need XlsxWriter; import them where they are used.
"""

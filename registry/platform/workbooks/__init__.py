"""Workbooks and CSV files as named sheets of cell values.

`reading.read_source` is the one way in. Owns which files can be read, how large they may be, and the words that
say why one cannot. Knows nothing of what the cells mean: headers, dates as text and people are for `exchange`.

A file from outside is never handed to the reader of cells (calamine) as it came: a forged count or a cell at the far
corner makes calamine ask for gigabytes and end the process. `packages` and `ole_files` unpack within limits, the
module of each format checks what is left, and calamine gets a small clean file made from that.
"""

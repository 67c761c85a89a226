"""What comes in and goes out as files: which sheet becomes which fact, which facts fill whose form.

Owns the ledger kinds (teachers, placements, leave), how their cells are read, the answer of `registry check` in all
its forms, and the empty and example workbooks. It guesses nothing: a row that cannot be read never counts, is
listed with sheet, row and column, and marks its teacher incomplete.
"""

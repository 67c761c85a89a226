"""Technical rooms: clock, language, workbooks, terminal. Knows no word of the domain."""

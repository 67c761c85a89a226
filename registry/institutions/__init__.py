"""The institutions: education bureaus, schools, enterprises.

Owns a school's offices and departments, the chain of offices that approve (the school's own data, in versions by
date), its calendar of breaks, and the day since which its records are complete. Enterprises are shared by all
schools: anybody may name one, an office completes it once.

Invariants, held by PostgreSQL: codes and credit codes are unique; a unit's name stands once a day in its school;
one chain begins on one day; breaks do not overlap; an approving office belongs to the school of the chain. Nothing
is deleted: units are closed, chains and breaks are voided with a reason.

Sources: GB 32100-2015 for the credit code; the chain of offices as schools' own notices describe it.
"""

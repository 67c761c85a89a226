"""The rule book: rule packs per jurisdiction, and the value in force on a day.

Owns the TOML packs under `packs/`, their strict loader, inheritance (a city inherits its province, a province
the nation), and the check that nothing below is weaker than a hard rule above. It decides nothing about people.
"""

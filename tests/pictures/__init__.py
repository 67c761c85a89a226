"""Pictures for README and handbook, taken from the program: `python -m tests.pictures.NAME` (extra `browser`)."""

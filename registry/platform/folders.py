"""Where the folders beside the package are: there in a checkout, inside the package in a wheel."""

from pathlib import Path

PACKAGE = Path(__file__).parents[1]
INSIDE_A_WHEEL = PACKAGE / "_data"
ROOTS = "roots"
"""In the data folder: root certificates under which this machine believes signed files, and revocation lists."""


def migrations_folder() -> Path:
    """The history of the database."""
    return _folder("piccolo_migrations")


def templates_folder() -> Path:
    """The pages' templates and their words in English."""
    return _folder("templates")


def assets_folder() -> Path:
    """Styles and scripts that browsers load."""
    return PACKAGE / "assets"


def _folder(name: str) -> Path:
    shipped = INSIDE_A_WHEEL / name
    return shipped if shipped.is_dir() else PACKAGE.parent / name

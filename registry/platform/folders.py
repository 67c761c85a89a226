"""Where templates and migrations are: beside the package in a checkout, inside it in a wheel."""

from pathlib import Path

PACKAGE = Path(__file__).parents[1]
INSIDE_A_WHEEL = PACKAGE / "_data"


def migrations_folder() -> Path:
    """The history of the database."""
    return _folder("piccolo_migrations")


def templates_folder() -> Path:
    """The page templates."""
    return _folder("templates")


def _folder(name: str) -> Path:
    shipped = INSIDE_A_WHEEL / name
    return shipped if shipped.is_dir() else PACKAGE.parent / name

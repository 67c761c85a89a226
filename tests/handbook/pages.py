"""The README and the pages of the handbook, and what is named in them."""

import re
import shlex
from pathlib import Path

ROOT = Path(__file__).parents[2]
HANDBOOK = ROOT / "registry/handbook"
PAGES = (ROOT / "README.md", ROOT / "templates/README.md", *sorted(HANDBOOK.rglob("*.md")))
_FENCED = re.compile(r"^```\w*\n(.*?)^```", re.DOTALL | re.MULTILINE)
_INDENTED = re.compile(r"^ {4}(.+)$", re.MULTILINE)
_SPAN = re.compile(r"`([^`\n]+)`")
_LINK = re.compile(r"\]\(([^)\s]+)\)")
_COMMAND = re.compile(r"(?:^|[\s/=])registry (?=(?:--)?[a-z])")
_HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)


def name_of(page: Path) -> str:
    return str(page.relative_to(ROOT))


def spans(page: Path) -> list[str]:
    """What stands between single backticks."""
    return _SPAN.findall(_FENCED.sub("", page.read_text(encoding="utf-8")))


def code_lines(page: Path) -> list[str]:
    """Every line of code: fenced, indented, or between backticks."""
    text = page.read_text(encoding="utf-8")
    blocks = [line for block in _FENCED.findall(text) for line in block.splitlines()]
    return [*blocks, *_INDENTED.findall(text), *spans(page)]


def commands(page: Path) -> list[list[str]]:
    """The words after `registry` of every command line that a page names."""
    parts = [f" {part.strip()}" for line in code_lines(page) for part in line.split("&&")]
    named = [rest for part in parts for rest in _COMMAND.split(part)[1:]]
    return [shlex.split(each, comments=True) for each in named]


def links(page: Path) -> list[str]:
    """The targets of links that lead to this repository."""
    return [target for target in _LINK.findall(page.read_text(encoding="utf-8")) if "://" not in target]


def anchors(page: Path) -> set[str]:
    """What a link may name in a page, as the places that show it make it from a heading."""
    headings = _HEADING.findall(_FENCED.sub("", page.read_text(encoding="utf-8")))
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}

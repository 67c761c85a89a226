"""Markdown pages as HTML: headings that can be linked to, links and pictures led to where they are served.

What stands in a page as HTML is shown as text, so that no page brings a script.
"""

import re
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import NamedTuple

from markdown_it import MarkdownIt
from markdown_it.token import Token

LeadTo = Callable[[str], str]
"""Turns a target as it stands in the file into an address."""


class Heading(NamedTuple):
    """A heading of the second level, for the list of contents."""

    words: str
    anchor: str


class Rendered(NamedTuple):
    """A page: its first heading, the headings below it, and its HTML without the first heading."""

    title: str
    headings: tuple[Heading, ...]
    html: str


def as_html(text: str, link: LeadTo, picture: LeadTo) -> Rendered:
    """A Markdown page as HTML. `link` and `picture` lead its own targets on; others stay as they are."""
    markdown = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
    tokens = markdown.parse(text)
    title, tokens = _without_title(tokens)
    headings = []
    for before, inline in pairwise(tokens):
        if before.type != "heading_open":
            continue
        before.attrSet("id", anchor_of(inline.content))
        if before.tag == "h2":
            headings.append(Heading(_plain(inline), anchor_of(inline.content)))
    for token in tokens:
        _lead_on(token, link, picture)
    return Rendered(title, tuple(headings), str(markdown.renderer.render(tokens, markdown.options, {})))


def anchor_of(heading: str) -> str:
    """What a link names a heading by, as the places that show repositories make it."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def _without_title(tokens: Sequence[Token]) -> tuple[str, list[Token]]:
    if len(tokens) > 1 and tokens[0].type == "heading_open" and tokens[0].tag == "h1":
        return _plain(tokens[1]), list(tokens[3:])
    return "", list(tokens)


def _plain(inline: Token) -> str:
    return "".join(child.content for child in inline.children or ())


def _lead_on(token: Token, link: LeadTo, picture: LeadTo) -> None:
    if token.type == "table_open":
        token.attrSet("class", "table")
    for child in token.children or ():
        if child.type == "link_open":
            child.attrSet("href", link(str(child.attrGet("href") or "")))
        elif child.type == "image":
            child.attrSet("src", picture(str(child.attrGet("src") or "")))
            child.attrSet("loading", "lazy")

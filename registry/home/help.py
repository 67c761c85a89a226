"""The handbook at /help: one page for each role, installation, operations, security; and the pages for developers.

Public: it holds no data, and whoever cannot sign in needs it most. Pages are Markdown files of the handbook, in the
reader's language where both are there.
"""

from functools import lru_cache, partial
from pathlib import Path, PurePosixPath
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from litestar import Response, get
from litestar.params import FromPath

import registry
from registry.kernel.errors import NotFound
from registry.platform.language import Language
from registry.platform.web.markdown import Rendered, as_html
from registry.platform.web.pages import Visitor, language_of, page, url

HANDBOOK = Path(registry.__file__).parent / "handbook"
PICTURES = HANDBOOK / "pictures"
PICTURE_SECONDS = 3600
DOORS = {"certificates": (("verify", "核验证明"), ("verify_roots", "根证书与撤销列表"))}
"""Pages of the application that a page of the handbook is about: route and words, by the handbook page's name."""
NO_SUCH_PAGE = "手册里没有这一页"


class HelpPage(NamedTuple):
    """A page of the handbook: its name in the address, and its file in each language."""

    name: str
    zh: str
    en: str

    def file(self, language: Language) -> Path:
        """The file that is shown to a reader of this language."""
        return HANDBOOK / (self.en if language is Language.EN else self.zh)


class Shelf(NamedTuple):
    """Pages that belong together, with the word above them."""

    word: str
    pages: tuple[HelpPage, ...]


def _in_both(*names: str) -> tuple[HelpPage, ...]:
    return tuple(HelpPage(name, f"help/zh/{name}.md", f"help/en/{name}.md") for name in names)


def _translated(*names: str) -> tuple[HelpPage, ...]:
    """Pages whose English is the handbook's own."""
    return tuple(HelpPage(name, f"help/zh/{name}.md", f"{name}.md") for name in names)


def _for_developers(*names: str) -> tuple[HelpPage, ...]:
    return tuple(HelpPage(name, f"{name}.md", f"{name}.md") for name in names)


SHELVES = (
    Shelf("各角色怎么用", _in_both("teacher", "hr", "department-head", "leader", "bureau", "supervisor", "operator")),
    Shelf("核验证明", _in_both("certificates")),
    Shelf("安装与运行", (*_in_both("installation"), *_translated("operations", "security"))),
    Shelf(
        "给开发者(英文)",
        _for_developers("architecture", "glossary", "practice", "policy", "ledger", "evidence", "pages", "api"),
    ),
)
PAGES = {each.name: each for shelf in SHELVES for each in shelf.pages}


@get("/help", name="help", public=True)
async def contents(request: Visitor) -> Response[Any]:
    """What there is to read."""
    language = language_of(request)
    shelves = [
        (shelf.word, [(each.name, _rendered(request, each, language).title) for each in shelf.pages])
        for shelf in SHELVES
    ]
    return page(request, "home/help/contents.html", shelves=shelves)


@get("/help/{topic:str}", name="help_page", public=True)
async def read(request: Visitor, topic: FromPath[str]) -> Response[Any]:
    """One page of the handbook. Raises NotFound."""
    if topic not in PAGES:
        raise NotFound(NO_SUCH_PAGE)
    shown = _rendered(request, PAGES[topic], language_of(request))
    return page(request, "home/help/page.html", shown=shown, doors=DOORS.get(topic, ()))


@get("/help/pictures/{file_name:str}", name="help_picture", public=True)
async def picture(file_name: FromPath[str]) -> Response[bytes]:
    """A picture of the handbook. Raises NotFound."""
    found = {each.name: each for each in PICTURES.iterdir()}.get(file_name)
    if found is None or found.suffix != ".png":
        raise NotFound(NO_SUCH_PAGE)
    headers = {"cache-control": f"public, max-age={PICTURE_SECONDS}"}
    return Response(found.read_bytes(), media_type="image/png", headers=headers)


def _rendered(request: Visitor, wanted: HelpPage, language: Language) -> Rendered:
    return _as_html(wanted.file(language), url(request, "help"))


@lru_cache(maxsize=128)
def _as_html(file: Path, address: str) -> Rendered:
    text = file.read_text(encoding="utf-8")
    return as_html(text, partial(_page_address, address), partial(_picture_address, address))


def _page_address(address: str, target: str) -> str:
    """Another page of the handbook below its address; a file that is not served stays named as it is."""
    parts = urlsplit(target)
    name = PurePosixPath(parts.path).stem
    if parts.scheme or not parts.path or name not in PAGES:
        return target
    return f"{address}/{name}" + (f"#{parts.fragment}" if parts.fragment else "")


def _picture_address(address: str, target: str) -> str:
    return f"{address}/pictures/{PurePosixPath(target).name}"


ROUTES = [contents, read, picture]

"""The technique of JSON addresses: what a program asks and sends, read field by field; how it is answered.

Every shape is a frozen `Shape`; a request that does not fit is answered with all its faults at once, by field.
"""

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Annotated, Any, Generic, TypeVar

import msgspec
from litestar import Response, Router
from litestar.datastructures import UploadFile
from litestar.enums import MediaType, RequestEncodingType
from litestar.exceptions import HTTPException
from litestar.handlers import HTTPRouteHandler

from registry.kernel.errors import BadInput, InvalidFields
from registry.kernel.periods import YEARS_ASKED_ABOUT
from registry.platform.web.faults import PROBLEM
from registry.platform.web.pages import Visitor
from registry.platform.web.typed import plain
from registry.platform.web.worded import wanted_words

ROOT = "/api/v1"
MOST_AT_ONCE = 200
USUALLY_AT_ONCE = 50
JSON = MediaType.JSON.value
MULTIPART = RequestEncodingType.MULTI_PART.value
FILE = "file"
"""The field of a form that holds its file."""
MISSING = "请填写"
UNKNOWN = "没有这一项"
TWICE = "只能写一次"
NO_CURSOR = "不是本接口给出的游标;请从第一页重新开始"
LONGEST_CURSOR = 500


class Shape(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """What is sent or answered. Nothing else than its fields is read or written."""


class Problem(Shape, kw_only=True, frozen=True):
    """A failure as RFC 9457 writes it. `faults`: what is wrong, by field; `because`: what stands in the way."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str | msgspec.UnsetType = msgspec.UNSET
    faults: dict[str, str] | msgspec.UnsetType = msgspec.UNSET
    because: list[dict[str, str]] | msgspec.UnsetType = msgspec.UNSET


S = TypeVar("S", bound=Shape)
Limit = Annotated[
    int,
    msgspec.Meta(
        ge=1,
        le=MOST_AT_ONCE,
        description=f"每页最多几条,1 到 {MOST_AT_ONCE},不写为 {USUALLY_AT_ONCE}",
        examples=[USUALLY_AT_ONCE],
    ),
]
Cursor = Annotated[
    Annotated[str, msgspec.Meta(max_length=LONGEST_CURSOR)] | None,
    msgspec.Meta(description="下一页的游标,取自上一页的 next;翻页时其余条件保持不变"),
]
Next = Annotated[str | None, msgspec.Meta(description="下一页的游标;null 表示这是最后一页")]


@dataclass(frozen=True, slots=True)
class Link:
    """From an answer to the address that it leads to: the handler's name, and where each parameter is found."""

    route: str
    parameters: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class PathPart:
    """What a parameter of the address means. `shape`: its JSON Schema."""

    description: str
    example: str
    shape: Mapping[str, Any] = field(default_factory=lambda: {"type": "string", "format": "uuid"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation(Generic[S]):
    """Everything that the description of an address says; given to its handler as `told=`.

    `example` is an answer with `status`; `also` are further statuses with the same shape, and when. `body` is sent as
    JSON, `form` as multipart beside a file. `refusals`: statuses besides 401 and 404, which every address may answer
    that is not public.
    """

    tag: str
    summary: str
    description: str = ""
    answer: type[S]
    example: S
    status: int = 200
    also: Mapping[int, str] = field(default_factory=dict)
    query: type[Shape] | None = None
    body: type[Shape] | None = None
    sent: Shape | None = None
    form: type[Shape] | None = None
    path: Mapping[str, PathPart] = field(default_factory=dict)
    refusals: tuple[int, ...] = (404,)
    links: Mapping[str, Link] = field(default_factory=dict)


def api(routes: list[Any]) -> Router:
    """These handlers below `/api/v1`: opened by tokens alone, so no form can be forged against them."""
    methods: dict[str, set[str]] = {}
    for each in routes:
        for path in each.paths:
            methods.setdefault(path, {"OPTIONS"}).update(each.http_methods)
    told = [_which_methods(path, ", ".join(sorted(found))) for path, found in methods.items()]
    return Router(ROOT, route_handlers=[*told, *routes], before_request=_acceptable, opt={"is_token_only": True})


def asked(request: Visitor, shape: type[S]) -> S:
    """What the address asks after its `?`. Raises InvalidFields with everything that is wrong."""
    given: dict[str, Any] = {}
    faults: dict[str, str] = {}
    for name, value in request.query_params.multi_items():
        if name in given:
            faults[name] = TWICE
        given[name] = value
    return _shaped(shape, given, faults, is_text=True)


async def sent(request: Visitor, shape: type[S]) -> S:
    """What was sent as JSON. Raises InvalidFields, BadInput where it is no JSON, 415 where it is called otherwise."""
    if request.content_type[0] != JSON:
        raise HTTPException(status_code=415)
    try:
        given = msgspec.json.decode(await request.body())
    except (msgspec.DecodeError, RecursionError) as unread:
        raise BadInput("发送的内容不是 JSON") from unread
    if not isinstance(given, dict):
        raise InvalidFields({"body": "应为 JSON 对象"})
    return _shaped(shape, given, {}, is_text=False)


async def sent_file(request: Visitor, shape: type[S]) -> tuple[S, UploadFile]:
    """What was sent as a form with one file. Raises InvalidFields, 415 where it is no such form."""
    if request.content_type[0] != MULTIPART:
        raise HTTPException(status_code=415)
    given: dict[str, Any] = {}
    faults: dict[str, str] = {}
    file: UploadFile | None = None
    for name, value in (await request.form()).multi_items():
        if name in given or (name == FILE and file):
            faults[name] = TWICE
        if name == FILE and isinstance(value, UploadFile):
            file = value
        else:
            given[name] = value
    if file is None:
        faults.setdefault(FILE, MISSING)
    told = _shaped(shape, given, faults, is_text=True)
    assert file is not None
    return told, file


def answered_with(shape: Shape, status: int = 200, headers: Mapping[str, str] | None = None) -> Response[bytes]:
    """A shape as the answer."""
    return Response(msgspec.json.encode(shape), status_code=status, media_type=JSON, headers=dict(headers or {}))


def refused_with(problem: Problem) -> Response[bytes]:
    """A failure that tells more than its words."""
    return Response(msgspec.json.encode(problem), status_code=problem.status, media_type=PROBLEM)


def cursor_of(*parts: str) -> str:
    """Where the next page begins, as one word that nobody needs to understand."""
    written = json.dumps(parts, ensure_ascii=False, separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(written).decode().rstrip("=")


def cursor_parts(cursor: str | None, kinds: tuple[type, ...]) -> list[Any] | None:
    """What `cursor_of` was given, each part as its kind; None for the first page. Raises InvalidFields."""
    if cursor is None:
        return None
    try:
        written = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
        parts = json.loads(written)
        if not isinstance(parts, list) or len(parts) != len(kinds):
            raise ValueError(cursor)
        return [msgspec.convert(_plain(part), kind) for part, kind in zip(parts, kinds, strict=True)]
    except (ValueError, RecursionError, msgspec.ValidationError) as wrong:
        raise InvalidFields({"cursor": NO_CURSOR}) from wrong


def _shaped(shape: type[S], given: Mapping[str, Any], faults: dict[str, str], is_text: bool) -> S:
    values: dict[str, Any] = {}
    fields = {each.encode_name: each for each in msgspec.structs.fields(shape)}
    for name in given:
        if name not in fields:
            faults[name] = UNKNOWN
    for name, each in fields.items():
        if name not in given:
            if each.required:
                faults[name] = MISSING
            continue
        try:
            msgspec.convert(given[name], each.type, strict=not is_text)
            if given[name] and _plain(given[name]) == "":
                raise ValueError
            value = msgspec.convert(_plain(given[name]), each.type, strict=not is_text)
            values[each.name] = _meant(value, is_text)
        except ValueError as wrong:
            faults.setdefault(name, wanted_words(each.type, str(wrong)))
    if faults:
        raise InvalidFields(faults)
    return shape(**values)


def _meant(value: Any, is_text: bool) -> Any:
    """The value, unless it is a day of years that cannot be computed, or the word `null`, which no text means."""
    if (value is None and is_text) or (isinstance(value, date) and value.year not in YEARS_ASKED_ABOUT):
        raise ValueError
    return value


def _plain(given: Any) -> Any:
    """The same without characters that nobody types, however deep."""
    if isinstance(given, str):
        return plain(given)
    if isinstance(given, list):
        return [_plain(each) for each in given]
    if isinstance(given, dict):
        return {plain(name): _plain(value) for name, value in given.items()}
    return given


def _which_methods(path: str, methods: str) -> HTTPRouteHandler:
    """Which methods an address takes. (Litestar's own answer forgets those of a second handler.)

    Registered before the others, or Litestar's own takes its place.
    """

    def told() -> Response[None]:
        return Response(None, status_code=204, headers={"allow": methods})

    asked_by = HTTPRouteHandler(path, http_method=["OPTIONS"], sync_to_thread=False, include_in_schema=False)
    return asked_by(told)


async def _acceptable(request: Visitor) -> None:
    """Raises 406 for who takes no JSON."""
    if request.accept.best_match([JSON, PROBLEM]) is None:
        raise HTTPException(status_code=406)

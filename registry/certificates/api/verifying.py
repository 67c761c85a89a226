"""`/api/v1/verify`: what a code opens, or a number with its check digits, for anybody; nothing is learned without."""

from typing import Annotated, Any

from litestar import Response, get
from litestar.exceptions import HTTPException
from litestar.params import FromPath
from msgspec import Meta

from registry.audit.process import Reading, open_process
from registry.certificates.api.certificates import TAG
from registry.certificates.api.shapes import SOME_CODE, SOME_NUMBER
from registry.certificates.api.verified_shapes import VERIFIED, VerifiedShape, verified
from registry.certificates.model import LookUpRefused, Shown
from registry.certificates.rules.numbering import CODE_LENGTH, plain_code, plain_digits
from registry.certificates.service.looking_up import (
    NO_SUCH_CODE,
    LookUp,
    NumberedLookUp,
    look_up,
    look_up_numbered,
)
from registry.identity.access import Door, place_of
from registry.kernel.errors import InvalidFields, NotFound
from registry.platform.web.api import Operation, PathPart, Shape, answered_with, asked
from registry.platform.web.pages import Visitor

LONGEST_NUMBER, LONGEST_DIGITS = 100, 40
NO_DIGITS = "应为 8 位数字"
NOT_INDEXED = {"x-robots-tag": "noindex, nofollow"}
CODE = PathPart(
    "核验码;大小写、空格和横线都不影响",
    SOME_CODE,
    {"type": "string", "pattern": f"^[0-9A-HJKMNP-TV-Z]{{{CODE_LENGTH}}}$"},
)
VERIFYING = Operation(
    tag=TAG,
    summary="核验一份证明",
    description="不需要令牌。查错太多次的地址要等一会儿(429,Retry-After 说明秒数)。",
    answer=VerifiedShape,
    example=VERIFIED,
    path={"code": CODE},
    refusals=(404, 406, 429),
)


class NumberAsked(Shape, kw_only=True, frozen=True):
    """A number with its check digits, as paper without an address shows them."""

    number: Annotated[
        Annotated[str, Meta(min_length=1, max_length=LONGEST_NUMBER)],
        Meta(description="证明上印的编号", examples=[SOME_NUMBER]),
    ]
    check: Annotated[
        Annotated[str, Meta(min_length=1, max_length=LONGEST_DIGITS)],
        Meta(description="证明上印的校验位,8 位数字;空格和横线都不影响", examples=["3544 5983"]),
    ]


VERIFYING_NUMBER = Operation(
    tag=TAG,
    summary="按编号和校验位核验一份证明",
    description=(
        "用于没有印网址的证明,不需要令牌。编号不存在与校验位不对,回答相同(404)。查错太多次的地址,以及被查错太多次的编号,"
        "都要等一会儿(429,Retry-After 说明秒数);核验码不受影响。"
    ),
    query=NumberAsked,
    answer=VerifiedShape,
    example=VERIFIED,
    refusals=(404, 406, 422, 429),
)


@get("/verify", name="api_verify_number", public=True, told=VERIFYING_NUMBER)
async def verify_number(request: Visitor, reading: Door) -> Response[Any]:
    """The same for whoever has the number and its check digits."""
    wish = asked(request, NumberAsked)
    if plain_digits(wish.check) is None:
        raise InvalidFields({"check": NO_DIGITS})
    async with open_process("look_up", reading) as process:
        found = await look_up_numbered(process, NumberedLookUp(wish.number, wish.check, place_of(request).address))
    return _answered(reading, found)


@get("/verify/{code:str}", name="api_verify", public=True, told=VERIFYING)
async def verify(request: Visitor, reading: Door, code: FromPath[str]) -> Response[Any]:
    """Everything that a certificate prints, and whether it holds."""
    if plain_code(code) is None:
        raise NotFound(NO_SUCH_CODE)
    async with open_process("look_up", reading) as process:
        found = await look_up(process, LookUp(code, place_of(request).address))
    return _answered(reading, found)


def _answered(reading: Reading, found: Shown | LookUpRefused) -> Response[Any]:
    """What was found. Raises NotFound, and 429 for who is held back."""
    if not isinstance(found, LookUpRefused):
        return answered_with(verified(found), headers=NOT_INDEXED)
    if found.next_attempt_at is None:
        raise NotFound(found.words)
    seconds = max(1, int((found.next_attempt_at - reading.now).total_seconds()) + 1)
    raise HTTPException(status_code=429, headers={"retry-after": str(seconds)})


ROUTES = [verify_number, verify]

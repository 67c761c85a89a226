"""`/api/v1/verify/CODE`: what a code opens, for anybody; nothing is learned without one."""

from typing import Any

from litestar import Response, get
from litestar.exceptions import HTTPException
from litestar.params import FromPath

from registry.audit.process import open_process
from registry.certificates.api.certificates import TAG
from registry.certificates.api.shapes import SOME_CODE
from registry.certificates.api.verified_shapes import VERIFIED, VerifiedShape, verified
from registry.certificates.model import LookUpRefused
from registry.certificates.rules.numbering import CODE_LENGTH, plain_code
from registry.certificates.service.looking_up import NO_SUCH_CODE, LookUp, look_up
from registry.identity.access import Door, place_of
from registry.kernel.errors import NotFound
from registry.platform.web.api import Operation, PathPart, answered_with
from registry.platform.web.pages import Visitor

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


@get("/verify/{code:str}", name="api_verify", public=True, told=VERIFYING)
async def verify(request: Visitor, reading: Door, code: FromPath[str]) -> Response[Any]:
    """Everything that a certificate prints, and whether it holds."""
    if plain_code(code) is None:
        raise NotFound(NO_SUCH_CODE)
    async with open_process("look_up", reading) as process:
        found = await look_up(process, LookUp(code, place_of(request).address))
    if not isinstance(found, LookUpRefused):
        return answered_with(verified(found), headers={"x-robots-tag": "noindex, nofollow"})
    if found.next_attempt_at is None:
        raise NotFound(found.words)
    seconds = max(1, int((found.next_attempt_at - reading.now).total_seconds()) + 1)
    raise HTTPException(status_code=429, headers={"retry-after": str(seconds)})


ROUTES = [verify]

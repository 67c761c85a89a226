"""A dropped file that nobody reads: the page stood open for too long, cookies are blocked, or it is too large."""

from typing import Any

from litestar import Response
from litestar.exceptions import HTTPException, PermissionDeniedException
from litestar.types import ExceptionHandlersMap

from registry.certificates.pages.checking import LARGEST_FILE
from registry.platform.web.faults import answered, wants_json
from registry.platform.web.pages import Visitor, page

MEGABYTE = 1_000_000
TOO_LARGE = 413
NO_TOKEN = (
    "核验页打开得太久,或浏览器不接受 Cookie,文件没有读取。"
    "请重新打开核验页,再放入一次;仍不行时,请在浏览器中允许本网站的 Cookie,或改用核验码。"
)
NOT_SO_LARGE = (
    f"文件超过 {LARGEST_FILE // MEGABYTE} MB,没有读取。本系统出具的证明不会这么大:"
    "请放入收到的原文件,不要压缩、扫描或另存。"
)


def said_to_strangers(request: Visitor, fault: HTTPException) -> Response[Any]:
    """What happened and what to do, for somebody who knows nothing of this site and has no account."""
    is_known = isinstance(fault, PermissionDeniedException) or fault.status_code == TOO_LARGE
    if not is_known or wants_json(request):
        return answered(request, fault)
    words = NOT_SO_LARGE if fault.status_code == TOO_LARGE else NO_TOKEN
    return page(request, "certificates/not_taken.html", fault.status_code, told=words)


HANDLERS: ExceptionHandlersMap = {HTTPException: said_to_strangers}

"""How a failure is answered: a page for people, problem+json for programs; never the text of a defect."""

import logging
from typing import Any
from uuid import uuid4

from litestar import Response
from litestar.exceptions import HTTPException, ValidationException
from litestar.types import ExceptionHandlersMap

from registry.kernel.errors import (
    BadInput,
    InvalidFields,
    Moved,
    NotFound,
    NotPermitted,
    PolicyGap,
    RegistryError,
    StaleEdit,
)
from registry.platform.web.pages import SEE_OTHER, Visitor, page, site_of

STATUS_OF = (
    (InvalidFields, 422),
    (NotFound, 404),
    (NotPermitted, 403),
    (StaleEdit, 409),
    (PolicyGap, 409),
    (BadInput, 400),
)
TITLES = {
    400: "这个请求无法处理",
    401: "请先登录",
    403: "不能执行此操作",
    404: "没有找到",
    405: "不能这样访问此地址",
    406: "不能按所要的格式回答",
    409: "情况已经变化",
    413: "文件太大",
    415: "不接受这种格式的内容",
    422: "有几处需要修改",
    429: "请求太频繁",
    500: "系统出错了",
}
NEXT = {
    403: "如需办理,请联系所示的经办人。",
    404: "地址可能写错了,或者该内容不在您的权限范围内。",
    409: "请返回上一页刷新后再试;刚才的操作没有写入。",
    413: "请压缩或分次上传。",
    422: "请返回上一页改好后再提交;刚才的操作没有写入。",
    500: "刚才的操作没有写入。请稍后再试;若仍出错,请把编号告诉运维人员。",
}
LONGEST_SHOWN = 40
API = "/api/"
PROBLEM = "application/problem+json"
_log = logging.getLogger("registry")


def answered(request: Visitor, fault: Exception) -> Response[Any]:
    """The answer to any failure; a page of a merged record leads on to the one that stands for it."""
    if isinstance(fault, Moved) and request.method in ("GET", "HEAD") and str(fault.old_id) in request.url.path:
        return _led_on(request, fault)
    status, words, headers = _told(request, fault)
    incident = ""
    if status >= 500:
        incident = uuid4().hex[:8]
        _log.error("incident %s at %s %s", incident, request.method, request.url.path, exc_info=fault)
    if wants_json(request):
        return _problem(status, words, headers, fault)
    answer = page(
        request,
        "fault.html",
        status,
        status=status,
        title=TITLES.get(status, TITLES[400]),
        words="" if isinstance(fault, InvalidFields) else words,
        advice=NEXT.get(status, ""),
        faults=fault.faults if isinstance(fault, InvalidFields) else {},
        incident=incident,
    )
    answer.headers.update(headers)
    return answer


def wants_json(request: Visitor) -> bool:
    """Programs ask below `/api/`, or say that they take no page."""
    if API in request.url.path:
        return True
    return request.accept.best_match(["text/html", "application/json"], default="text/html") == "application/json"


def handlers() -> ExceptionHandlersMap:
    """The one handler for everything that fails."""
    return {RegistryError: answered, HTTPException: answered, Exception: answered}


def _led_on(request: Visitor, fault: Moved) -> Response[Any]:
    path = str(request.url.path).replace(str(fault.old_id), str(fault.new_id))
    query = f"?{request.url.query}" if request.url.query else ""
    return Response(None, status_code=SEE_OTHER, headers={"location": f"{site_of(request).prefix}{path}{query}"})


def _told(request: Visitor, fault: Exception) -> tuple[int, str, dict[str, str]]:
    for kind, status in STATUS_OF:
        if isinstance(fault, kind):
            return status, str(fault), {}
    if isinstance(fault, RegistryError):
        return 400, str(fault), {}
    if isinstance(fault, ValidationException):
        return fault.status_code, _not_meant(request, fault), {}
    if isinstance(fault, HTTPException):
        status = fault.status_code
        words = "" if status >= 500 or status in TITLES else fault.detail
        return status, words, dict(fault.headers or {})
    return 500, "", {}


def _not_meant(request: Visitor, fault: ValidationException) -> str:
    """Which parts of the address are not understood; nothing where it is about something else."""
    told = fault.extra if isinstance(fault.extra, list) else []
    names = dict.fromkeys(str(each.get("key", "")) for each in told if isinstance(each, dict))
    asked = request.query_params
    return ";".join(f"地址中的“{name}”不能是“{asked[name][:LONGEST_SHOWN]}”" for name in names if name in asked)


def _problem(status: int, words: str, headers: dict[str, str], fault: Exception) -> Response[Any]:
    body: dict[str, Any] = {"type": "about:blank", "title": TITLES.get(status, TITLES[400]), "status": status}
    if words:
        body["detail"] = words
    if isinstance(fault, InvalidFields):
        body["faults"] = fault.faults
    return Response(body, status_code=status, media_type=PROBLEM, headers=headers)

"""The description as a document and as a page of our own: it loads nothing from elsewhere."""

from typing import Any

from litestar import Response, get
from litestar.params import FromQuery

from registry.home.api_description.reading import chapters
from registry.platform.web.api import JSON
from registry.platform.web.described import description
from registry.platform.web.pages import Visitor, full_url, page, site_of

TITLE = "教师发展与企业实践登记系统 接口"
WORDS = (
    "每个请求都带 Authorization: Bearer 令牌。令牌在“我的账号 › 接口令牌”签发,能看到的不多于签发人自己。"
    "列表回答 items 和 next:把 next 作为 cursor 再问,直到 next 为 null。日期写成 2026-06-30。"
    "天数和月数以 _exact 结尾的为精确值,写成整数或最简分数,如 301/30。出错时回答 application/problem+json,"
    "faults 按字段列出全部问题。没有权限的内容与不存在的内容一样回答 404。"
)


@get("/api/openapi.json", name="openapi", public=True, sync_to_thread=False)
def document(request: Visitor) -> Response[dict[str, Any]]:
    """The document; it holds no data of anybody, so it is public."""
    return Response(_described(request), media_type=JSON)


@get("/api", name="api_description", public=True, sync_to_thread=False)
def shown(request: Visitor, chapter: FromQuery[str] = "") -> Response[Any]:
    """The same, to be read: every address, and one chapter whole (the first where none is asked for)."""
    told = _described(request)
    found = chapters(told)
    chosen = chapter if chapter in found else next(iter(found))
    return page(
        request,
        "home/api.html",
        title=told["info"]["title"],
        words=told["info"]["description"],
        sample=f"{full_url(request, 'api_teachers')}?limit=50",
        chapters=found,
        chosen=chosen,
    )


def _described(request: Visitor) -> dict[str, Any]:
    return description(request.app, TITLE, WORDS, site_of(request).public_address or site_of(request).prefix or "/")


ROUTES = [document, shown]

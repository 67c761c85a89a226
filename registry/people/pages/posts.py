"""Teaching posts: begun, ended, taken back. A first post that may not begin yet shows the rule and the way out."""

from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from litestar import Response, route
from litestar.params import FromPath

from registry.audit.process import Reading, open_process
from registry.identity.access import Door
from registry.institutions.pages.asking import BOTH, Field, Kind, Question, conducted, offered, revision_in
from registry.kernel.errors import InvalidFields, NotPermitted
from registry.people.model.commands import EndPost, HoldPost, VoidPost
from registry.people.model.facts import EmployedAt, Post, PostCategory
from registry.people.pages.kept import KEEP, Kept, back, crumbs, kept_employment, kept_post
from registry.people.pages.words import CATEGORY_WORDS
from registry.people.queries.careers import posts_of
from registry.people.service.posts import end_post, hold_post, void_post
from registry.platform.web.forms import Form
from registry.platform.web.pages import Visitor

EXCEPTION = Field(
    "unpractised_reason",
    "先上岗的理由",
    hint="一般留空。按规定须先实践再上岗、又确需先上岗的,写明理由,随岗位保存",
)


class Asked(NamedTuple):
    """A post as it was asked for; days left out are those of the employment."""

    category: PostCategory
    started_on: date | None
    finished_on: date | None


@route(
    "/people/{person_id:uuid}/employments/{employment_id:uuid}/post",
    http_method=BOTH,
    name="hold_post",
    permission=KEEP,
)
async def hold(
    request: Visitor, reading: Door, person_id: FromPath[UUID], employment_id: FromPath[UUID]
) -> Response[Any]:
    """A teaching post within an employment."""
    kept, employed = await kept_employment(reading, person_id, employment_id)
    if employed is None:
        return back(request, person_id)
    question = Question(
        "登记教师岗位",
        "登记岗位",
        (
            Field(
                "category", "教师类别", Kind.SELECT, required=True, options=offered(CATEGORY_WORDS), empty="请选择"
            ),
            Field("started_on", "开始日期", Kind.DAY, hint="留空表示与任职同时开始"),
            Field("finished_on", "结束日期", Kind.DAY, hint="仍在岗请留空"),
            EXCEPTION,
        ),
        crumbs(request, kept.person),
        about=kept.person.name,
        lede="专业课教师和实习指导教师从岗位开始之日起有企业实践的要求。",
    )

    async def act(form: Form) -> Response[Any]:
        category = form.choice("category", PostCategory)
        asked = Asked(category or PostCategory.PUBLIC, form.day("started_on"), form.day("finished_on"))
        exception = form.text("unpractised_reason")
        form.require_valid()
        try:
            await _hold(reading, kept, HoldPost(employment_id, *asked, exception or None))
        except InvalidFields:
            if not await _is_there(reading, kept, employed, asked):
                raise
        return back(request, person_id, "岗位已登记")

    return await conducted(request, question, {}, act)


@route("/people/{person_id:uuid}/posts/{post_id:uuid}/end", http_method=BOTH, name="end_post", permission=KEEP)
async def end(request: Visitor, reading: Door, person_id: FromPath[UUID], post_id: FromPath[UUID]) -> Response[Any]:
    """The last day of a post; the employment goes on."""
    kept, employed, post = await kept_post(reading, person_id, post_id)
    if employed is None or post is None:
        return back(request, person_id)
    question = Question(
        "结束岗位",
        "结束岗位",
        (Field("finished_on", "最后一天", Kind.DAY, required=True), Field("reason", "理由")),
        crumbs(request, kept.person),
        about=kept.person.name,
        touches=("此后不再按该岗位要求企业实践;任职继续。",),
    )

    async def act(form: Form) -> Response[Any]:
        finished_on = form.day("finished_on", required=True)
        form.require_valid()
        assert finished_on is not None
        if post.finished_on == finished_on:
            return back(request, person_id)
        async with open_process("end_post", reading, form.text("reason")) as process:
            await end_post(process, EndPost(post_id, revision_in(form), finished_on), kept.scope)
        return back(request, person_id, "岗位已结束")

    return await conducted(request, question, {"revision": post.revision}, act)


@route("/people/{person_id:uuid}/posts/{post_id:uuid}/void", http_method=BOTH, name="void_post", permission=KEEP)
async def void(request: Visitor, reading: Door, person_id: FromPath[UUID], post_id: FromPath[UUID]) -> Response[Any]:
    """A post that never was."""
    kept, employed, post = await kept_post(reading, person_id, post_id)
    if employed is None or post is None:
        return back(request, person_id)
    question = Question(
        "作废岗位",
        "作废岗位",
        (Field("reason", "理由", required=True, hint="记入变更记录"),),
        crumbs(request, kept.person),
        about=kept.person.name,
        lede="只用于从未有过的岗位;换岗请用“结束岗位”再登记新岗位。",
        touches=("是否有企业实践的要求、达标情况会随之重新计算。",),
        is_risky=True,
    )

    async def act(form: Form) -> Response[Any]:
        reason = form.text("reason", required=True)
        form.require_valid()
        async with open_process("void_post", reading, reason) as process:
            await void_post(process, VoidPost(post_id, revision_in(form), reason), kept.scope)
        return back(request, person_id, "岗位已作废")

    return await conducted(request, question, {"revision": post.revision}, act)


async def _hold(reading: Reading, kept: Kept, command: HoldPost) -> None:
    """Enter the post. What refuses it at the end of the process is the rule on first posts: a fault of this form."""
    is_entered = False
    try:
        async with open_process("hold_post", reading) as process:
            await hold_post(process, command, kept.scope)
            is_entered = True
    except NotPermitted as refused:
        if not is_entered:
            raise
        raise InvalidFields({EXCEPTION.name: str(refused)}) from refused


async def _is_there(reading: Reading, kept: Kept, employed: EmployedAt, asked: Asked) -> bool:
    """Whether a first click entered this very post already."""
    of = employed.employment
    wanted = (of.id, asked.category, asked.started_on or of.started_on, asked.finished_on or of.finished_on)
    posts = (await posts_of(reading, [kept.person.id], kept.scope))[kept.person.id]
    return any(_told(each) == wanted for each in posts)


def _told(post: Post) -> tuple[object, ...]:
    return post.employment_id, post.category, post.started_on, post.finished_on


ROUTES = [hold, end, void]

"""Chasing from the board: what one click would do is shown first, the second click does it."""

import asyncio
from typing import Any
from uuid import uuid4

from litestar import Response, get, post

from registry.audit.process import Reading, open_process
from registry.identity.access import Door, scopes
from registry.identity.model.permissions import Permission
from registry.kernel.errors import InvalidFields, StaleEdit
from registry.kernel.periods import asked_day
from registry.kernel.scopes import Scope, ScopeKind
from registry.people.model.facts import PostCategory
from registry.platform.web.forms import Form, filled
from registry.platform.web.pages import Visitor, full_url, go, page
from registry.practice.model import StandingState
from registry.practice.rules.board import BoardWish
from registry.practice.rules.progress import Progress
from registry.reminders.model.mail import Outgoing
from registry.reminders.model.messages import BatchKind, ChaseAsk, Counts, SendChase
from registry.reminders.pages.words import KIND_WORDS
from registry.reminders.queries.batches import counts_of
from registry.reminders.queries.chasing import chase_preview, chasing_scope
from registry.reminders.rules.chasing import RECENT_DAYS, kind_of, kinds_in
from registry.reminders.service.chasing import send_chase
from registry.reminders.service.outgoing import outgoing_from

FIELDS = ("school_id", "department_id", "category", "state", "progress", "q", "as_of", "lapses_before", "kind")


@get("/chase", name="ask_chase", permission=Permission.CHASE)
async def ask(request: Visitor, reading: Door) -> Response[Any]:
    """How many, who, in which words; whom nothing reaches and who was chased lately."""
    query = {name: [value] for name, value in request.query_params.items()}
    return await _shown(request, reading, Form(query))


@post("/chase", name="chase", permission=Permission.CHASE)
async def chase(request: Visitor, reading: Door) -> Response[Any]:
    """The first click asks, the second sends. Sent twice it is one batch."""
    form = await filled(request)
    if not form.flag("confirm"):
        return go(request, "ask_chase", **_fields(form))
    wanted, scope = await _asked(reading, form)
    batch_id, digest = form.key("batch_id", required=True), form.text("digest", required=True)
    form.require_valid()
    assert batch_id is not None
    command = SendChase(batch_id, wanted, digest, form.flag("again"))
    try:
        async with open_process("send_chase", reading) as process:
            sent = await send_chase(process, command, scope, outgoing_of(request))
    except StaleEdit as changed:
        return go(request, "ask_chase", note=str(changed), **_fields(form))
    except InvalidFields as wrong:
        form.faults = wrong.faults
        return await _shown(request, reading, form)
    counts = (await counts_of([sent.id]))[sent.id]
    return go(request, "chase_batch", note=told_words(counts), batch_id=sent.id)


def told_words(counts: Counts) -> str:
    """How many a batch reached, and how many it did not."""
    if not counts.reached:
        return f"没有消息送达:{counts.unreached} 人都没有账号,请打印名单当面或电话通知"
    if counts.unreached:
        return f"提醒已送达 {counts.reached} 人,另有 {counts.unreached} 人没有账号,请打印名单当面或电话通知"
    return f"提醒已送达 {counts.reached} 人"


def outgoing_of(request: Visitor) -> Outgoing:
    """How mails leave, with links to where the visitor finds this site."""
    return outgoing_from(request.app.state.settings, full_url(request, "inbox"))


async def _shown(request: Visitor, reading: Reading, form: Form) -> Response[Any]:
    faults = dict(form.faults)
    wanted, scope = await _asked(reading, form)
    preview = await chase_preview(reading, wanted, scope)
    told = [each for each in preview.addressees if each.chased_on is None]
    return await asyncio.to_thread(
        page,
        request,
        "reminders/chase.html",
        422 if faults else 200,
        preview=preview,
        new=told,
        recent=[each for each in preview.addressees if each.chased_on is not None],
        unreached=[each for each in told if each.draft.account_id is None],
        with_mail=sum(each.gets_mail for each in told),
        example=next((each.draft for each in (*told, *preview.addressees)), None),
        is_report=scope.kind is ScopeKind.BUREAU,
        kinds=[(kind.value, KIND_WORDS[kind]) for kind in kinds_in(scope)],
        kind_words=KIND_WORDS,
        fields={**_fields(form), "kind": wanted.kind.value, "as_of": wanted.wish.on.isoformat()},
        recent_days=RECENT_DAYS,
        batch_id=form.values.get("batch_id") or str(uuid4()),
        sends_mail=outgoing_of(request).sends,
        again=form.flag("again"),
        faults=faults,
    )


async def _asked(reading: Reading, form: Form) -> tuple[ChaseAsk, Scope]:
    """The filter and the kind, and the scope in which it is asked. Raises InvalidFields, NotFound."""
    wish = BoardWish(
        on=asked_day(form.day("as_of")) or reading.today,
        school_id=form.key("school_id"),
        department_id=form.key("department_id"),
        category=form.choice("category", PostCategory) if form.text("category") else None,
        state=form.choice("state", StandingState) if form.text("state") else None,
        progress=form.choice("progress", Progress) if form.text("progress") else None,
        q=form.text("q"),
        lapses_before=asked_day(form.day("lapses_before")),
        limit=None,
    )
    kind = form.choice("kind", BatchKind) if form.text("kind") else None
    form.require_valid()
    scope = await chasing_scope(reading, scopes(reading, Permission.CHASE), wish.school_id)
    fitting = kinds_in(scope)
    if kind not in fitting:
        kind = kind_of(wish) if kind_of(wish) in fitting else fitting[0]
    return ChaseAsk(wish, kind), scope


def _fields(form: Form) -> dict[str, str]:
    """The filter as it is carried on."""
    return {name: form.values[name] for name in FIELDS if form.values.get(name)}


ROUTES = [ask, chase]

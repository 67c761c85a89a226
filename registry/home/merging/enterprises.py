"""Firms entered twice: which may be, both records side by side before they become one, and the way back."""

from typing import Any
from uuid import UUID, uuid4

from litestar import Response, get, post, route
from litestar.params import FromPath, FromQuery

from registry.audit.process import Reading, open_process
from registry.identity.access import Door, school_scopes
from registry.identity.model.permissions import Permission
from registry.institutions.model.facts import Enterprise
from registry.institutions.model.merging import FirmLikeness, MergeEnterprises, UndoEnterpriseMerge
from registry.institutions.pages.asking import BOTH, HIGHEST_REVISION
from registry.institutions.queries.duplicates import LISTED_AT_MOST, duplicate_enterprises
from registry.institutions.queries.enterprises import enterprise, enterprise_by_credit_code, enterprises_like
from registry.institutions.queries.merging import enterprise_merge, latest_merges, names_merged_into
from registry.institutions.rules.merging import firm_faults, may_merge_enterprises
from registry.institutions.service.merging import merge_enterprises, undo_enterprise_merge
from registry.kernel.errors import InvalidFields, NotFound
from registry.kernel.scopes import Scope
from registry.platform.web.forms import LONGEST_TEXT, Form, filled
from registry.platform.web.pages import Visitor, go, page
from registry.practice.service.merging import NAMED_FIRMS

MERGE = Permission.MERGE_DUPLICATES
FOLLOWERS = (NAMED_FIRMS,)
"""What names firms besides the directory itself."""
MERGES_SHOWN = 20
LIKENESS_WORDS = {
    FirmLikeness.SAME_WRITING: "名称相同,只是写法不同(全半角、空格、括号)",
    FirmLikeness.SAME_CORE: "名称相同,只是公司组织形式不同",
    FirmLikeness.SIMILAR: "名称相近,请核对",
}


@get("/enterprises/duplicates", name="duplicate_enterprises", permission=MERGE)
async def listed(
    request: Visitor, reading: Door, first: FromQuery[str] = "", second: FromQuery[str] = ""
) -> Response[Any]:
    """Which firms may have been entered twice; or the two that the office names."""
    faults: dict[str, str] = {}
    if first or second:
        chosen = {name: await _named(reading, typed) for name, typed in (("first", first), ("second", second))}
        faults = {name: "没有找到,或有几家同名,请填信用代码" for name, one in chosen.items() if one is None}
        if not faults:
            return go(request, "merge_firms", survivor=chosen["first"], merged=chosen["second"])
    return page(
        request,
        "home/merging/enterprises.html",
        422 if faults else 200,
        found=await duplicate_enterprises(reading),
        most=LISTED_AT_MOST,
        merges=await latest_merges(MERGES_SHOWN),
        words=LIKENESS_WORDS,
        values={"first": first, "second": second},
        faults=faults,
    )


@get("/enterprises/merge", name="merge_firms", permission=MERGE)
async def preview(
    request: Visitor, reading: Door, survivor: FromQuery[UUID | None] = None, merged: FromQuery[UUID | None] = None
) -> Response[Any]:
    """Both side by side, and what names the one that is merged away."""
    if survivor is None or merged is None:
        return go(request, "duplicate_enterprises")
    return await _shown(request, reading, survivor, merged, Form({"merge_id": [str(uuid4())]}))


@post("/enterprises/merge", name="carry_out_firm_merge", permission=MERGE)
async def carry_out(request: Visitor, reading: Door) -> Response[Any]:
    """The two become one."""
    form = await filled(request)
    survivor, merged = _key(form, "survivor"), _key(form, "merged")
    try:
        command = _command(form, survivor, merged)
        async with open_process("merge_enterprises", reading, command.reason) as process:
            await merge_enterprises(process, command, _office(reading), FOLLOWERS)
    except InvalidFields as wrong:
        form.faults = {**form.faults, **wrong.faults}
        return await _shown(request, reading, survivor, merged, form)
    return go(request, "enterprise", note="两家企业已合并", enterprise_id=survivor)


@route(
    "/enterprises/merges/{firm_merge_id:uuid}/undo", http_method=BOTH, name="undo_enterprise_merge", permission=MERGE
)
async def undo(request: Visitor, reading: Door, firm_merge_id: FromPath[UUID]) -> Response[Any]:
    """Taken back as a whole."""
    stands = await enterprise_merge(firm_merge_id)
    form = await filled(request) if request.method == "POST" else Form({})
    if request.method == "POST":
        try:
            reason = form.text("reason", required=True, longest=LONGEST_TEXT)
            form.require_valid()
            async with open_process("undo_enterprise_merge", reading, reason) as process:
                command = UndoEnterpriseMerge(firm_merge_id, reason)
                await undo_enterprise_merge(process, command, _office(reading), FOLLOWERS)
            return go(request, "enterprise", note="合并已撤销,两家企业各自恢复", enterprise_id=stands.survivor_id)
        except InvalidFields as wrong:
            form.faults = {**form.faults, **wrong.faults}
    return page(
        request,
        "home/merging/undo_enterprise.html",
        422 if form.faults else 200,
        merge=stands,
        firm=await enterprise(reading, stands.survivor_id, _office(reading)),
        moved=len(stands.parts),
        values=form.values,
        faults=form.faults,
    )


async def _shown(request: Visitor, reading: Reading, survivor: UUID, merged: UUID, form: Form) -> Response[Any]:
    office = _office(reading)
    stays, comes = [await enterprise(reading, one, office) for one in (survivor, merged)]
    uses = [await NAMED_FIRMS.used(one.id, None) for one in (stays, comes)]
    verdict = may_merge_enterprises(office, stays, comes, uses[1])
    return page(
        request,
        "home/merging/merge_enterprises.html",
        422 if form.faults else 200,
        stays=stays,
        comes=comes,
        uses=uses,
        own=office.id,
        other_names=[await names_merged_into(one.id) for one in (stays, comes)],
        refusals=[*firm_faults(stays, comes).values(), *([] if verdict.allowed else [verdict.reason])],
        values=form.values,
        faults=form.faults,
    )


def _command(form: Form, survivor: UUID, merged: UUID) -> MergeEnterprises:
    reason = form.text("reason", required=True, longest=LONGEST_TEXT)
    revisions = [form.whole(name, 1, HIGHEST_REVISION) or 0 for name in ("survivor_revision", "merged_revision")]
    merge_id = form.key("merge_id", required=True)
    form.require_valid()
    assert merge_id is not None
    return MergeEnterprises(merge_id, survivor, merged, (revisions[0], revisions[1]), reason)


async def _named(reading: Reading, typed: str) -> UUID | None:
    """The firm of that credit code, or the only one of exactly that name."""
    coded = await enterprise_by_credit_code(reading, typed)
    if coded is not None:
        return coded.id
    found: list[Enterprise] = [each for each in await enterprises_like(reading, typed) if each.name == typed.strip()]
    return found[0].id if len(found) == 1 else None


def _office(reading: Reading) -> Scope:
    known = school_scopes(reading, MERGE)
    if not known:
        raise NotFound("没有找到企业名录")
    return known[0]


def _key(form: Form, name: str) -> UUID:
    found = form.key(name)
    if found is None:
        raise NotFound("没有找到企业")
    return found


ROUTES = [listed, preview, carry_out, undo]

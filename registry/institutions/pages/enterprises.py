"""Enterprises: those to be completed first, searched; completed or corrected; suggested while a name is typed."""

from typing import Any
from uuid import UUID

from litestar import Response, get, route
from litestar.params import FromPath, FromQuery

from registry.audit.process import Reading, open_process
from registry.identity.access import Door, school_scopes, scopes
from registry.identity.model.permissions import Permission
from registry.institutions.model.commands import CompleteEnterprise, CorrectEnterprise, EnterpriseParticulars
from registry.institutions.model.facts import Enterprise
from registry.institutions.pages.asking import BOTH, Field, Question, conducted, revision_in
from registry.institutions.pages.place import KEEP
from registry.institutions.queries.enterprises import (
    LISTED_AT_ONCE,
    enterprise,
    enterprise_by_credit_code,
    enterprises_counted,
    enterprises_listed,
    enterprises_suggested,
)
from registry.institutions.queries.merging import names_merged_into
from registry.institutions.service.enterprises import complete_enterprise, correct_enterprise
from registry.kernel.errors import InvalidFields, NotFound
from registry.kernel.scopes import Scope
from registry.platform.web.forms import Form
from registry.platform.web.pages import Visitor, go, page, url

NAMED = ("name", "credit_code", "address", "contact", "contact_phone")


@get("/enterprises", name="enterprises", permission=KEEP)
async def listed(request: Visitor, reading: Door, q: FromQuery[str] = "") -> Response[Any]:
    """All that match, those that nobody has completed yet first."""
    total, waiting = await enterprises_counted(reading)
    return page(
        request,
        "institutions/enterprises.html",
        enterprises=await enterprises_listed(reading, q, _office(reading)),
        total=total,
        waiting=waiting,
        most=LISTED_AT_ONCE,
        q=q,
    )


@route("/enterprises/{enterprise_id:uuid}", http_method=BOTH, name="enterprise", permission=KEEP)
async def one(request: Visitor, reading: Door, enterprise_id: FromPath[UUID]) -> Response[Any]:
    """Completed once; corrected with a reason after that."""
    scope = _office(reading)
    found = await enterprise(reading, enterprise_id, scope)
    is_correction = found.completed_at is not None
    question = _question(request, found, await _merged_before(request, found))
    kind = "correct_enterprise" if is_correction else "complete_enterprise"

    async def act(form: Form) -> Response[Any]:
        given = _particulars(form)
        reason = form.text("reason", required=is_correction)
        form.require_valid()
        if is_correction and given == _standing(found):
            return go(request, "enterprises")
        try:
            async with open_process(kind, reading, reason) as process:
                if is_correction:
                    await correct_enterprise(process, CorrectEnterprise(found.id, revision_in(form), given), scope)
                else:
                    await complete_enterprise(process, CompleteEnterprise(found.id, revision_in(form), given), scope)
        except InvalidFields as wrong:
            raise await _with_namesake(reading, given, wrong, scope) from wrong
        return go(request, "enterprises", note="企业信息已更正" if is_correction else "企业信息已补全")

    given = {name: getattr(found, name) for name in NAMED}
    return await conducted(request, question, {**given, "revision": found.revision}, act)


@get("/enterprises/suggest", name="suggest_enterprises", permission=Permission.READ_PLACEMENTS)
async def suggest(reading: Door, q: FromQuery[str] = "") -> Response[dict[str, Any]]:
    """What somebody who types may mean. Enterprises are shared; whom to ask there is not told."""
    found = await enterprises_suggested(reading, q)
    items = [{"id": str(each.id), "name": each.name, "note": _note(each)} for each in found]
    return Response({"items": items})


def _office(reading: Reading) -> Scope:
    """The first school whose office the actor is. Raises NotFound for whoever is of none."""
    known = school_scopes(reading, KEEP) or scopes(reading, KEEP)
    if not known:
        raise NotFound("没有找到企业名录")
    return known[0]


async def _merged_before(request: Visitor, found: Enterprise) -> tuple[str, ...]:
    """What other names lead here."""
    names = await names_merged_into(found.id)
    return (f"已并入本企业的其他名称:{'、'.join(names)}",) if names else ()


def _question(request: Visitor, found: Enterprise, touches: tuple[str, ...]) -> Question:
    is_correction = found.completed_at is not None
    reason = (Field("reason", "更正理由", required=True, hint="记入变更记录"),) if is_correction else ()
    return Question(
        "更正企业信息" if is_correction else "补全企业信息",
        "保存更正" if is_correction else "核对无误,保存",
        (
            Field("name", "企业名称", required=True, hint="营业执照上的全称"),
            Field("credit_code", "统一社会信用代码", hint="十八位,末位校验;据此识别企业和所在地区"),
            Field("address", "地址"),
            Field("contact", "联系人", hint="只有学校办公室可见,教师看不到"),
            Field("contact_phone", "联系电话"),
            *reason,
        ),
        ((url(request, "enterprises"), "企业"),),
        about=found.name,
        lede="企业名录由各校共用,修改对所有学校生效;以前的实践记录仍保留当时填写的企业名称。",
        touches=touches,
    )


def _particulars(form: Form) -> EnterpriseParticulars:
    return EnterpriseParticulars(
        form.text("name", required=True),
        form.text("credit_code") or None,
        form.text("address") or None,
        form.text("contact") or None,
        form.text("contact_phone") or None,
    )


def _standing(found: Enterprise) -> EnterpriseParticulars:
    return EnterpriseParticulars(*(getattr(found, name) for name in NAMED))


async def _with_namesake(
    reading: Reading, given: EnterpriseParticulars, wrong: InvalidFields, scope: Scope
) -> InvalidFields:
    """The faults; where another firm has the credit code, with its name."""
    other = await enterprise_by_credit_code(reading, given.credit_code or "", scope)
    if other is None or "credit_code" not in wrong.faults:
        return wrong
    return InvalidFields({**wrong.faults, "credit_code": f"该统一社会信用代码已由“{other.name}”使用,请核对"})


def _note(found: Enterprise) -> str:
    return " · ".join(filter(None, (found.credit_code, found.address)))


ROUTES = [listed, one, suggest]

"""Enterprises: named by anybody, completed once by an office, corrected with a reason after that."""

from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

from registry.audit.model import Event
from registry.audit.process import Process
from registry.institutions import tables
from registry.institutions.constraints import REFUSALS
from registry.institutions.model import events
from registry.institutions.model.commands import (
    CompleteEnterprise,
    CorrectEnterprise,
    EnterpriseParticulars,
    RegisterEnterprise,
)
from registry.institutions.model.facts import Enterprise
from registry.institutions.queries.enterprises import select_enterprises
from registry.institutions.queries.schools import only
from registry.institutions.rules import completion_fault, credit_code_fault, empty_fields, may_complete_enterprise
from registry.institutions.writing import as_row, in_plain_words, require_fresh, require_valid, save
from registry.kernel.credit_codes import as_written
from registry.kernel.scopes import EVERYWHERE, Scope
from registry.kernel.verdicts import require
from registry.platform.pinyin import initials


async def register_enterprise(process: Process, command: RegisterEnterprise) -> Enterprise:
    """Name an enterprise. Anybody may; the credit code may be missing. Raises InvalidFields."""
    credit_code, address = _code(command.credit_code), _text(command.address)
    require_valid(empty_fields(name=command.name), credit_code_fault(credit_code))
    after = Enterprise(uuid4(), command.name.strip(), credit_code, address, None, None, None, revision=1)
    with in_plain_words(REFUSALS):
        await tables.Enterprise.insert(tables.Enterprise(**enterprise_row(after)))
    process.record(events.change(events.EnterpriseRegistered, None, after))
    return after


async def complete_enterprise(process: Process, command: CompleteEnterprise, scope: Scope = EVERYWHERE) -> Enterprise:
    """Fill in an enterprise's particulars, once. Raises NotFound, NotPermitted, StaleEdit, InvalidFields."""
    before = await _for_update(command.enterprise_id)
    require(may_complete_enterprise(scope))
    require_fresh(command.revision, before.revision)
    require_valid(completion_fault(before))
    after = replace(_with(before, command.particulars), completed_at=process.now)
    return await _saved(process, before, after, events.EnterpriseCompleted)


async def correct_enterprise(process: Process, command: CorrectEnterprise, scope: Scope = EVERYWHERE) -> Enterprise:
    """Change particulars; the process carries the reason. Raises NotFound, NotPermitted, StaleEdit, InvalidFields."""
    before = await _for_update(command.enterprise_id)
    require(may_complete_enterprise(scope))
    require_fresh(command.revision, before.revision)
    require_valid(empty_fields(reason=process.reason))
    return await _saved(process, before, _with(before, command.particulars), events.EnterpriseCorrected)


def enterprise_row(enterprise: Enterprise) -> dict[str, Any]:
    """The columns of an enterprise; its name is spelt in pinyin initials too, for finding it."""
    return {**as_row(enterprise), "initials": " ".join(sorted(initials(enterprise.name)))}


async def _for_update(enterprise_id: UUID) -> Enterprise:
    table = tables.Enterprise
    asked = select_enterprises().where(table.id == enterprise_id, table.merged_into.is_null())
    return Enterprise(**only(await asked.lock_rows("NO KEY UPDATE"), "企业"))


def _with(before: Enterprise, given: EnterpriseParticulars) -> Enterprise:
    """The enterprise with these particulars. Raises InvalidFields."""
    credit_code = _code(given.credit_code)
    require_valid(empty_fields(name=given.name), credit_code_fault(credit_code))
    return replace(
        before,
        name=given.name.strip(),
        credit_code=credit_code,
        address=_text(given.address),
        contact=_text(given.contact),
        contact_phone=_text(given.contact_phone),
    )


async def _saved(process: Process, before: Enterprise, after: Enterprise, kind: type[Event]) -> Enterprise:
    saved = replace(after, revision=before.revision + 1)
    with in_plain_words(REFUSALS):
        await save(tables.Enterprise, before.id, before.revision, enterprise_row(after))
    process.record(events.change(kind, before, saved))
    return saved


def _code(typed: str | None) -> str | None:
    return as_written(typed or "") or None


def _text(typed: str | None) -> str | None:
    return (typed or "").strip() or None

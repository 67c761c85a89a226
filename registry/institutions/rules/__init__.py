"""Who may change institutions, and what is wrong with what they enter. Pure."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from uuid import UUID

from registry.institutions.model.facts import ApprovalStep, Enterprise, Unit, UnitKind
from registry.kernel.credit_codes import has_right_check_character
from registry.kernel.scopes import Scope, ScopeKind
from registry.kernel.verdicts import Verdict

EMPTY = "不能为空"
_OFFICES = frozenset({ScopeKind.SYSTEM, ScopeKind.BUREAU, ScopeKind.SCHOOL})


def may_enter_institutions(scope: Scope) -> Verdict:
    """Bureaus and schools are entered by the installation itself."""
    if scope.kind is ScopeKind.SYSTEM:
        return Verdict.yes()
    return Verdict.no("新建教育局和学校由系统管理员办理")


def may_change_school(scope: Scope) -> Verdict:
    """A school keeps its own facts; a bureau reads them and never changes them."""
    if scope.kind in (ScopeKind.SYSTEM, ScopeKind.SCHOOL):
        return Verdict.yes()
    return Verdict.no("学校的信息由本校人事处维护")


def may_complete_enterprise(scope: Scope) -> Verdict:
    """An office completes an enterprise; a teacher or department only names it."""
    if scope.kind in _OFFICES:
        return Verdict.yes()
    return Verdict.no("企业信息由人事处补全")


def empty_fields(**texts: str | None) -> dict[str, str]:
    """The fields that must say something and do not."""
    return {name: EMPTY for name, text in texts.items() if not (text or "").strip()}


def jurisdiction_fault(jurisdiction: str, known: Iterable[str]) -> dict[str, str]:
    """A jurisdiction must be one that the rule book knows."""
    return {} if jurisdiction in known else {"jurisdiction": f"规则库中没有 {jurisdiction}"}


def order_fault(started_on: date | None, finished_on: date | None) -> dict[str, str]:
    """The last day cannot be before the first; an open end has no order."""
    if started_on and finished_on and finished_on < started_on:
        return {"finished_on": f"结束日期 {finished_on} 早于开始日期 {started_on}"}
    return {}


def void_fault(voided_at: datetime | None) -> dict[str, str]:
    """What was taken back once cannot be taken back again."""
    return {} if voided_at is None else {"reason": "此记录已作废"}


def credit_code_fault(credit_code: str | None) -> dict[str, str]:
    """A credit code may be missing; one that is there must pass its check character."""
    if credit_code is None or has_right_check_character(credit_code):
        return {}
    return {"credit_code": f"统一社会信用代码 {credit_code} 校验不符,请核对十八位(GB 32100-2015)"}


def completion_fault(enterprise: Enterprise) -> dict[str, str]:
    """An enterprise is completed once; later changes are corrections with a reason."""
    if enterprise.completed_at is None:
        return {}
    return {"enterprise_id": f"{enterprise.name} 的信息已补全;如有错误请更正并说明原因"}


def chain_faults(steps: tuple[ApprovalStep, ...], units: Mapping[UUID, Unit], on: date) -> dict[str, str]:
    """A chain has steps, each with a word, each by an office of the school that stands on its first day."""
    if not steps:
        return {"steps": "审批链至少要有一步"}
    faults = [fault for number, step in enumerate(steps, 1) if (fault := _step_fault(number, step, units, on))]
    return {"steps": ";".join(faults)} if faults else {}


def _step_fault(number: int, step: ApprovalStep, units: Mapping[UUID, Unit], on: date) -> str | None:
    if not step.label.strip():
        return f"第 {number} 步没有名称"
    if step.office_id is None:
        return None
    unit = units.get(step.office_id)
    if unit is None or unit.kind is not UnitKind.OFFICE:
        return f"第 {number} 步的处室不是本校处室"
    if not unit.stands_on(on):
        return f"第 {number} 步的 {unit.name} 在 {on} 不存在"
    return None

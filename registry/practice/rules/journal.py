"""What is wrong with a journal entry, who writes it, and who reads a draft. Pure."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from registry.kernel.periods import Period
from registry.kernel.scopes import Scope, ScopeKind
from registry.practice.records.journal import EntryState, JournalEntry, WriteEntry

STATE_WORDS = {EntryState.DRAFT: "草稿", EntryState.KEPT: "已保存"}
LONGEST_TEXT = 10_000
MOST_PHOTOGRAPHS = 9
DRAFT_DROPPED = "放弃草稿"
"""The reason that stands where a draft was struck without one."""


def entry_faults(command: WriteEntry, placement: Period, today: date) -> dict[str, str]:
    """Every field that cannot stand, by its name. `placement`: the days of the placement."""
    return {
        **_day_fault(command.written_on, placement, today),
        **_text_fault(command),
        **_photograph_fault(command.photographs),
    }


def state_fault(before: EntryState, after: EntryState) -> dict[str, str]:
    """What is kept does not become a draft again."""
    if before is EntryState.KEPT and after is EntryState.DRAFT:
        return {"state": "已保存的日志不能改回草稿"}
    return {}


def strike_faults(state: EntryState, reason: str) -> dict[str, str]:
    """What is kept is not taken out without a reason."""
    return {"reason": "请写明作废理由"} if state is EntryState.KEPT and not reason.strip() else {}


def may_be_read(entry: JournalEntry, scope: Scope, account_id: UUID | None) -> bool:
    """A draft is read by the teacher and by whoever wrote it; what is kept, by whoever reads the placement."""
    if entry.state is EntryState.KEPT or scope.kind in (ScopeKind.PERSON, ScopeKind.SYSTEM):
        return True
    return account_id is not None and entry.written_by == account_id


def _day_fault(on: date, placement: Period, today: date) -> dict[str, str]:
    if on not in placement:
        return {"written_on": f"日期 {on} 不在实践起止时间({placement.started_on} 至 {placement.finished_on})内"}
    return {"written_on": f"日期 {on} 还没有到"} if on > today else {}


def _text_fault(command: WriteEntry) -> dict[str, str]:
    if len(command.text) > LONGEST_TEXT:
        return {"text": f"内容不超过 {LONGEST_TEXT} 字"}
    if "\x00" in command.text:
        return {"text": "内容含有无法保存的字符"}
    is_empty = not command.text.strip() and not command.photographs
    return {"text": "请填写内容或附上照片"} if is_empty and command.state is EntryState.KEPT else {}


def _photograph_fault(photographs: Sequence[object]) -> dict[str, str]:
    if len(photographs) > MOST_PHOTOGRAPHS:
        return {"photographs": f"每篇日志不超过 {MOST_PHOTOGRAPHS} 张照片"}
    return {"photographs": "同一张照片选了两次"} if len(set(photographs)) < len(photographs) else {}

"""What must be there before a placement is recognised, and the words with which one is sent back or refused. Pure."""

import hashlib
import re
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple
from uuid import UUID

from registry.audit.chain import canonical
from registry.kernel.verdicts import Verdict
from registry.practice.model import PlacementState
from registry.practice.records import Placement
from registry.practice.records.confirmation import (
    AnswerLink,
    Confirmation,
    ConfirmationMethod,
    ConfirmByOffice,
    SupervisorAsked,
    Trust,
)
from registry.practice.records.grades import Grade
from registry.practice.rules.lifecycle import STATE_WORDS, Part

STAMPED_FORM = "企业盖章的鉴定(考核)表"
RETURN_REASONS = (
    "鉴定表加盖的是部门章,请换盖单位公章",
    "鉴定表缺少企业公章",
    "鉴定表缺少企业指导教师签名",
    "鉴定表照片不清晰,请重新上传",
    "实践起止日期与鉴定表不一致",
    "出勤天数与鉴定表不一致",
    "实践手册或总结不完整,请补齐",
)
"""What can be mended is sent back: a wrong seal too (an office's habit, no regulation says so)."""
REJECT_REASONS = (
    "没有留存佐证材料,视为未参加企业实践",
    "无故缺勤,本次实践不予认定",
    "考核不合格",
    "实践内容与任教专业无关",
    "实践单位或经历不属实",
)
"""What cannot be mended. The teacher may appeal to the supervising office."""
DIGEST = re.compile(r"[0-9a-f]{64}")
MOST_DAYS_VALID = 30
ANSWERED_IN = frozenset({PlacementState.SUBMITTED, PlacementState.DISPUTED, PlacementState.CONFIRMED})
"""The states in which the enterprise may answer by link; what is confirmed already it may still dispute."""
APPEAL = "对认定结果有异议的,可向学校主管部门申诉"


class RecognitionFacts(NamedTuple):
    """A placement with what its recognition on a day rests on.

    `absences`: days on which a check found it deserted. `objections`: what stands against what it tells.
    """

    placement: Placement
    confirmation: Confirmation | None
    has_stamped_form: bool
    grade: Grade | None
    absences: tuple[date, ...]
    on: date
    objections: tuple[str, ...] = ()


def recognition_faults(facts: RecognitionFacts) -> tuple[str, ...]:
    """Everything that stands against recognition, each missing paper by its name; nothing where it may go on.

    What a file brought in whole has that file for its proof, of what it tells too.
    """
    found = list(_confirmation_faults(facts))
    given = facts.confirmation
    if given is None or given.method is not ConfirmationMethod.IMPORTED_FILE:
        found += [*facts.objections, *too_early(facts)]
    if facts.grade is Grade.UNQUALIFIED:
        found.append("考核等级为不合格,不能认定")
    found += [f"{on} 的巡查记录为无故缺勤,不能认定;如属误记请先作废该巡查记录" for on in facts.absences]
    return tuple(found)


def too_early(facts: RecognitionFacts) -> tuple[str, ...]:
    """Days to come have not been practised: recognised on the last day at the earliest."""
    finished_on = facts.placement.finished_on
    return (f"实践 {finished_on} 才结束,结束后才能认定",) if finished_on > facts.on else ()


def _confirmation_faults(facts: RecognitionFacts) -> tuple[str, ...]:
    given = facts.confirmation
    if given is None or not given.confirms:
        return ("没有企业确认记录:请补充" + STAMPED_FORM + "或由企业通过一次性链接确认",)
    if not confirmation_holds(facts.placement, given):
        return ("企业确认之后实践内容有改动,请重新确认",)
    if given.method is ConfirmationMethod.STAMPED_PAPER and not facts.has_stamped_form:
        return (f"缺少{STAMPED_FORM}",)
    if given.method is ConfirmationMethod.ALTERNATIVE_PROOF and given.endorsed_at is None:
        return ("替代证明须由另一位经办人复核同意后才能认定",)
    return ()


def content_hash(placement: Placement) -> str:
    """SHA-256 (hex) of what the enterprise is shown of a placement, and vouches for."""
    shown: dict[str, object] = {
        "person": placement.person_id,
        "school": placement.school_id,
        "enterprise_name": placement.enterprise_name,
        "position": placement.position,
        "form": placement.form.value,
        "started_on": placement.started_on,
        "finished_on": placement.finished_on,
        "share_percent": None if placement.attended is not None else placement.share_percent,
        "attended": None if placement.attended is None else [list(day) for day in placement.attended],
    }
    return hashlib.sha256(canonical(shown).encode("utf-8")).hexdigest()


def state_when_mended(before: Placement, after: Placement) -> PlacementState:
    """Approval was given to what the plan said: firm, days, post. Another summary or goal leaves it approved."""
    is_another_plan = before.state is PlacementState.APPROVED and content_hash(after) != content_hash(before)
    return PlacementState.PLANNED if is_another_plan else before.state


def confirmation_holds(placement: Placement, confirmation: Confirmation) -> bool:
    """Whether the placement still says what was confirmed."""
    return confirmation.confirms and confirmation.content_hash == content_hash(placement)


def trust_in(confirmation: Confirmation) -> Trust:
    """Proof that stands in for the firm's stamp is worth less."""
    is_lower = confirmation.method is ConfirmationMethod.ALTERNATIVE_PROOF
    return Trust.LOWER if is_lower else Trust.FULL


def office_confirmation_faults(command: ConfirmByOffice, by_installation: bool) -> dict[str, str]:
    """What an office that confirms must say, by method. A link is the enterprise's own answer."""
    if command.method is ConfirmationMethod.ONE_TIME_LINK:
        return {"method": "一次性链接由企业指导教师本人确认"}
    if command.method is ConfirmationMethod.ALTERNATIVE_PROOF:
        if by_installation:
            return {"method": "替代证明须由经办人登录办理"}
        if not command.words.strip():
            return {"words": "请写明用什么替代企业公章,如工资流水、个税记录、证人证言"}
    if command.file_digest is None:
        is_needed = command.method is ConfirmationMethod.IMPORTED_FILE and not by_installation
        return {"file_digest": "没有作为凭据的文件"} if is_needed else {}
    return {} if DIGEST.fullmatch(command.file_digest) else {"file_digest": "文件摘要应为 64 位十六进制小写"}


def answer_faults(command: AnswerLink) -> dict[str, str]:
    """Whoever answers says who it is, and why when contradicting."""
    faults = {}
    if not command.supervisor_name.strip():
        faults["supervisor_name"] = "请填写您的姓名"
    if not command.confirms and not command.words.strip():
        faults["words"] = "请写明哪里不符"
    return faults


def days_valid_faults(days_valid: int) -> dict[str, str]:
    """A link lives a day at least, and a month at most: it lies in somebody's messages."""
    if 1 <= days_valid <= MOST_DAYS_VALID:
        return {}
    return {"days_valid": f"链接有效期应为 1 到 {MOST_DAYS_VALID} 天"}


def is_answerable(placement: Placement, asked: SupervisorAsked) -> bool:
    """Whether a link still shows what it was sent for: nothing was changed, and the office has not ruled yet."""
    is_open = placement.state in ANSWERED_IN and not placement.is_replaced
    return is_open and asked.content_hash == content_hash(placement)


def may_ask_supervisor(state: PlacementState) -> Verdict:
    """The enterprise is asked about what was handed in, or about what it disputed."""
    if state in (PlacementState.SUBMITTED, PlacementState.DISPUTED):
        return Verdict.yes()
    return Verdict.no(f"该实践当前为“{STATE_WORDS[state]}”,提交之后才能请企业确认")


def is_another(given: Confirmation, accounts: Iterable[UUID | None]) -> Verdict:
    """The second officer is somebody else than the first, and acts in nobody's name who was the first."""
    if given.answered_by is None or given.answered_by in (known := set(accounts)) or None in known:
        return Verdict.no("替代证明须由另一位经办人复核")
    return Verdict.yes()


def may_endorse(placement: Placement, given: Confirmation | None, parts: frozenset[Part]) -> Verdict:
    """The office or a leader agrees to other proof that somebody else accepted, before it is recognised."""
    if not parts & {Part.OFFICE, Part.APPROVER}:
        return Verdict.no("替代证明由学校人事处或校领导复核")
    if placement.state is not PlacementState.CONFIRMED or given is None:
        return Verdict.no(f"该实践当前为“{STATE_WORDS[placement.state]}”,没有待复核的替代证明")
    if given.method is not ConfirmationMethod.ALTERNATIVE_PROOF:
        return Verdict.no("只有替代证明需要复核")
    return Verdict.no("该替代证明已复核") if given.endorsed_at else Verdict.yes()

"""The enterprise's word: asked for by a one-time link, answered there, or seen by the office on paper."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

from registry.audit.process import Process
from registry.identity.model.credentials import IssuedLink, IssueLink, RedeemLink
from registry.identity.model.principals import principal_of
from registry.identity.service.links import issue_link, redeem_link
from registry.institutions.model.events import change
from registry.institutions.rules import empty_fields
from registry.institutions.writing import as_row, require_valid, save
from registry.kernel.scopes import EVERYWHERE, Scope, ScopeKind
from registry.kernel.verdicts import Verdict, require
from registry.practice import tables
from registry.practice.queries.confirmation import (
    PURPOSE,
    asked_by_link,
    last_asked,
    require_answerable,
    stored_confirmations,
    supervisor_name_place,
)
from registry.practice.queries.proof import proof_of
from registry.practice.records import MovePlacement, Placement, Step
from registry.practice.records.confirmation import (
    AnswerLink,
    AskSupervisor,
    Confirmation,
    ConfirmationEndorsed,
    ConfirmationGiven,
    ConfirmationMethod,
    ConfirmByOffice,
    Endorse,
    SupervisorAsked,
    SupervisorWasAsked,
)
from registry.practice.rules.lifecycle import NOT_YOUR_OWN, NOT_YOURS, Part
from registry.practice.rules.recognition import (
    STAMPED_FORM,
    answer_faults,
    content_hash,
    days_valid_faults,
    is_another,
    may_ask_supervisor,
    may_endorse,
    office_confirmation_faults,
)
from registry.practice.service.loading import (
    acting_towards,
    is_not_involved,
    placement_for_update,
    placements_for_update,
)
from registry.practice.service.moving import answer_by_link, moved, verdict_on


async def confirm_by_office(process: Process, command: ConfirmByOffice, scope: Scope = EVERYWHERE) -> Placement:
    """The office saw the stamped form, other proof, or the file it takes over. The form must be in the folder.

    Raises NotFound, NotPermitted, StaleEdit, InvalidFields.
    """
    before = await placement_for_update(process, command.placement_id, command.revision, scope)
    acting = acting_towards(process, before.person_id, before.school_id, scope)
    step = MovePlacement(before.id, before.revision, Step.CONFIRM, command.words)
    require(verdict_on(process, before, step, acting))
    by_installation = principal_of(process.actor).account_id is None
    require_valid(office_confirmation_faults(command, by_installation))
    if command.method is ConfirmationMethod.STAMPED_PAPER:
        has_form = (await proof_of(process.reading, [before.chain_id]))[before.chain_id].has_stamped_form
        require(Verdict.yes() if has_form else Verdict.no(f"缺少{STAMPED_FORM},请先上传照片"))
    given = _given(process, before, command.method)
    await _keep(process, replace(given, words=command.words.strip(), file_digest=command.file_digest))
    return await moved(process, before, step)


async def endorse(process: Process, command: Endorse, scope: Scope = EVERYWHERE) -> Confirmation:
    """Agree to proof that stands in for the firm's stamp, as the second officer or a leader of the school.

    Raises NotFound, NotPermitted, StaleEdit, InvalidFields.
    """
    told = await placement_for_update(process, command.placement_id, command.revision, scope)
    acting = acting_towards(process, told.person_id, told.school_id, scope)
    parts = acting.parts if scope.kind is ScopeKind.SCHOOL else frozenset[Part]()
    answers = (await stored_confirmations([told.chain_id], process.reading.house.vault))[told.chain_id]
    before = answers[-1] if answers else None
    require(Verdict.no(NOT_YOUR_OWN) if Part.TEACHER in parts else may_endorse(told, before, parts))
    assert before
    lenders = [office.lent_by.account_id for office in acting.offices if office.lent_by]
    require(is_another(before, [process.actor.account_id, *lenders]))
    require(is_not_involved(process, acting, told.person_id))
    require_valid(empty_fields(words=command.words))
    endorsed: dict[str, Any] = {
        "endorsed_by": process.actor.account_id,
        "endorsed_by_name": process.actor.name,
        "endorsed_at": process.now,
        "endorsed_words": command.words.strip(),
    }
    after = replace(before, **endorsed, revision=before.revision + 1)
    await save(tables.Confirmation, before.id, before.revision, endorsed)
    process.record(change(ConfirmationEndorsed, before, after))
    return after


async def ask_supervisor(process: Process, command: AskSupervisor, scope: Scope = EVERYWHERE) -> IssuedLink:
    """Make a link for the enterprise; the links sent before for the same placement are dead from now on.

    The teacher asks, or the office; who asked is kept and shown. Raises NotFound, NotPermitted, StaleEdit,
    InvalidFields.
    """
    told = await placement_for_update(process, command.placement_id, command.revision, scope)
    parts = acting_towards(process, told.person_id, told.school_id, scope).parts
    require(may_ask_supervisor(told.state) if parts & {Part.TEACHER, Part.OFFICE} else Verdict.no(NOT_YOURS))
    require_valid(days_valid_faults(command.days_valid))
    expires_at = process.now + timedelta(days=command.days_valid)
    issued = await issue_link(process, IssueLink(PURPOSE, str(told.chain_id), expires_at))
    before = await last_asked(told.chain_id)
    asked = SupervisorAsked(
        id=uuid4(),
        placement_id=told.chain_id,
        link_id=issued.link.id,
        number=before.number + 1 if before else 1,
        content_hash=content_hash(told),
        asked_by=process.actor.account_id,
        asked_by_name=process.actor.name,
        asked_by_teacher=Part.TEACHER in parts,
        asked_at=process.now,
        expires_at=expires_at,
    )
    await tables.ConfirmationRequest.insert(tables.ConfirmationRequest(**as_row(asked)))
    process.record(change(SupervisorWasAsked, None, asked))
    return issued


async def answer_link(process: Process, command: AnswerLink) -> Placement:
    """Use a link up and confirm or dispute what it shows, both or neither. Not the teacher, where signed in.

    Raises NotFound whatever is wrong with the link, NotPermitted, InvalidFields.
    """
    redeemed = await redeem_link(process, RedeemLink(command.token, PURPOSE))
    asked = await asked_by_link(redeemed.id)
    (told,) = await placements_for_update(process, [asked.placement_id], EVERYWHERE)
    await require_answerable(told, asked)
    is_own = principal_of(process.actor).person_id == told.person_id
    require(Verdict.no(NOT_YOUR_OWN) if is_own else Verdict.yes())
    require_valid(answer_faults(command))
    given = replace(
        _given(process, told, ConfirmationMethod.ONE_TIME_LINK),
        confirms=command.confirms,
        words=command.words.strip(),
        supervisor_name=command.supervisor_name.strip(),
        link_id=redeemed.id,
        asked_by_name=asked.asked_by_name,
        asked_by_teacher=asked.asked_by_teacher,
    )
    await _keep(process, given)
    step = Step.CONFIRM if command.confirms else Step.DISPUTE
    return await answer_by_link(process, MovePlacement(told.id, told.revision, step, command.words))


def _given(process: Process, told: Placement, method: ConfirmationMethod) -> Confirmation:
    return Confirmation(
        id=uuid4(),
        placement_id=told.chain_id,
        placement_revision=told.revision,
        method=method,
        confirms=True,
        content_hash=content_hash(told),
        words="",
        supervisor_name="",
        link_id=None,
        asked_by_name=None,
        asked_by_teacher=False,
        file_digest=None,
        answered_by=process.actor.account_id,
        answered_by_name=process.actor.name,
        answered_at=process.now,
        endorsed_by=None,
        endorsed_by_name=None,
        endorsed_at=None,
        endorsed_words=None,
        revision=1,
    )


async def _keep(process: Process, given: Confirmation) -> None:
    name = given.supervisor_name
    sealed = process.reading.house.vault.seal(name, supervisor_name_place(given.id)) if name else None
    row = {**as_row(given, frozenset({"supervisor_name"})), "supervisor_name_sealed": sealed}
    await tables.Confirmation.insert(tables.Confirmation(**row))
    process.record(change(ConfirmationGiven, None, given))

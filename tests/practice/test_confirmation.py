"""The enterprise's word: by one-time link, on stamped paper, by other proof; what was confirmed, if it holds."""

import asyncio
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest

from registry.identity.model.credentials import IssuedLink
from registry.identity.model.events import LinkIssued, LinkRedeemed
from registry.identity.model.principals import visitor
from registry.identity.tables import Account
from registry.kernel.errors import InvalidFields, NotFound, NotPermitted
from registry.kernel.scopes import Scope
from registry.practice import records
from registry.practice.model import AttendedDay, PlacementState
from registry.practice.queries.confirmation import (
    confirmations_of,
    confirmed_by_link,
    placement_behind,
    supervisor_asked,
)
from registry.practice.queries.placements import placement
from registry.practice.records import MendPlacement, MovePlacement, Step
from registry.practice.records.confirmation import (
    AnswerLink,
    AskSupervisor,
    Confirmation,
    ConfirmationEndorsed,
    ConfirmationGiven,
    ConfirmationMethod,
    ConfirmByOffice,
    Endorse,
    SupervisorView,
    SupervisorWasAsked,
    Trust,
)
from registry.practice.rules.recognition import confirmation_holds, content_hash, trust_in
from registry.practice.service.confirmation import answer_link, ask_supervisor, confirm_by_office, endorse
from registry.practice.service.placements import mend_placement
from registry.practice.service.steps import move_placement
from tests.builders.house import NOW, a_reading
from tests.institutions.staging import a_school, a_unit, done, rows_of
from tests.people.staging import a_person
from tests.practice.staging import (
    FIRST,
    LAST,
    THE_HOUSE,
    a_content,
    a_place,
    doing,
    entered,
    head,
    leader,
    officer,
    reading_of,
    stand_in,
    supervised,
    taken,
    teacher,
    with_stamped_form,
)

DEAD = "链接无效、已使用或已过期;请联系发给您链接的学校重新发送"
OWN = "不能审批、确认或认定本人的实践,请由另一位经办人办理"
PAPER, OTHER_PROOF = ConfirmationMethod.STAMPED_PAPER, ConfirmationMethod.ALTERNATIVE_PROOF


async def signed_up(actor):
    """The actor, with an account in the database: links name who made them."""
    known = {"id": actor.account_id, "login": f"u{actor.account_id.hex}", "display_name": actor.name}
    secret = {"password_hash": "-", "password_set_at": NOW, "must_change_password": False, "created_at": NOW}
    nothing = dict.fromkeys(("locked_on", "lock_reason", "person_id", "school_id", "staff_no"))
    await Account.insert(Account(**known, **secret, **nothing)).on_conflict(action="DO NOTHING")
    return actor


async def asked(actor, scope, before, days_valid=7):
    await signed_up(actor)
    return await doing(actor, ask_supervisor, AskSupervisor(before.id, before.revision, days_valid), scope)


async def a_link(school, before):
    return (await asked(officer(school), Scope.school(school.id), before))[0].token


async def answered(token, confirms=True, name="王师傅", words="", actor=None):
    command = AnswerLink(token, confirms, name, words)
    return await done(answer_link, command, reading=reading_of(actor or visitor("web")))


async def seen(actor, before, method, words="", scope=None, digest=None):
    command = ConfirmByOffice(before.id, before.revision, method, words, digest)
    return await doing(actor, confirm_by_office, command, scope or Scope.school(before.school_id))


async def test_the_supervisor_sees_the_placement_and_nothing_else(database):
    school, person = await a_place()
    days = (AttendedDay(FIRST, 2), AttendedDay(LAST, 1))
    before = await entered(school, person, attended=days)

    issued, events = await asked(teacher(person), Scope.person(person.id), before)

    assert isinstance(issued, IssuedLink)
    assert [type(event) for event in events] == [LinkIssued, SupervisorWasAsked]
    assert issued.token not in str(events)
    assert await placement_behind(a_reading(visitor("web")), issued.token) == SupervisorView(
        person_name="林晓",
        school_name="盘锦第S1职业学校",
        enterprise_name="辽河机械厂",
        position="钳工",
        started_on=FIRST,
        finished_on=LAST,
        days=Fraction(3, 2),
        share_percent=100,
        attended=days,
        expires_at=NOW + timedelta(days=7),
    )
    assert await placement(a_reading(), before.id) == before
    request = await supervisor_asked(a_reading(), before.id)
    assert (request.asked_by_name, request.asked_by_teacher, request.number) == ("林晓", True, 1)


async def test_a_confirmation_keeps_what_was_confirmed_and_the_name_sealed(database):
    school, person = await a_place()
    before = await entered(school, person)

    after, events = await answered(await a_link(school, before), name=" 王师傅 ", words="属实")

    assert after == replace(before, state=PlacementState.CONFIRMED, reason="属实", revision=2)
    (given,) = await confirmations_of(a_reading(), before.id)
    assert given == Confirmation(
        id=given.id,
        placement_id=before.id,
        placement_revision=1,
        method=ConfirmationMethod.ONE_TIME_LINK,
        confirms=True,
        content_hash=content_hash(before),
        words="属实",
        supervisor_name="王师傅",
        link_id=given.link_id,
        asked_by_name="陈",
        asked_by_teacher=False,
        file_digest=None,
        answered_by=None,
        answered_by_name="访客",
        answered_at=NOW,
        endorsed_by=None,
        endorsed_by_name=None,
        endorsed_at=None,
        endorsed_words=None,
        revision=1,
    )
    assert [type(event) for event in events] == [LinkRedeemed, ConfirmationGiven, records.PlacementConfirmed]
    assert events[1].personal["after"] == {"supervisor_name": "王师傅"}
    assert "王师傅" not in str(events[1].after)
    (row,) = await rows_of(database, "SELECT supervisor_name_sealed FROM confirmation")
    assert "王师傅".encode() not in row["supervisor_name_sealed"]
    assert confirmation_holds(after, given)
    assert await confirmed_by_link(a_reading(), [before.chain_id]) == {before.chain_id}
    assert trust_in(given) is Trust.FULL


@pytest.mark.parametrize(
    "changes",
    [
        {"finished_on": LAST - timedelta(days=1)},
        {"enterprise_name": "盘锦化工厂"},
        {"position": "车工"},
        {"share_percent": 50},
        {"attended": (AttendedDay(FIRST, 2),)},
    ],
)
async def test_a_confirmation_holds_only_for_what_was_shown(database, changes):
    school, person = await a_place()
    after = await supervised(await entered(school, person), Step.CONFIRM)
    (given,) = await confirmations_of(a_reading(), after.id)

    assert confirmation_holds(after, given)
    assert confirmation_holds(replace(after, summary="学到很多"), given)
    assert not confirmation_holds(replace(after, **changes), given)


async def test_a_dispute_says_why_and_is_kept_beside_a_later_confirmation(database):
    school, person = await a_place()
    before = await entered(school, person)
    token = await a_link(school, before)

    with pytest.raises(InvalidFields) as wordless:
        await answered(token, confirms=False, name=" ")
    disputed, events = await answered(token, confirms=False, words="只来了十天")
    confirmed = await supervised(disputed, Step.CONFIRM, "")

    assert wordless.value.faults == {"supervisor_name": "请填写您的姓名", "words": "请写明哪里不符"}
    assert (disputed.state, disputed.reason) == (PlacementState.DISPUTED, "只来了十天")
    assert [type(event) for event in events] == [LinkRedeemed, ConfirmationGiven, records.PlacementDisputed]
    assert confirmed.state is PlacementState.CONFIRMED
    assert [given.confirms for given in await confirmations_of(a_reading(), before.id)] == [False, True]


async def test_a_link_works_once(database):
    school, person = await a_place()
    token = await a_link(school, await entered(school, person))
    await answered(token)

    for attempt in (answered(token), placement_behind(a_reading(), token), answered("x" * 40)):
        with pytest.raises(NotFound) as refusal:
            await attempt
        assert str(refusal.value) == DEAD


async def test_a_later_link_kills_the_earlier(database):
    school, person = await a_place()
    before = await entered(school, person)
    earlier, later = await a_link(school, before), await a_link(school, before)

    with pytest.raises(NotFound):
        await placement_behind(a_reading(), earlier)
    with pytest.raises(NotFound):
        await answered(earlier)
    after, _ = await answered(later)

    assert after.state is PlacementState.CONFIRMED
    assert (await supervisor_asked(a_reading(), before.id)).number == 2


async def test_a_link_dies_when_the_placement_is_mended_or_ruled_on(database):
    school, person = await a_place()
    mended, returned = await entered(school, person), await entered(school, person, position="车工")
    tokens = [await a_link(school, each) for each in (mended, returned)]
    await doing(THE_HOUSE, mend_placement, MendPlacement(mended.id, 1, a_content(position="焊工")))
    await taken(returned, Step.RETURN)

    for token in tokens:
        with pytest.raises(NotFound):
            await placement_behind(a_reading(), token)
        with pytest.raises(NotFound) as refusal:
            await answered(token)
        assert str(refusal.value) == DEAD
    assert await rows_of(database, "SELECT 1 FROM one_time_link WHERE used_at IS NOT NULL") == []


async def test_an_expired_link_is_dead(database):
    school, person = await a_place()
    token = await a_link(school, await entered(school, person))
    later = {"now": NOW + timedelta(days=7)}

    with pytest.raises(NotFound):
        await placement_behind(a_reading(**later), token)
    with pytest.raises(NotFound):
        await done(answer_link, AnswerLink(token, True, "王"), reading=reading_of(visitor("web"), **later))


@pytest.mark.parametrize(("days_valid", "is_good"), [(0, False), (1, True), (30, True), (31, False)])
async def test_a_link_lives_a_day_to_a_month(database, days_valid, is_good):
    school, person = await a_place()
    before = await entered(school, person)

    if is_good:
        issued, _ = await asked(officer(school), Scope.school(school.id), before, days_valid)
        assert issued.link.expires_at == NOW + timedelta(days=days_valid)
    else:
        with pytest.raises(InvalidFields) as refusal:
            await asked(officer(school), Scope.school(school.id), before, days_valid)
        assert refusal.value.faults == {"days_valid": "链接有效期应为 1 到 30 天"}


async def test_only_the_teacher_and_the_office_ask_and_only_about_what_was_handed_in(database):
    school, person = await a_place()
    other, sun = await a_school("S2"), await a_person("孙")
    before = await entered(school, person)
    plan = await entered(school, person, PlacementState.PLANNED)

    with pytest.raises(NotPermitted) as too_early:
        await asked(teacher(person), Scope.person(person.id), plan)
    with pytest.raises(NotPermitted):
        await asked(leader(school), Scope.school(school.id), before)
    for actor, scope in [(officer(other), Scope.school(other.id)), (teacher(sun), Scope.person(sun.id))]:
        with pytest.raises(NotFound):
            await asked(actor, scope, before)
        with pytest.raises(NotFound):
            await confirmations_of(reading_of(actor), before.id, scope)

    assert str(too_early.value) == "该实践当前为“计划中”,提交之后才能请企业确认"


async def test_the_teacher_does_not_answer_the_link_while_signed_in(database):
    school, person = await a_place()
    token = await a_link(school, await entered(school, person))

    with pytest.raises(NotPermitted) as refusal:
        await answered(token, actor=teacher(person))
    after, _ = await answered(token)

    assert str(refusal.value) == OWN
    assert after.state is PlacementState.CONFIRMED


async def test_of_ten_answers_to_one_link_at_once_one_counts(database):
    school, person = await a_place()
    token = await a_link(school, await entered(school, person))

    results = await asyncio.gather(
        *(answered(token, confirms=number % 2 == 0, words="因") for number in range(10)), return_exceptions=True
    )

    assert sum(1 for each in results if isinstance(each, NotFound)) == 9
    assert len(await rows_of(database, "SELECT 1 FROM confirmation")) == 1


async def test_an_answer_against_mending_gives_one_of_the_two(database):
    school, person = await a_place()
    before = await entered(school, person)
    token = await a_link(school, before)
    mend = MendPlacement(before.id, 1, a_content(position="焊工"))

    results = await asyncio.gather(answered(token), doing(THE_HOUSE, mend_placement, mend), return_exceptions=True)

    assert sum(1 for each in results if isinstance(each, BaseException)) == 1
    stands = await placement(a_reading(), before.id)
    assert (stands.state, stands.position) in [
        (PlacementState.CONFIRMED, "钳工"),
        (PlacementState.SUBMITTED, "焊工"),
    ]


async def test_two_links_made_at_once_leave_one_good(database):
    school, person = await a_place()
    before = await entered(school, person)

    tokens = await asyncio.gather(*(a_link(school, before) for _ in range(4)))
    results = await asyncio.gather(*(placement_behind(a_reading(), each) for each in tokens), return_exceptions=True)

    assert sum(1 for each in results if isinstance(each, SupervisorView)) == 1


async def test_the_office_confirms_by_the_stamped_form_that_is_in_the_folder(database):
    school, person = await a_place()
    before = await entered(school, person)
    actor = officer(school)
    with pytest.raises(NotPermitted) as refusal:
        await seen(actor, before, PAPER)
    with pytest.raises(NotPermitted):
        await doing(actor, move_placement, MovePlacement(before.id, 1, Step.CONFIRM), Scope.school(school.id))
    await with_stamped_form(before)

    after, events = await seen(actor, before, PAPER)

    assert str(refusal.value) == "缺少企业盖章的鉴定(考核)表,请先上传照片"
    assert after == replace(before, state=PlacementState.CONFIRMED, revision=2)
    assert [type(event) for event in events] == [ConfirmationGiven, records.PlacementConfirmed]
    (given,) = await confirmations_of(a_reading(), before.id)
    assert (given.method, given.answered_by, given.answered_by_name, given.supervisor_name) == (
        PAPER,
        actor.account_id,
        "陈",
        "",
    )
    assert await confirmed_by_link(a_reading(), [before.chain_id]) == frozenset()


async def test_the_plain_step_of_the_office_is_the_stamped_form_too(database):
    school, person = await a_place()
    before, _ = await with_stamped_form(await entered(school, person))

    await doing(officer(school), move_placement, MovePlacement(before.id, 1, Step.CONFIRM), Scope.school(school.id))

    assert [given.method for given in await confirmations_of(a_reading(), before.id)] == [PAPER]


async def test_each_method_of_the_office_asks_for_its_proof(database):
    school, person = await a_place()
    before = await entered(school, person)
    faults = []
    for method, digest in [
        (ConfirmationMethod.ONE_TIME_LINK, None),
        (OTHER_PROOF, None),
        (ConfirmationMethod.IMPORTED_FILE, None),
        (ConfirmationMethod.IMPORTED_FILE, "a" * 63),
    ]:
        with pytest.raises(InvalidFields) as refusal:
            await seen(officer(school), before, method, digest=digest)
        faults.append(refusal.value.faults)
    after, _ = await seen(officer(school), before, ConfirmationMethod.IMPORTED_FILE, digest="a" * 64)

    assert faults == [
        {"method": "一次性链接由企业指导教师本人确认"},
        {"words": "请写明用什么替代企业公章,如工资流水、个税记录、证人证言"},
        {"file_digest": "没有作为凭据的文件"},
        {"file_digest": "文件摘要应为 64 位十六进制小写"},
    ]
    assert after.state is PlacementState.CONFIRMED


async def test_nobody_confirms_their_own(database):
    school, person = await a_place()
    before, _ = await with_stamped_form(await entered(school, person))

    for actor in (officer(school, person), stand_in(school, person)):
        with pytest.raises(NotPermitted):
            await seen(actor, before, PAPER)
    with pytest.raises(NotPermitted):
        await seen(teacher(person), before, PAPER, scope=Scope.person(person.id))


async def test_other_proof_is_endorsed_by_a_second_officer(database):
    school, person = await a_place()
    first, second = officer(school), officer(school, name="赵")
    before, _ = await seen(first, await entered(school, person), OTHER_PROOF, "企业已注销,附工资流水")
    scope = Scope.school(school.id)
    command = Endorse(before.id, before.revision, " 流水与考勤一致 ")

    with pytest.raises(NotPermitted) as same:
        await doing(first, endorse, command, scope)
    after, events = await doing(second, endorse, command, scope)
    with pytest.raises(NotPermitted) as again:
        await doing(officer(school, name="钱"), endorse, command, scope)

    assert (str(same.value), str(again.value)) == ("替代证明须由另一位经办人复核", "该替代证明已复核")
    assert await confirmations_of(a_reading(), before.id) == (after,)
    assert (after.endorsed_by, after.endorsed_by_name, after.endorsed_at, after.endorsed_words, after.revision) == (
        second.account_id,
        "赵",
        NOW,
        "流水与考勤一致",
        2,
    )
    assert [(type(event), event.before["endorsed_by"]) for event in events] == [(ConfirmationEndorsed, None)]
    assert trust_in(after) is Trust.LOWER
    assert await placement(a_reading(), before.id) == before


async def test_a_leader_endorses_but_no_department_nor_the_teacher_nor_a_stand_in_of_the_first(database):
    school, person = await a_place()
    department, other = await a_unit(school), await a_school("S2")
    first = officer(school)
    before, _ = await seen(first, await entered(school, person), OTHER_PROOF, "证人证言")
    scope, command = Scope.school(school.id), Endorse(before.id, before.revision, "属实")
    borrowed = replace(
        stand_in(school, person),
        roles=tuple(
            replace(role, lent_by=replace(role.lent_by, account_id=first.account_id, person_id=None))
            for role in stand_in(school, person).roles
        ),
    )

    for actor in (borrowed, officer(school, person), THE_HOUSE):
        with pytest.raises(NotPermitted):
            await doing(actor, endorse, command, scope)
    for actor, elsewhere in [(head(department), Scope.department(department.id)), (officer(other), other)]:
        where = elsewhere if isinstance(elsewhere, Scope) else Scope.school(elsewhere.id)
        with pytest.raises(NotFound):
            await doing(actor, endorse, command, where)
    with pytest.raises(InvalidFields):
        await doing(leader(school), endorse, replace(command, words=" "), scope)
    after, _ = await doing(leader(school), endorse, command, scope)

    assert after.endorsed_by_name == "王校长"


async def test_an_answer_stands_in_the_database(database):
    school, person = await a_place()
    await supervised(await entered(school, person, started_on=date(2026, 7, 12)), Step.CONFIRM)

    for statement in ("UPDATE confirmation SET words = 'x'", "DELETE FROM confirmation"):
        with pytest.raises(Exception, match=r"only endorsed|never"):
            await rows_of(database, statement)
    with pytest.raises(Exception, match="never changed or deleted"):
        await rows_of(database, "UPDATE confirmation_request SET number = 9")
    (rule,) = await rows_of(
        database,
        "SELECT pg_get_constraintdef(oid) AS says FROM pg_constraint WHERE conname = 'confirmation_hash_shape'",
    )
    assert "{64}" in rule["says"]

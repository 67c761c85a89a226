"""The thirteen stories of the demo: together they show every state of a placement and every role's work."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta

from registry.audit.process import open_process
from registry.demo.cast import ELSEWHERE, HOME
from registry.demo.certifying import certify, certify_anew, chen_issues_certificates, revoke
from registry.demo.telling import (
    OFFICE,
    agree,
    ask_and_answer,
    content,
    enter,
    grade,
    hand_in_form,
    known_before,
    recognised_on_paper,
    see_paper,
    step,
    summers,
)
from registry.demo.world import By, World
from registry.identity.model.roles import Delegate
from registry.identity.queries.principals import standing_of_login
from registry.identity.service.roles import delegate
from registry.kernel.scopes import EVERYWHERE, Scope
from registry.people.model.commands import Place, RecordLeave, Transfer
from registry.people.model.facts import LeaveKind, PostCategory
from registry.people.queries.careers import employment_on
from registry.people.service.employments import transfer
from registry.people.service.leaves import record_leave
from registry.practice.model import PlacementState
from registry.practice.queries.placements import placement as placement_now
from registry.practice.records import CorrectPlacement, MendPlacement, Placement, Step
from registry.practice.records.confirmation import ConfirmationMethod, ConfirmByOffice, Endorse
from registry.practice.records.grades import Grade
from registry.practice.service.confirmation import confirm_by_office, endorse
from registry.practice.service.placements import correct_placement, mend_placement

S = PlacementState


async def lin_goes_all_the_way(world: World) -> None:
    """林晓梅:计划、系部和人事处审批、实践、交材料、企业链接确认、考核、认定;下一个假期的计划正待系部审核。"""
    await known_before(world, "lin", *summers(world, 5))
    placement = await enter(world, By("lin", 150), "lin", content(world, 140, 40), S.PLANNED)
    await agree(world, By("he", 148), placement, 1, _department(world))
    await agree(world, By(OFFICE, 146), placement, 2, world.of_school(HOME.code))
    placement = await step(world, By("lin", 95), await _now(world, placement), Step.SUBMIT)
    await hand_in_form(world, By("lin", 95), placement, "lin")
    await ask_and_answer(world, By("lin", 94), placement, "lin")
    placement = await _now(world, placement)
    await grade(world, By(OFFICE, 90), placement, Grade.EXCELLENT, "企业评价好,案例已用于教学")
    await step(world, By(OFFICE, 90), placement, Step.VERIFY)
    await enter(world, By("lin", 3), "lin", content(world, -50, 30, firm=1), S.PLANNED)


async def tian_brings_the_stamped_paper(world: World) -> None:
    """田雨:企业盖章的鉴定表拍照上传,人事处见章认定;又有一份已审批、即将出发的计划。"""
    await known_before(world, "tian", *summers(world, 3))
    await recognised_on_paper(world, "tian", content(world, 130, 35, firm=2), 80)
    plan = await enter(world, By("tian", 20), "tian", content(world, -45, 28, firm=2), S.PLANNED)
    await agree(world, By("he", 18), plan, 1, _department(world))
    await agree(world, By(OFFICE, 16), plan, 2, world.of_school(HOME.code))


async def luo_mends_what_came_back(world: World) -> None:
    """罗建:加盖的是部门章,被退回;换章修改后重新提交,正待企业确认。"""
    placement = await enter(world, By("luo", 60), "luo", content(world, 120, 42, firm=3), S.SUBMITTED)
    reason = "鉴定表加盖的是部门章,请换盖单位公章"
    placement = await step(world, By(OFFICE, 55), placement, Step.RETURN, reason)
    mended = replace(content(world, 120, 42, firm=3), position="设备维护")
    command = MendPlacement(placement.id, placement.revision, mended)
    placement = (await world.do(By("luo", 50), mend_placement, command, world.of_person("luo"))).placement
    await hand_in_form(world, By("luo", 50), placement, "luo")
    await step(world, By("luo", 50), placement, Step.SUBMIT)


async def bao_is_contradicted(world: World) -> None:
    """包萨仁:企业指导教师打开链接,对天数提出异议,待本人核对后重新提交;上一年的一次还在退回修改。"""
    placement = await enter(world, By("bao", 40), "bao", content(world, 110, 45, firm=4), S.SUBMITTED)
    await ask_and_answer(world, By("bao", 39), placement, "bao", "实际到岗为三十天,请更正起止日期")
    earlier = await enter(world, By("bao", 40), "bao", content(world, 420, 20, firm=4), S.SUBMITTED)
    await step(world, By(OFFICE, 36), earlier, Step.RETURN, "鉴定表照片不清晰,请重新上传")


async def xu_was_refused_by_mistake(world: World) -> None:
    """许宏宇:误判为没有佐证而未通过;撤销该决定后见章确认,正待认定。"""
    placement = await enter(world, By("xu", 70), "xu", content(world, 125, 40, firm=5), S.SUBMITTED)
    placement = await step(world, By(OFFICE, 66), placement, Step.REJECT, "没有留存佐证材料,视为未参加企业实践")
    placement = await step(world, By(OFFICE, 62), placement, Step.UNDO_REJECTION, "材料已在系部档案中找到")
    await hand_in_form(world, By("xu", 61), placement, "xu")
    await see_paper(world, By(OFFICE, 60), placement)


async def qin_loses_what_was_recognised(world: World) -> None:
    """秦朗:认定后查实无故缺勤,该次实践作废,据此出具的证明撤销;随后自己撤回了下一份计划。"""
    placement = await recognised_on_paper(world, "qin", content(world, 150, 30, firm=6), 100)
    certificate = await certify(world, "qin", 85)
    await step(world, By(OFFICE, 70), placement, Step.VOID, "经学校核实,实践期间无故缺勤,该次作废")
    await revoke(world, certificate, 69, "所依据的企业实践经核实作废")
    plan = await enter(world, By("qin", 30), "qin", content(world, -60, 30, firm=6), S.PLANNED)
    await step(world, By("qin", 25), plan, Step.WITHDRAW)


async def jin_is_corrected(world: World) -> None:
    """金玉兰:不便上网,由人事处代为登记并认定;后来发现结束日期抄错,以新的一版更正,已出具的证明换发。"""
    by_office = By(OFFICE, 90)
    placement = await enter(world, by_office, "jin", content(world, 140, 40, firm=8), S.SUBMITTED)
    await hand_in_form(world, by_office, placement, "jin")
    placement = await see_paper(world, by_office, placement)
    placement = await step(world, by_office, placement, Step.VERIFY)
    certificate = await certify(world, "jin", 80)
    right = replace(content(world, 140, 36, firm=8), supervisor=None)
    command = CorrectPlacement(
        placement.id, placement.revision, right, "结束日期抄错,以鉴定表为准", figures_agreed=True
    )
    await world.do(By(OFFICE, 45), correct_placement, command, world.of_school(HOME.code))
    await certify_anew(world, certificate, 44, "实践结束日期抄错,已按鉴定表更正")


async def feng_changes_his_post(world: World) -> None:
    """冯凯:原为公共基础课教师,两年前转为专业课教师,从转岗之日起才有要求;转岗后的两个暑假都已认定。"""
    await known_before(world, "feng", *summers(world, 2, days=50))


async def yan_moves_to_the_other_city(world: World) -> None:
    """阎淑琴:在盘锦差得远(五年十个月),调到包头后按国家规定(五年六个月)即达标;实践随人走。"""
    await known_before(world, "yan", *summers(world, 4, days=48))
    first_day = world.day(60)
    employed = await employment_on(world.reading(60), world.people["yan"], first_day)
    assert employed
    department = world.units[ELSEWHERE.code, ELSEWHERE.departments[0]]
    place = Place(department.school_id, "Z901", department.id, first_day)
    before = employed.employment
    command = Transfer(before.id, before.revision, place, PostCategory.PROFESSIONAL)
    async with open_process("transfer", world.reading(60), "两市教育局调令") as process:
        await transfer(process, command, EVERYWHERE)


async def meng_has_a_child(world: World) -> None:
    """孟瑶:产假期间不计要求,考核的五年相应向前延伸。"""
    await known_before(world, "meng", *summers(world, 5, days=50))
    leave = RecordLeave(world.people["meng"], LeaveKind.MATERNITY, world.day(100), world.day(100) + timedelta(157))
    await world.do(By(OFFICE, 105), record_leave, leave, world.of_school(HOME.code))


async def zhou_stands_in(world: World) -> None:
    """周博:陈慧外出期间受托办理人事处事务,把杜䶮的一次实践考核为不合格,该次不予认定。"""
    standing, borrower = [await standing_of_login(world.reading(40), login) for login in (OFFICE, "zhou")]
    assert standing
    assert borrower
    grant_id = standing.roles[0].grant_id
    assert grant_id
    lent = Delegate(grant_id, borrower.account.id, world.day(40), world.day(-14))
    await world.do(By(OFFICE, 40), delegate, lent)
    placement = await enter(world, By("zhou", 38), "du", content(world, 100, 30, firm=9), S.SUBMITTED)
    await grade(world, By("zhou", 35), placement, Grade.UNQUALIFIED, "未完成企业安排的任务,总结与事实不符")


async def he_has_no_stamp(world: World) -> None:
    """何志刚:接收企业已注销,盖不了章;人事处凭社保和工资流水认可,校领导复核同意后认定。"""
    placement = await enter(world, By("he", 70), "he", content(world, 135, 33, firm=10), S.SUBMITTED)
    school = world.of_school(HOME.code)
    words = "接收企业已注销,以社保缴费记录和工资流水代替企业公章"
    proof = ConfirmByOffice(placement.id, placement.revision, ConfirmationMethod.ALTERNATIVE_PROOF, words)
    placement = await world.do(By(OFFICE, 68), confirm_by_office, proof, school)
    agreed = Endorse(placement.id, placement.revision, "材料属实,同意")
    await world.do(By("wang", 66), endorse, agreed, school)
    await step(world, By(OFFICE, 65), await _now(world, placement), Step.VERIFY)


STORIES: tuple[Callable[[World], Awaitable[None]], ...] = (
    lin_goes_all_the_way,
    tian_brings_the_stamped_paper,
    luo_mends_what_came_back,
    bao_is_contradicted,
    xu_was_refused_by_mistake,
    qin_loses_what_was_recognised,
    jin_is_corrected,
    feng_changes_his_post,
    yan_moves_to_the_other_city,
    meng_has_a_child,
    zhou_stands_in,
    he_has_no_stamp,
    chen_issues_certificates,
)


async def _now(world: World, told: Placement) -> Placement:
    """The placement as it stands now."""
    return await placement_now(world.reading(0), told.id)


def _department(world: World) -> Scope:
    return Scope.department(world.units[HOME.code, HOME.departments[0]].id)

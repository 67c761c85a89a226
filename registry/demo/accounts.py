"""The accounts of the demo: one for each role, with a password that is printed and shown on the sign-in page."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from registry.audit.process import Reading, open_process
from registry.identity.model.accounts import ChangePassword, CreateAccount, InviteAccounts
from registry.identity.model.principals import installation
from registry.identity.model.sign_in import Place
from registry.identity.service.accounts import invite_accounts
from registry.identity.service.sessions import principal_for
from registry.identity.service.sign_in import change_password

PASSWORD = "qiye-shijian-10"
"""For every account of the demo: easy to type on a phone, and no login is a part of it."""
HERE = Place("127.0.0.1", "registry demo")
SOURCE = "demo"


@dataclass(frozen=True, slots=True)
class SignIn:
    """One card of the demo's sign-in page: the role in both languages, who it is, what there is to see."""

    login: str
    password: str
    role: str
    role_en: str
    who: str
    sees: str


SIGN_INS: tuple[SignIn, ...] = (
    SignIn("lin", PASSWORD, "教师", "Teacher", "林晓梅 · 苇海职院石油化工系", "本人的实践、达标情况和待办"),
    SignIn(
        "chen",
        PASSWORD,
        "人事处",
        "HR officer",
        "陈慧 · 苇海职院人事处",
        "待认定的实践、全校达标情况、人员与学校设置",
    ),
    SignIn("he", PASSWORD, "系部负责人", "Department head", "何志刚 · 石油化工系", "本系计划的审批、催报"),
    SignIn("wang", PASSWORD, "校领导", "School leader", "王立新 · 苇海职院", "全校数字,只读"),
    SignIn("zhao", PASSWORD, "市教育局", "Education bureau", "赵敏 · 盘锦市教育局", "全市学校的数字,只读"),
    SignIn("bian", PASSWORD, "编办", "Staffing office", "卞永胜 · 盘锦市编办", "编制事项"),
    SignIn("wu", PASSWORD, "评审专家", "Evaluator", "吴文博", "分配到的评审材料;没有分配时什么也看不到"),
    SignIn(
        "sun",
        PASSWORD,
        "外校人事处",
        "HR elsewhere",
        "孙丽 · 昆河职院人事处",
        "只有本校;盘锦的一条也看不到",
    ),
    SignIn("yunwei", PASSWORD, "运维", "Operator", "系统运维", "账号、审计、备份;不办业务"),
)
"""In the order of the sign-in page."""


async def open_accounts(reading: Reading, commands: Iterable[CreateAccount]) -> None:
    """Make these accounts; the owners of those on the sign-in page replace the first password by the printed one."""
    by_operator = replace(reading, actor=installation(SOURCE))
    async with open_process("invite_accounts", by_operator) as process:
        slips = await invite_accounts(process, InviteAccounts(tuple(commands)))
    shown = {each.login for each in SIGN_INS}
    for slip in slips:
        if slip.login not in shown:
            continue
        owner = await principal_for(by_operator, slip.account_id)
        assert owner is not None, "an account that was just made is not locked"
        async with open_process("change_password", replace(reading, actor=owner)) as process:
            await change_password(process, ChangePassword(slip.first_password, PASSWORD, HERE))

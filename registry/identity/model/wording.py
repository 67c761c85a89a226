"""What roles, tries and states of accounts are called on pages and paper. In Chinese."""

from registry.identity.model.roles import Role
from registry.identity.model.sign_in import Outcome
from registry.identity.model.token_scopes import TokenScope

ROLE_WORDS: dict[Role, str] = {
    Role.TEACHER: "教师",
    Role.DEPARTMENT_HEAD: "系部负责人",
    Role.HR_OFFICER: "人事处经办人",
    Role.SCHOOL_LEADER: "校领导",
    Role.BUREAU_OFFICER: "教育局经办人",
    Role.STAFFING_OFFICE: "编办经办人",
    Role.EVALUATOR: "评审专家",
    Role.OPERATOR: "运维",
}
OUTCOME_WORDS: dict[Outcome, str] = {
    Outcome.SUCCEEDED: "登录成功",
    Outcome.WRONG_PASSWORD: "口令错误",
    Outcome.UNKNOWN_LOGIN: "登录名不存在",
    Outcome.LOCKED: "账号已停用",
    Outcome.TOO_SOON: "尝试过于频繁",
    Outcome.CODE_DUE: "口令正确,待输验证码",
    Outcome.WRONG_CODE: "验证码错误",
    Outcome.SIGN_ON_ONLY: "本校只用统一身份认证",
    Outcome.SIGN_ON_FAILED: "统一身份认证未通过",
    Outcome.SIGN_ON_REFUSED: "统一身份认证的用户不能登录",
}
TOKEN_SCOPE_WORDS: dict[TokenScope, str] = {
    TokenScope.PLACEMENTS_READ: "读取企业实践记录",
    TokenScope.PLACEMENTS_WRITE: "登记企业实践",
    TokenScope.STANDING_READ: "读取达标情况",
    TokenScope.TEACHERS_READ: "读取教师名册",
    TokenScope.BOARD_READ: "读取看板",
    TokenScope.IMPORTS_READ: "读取导入记录",
    TokenScope.IMPORTS_WRITE: "导入和撤销导入",
    TokenScope.CERTIFICATES_READ: "读取证明",
    TokenScope.CERTIFICATES_WRITE: "出具、换发和撤销证明",
}

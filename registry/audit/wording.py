"""What the history calls things: kinds of events and subjects, in Chinese and English.

Kinds are kept as they were named when they were recorded, so a word is never taken out; a kind without a word is
shown as it stands. Fields and processes have theirs in `field_words` and `process_words`.
"""

from typing import NamedTuple

from registry.audit.field_words import FIELDS
from registry.audit.process_words import PROCESSES
from registry.audit.value_words import value_words
from registry.platform.language import Language

__all__ = ["event_words", "field_words", "process_words", "subject_words", "value_words", "veiled_words"]


class Words(NamedTuple):
    """One thing in both languages."""

    zh: str
    en: str


def event_words(kind: str, language: Language) -> str:
    """What happened, for an event's kind (the name of its class)."""
    return _said(EVENTS.get(kind), kind, language)


def subject_words(subject: str, language: Language) -> str:
    """What kind of thing changed."""
    return _said(SUBJECTS.get(subject), subject, language)


def process_words(kind: str, language: Language) -> str:
    """What the actor was doing."""
    return _said(PROCESSES.get(kind), kind, language)


def field_words(subject: str, field: str, language: Language) -> str:
    """What a value is: a subject's own word for its field before the word that all share."""
    return _said(FIELDS.get(f"{subject}.{field}") or FIELDS.get(field), field, language)


def veiled_words(subject: str, language: Language) -> str:
    """What is said of values of persons that a change keeps back; empty where that is nothing a reader looks for."""
    return "" if subject in SELF_EXPLAINED else _said(VEILED, "", language)


def _said(words: tuple[str, str] | None, otherwise: str, language: Language) -> str:
    if words is None:
        return otherwise
    said = Words(*words)
    return said.en if language is Language.EN else said.zh


VEILED = ("另有个人信息变更,此处不显示内容。", "Personal particulars changed too; they are not shown here.")
SELF_EXPLAINED = frozenset({"certificate"})
"""A certificate keeps back its code alone, which never changes and stands on its own page."""
EVENTS: dict[str, tuple[str, str]] = {
    "AccountCreated": ("新建账号", "Account created"),
    "AccountBound": ("关联账号与人员", "Account bound to a person"),
    "PasswordReset": ("重置密码", "Password reset"),
    "PasswordChanged": ("修改密码", "Password changed"),
    "AccountLocked": ("停用账号", "Account locked"),
    "AccountUnlocked": ("恢复账号", "Account unlocked"),
    "RoleGranted": ("授予角色", "Role granted"),
    "RoleEnded": ("收回角色", "Role ended"),
    "RoleDelegated": ("委托角色", "Role delegated"),
    "DelegationEnded": ("结束委托", "Delegation ended"),
    "SessionStarted": ("登录", "Signed in"),
    "SessionEnded": ("退出登录", "Signed out"),
    "LinkIssued": ("发出一次性链接", "One-time link issued"),
    "LinkRedeemed": ("使用一次性链接", "One-time link used"),
    "TokenIssued": ("签发接口令牌", "API token issued"),
    "TokenRevoked": ("作废接口令牌", "API token revoked"),
    "ProviderSetUp": ("接入统一身份认证", "Single sign-on set up"),
    "ProviderChanged": ("修改统一身份认证", "Single sign-on changed"),
    "ProviderSwitchedOn": ("启用统一身份认证", "Single sign-on switched on"),
    "ProviderSwitchedOff": ("停用统一身份认证", "Single sign-on switched off"),
    "SignOnBound": ("绑定统一身份认证用户", "Single sign-on user bound"),
    "SignOnUnbound": ("解除统一身份认证绑定", "Single sign-on user unbound"),
    "SecondFactorSetUp": ("启用第二步验证", "Second factor set up"),
    "SecondFactorRemoved": ("停用第二步验证", "Second factor removed"),
    "SecondFactorReset": ("重置第二步验证", "Second factor reset"),
    "RecoveryCodesRenewed": ("重新生成恢复码", "Recovery codes renewed"),
    "SignInRuleSet": ("设定登录要求", "Demand on signing in set"),
    "SignInRuleEnded": ("取消登录要求", "Demand on signing in ended"),
    "BureauOpened": ("登记教育局", "Bureau entered"),
    "SchoolOpened": ("登记学校", "School entered"),
    "SchoolChanged": ("修改学校信息", "School changed"),
    "SchoolRecordsFromStated": ("设定学校记录完整起始日", "School's records stated complete from a day"),
    "UnitOpened": ("登记部门", "Office or department entered"),
    "UnitClosed": ("撤销部门", "Office or department closed"),
    "ApprovalChainSet": ("设定审批流程", "Approval chain set"),
    "ApprovalChainVoided": ("作废审批流程", "Approval chain voided"),
    "BreakRecorded": ("登记假期", "Break recorded"),
    "BreakVoided": ("作废假期", "Break voided"),
    "SigningKeyMade": ("新建签名密钥", "Signing key made"),
    "SigningKeyImported": ("导入签名密钥", "Signing key imported"),
    "SigningKeyRetired": ("停用签名密钥", "Signing key retired"),
    "SigningKeyRevoked": ("撤销签名密钥", "Signing key revoked"),
    "RevocationListMade": ("签发证书撤销列表", "Revocation list made"),
    "EnterpriseRegistered": ("登记企业", "Enterprise registered"),
    "EnterpriseCompleted": ("补全企业信息", "Enterprise completed"),
    "EnterpriseCorrected": ("更正企业信息", "Enterprise corrected"),
    "EnterprisesMerged": ("两家企业合并", "Two records of a firm merged"),
    "EnterpriseMergeUndone": ("撤销企业合并", "Merge of firms undone"),
    "EnterpriseTookOver": ("由并入的企业补上信息", "Particulars taken over from the merged firm"),
    "EnterpriseLedOn": ("并入另一家企业", "Merged into another firm"),
    "EnterpriseStandsAgain": ("恢复为单独的企业", "Stands for itself again"),
    "PersonsMerged": ("两条人员记录合并", "Two records of a person merged"),
    "PersonMergeUndone": ("撤销人员合并", "Merge of persons undone"),
    "PersonTookOver": ("由并入的记录补上信息", "Particulars taken over from the merged record"),
    "PersonLedOn": ("并入另一条记录", "Merged into another record"),
    "PersonStandsAgain": ("恢复为单独的记录", "Stands for itself again"),
    "EmploymentMoved": ("任职归并", "Employment moved with a merge"),
    "EmploymentRestored": ("恢复随合并作废的任职", "Employment voided with a merge restored"),
    "PostRestored": ("恢复随合并作废的岗位", "Post voided with a merge restored"),
    "LeaveMoved": ("请假归并", "Leave moved with a merge"),
    "LeaveRestored": ("恢复随合并作废的请假", "Leave voided with a merge restored"),
    "NameMoved": ("别名归并", "Other name moved with a merge"),
    "PlacementMoved": ("企业实践归并", "Placement moved with a merge"),
    "TitleMoved": ("职称归并", "Title moved with a merge"),
    "PersonRegistered": ("登记人员", "Person registered"),
    "PersonCorrected": ("更正人员信息", "Person corrected"),
    "PersonRenamed": ("更改姓名", "Person renamed"),
    "NameAdded": ("登记曾用名或别名", "Other name added"),
    "IdNumberRecorded": ("登记身份证件号码", "Identity number recorded"),
    "IdNumberViewed": ("查看完整身份证件号码", "Full identity number viewed"),
    "PersonRecordsFromStated": ("设定个人记录完整起始日", "Person's records stated complete from a day"),
    "EmploymentBegun": ("登记任职", "Employment begun"),
    "EmploymentCorrected": ("更正任职", "Employment corrected"),
    "IndustryExperienceStated": ("登记企业工作经历", "Industry experience stated"),
    "EmploymentEnded": ("结束任职", "Employment ended"),
    "EmploymentVoided": ("作废任职", "Employment voided"),
    "PostBegun": ("登记教师岗位", "Post begun"),
    "PostEnded": ("结束教师岗位", "Post ended"),
    "PostVoided": ("作废教师岗位", "Post voided"),
    "LeaveRecorded": ("登记请假", "Leave recorded"),
    "LeaveVoided": ("作废请假", "Leave voided"),
    "PlacementRecorded": ("登记企业实践", "Placement recorded"),
    "PlacementMended": ("修改企业实践", "Placement mended"),
    "PlacementApproved": ("批准实践计划", "Plan approved"),
    "PlacementSubmitted": ("提交企业实践", "Placement submitted"),
    "PlacementConfirmed": ("企业确认实践", "Placement confirmed by the enterprise"),
    "PlacementDisputed": ("企业提出异议", "Placement disputed by the enterprise"),
    "PlacementVerified": ("认定企业实践", "Placement verified"),
    "PlacementReturned": ("退回企业实践", "Placement returned"),
    "PlacementRejected": ("不予认定", "Placement rejected"),
    "RejectionUndone": ("撤销“不予认定”", "Rejection undone"),
    "PlacementWithdrawn": ("撤回企业实践", "Placement withdrawn"),
    "PlacementVoided": ("作废企业实践", "Placement voided"),
    "PlacementReplaced": ("原实践记录被取代", "Placement replaced by a correction"),
    "PlacementCorrected": ("更正企业实践", "Placement corrected"),
    "RelationApproved": ("批准在本人或亲属企业实践", "Practice in an own or relative's firm approved"),
    "FitDecided": ("裁定岗位与专业是否对口", "Fit of post and subject decided"),
    "SupervisorNamed": ("登记企业指导教师", "Enterprise supervisor named"),
    "SupervisorChanged": ("更换企业指导教师", "Enterprise supervisor changed"),
    "SupervisorWasAsked": ("请企业确认", "Enterprise asked to confirm"),
    "ConfirmationGiven": ("企业答复", "Enterprise's answer"),
    "ConfirmationEndorsed": ("复核代替公章的证明", "Proof in place of a stamp endorsed"),
    "OpinionGiven": ("签署审批意见", "Opinion on a plan given"),
    "PaperAdded": ("添加材料", "Paper added"),
    "PaperRemoved": ("移除材料", "Paper removed"),
    "BatchStarted": ("起草批量计划", "Plan for many begun"),
    "BatchChanged": ("修改批量计划", "Plan for many changed"),
    "BatchLineAdded": ("批量计划添加教师", "Teacher taken into a plan"),
    "BatchLineChanged": ("调整批量计划中一人", "A teacher's line of a plan changed"),
    "BatchLineTakenOut": ("从批量计划移出一人", "Teacher taken out of a plan"),
    "BatchSubmitted": ("提交批量计划", "Plan for many submitted"),
    "BatchWithdrawn": ("整批撤回计划", "Plan for many withdrawn"),
    "BatchDiscarded": ("放弃批量计划草案", "Draft of a plan given up"),
    "PlacementGraded": ("评定实践等次", "Placement graded"),
    "GradeCapSet": ("设定优秀比例上限", "Cap on excellent grades set"),
    "GradeCapVoided": ("作废优秀比例上限", "Cap on excellent grades voided"),
    "RegionRuleSet": ("设定实践地区要求", "Rule on regions set"),
    "RegionRuleVoided": ("作废实践地区要求", "Rule on regions voided"),
    "SpotCheckRecorded": ("登记抽查", "Spot check recorded"),
    "SpotCheckVoided": ("作废抽查", "Spot check voided"),
    "EntryWritten": ("写实践日志", "Journal entry written"),
    "EntryChanged": ("修改实践日志", "Journal entry changed"),
    "EntryStruck": ("删去实践日志", "Journal entry struck out"),
    "TitleRecorded": ("登记职称", "Title recorded"),
    "TitleVerified": ("审核职称", "Title verified"),
    "TitleAppointed": ("登记职称聘任", "Appointment to a title noted"),
    "TitleReplaced": ("原职称记录被取代", "Title replaced by a correction"),
    "TitleCorrected": ("更正职称", "Title corrected"),
    "TitleVoided": ("作废职称", "Title voided"),
    "LedgerImported": ("导入台账", "Ledger imported"),
    "ImportChecked": ("预检导入文件", "File checked for import"),
    "ImportQueued": ("安排后台导入", "Import given to the worker"),
    "ImportCommitted": ("导入文件", "File imported"),
    "ImportFailed": ("后台导入未成", "Import failed"),
    "ImportUndone": ("撤销导入", "Import taken back"),
    "ImportDiscarded": ("放弃导入预检", "Checked file discarded"),
    "RecognitionTakenBack": ("撤回随导入作出的认定", "Recognition taken back with its import"),
    "DeletionAsked": ("申请删除个人信息", "Deletion asked for"),
    "EverythingExported": ("导出全部数据", "Everything exported"),
    "ChaseSent": ("催办", "People chased"),
    "RemindersSent": ("自动提醒", "Reminders sent"),
    "RemindersSet": ("设置提醒", "Reminders set"),
    "MailAddressSet": ("登记接收提醒的邮箱", "Mail address named"),
    "MailAddressConfirmed": ("确认接收提醒的邮箱", "Mail address confirmed"),
    "MailAddressRemoved": ("删除接收提醒的邮箱", "Mail address removed"),
    "MailWishChanged": ("开关邮件提醒", "Mails switched on or off"),
    "MailResent": ("重发邮件", "Mail sent again"),
    "CertificateIssued": ("出具证明", "Certificate issued"),
    "CertificateFiled": ("生成证明文件", "File of a certificate made"),
    "CertificateReplaced": ("换发证明", "Certificate replaced"),
    "CertificateRevoked": ("撤销证明", "Certificate revoked"),
    "CertificateMoved": ("证明归并", "Certificate moved with a merge"),
    "BatchBegun": ("提交批量出具", "Certificates for many asked for"),
    "BatchEnded": ("完成批量出具", "Certificates for many issued"),
    "RelianceNoted": ("登记引用", "Reliance noted"),
    "RelianceReleased": ("解除引用", "Reliance released"),
}

SUBJECTS: dict[str, tuple[str, str]] = {
    "account": ("账号", "account"),
    "api_token": ("接口令牌", "API token"),
    "approval_chain": ("审批流程", "approval chain"),
    "bureau": ("教育局", "bureau"),
    "certificate": ("证明", "certificate"),
    "certificate_batch": ("批量出具的证明", "certificates for many"),
    "confirmation": ("企业确认", "confirmation"),
    "confirmation_request": ("确认请求", "request for confirmation"),
    "delegation": ("委托", "delegation"),
    "employment": ("任职", "employment"),
    "enterprise": ("企业", "enterprise"),
    "enterprise_merge": ("企业合并", "merge of firms"),
    "grade_cap": ("优秀比例上限", "cap on excellent grades"),
    "import_run": ("导入的文件", "imported file"),
    "installation": ("本系统", "installation"),
    "journal_entry": ("实践日志", "journal entry"),
    "leave": ("请假", "leave"),
    "mail_address": ("接收提醒的邮箱", "mail address"),
    "mail_outbox": ("邮件", "mail"),
    "reminder_batch": ("催办与提醒", "reminders"),
    "reminder_setting": ("提醒设置", "settings of reminders"),
    "one_time_link": ("一次性链接", "one-time link"),
    "other_name": ("曾用名、别名", "other name"),
    "paper": ("材料", "paper"),
    "person": ("人员", "person"),
    "person_merge": ("人员合并", "merge of persons"),
    "placement": ("企业实践", "placement"),
    "placement_grade": ("实践等次", "grade of a placement"),
    "placement_supervisor": ("企业指导教师", "enterprise supervisor"),
    "plan_opinion": ("审批意见", "opinion on a plan"),
    "post_held": ("教师岗位", "post"),
    "practice_plan": ("批量计划", "plan for many"),
    "practice_plan_line": ("批量计划中的一人", "line of a plan"),
    "practice_region_rule": ("实践地区要求", "rule on regions"),
    "role_grant": ("角色", "role"),
    "second_factor": ("第二步验证", "second factor"),
    "sign_in_rule": ("登录要求", "demand on signing in"),
    "sign_on_binding": ("统一身份认证绑定", "single sign-on binding"),
    "sign_on_provider": ("统一身份认证", "single sign-on"),
    "school": ("学校", "school"),
    "school_ledger": ("导入的台账", "imported ledger"),
    "school_break": ("假期", "break"),
    "school_unit": ("部门", "office or department"),
    "signing_key": ("签名密钥", "signing key"),
    "signing_revocation_list": ("证书撤销列表", "revocation list"),
    "spot_check": ("抽查", "spot check"),
    "title": ("职称", "title"),
}

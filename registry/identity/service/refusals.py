"""What PostgreSQL refuses of accounts and roles, in the words of the field that is wrong."""

from registry.platform.refusals import Refusals

REFUSALS: Refusals = {
    "account_login_key": ("login", "该登录名已被使用"),
    "account_staff_no_once": ("staff_no", "该工号在本校已有账号"),
    "account_person_once": ("person_id", "该人员已有账号"),
    "role_grant_once": ("role", "该账号在这段时间已有同样的角色"),
    "delegation_once": ("finished_on", "这段时间已委托给该账号"),
}

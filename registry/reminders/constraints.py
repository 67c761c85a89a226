"""What PostgreSQL refuses of reminders, in the words of the field that is wrong."""

from registry.platform.refusals import Refusals

REFUSALS: Refusals = {
    "reminder_setting_school_key": ("school_id", "刚才有人修改了设置,请刷新后再改"),
    "mail_address_account_key": ("address", "刚才已登记邮箱,请刷新后再改"),
}

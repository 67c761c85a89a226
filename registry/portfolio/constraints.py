"""What PostgreSQL refuses of titles, in the words of the field that is wrong."""

from registry.platform.refusals import Refusals

REFUSALS: Refusals = {
    "title_once": ("name", "该职称已登记(同一系列、名称和取得日期)"),
    "title_appointment_in_order": ("appointed_on", "取得日期、聘任日期、聘任截止日期的先后不符"),
}

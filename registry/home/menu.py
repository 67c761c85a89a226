"""The menu: for each place the route, its words, and the permission without which it is not shown."""

from typing import NamedTuple

from registry.identity.model.permissions import Permission, permits
from registry.identity.model.principals import Principal


class Place(NamedTuple):
    """An entry of the menu. `word` is what it says, in Chinese as the catalogue of words knows it."""

    route: str
    word: str
    permission: Permission


PLACES = (
    Place("home", "首页", Permission.OWN_ACCOUNT),
    Place("board", "教师", Permission.READ_TEACHERS),
    Place("planner", "计划", Permission.PLAN_PRACTICE),
    Place("plan_summary", "汇总表", Permission.APPROVE_PLANS),
    Place("plans", "审批", Permission.APPROVE_PLANS),
    Place("recognition", "认定", Permission.RECOGNISE_PLACEMENTS),
    Place("certificates", "证明", Permission.READ_CERTIFICATES),
    Place("names", "名单速查", Permission.CHECK_NAMES),
    Place("ledger_check", "台账体检", Permission.CHECK_LEDGERS),
    Place("imports", "导入", Permission.IMPORT_FILES),
    Place("school_settings", "学校", Permission.READ_SCHOOL),
    Place("enterprises", "企业", Permission.KEEP_SCHOOL),
    Place("accounts", "账号", Permission.KEEP_ACCOUNTS),
    Place("installation", "运维", Permission.KEEP_INSTALLATION),
)


def menu_for(user: object) -> tuple[Place, ...]:
    """What this visitor finds in the menu."""
    if not isinstance(user, Principal):
        return ()
    return tuple(place for place in PLACES if permits(user, place.permission))

"""The enterprises of the two cities. Invented; the codes pass their check and were never given out."""

from dataclasses import dataclass

from registry.demo.choices import one_of
from registry.demo.numbers import credit_code
from registry.demo.places import DemoCity

_BRANDS = {
    "盘锦": ("苇浪", "鹤鸣", "辽滨", "双台", "红滩", "兴油", "稻香", "渤岸", "曙光湾", "锦凌", "大辽", "碧泽"),
    "包头": ("鹿城", "昆仑河", "青麓", "敕勒", "固阳", "稀谷", "赛罕", "九原", "蒙川", "白云岭", "草海", "阴山"),
}
_TRADES = {
    "盘锦": (
        *("石化工程有限公司", "沥青新材料有限公司", "钻采装备制造有限公司", "精细化工有限公司", "港口物流有限公司"),
        *("米业股份有限公司", "软件技术有限公司", "电子商务有限公司", "湿地文旅有限公司", "自动化仪表有限公司"),
        *("汽车服务有限公司", "水产食品有限公司", "检测认证有限公司"),
    ),
    "包头": (
        *("稀土新材料有限公司", "钢结构工程有限公司", "重型机械有限公司", "铝业科技有限公司", "风电设备有限公司"),
        *("乳品加工有限公司", "智能装备有限公司", "数据服务有限公司", "商贸物流有限公司", "建筑设计有限公司"),
        *("康养服务有限公司", "汽车销售服务有限公司", "民族工艺品有限公司"),
    ),
}


@dataclass(frozen=True, slots=True)
class DemoEnterprise:
    """A firm that teachers practise in."""

    name: str
    credit_code: str


def enterprises_of(city: DemoCity) -> tuple[DemoEnterprise, ...]:
    """Every firm of a city: each brand in each trade, 156 of them."""
    names = [f"{city.name}{brand}{trade}" for trade in _TRADES[city.name] for brand in _BRANDS[city.name]]
    return tuple(
        DemoEnterprise(name, credit_code(one_of(city.divisions, name), serial))
        for serial, name in enumerate(names, 1)
    )

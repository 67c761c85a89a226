"""Names as a staff list of the two cities has them: Han, Manchu and Mongolian names, some with rare characters."""

from registry.demo.choices import lot, one_of
from registry.people.model.facts import Sex

_SURNAMES: tuple[str, ...] = (
    *"王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎",
    *("佟", "关", "那", "金", "白", "包", "乌", "云", "欧阳", "上官"),
)
_GIVEN_MALE = "伟强磊军勇涛超刚建国志明海波宏宇鹏飞浩然文博俊杰立新永胜春雨德成家栋凯旋振华"
_GIVEN_FEMALE = "芳娜敏静丽艳霞秀梅玉兰丹红婷雪莹琳慧颖佳怡欣悦晓燕春华月桂淑珍雅琴思雨"
_MONGOLIAN_MALE: tuple[str, ...] = (
    *("巴特尔", "苏和", "那日苏", "朝鲁", "额尔敦", "宝音", "布和", "哈斯", "特木尔", "乌恩其"),
    *("阿拉坦", "孟和", "斯琴巴图", "图门", "青格勒", "达来", "呼和", "毕力格", "敖特根", "吉日嘎拉"),
)
_MONGOLIAN_FEMALE: tuple[str, ...] = (
    *("其其格", "娜仁", "萨仁", "高娃", "塔娜", "乌兰", "托娅", "斯琴", "苏日娜", "阿茹娜"),
    *("乌云", "格日勒", "琪琪格", "萨日朗", "娜布其", "通拉嘎", "海棠", "哈斯其木格", "红格尔", "阿拉坦其木格"),
)
RARE = (
    ("王䶮", Sex.MALE),
    ("李㛃", Sex.FEMALE),
    ("赵𬭎", Sex.MALE),
    ("陈𫖯", Sex.MALE),
    ("娜仁·乌云其其格", Sex.FEMALE),
    ("古丽·阿依努尔", Sex.FEMALE),
)
"""Names that fonts, forms and imports stumble over; each school has some."""
MONGOLIAN_IN_TEN = 3
DOUBLE_IN_TEN = 7


def name_of(*question: object, sex: Sex, is_mongolian: bool = False) -> str:
    """A name for a person of that sex."""
    if is_mongolian and lot(10, "mongolian", *question) < MONGOLIAN_IN_TEN:
        names = _MONGOLIAN_MALE if sex is Sex.MALE else _MONGOLIAN_FEMALE
        return one_of(names, "name", *question)
    given = _GIVEN_MALE if sex is Sex.MALE else _GIVEN_FEMALE
    first = one_of(given, "first", *question) if lot(10, "double", *question) < DOUBLE_IN_TEN else ""
    return one_of(_SURNAMES, "surname", *question) + first + one_of(given, "second", *question)

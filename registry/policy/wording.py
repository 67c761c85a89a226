"""The words of the rule book in both languages: faults, units, choices, headings. Nothing else speaks."""

from collections.abc import Mapping

from registry.kernel.periods import MonthDay
from registry.platform.language import Language, preferred_language
from registry.policy.pack import FaultKind, PackFault, PolicyValue, Unit
from registry.policy.terms import written_month_day

_FAULTS: Mapping[FaultKind, tuple[str, str]] = {
    FaultKind.NOT_TOML: ("不是有效的 TOML 文件：{error}", "not a TOML file: {error}"),
    FaultKind.UNKNOWN_KEY: ("不认识的键 {key}（可用：{known}）", "unknown key {key} (known: {known})"),
    FaultKind.MISSING_KEY: ("缺少 {key}", "{key} is missing"),
    FaultKind.WRONG_TYPE: ("{key} 类型不对，应为{expected}", "{key} has the wrong type, should be {expected}"),
    FaultKind.EMPTY: ("{key} 不能为空", "{key} may not be empty"),
    FaultKind.UNKNOWN_PARAMETER: ("没有这个参数", "there is no such parameter"),
    FaultKind.UNKNOWN_UNIT: ("不认识的单位 {found}（可用：{known}）", "unknown unit {found} (known: {known})"),
    FaultKind.WRONG_UNIT: ("单位是 {found}，应为 {expected}", "the unit is {found}, should be {expected}"),
    FaultKind.OUT_OF_RANGE: (
        "value 是 {found}，应在 {least} 到 {most} 之间",
        "value is {found}, should be {least} to {most}",
    ),
    FaultKind.UNKNOWN_CHOICE: (
        "不认识的取值 {found}（可用：{known}）",
        "unknown value {found} (known: {known})",
    ),
    FaultKind.NOT_A_MONTH_DAY: (
        "{found} 不是每年都有的日子，应写作 MM-DD，如 09-01",
        "{found} is no day of every year, write MM-DD such as 09-01",
    ),
    FaultKind.FROM_TWICE: ("from {found} 与上一个值重复", "from {found} repeats the value before"),
    FaultKind.FROM_UNSORTED: (
        "from {found} 早于上一个值的 {before}，应从旧到新排列",
        "from {found} is before {before} of the value above; write the oldest first",
    ),
    FaultKind.ENDS_BEFORE_START: ("to {to} 早于 from", "to {to} is before from"),
    FaultKind.OVERLAPS_NEXT: (
        "from {found} 时上一个值仍有效（to {to}）",
        "from {found} begins while the value before still holds (to {to})",
    ),
    FaultKind.HALF_A_CORRECTION: (
        "corrected_on 和 correction（更正原因）须同时填写",
        "corrected_on and correction (the reason) go together",
    ),
    FaultKind.FILE_NAME_DIFFERS: (
        "jurisdiction {found} 与文件名不符（只用小写字母、数字和连字符）",
        "jurisdiction {found} is not the file's name (lower-case letters, digits, hyphens)",
    ),
    FaultKind.PARENT_UNKNOWN: ("没有上级 {found} 的规则包", "there is no pack of the parent {found}"),
    FaultKind.PARENT_CYCLE: ("上级关系成环：{line}", "the parents run in a circle: {line}"),
    FaultKind.WEAKER: (
        "自 {on} 起弱于上级硬性规定：本处 {found} {unit}（{citation}），"
        "{jurisdiction} 规定 {rule} {unit}（{rule_citation}）",
        "weaker than a hard rule from {on}: here {found} {unit} ({citation}), "
        "{jurisdiction} says {rule} {unit} ({rule_citation})",
    ),
    FaultKind.GAP: ("自 {on} 起没有生效的值", "no value in force from {on}"),
    FaultKind.CHECK_OVERDUE: (
        "上次核对 {last}，到 {on} 已满一年，请重新核对文件并更新 last_checked_on",
        "last checked on {last}, a year or more before {on}: look again and set last_checked_on",
    ),
    FaultKind.CHECK_IN_FUTURE: (
        "last_checked_on {last} 比 {on} 晚一年以上",
        "last_checked_on {last} is more than a year after {on}",
    ),
    FaultKind.CASE_TWICE: ("判例重复：{jurisdiction} {on}", "the case {jurisdiction} {on} stands twice"),
    FaultKind.CASE_UNKNOWN_PLACE: (
        "判例的 {jurisdiction} 没有规则包",
        "there is no pack of the case's {jurisdiction}",
    ),
    FaultKind.CASE_DIFFERS: (
        "判例不符：{jurisdiction} {on} 的 {key} 应为 {expected}，规则包得出 {found}",
        "case differs: {key} of {jurisdiction} on {on} should be {expected}, the packs say {found}",
    ),
}

_SENTENCES: Mapping[str, tuple[str, str]] = {
    "faulty_packs": (
        "规则包有 {count} 处错误，不能使用；运行 registry policy check 查看全部。第一处：{first}",
        "the rule packs have {count} faults (`registry policy check` lists them). The first: {first}",
    ),
    "unknown_jurisdiction": (
        "没有地区 {found} 的规则包；现有：{known}",
        "no rule pack for {found}; known: {known}",
    ),
    "unreadable_pack": ("{path} 无法读取：{error}", "{path} cannot be read: {error}"),
    "no_draft": ("{folder} 里没有规则包（*.toml）", "there is no rule pack (*.toml) in {folder}"),
    "value": ("第 {index} 个值", "value {index}"),
    "case": ("第 {index} 个判例", "case {index}"),
    "comma": ("、", ", "),
    "none": ("无", "none"),
    "no_value": ("当日无规定", "no rule that day"),
    "no_rule": ("{on} {name}没有生效的企业实践规定。", "No practice rule is in force in {name} on {on}."),
    "all_right": (
        "{packs} 个规则包、{parameters} 项参数、{cases} 个判例，全部正确（截至 {on}）。",
        "{packs} packs, {parameters} parameters, {cases} law cases: all in order (as of {on}).",
    ),
    "confirmed": ("已核实", "confirmed"),
    "unconfirmed": ("待核实", "awaits confirmation"),
    "show_title": (
        "{name}（{jurisdiction}）{on} 生效的企业实践规定",
        "Practice rule in force in {name} ({jurisdiction}) on {on}",
    ),
    "list_title": ("规则包", "Rule packs"),
    "jurisdiction": ("地区", "Jurisdiction"),
    "name": ("名称", "Name"),
    "parent": ("上级", "Parent"),
    "version": ("版本", "Version"),
    "parameters": ("本级参数", "Own parameters"),
    "last_check": ("上次核对", "Last check"),
    "parameter": ("参数", "Parameter"),
    "figure": ("取值", "Value"),
    "source": ("出自", "From"),
    "citation": ("依据", "Instrument, article"),
    "since": ("施行", "Since"),
    "confirmation": ("核实", "Confirmed"),
}

_TYPES: Mapping[str, tuple[str, str]] = {
    "text": ("文字", "text"),
    "flag": (" true 或 false", "true or false"),
    "day": ("日期（如 2021-03-23）", "a date such as 2021-03-23"),
    "whole": ("整数", "a whole number"),
    "list": ("列表", "a list"),
    "table": ("表", "a table"),
}

_UNITS: Mapping[str, tuple[str, str]] = {
    Unit.MONTHS: ("个月", "months"),
    Unit.YEARS: ("年", "years"),
    Unit.DAYS: ("天", "days"),
}

_CHOICES: Mapping[str, tuple[str, str]] = {
    "thirty_days": ("满三十天为一个月", "thirty days are a month"),
    "calendar_month": ("按当月天数折算", "by the days of each calendar month"),
    "extend": ("扣除请假，统计期前推", "leave is taken out, the window reaches further back"),
    "ignore": ("不影响统计期", "leave changes nothing"),
    "prorate": ("按任教天数比例要求", "in proportion to the obliged days"),
    "full": ("要求全部月数", "the whole is asked"),
    "professional": ("专业课教师", "professional-course teachers"),
    "instructor": ("实习指导教师", "practice instructors"),
    "public": ("公共基础课教师", "public-course teachers"),
    "post_work": ("顶岗", "post work"),
    "secondment": ("挂职", "secondment"),
    "visit": ("考察观摩", "visit"),
    "skill_training": ("企业技能培训", "skill training"),
    "research": ("产品研发和技术创新", "research"),
    "intern_supervision": ("指导学生实习", "intern supervision"),
    "training_base": ("实训基地", "training base"),
    "online": ("线上实践", "online"),
    "other": ("其他", "other"),
}


def sentence(key: str, /, *, language: Language | None = None, **details: object) -> str:
    """One of the fixed sentences or headings, in the user's language unless told."""
    return _chosen(_SENTENCES[key], language or preferred_language()).format(**details)


def fault_line(fault: PackFault, language: Language) -> str:
    """One line: file, parameter, value, and what is wrong."""
    place = [fault.file]
    if fault.parameter:
        place.append(fault.parameter)
    if fault.index:
        key = "value" if fault.parameter else "case"
        place.append(sentence(key, language=language, index=fault.index))
    details = dict(fault.details)
    for name, words in (("expected", _TYPES), ("unit", _UNITS)):
        if details.get(name) in words:
            details[name] = _chosen(words[details[name]], language)
    problem = _chosen(_FAULTS[fault.kind], language).format(**details)
    return " ".join(": ".join([*place, problem]).split())


def value_words(value: PolicyValue, unit: Unit, language: Language) -> str:
    """A value as people read it， with its unit， such as `10 个月`."""
    if isinstance(value, MonthDay):
        return written_month_day(value)
    if isinstance(value, frozenset):
        words = [_chosen(_CHOICES[word], language) for word in _CHOICES if word in value]
        return sentence("comma", language=language).join(words) or sentence("none", language=language)
    if isinstance(value, int):
        return f"{value} {_chosen(_UNITS[unit], language)}"
    return _chosen(_CHOICES[value], language)


def _chosen(words: tuple[str, str], language: Language) -> str:
    return words[language is Language.EN]

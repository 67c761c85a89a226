"""Every word of the pages has its English: what templates say, and what the modules of pages say."""

import ast
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from registry.platform.folders import templates_folder
from registry.platform.language import Language
from registry.platform.web.words import Catalogue, _messages, catalogue, spoken, translated

REGISTRY = Path(__file__).parents[2] / "registry"
CALL = re.compile(r"""\b_\(\s*(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)')""")
CHINESE = re.compile("[\u4e00-\u9fff]")
GAPS = re.compile(r"\{[a-z_]*\}")
LAYERS_OF_REFUSALS = ("rules", "service")
TEMPLATES = sorted(templates_folder().rglob("*.html"))
OFFICIAL_FORMS = frozenset({"printed_form.html"})
"""What an office prints and stamps is Chinese in every language."""
NOT_SAID = frozenset(
    {
        "{}-结果.xlsx",
        "名单速查-{}.xlsx",
        "-示例",
        "导入模板-{}{}.xlsx",
        "{}-{}.xlsx",
        "标出错误",
        "出错的行",
        "导入文件",
    }
)
"""Names of files."""
IN_BOTH_LANGUAGES = frozenset({"wording.py", "workbook.py", "pasted.py"})
"""Rooms in which both languages stand side by side, an office's paper is written, or what people paste is read."""
PAGES = sorted(
    file
    for file in (*REGISTRY.glob("*/pages/*.py"), *REGISTRY.glob("home/**/*.py"))
    if file.name not in IN_BOTH_LANGUAGES
)
REFUSING = sorted(
    file
    for layer in LAYERS_OF_REFUSALS
    for file in REGISTRY.glob(f"practice/{layer}/*.py")
    if file.stem != "__init__"
)


def named(file: Path) -> str:
    return "/".join(file.parts[-3:])


def without_english(words) -> list[str]:
    said = [each for each in dict.fromkeys(words) if CHINESE.search(each) and each not in NOT_SAID]
    return [each for each in said if catalogue().english(each) is None]


@pytest.mark.parametrize("template", TEMPLATES, ids=named)
def test_what_a_template_says_has_english(template):
    said = [one or other for one, other in CALL.findall(template.read_text())]

    assert without_english(said) == []


@pytest.mark.parametrize("template", [each for each in TEMPLATES if each.name not in OFFICIAL_FORMS], ids=named)
def test_a_template_says_nothing_in_chinese_alone(template):
    text = re.sub(r"\{#.*?#\}", "", template.read_text(), flags=re.DOTALL)
    bare = re.sub(r"\{%.*?%\}|\{\{.*?\}\}", "", text, flags=re.DOTALL)

    assert [line.strip() for line in bare.splitlines() if CHINESE.search(line.replace("中文", ""))] == []


@pytest.mark.parametrize("module", PAGES, ids=named)
def test_what_a_module_of_pages_says_has_english(module):
    assert without_english(literals(ast.parse(module.read_text()))) == []


@pytest.mark.parametrize("module", REFUSING, ids=named)
def test_what_practice_refuses_has_english(module):
    refused = [words for node in refusals(ast.parse(module.read_text())) for words in literals(node)]

    assert without_english(refused) == []


def test_an_english_message_has_no_gap_that_the_chinese_one_has_not():
    wrong = [
        f"{file.name}: {zh}"
        for file in sorted((templates_folder() / "words" / "en").glob("*.po"))
        for zh, en in _messages(file).items()
        if Counter(GAPS.findall(en)) - Counter(GAPS.findall(zh))
    ]

    assert wrong == []


def test_the_parts_of_a_message_are_said_in_english_too():
    known = Catalogue({"该实践当前为“{}”": "it is “{}” now", "已认定": "recognised"})

    assert known.english("该实践当前为“已认定”") == "it is “recognised” now"
    assert known.english("该实践当前为“别的”") == "it is “别的” now"


def test_of_several_messages_that_fit_the_one_that_says_most_is_taken():
    known = Catalogue({"{} 至 {}": "{} to {}", "不在起止时间({} 至 {})内": "outside {} to {}"})

    assert known.english("不在起止时间(7月1日 至 8月2日)内") == "outside 7月1日 to 8月2日"
    assert known.english("7月1日 至 8月2日") == "7月1日 to 8月2日"


def test_values_are_put_into_the_words_of_the_language():
    token = spoken.set(Language.EN)
    try:
        assert translated("有 {n} 处需要修改", n=2) == "2 thing(s) to mend"
    finally:
        spoken.reset(token)


def literals(node: ast.AST) -> Iterator[str]:
    """Every text in the code, an f-string with `{}` for its gaps; what only explains the code is no text."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.JoinedStr):
        yield "".join(part.value if isinstance(part, ast.Constant) else "{}" for part in node.values)
    else:
        for child in ast.iter_child_nodes(node):
            if not (isinstance(child, ast.Expr) and isinstance(child.value, ast.Constant)):
                yield from literals(child)


def refusals(tree: ast.AST) -> Iterator[ast.AST]:
    """Where a rule or a service says no."""
    for node in ast.walk(tree):
        name = getattr(node.func, "attr", getattr(node.func, "id", "")) if isinstance(node, ast.Call) else ""
        if name in ("no", "InvalidFields", "StaleEdit", "NotPermitted", "NotFound", "require_valid"):
            yield node

"""The first sheet of an empty ledger: what it is for, and what belongs in each column."""

from collections.abc import Sequence

from xlsxwriter.workbook import Workbook

from registry.exchange.documents.printed_sheet import PrintedSheet, SheetColumn
from registry.exchange.documents.sheet_style import Looks
from registry.exchange.documents.template_columns import TemplateSheet
from registry.exchange.documents.words import Words

SHEET = Words("填写说明", "How to fill in")
TITLE = Words("教师企业实践登记表填写说明", "How to fill in the practice ledger")

_STEPS = (
    Words(
        "1. 先填“教师名册”,再填“企业实践台账”;有产假、长期病假、脱产学习的填“请假”。一段实践一行。",
        "1. Fill in the teachers, then their placements, one a row; then approved leave, if any.",
    ),
    Words(
        "2. 同一教师先后担任不同岗位的,在教师名册中一个岗位一行,工号相同。",
        "2. A teacher who held several posts one after another has a row for each, with the same staff number.",
    ),
    Words(
        "3. 日期可写成 2021-07-01、2021/7/1、2021.7.1、2021年7月1日;只写到月的,按当月首日开始、末日结束。",
        "3. Dates: 2021-07-01, 2021/7/1, 2021.7.1; a month alone means its first day as a start, its last as an end.",
    ),
)
_THEN_CHECK = Words(
    "4. 填好后运行:registry check 本文件.xlsx。读不出的单元格会逐一列出,所在行不计入。",
    "4. Then run: registry check THIS-FILE.xlsx. Cells that cannot be read are listed; their rows do not count.",
)
_THEN_IMPORT = Words(
    "4. 填好后在“导入”页上传:先预检,逐行列出错误和与现有记录的不同,确认后才写入;有错误时一行也不写入。",
    "4. Then upload it on the imports page: errors and differences are listed first; with errors nothing is written.",
)
_COLUMNS = (
    (Words("工作表", "Sheet"), 18, "text"),
    (Words("列", "Column"), 22, "text"),
    (Words("是否必填", "Required"), 11, "centred"),
    (Words("填法", "What to write"), 66, "wrapped"),
    (Words("可选内容", "Words to pick from"), 46, "wrapped"),
)


def write_notes(workbook: Workbook, sheets: Sequence[TemplateSheet], looks: Looks, imports: bool = False) -> None:
    """Add the sheet of notes. The reader of ledgers finds no heading row in it."""
    language = looks.language
    layout = [SheetColumn(heading.to(language), width, look) for heading, width, look in _COLUMNS]
    notes = PrintedSheet(workbook, SHEET.to(language), layout, looks)
    notes.title(
        TITLE.to(language), [step.to(language) for step in (*_STEPS, _THEN_IMPORT if imports else _THEN_CHECK)]
    )
    notes.heading()
    must, may = Words("必填", "yes").to(language), Words("可不填", "no").to(language)
    for sheet in sheets:
        for column in sheet.columns:
            choices = Words("、", ", ").to(language).join(choice.to(language) for choice in column.choices)
            hint = column.hint.to(language)
            notes.row(
                [sheet.name.to(language), column.header.to(language), must if column.required else may, hint, choices]
            )
    notes.close(TITLE.to(language))

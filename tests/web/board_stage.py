"""A board to look at: one school with two departments, a second school of the same bureau, a third of nobody."""

import html
import io
import re
from dataclasses import dataclass
from datetime import date
from urllib.parse import unquote

import openpyxl

from registry.people.model.facts import PostCategory
from registry.practice.model import PlacementState
from tests.institutions.staging import a_school, a_unit
from tests.people.staging import a_person, a_post, an_employment
from tests.practice.staging import entered, verified
from tests.web.practice_stage import Stage, staged
from tests.web.site import Site

SUBMITTED, PLANNED = PlacementState.SUBMITTED, PlacementState.PLANNED
FIGURE = re.compile(r'<a href="([^"]+)"(?: aria-current="true")?>(?:(?!</a>).)*?<b>(\d+)</b></a>')
ROW = re.compile(r"<tr><td.*?(?=</tr>|<tr>|$)", re.DOTALL)
CELL = re.compile(r"<td[^>]*>(.*?)(?=</td>|<td|$)", re.DOTALL)
TAG = re.compile(r"<[^>]+>")


@dataclass(frozen=True)
class BoardStage(Stage):
    """The stage with what a board needs beside it."""

    second: object
    chemistry: object


async def a_board(folder) -> BoardStage:
    """Lin of the stage (handed in, planned), and in the school:

    赵敏 T2 enough for five years, 钱学东 T3 enough this year in 机电系, 孙丽华 T4 handed in, an instructor, 李国强 T5
    in 机电系 not begun, =1+1 T6 a public-course teacher in 化工系. In the second school 周文 A1 not begun.
    """
    stage = await staged(Site(folder), SUBMITTED, PLANNED)
    chemistry = await a_unit(stage.school, "化工系")
    zhao = await _teacher(stage, "赵敏", "T2")
    for year in range(2022, 2027):
        days = {"started_on": date(year, 7, 1), "finished_on": date(year, 8, 31)}
        await verified(stage.school, zhao, **days)
    qian = await _teacher(stage, "钱学东", "T3", stage.department)
    await verified(stage.school, qian, started_on=date(2026, 9, 1), finished_on=date(2026, 9, 30))
    sun = await _teacher(stage, "孙丽华", "T4", None, PostCategory.INSTRUCTOR)
    await entered(stage.school, sun, started_on=date(2026, 10, 1), finished_on=date(2026, 11, 10))
    await _teacher(stage, "李国强", "T5", stage.department)
    await _teacher(stage, "=1+1", "006", chemistry, PostCategory.PUBLIC)
    second = await a_school("S3", bureau_id=stage.bureau.id, name="盘锦第二职业学校", short_name="二职校")
    zhou = await a_person("周文")
    await a_post(await an_employment(second, zhou, "A1"))
    stranger = await a_person("吴远")
    await a_post(await an_employment(stage.other_school, stranger, "X1"))
    return BoardStage(**vars(stage), second=second, chemistry=chemistry)


async def _teacher(stage, name, staff_no, department=None, category=PostCategory.PROFESSIONAL):
    person = await a_person(name)
    await a_post(await an_employment(stage.school, person, staff_no, department=department), category)
    return person


def figures_of(text):
    """Address and figure of every sum, in order."""
    main = text.partition("<main")[2]
    return [(html.unescape(address), int(figure)) for address, figure in FIGURE.findall(main)]


def rows_of(text):
    """The words of every cell of every row of the first table's body."""
    body = text.partition("<tbody>")[2].partition("</tbody>")[0]
    return [[words(cell) for cell in CELL.findall(row)] for row in ROW.findall(body)]


def words(cell):
    """A cell without marks."""
    return re.sub(r"\s+", " ", html.unescape(TAG.sub(" ", cell))).strip()


def names_of(text, column=1):
    """The names in the list, in its order."""
    return [row[column] for row in rows_of(text)]


def sheets_of(answer):
    """The sheets of a workbook that was sent."""
    return openpyxl.load_workbook(io.BytesIO(answer.content))


def people_of(sheet):
    """The rows of people, without what stands above and below."""
    rows = [list(row) for row in sheet.iter_rows(values_only=True)]
    first = next(number for number, row in enumerate(rows) if row[0] == "序号")
    return rows[first], [row for row in rows[first + 1 :] if isinstance(row[0], int)]


def file_name(answer):
    """What the file is called."""
    return unquote(answer.headers["content-disposition"].partition("UTF-8''")[2])

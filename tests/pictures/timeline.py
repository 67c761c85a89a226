"""The practice timeline of some teachers in every size, in light and dark, photographed in Chromium to be looked at.

python -m tests.pictures.timeline FOLDER     (needs the extra `browser`, Debian's chromium and a Chinese font)
"""

import shutil
import sys
from datetime import date
from pathlib import Path

from playwright.sync_api import sync_playwright

from registry.platform.drawing import as_svg
from registry.platform.language import Language
from registry.practice.documents.timeline_layout import Size
from registry.practice.documents.timeline_picture import timeline_picture
from registry.practice.model import PlacementState, PostCategory
from registry.practice.rules.scene import scene_on
from tests.builders.practice import a_period, a_placement, a_post, a_teacher, panjin_versions

AS_OF = date(2026, 11, 22)
STYLE = Path(__file__).parents[2] / "registry/assets/timeline.css"
LIGHT = {
    **{"ink": "#17262b", "ink-soft": "#54666c", "paper": "#ffffff", "panel": "#f4f7f7", "line": "#dbe3e4"},
    **{"accent": "#0f6b6b", "accent-soft": "#bfe0dd", "warn": "#9a5b00", "danger": "#b3261e"},
    **{"leave": "#d5d9dc", "band": "#edf6f5"},
}
DARK = {
    **{"ink": "#e6eef0", "ink-soft": "#a3b4b9", "paper": "#10191c", "panel": "#1a272b", "line": "#2c3c41"},
    **{"accent": "#54c2bd", "accent-soft": "#1f4d4d", "warn": "#e0a84a", "danger": "#ff8a80"},
    **{"leave": "#38464b", "band": "#16272a"},
}
VIEWS = {
    "wide": (LIGHT, 1100, Language.ZH),
    "narrow": (LIGHT, 375, Language.ZH),
    "wide-dark": (DARK, 1100, Language.EN),
    "narrow-dark": (DARK, 375, Language.EN),
}
PAGE = """<!doctype html><meta charset="utf-8"><style>:root {{ {tokens} }} {style}
body {{ margin: 16px; background: var(--paper); color: var(--ink); font: 16px/1.6 "Noto Sans CJK SC", sans-serif }}
</style>{pictures}"""


def teachers():
    """At risk with everything there is to draw; short; new; not obliged; without any practice."""
    yield a_teacher(
        a_placement("2020-07-10", "2020-08-20", enterprise="盘锦石化设备厂"),
        a_placement("2021-07-02", "2021-08-31", enterprise="辽河机械厂"),
        a_placement("2022-01-10", "2022-02-20", enterprise="北方数控有限公司"),
        a_placement("2022-07-01", "2022-10-15", enterprise="北方数控有限公司"),
        a_placement("2022-08-01", "2022-09-15", enterprise="沈阳机床集团有限责任公司"),
        a_placement("2023-07-10", "2023-08-25", enterprise="辽河机械厂", share_percent=50),
        a_placement("2024-01-15", "2024-02-10", enterprise="锦州阀门", state=PlacementState.REJECTED),
        a_placement("2025-07-05", "2025-10-20", enterprise="辽河油田装备"),
        a_placement("2026-07-11", "2026-08-20", enterprise="辽河机械厂", state=PlacementState.SUBMITTED),
        a_placement("2027-01-20", "2027-02-25", enterprise="北方数控有限公司", state=PlacementState.PLANNED),
        leaves=[a_period("2024-03-01", "2024-08-26")],
    )
    yield a_teacher(a_placement("2021-07-02", "2021-12-31"), a_placement("2023-03-01", "2023-08-25"))
    yield a_teacher(a_placement("2026-07-11", "2026-08-20"), posts=[a_post("2025-09-01")])
    yield a_teacher(a_placement("2026-07-11", "2026-08-20"), posts=[a_post(category=PostCategory.PUBLIC)])
    yield a_teacher()


def page(tokens, language):
    scenes = [scene_on(teacher, panjin_versions(), AS_OF) for teacher in teachers()]
    pictures = [as_svg(timeline_picture(scene, language, size)) for scene in scenes for size in Size]
    defined = " ".join(f"--{name}: {colour};" for name, colour in tokens.items())
    return PAGE.format(tokens=defined, style=STYLE.read_text(encoding="utf-8"), pictures="\n".join(pictures))


def main(folder):
    with sync_playwright() as browsers:
        browser = browsers.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        for name, (tokens, width, language) in VIEWS.items():
            view = browser.new_page(viewport={"width": width, "height": 600})
            view.set_content(page(tokens, language))
            view.locator(".bar:visible").nth(4).focus()
            view.screenshot(path=folder / f"{name}.png", full_page=True)
        browser.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))

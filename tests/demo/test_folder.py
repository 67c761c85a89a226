"""Where a demo may be written: never beside anything that is not a demo."""

from datetime import date

import pytest

from registry.demo.folder import MARK, DemoFolder, demo_folder, mark_built
from registry.kernel.errors import BadInput

TODAY, OTHER = date(2026, 11, 22), date(2027, 9, 1)


def test_a_fresh_folder_is_gone_afterwards():
    with demo_folder(None, None, TODAY) as folder:
        assert folder == DemoFolder(folder.path, TODAY, is_built=False)
        assert folder.path.is_dir()
        (folder.path / "something").write_text("x")

    assert not folder.path.exists()


def test_a_kept_demo_stands_on_the_day_it_was_built_for(tmp_path):
    place = tmp_path / "demo"
    place.mkdir()
    with demo_folder(place, OTHER, TODAY) as folder:
        assert folder == DemoFolder(place, OTHER, is_built=False)
        mark_built(folder)

    with demo_folder(place, None, TODAY) as folder:
        assert folder == DemoFolder(place, OTHER, is_built=True)
    with pytest.raises(BadInput, match="2027-09-01"), demo_folder(place, TODAY, TODAY):
        pass


def test_a_folder_with_anything_else_in_it_is_refused_and_left_alone(tmp_path):
    (tmp_path / "real.txt").write_text("x")

    with pytest.raises(BadInput, match="不是空文件夹"), demo_folder(tmp_path, None, TODAY):
        pass

    assert [each.name for each in tmp_path.iterdir()] == ["real.txt"]
    assert not (tmp_path / MARK).exists()

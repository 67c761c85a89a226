"""The stage of a test's own database."""

import pytest

from tests.api.stage import a_stage
from tests.web.site import Site


@pytest.fixture
async def stage(database, tmp_path):
    return await a_stage(Site(tmp_path))

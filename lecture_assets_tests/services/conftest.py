"""A line of one worker that the tests of a file share."""

from collections.abc import Iterator

import pytest

from lecture_assets_tests.servers.postgres import Postgres
from lecture_assets_tests.servers.weed import Weed
from lecture_assets_tests.services.line import Line, running_line


@pytest.fixture(scope="module")
def shared_line(
    tmp_path_factory: pytest.TempPathFactory, postgres: Postgres, weed: Weed
) -> Iterator[Line]:
    with running_line(tmp_path_factory.mktemp("line"), postgres, weed) as made:
        yield made


@pytest.fixture
def line(shared_line: Line) -> Line:
    shared_line.heal()
    return shared_line

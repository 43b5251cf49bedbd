"""That nothing here is tested on one engine by an oversight."""

from pathlib import Path

import pytest

from tests.store.places import fresh


def test_a_test_whose_store_is_on_one_engine_alone_is_told_so(tmp_path: Path) -> None:
    with pytest.raises(pytest.fail.Exception, match="let it be at `where`"):
        fresh(tmp_path)

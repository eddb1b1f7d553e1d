"""docs/modules.md says what the modules hold."""

import re

from wrapper import paths
from wrapper.development import module_table


def test_the_page_is_current_but_for_the_times() -> None:
    page = (paths.ROOT / "docs" / "modules.md").read_text()
    without_times = re.compile(r"\| [0-9.]+ s \|$", re.MULTILINE)
    fresh = module_table.render(dict.fromkeys(module_table.rows(), 0.0))
    assert without_times.sub("|", page) == without_times.sub("|", fresh), f"run: {module_table.COMMAND}"

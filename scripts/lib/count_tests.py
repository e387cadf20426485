"""Print how many tests of a JUnit report passed and failed, as two numbers."""

import sys
from pathlib import Path
from xml.etree import ElementTree


def count(report: Path) -> tuple[int, int]:
    """Passed and failed of all suites; skipped tests are neither."""
    passed = failed = 0
    for suite in ElementTree.parse(report).getroot().iter("testsuite"):
        number = {key: int(suite.get(key) or 0) for key in ("tests", "failures", "errors")}
        bad = number["failures"] + number["errors"]
        skipped = len(suite.findall("testcase/skipped"))
        passed += number["tests"] - bad - skipped
        failed += bad
    return passed, failed


if __name__ == "__main__":
    print(*count(Path(sys.argv[1])))

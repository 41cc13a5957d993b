"""What the bench reads in wrk's answer; the load itself is put on by the bench."""

import pytest

from tests.bench.load import read

TOLD = """Running 5s test
  Latency Distribution
     50%  636.00us
     99%    1.20ms
  748868 requests in 5.00s, 606.33MB read
Requests/sec:  62393.67
Transfer/sec:     50.52MB
"""


def test_rate_and_the_slowest_of_a_hundred() -> None:
    assert read(TOLD) == {"requests_per_second": 62394, "p99_ms": 1.2}
    assert read(TOLD.replace("1.20ms", "1.20s"))["p99_ms"] == 1200
    assert read(TOLD.replace("1.20ms", "900.00us"))["p99_ms"] == 0.9


@pytest.mark.parametrize(
    "output", ["", TOLD + "  Non-2xx or 3xx responses: 9\n", TOLD + "  Socket errors: read 1\n"]
)
def test_a_load_that_was_not_answered_is_no_figure(output: str) -> None:
    with pytest.raises(ValueError, match=r"^"):
        read(output)

"""A short run of the fuzzer; `make fuzz` has the long ones."""

import os
import sys
import pathlib

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent / "fuzz"))

from fuzz import Fuzz  # noqa: E402


def test_nothing_that_is_sent_breaks_the_server(own_server):
    seed = os.environ.get("FUZZ_SEED", "1")
    fuzz = Fuzz(own_server, int(os.environ.get("FUZZ_REQUESTS", "1500")), seed)
    failures = fuzz.run()
    assert not failures, f"seed {seed}:\n" + "\n".join(failures[:10])
    assert len(fuzz.reached) > 30, "hardly anything that was asked for was there"

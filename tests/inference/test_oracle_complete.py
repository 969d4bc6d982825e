"""No case of the oracle is left out: each has an answer, or is a peer's mistake."""

from tests.inference import test_oracle, test_oracle_methods, test_oracle_options
from tests.inference.oracle import all_cases

PEERS = {"peer_behaviour"}
"""What a peer does wrong at an edge, recorded and not to be repeated; what is right there is in test_oracle."""


def test_every_case_is_answered() -> None:
    answered = (
        test_oracle.ANSWERS.keys()
        | test_oracle_methods.ANSWERS.keys()
        | test_oracle_options.ANSWERS.keys()
        | {"cuped_lin"}
    )
    assert {case["method"] for case in all_cases()} <= answered | PEERS
    assert not answered & PEERS

"""Work in the background: two at a time, watched, cancelled, and never a traceback for a person."""

import logging
import threading

import pytest

from cxdash.errors import CxdashError
from cxdash.ingest.progress import Phase, Progress
from cxdash.locale.translation import language, set_language
from cxdash.server import jobs
from cxdash.server.jobs import Job

SOON = 10.0


class Gate:
    """Work that waits until it is let go or told to stop."""

    def __init__(self) -> None:
        self.entered, self.open = threading.Event(), threading.Event()

    def __call__(self, job: Job) -> str:
        self.entered.set()
        while not self.open.wait(0.01):
            if job.cancelled():
                raise CxdashError("stopped")
        return "through"


def test_work_goes_on_by_itself_and_gives_its_result() -> None:
    job = jobs.start(lambda job: 6 * 7)
    assert job.wait(SOON)
    assert (job.state, job.result, job.error) == ("done", 42, None)


def test_two_run_and_the_third_waits_its_turn() -> None:
    gates = [Gate(), Gate(), Gate()]
    started = [jobs.start(gate) for gate in gates]
    assert gates[0].entered.wait(SOON)
    assert gates[1].entered.wait(SOON)
    assert [job.state for job in started] == ["running", "running", "waiting"]
    assert not gates[2].entered.is_set()
    gates[0].open.set()
    assert gates[2].entered.wait(SOON)
    for gate in gates:
        gate.open.set()
    assert all(job.wait(SOON) for job in started)
    assert [job.result for job in started] == ["through"] * 3


def test_running_work_is_cancelled_and_waiting_work_never_begins() -> None:
    gates = [Gate(), Gate(), Gate()]
    started = [jobs.start(gate) for gate in gates]
    started[2].cancel()
    assert (started[2].state, started[2].ended) == ("cancelled", True)
    assert gates[0].entered.wait(SOON)
    started[0].cancel()
    assert started[0].wait(SOON)
    assert started[0].state == "cancelled"
    gates[1].open.set()
    assert started[1].wait(SOON)
    assert started[1].state == "done"
    assert not gates[2].entered.is_set()


def test_work_that_was_done_before_it_heard_of_the_cancelling_is_done() -> None:
    def deaf(job: Job) -> str:
        job.cancel()
        return "committed"

    job = jobs.start(deaf)
    assert job.wait(SOON)
    assert (job.state, job.result) == ("done", "committed")


def test_a_refusal_is_kept_for_the_person() -> None:
    def refuse(job: Job) -> None:
        raise CxdashError("No table.", "Try another file.")

    job = jobs.start(refuse)
    assert job.wait(SOON)
    assert job.state == "failed"
    assert job.error is not None
    assert (job.error.message, job.error.hint) == ("No table.", "Try another file.")


def test_a_mistake_of_ours_goes_to_the_log_and_a_sentence_to_the_person(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR):
        job = jobs.start(lambda job: 1 // 0)
        assert job.wait(SOON)
    assert job.state == "failed"
    assert job.error is not None
    assert "a mistake of its own" in job.error.message
    assert "ZeroDivisionError" in caplog.text


@pytest.mark.parametrize(
    ("phase", "said"),
    [
        (None, "Nothing was stored."),
        ("checking", "Nothing was stored."),
        ("reading", "Nothing was stored."),
        ("converting", "Nothing was stored."),
        ("storing", "whether it was stored"),
        ("preparing", "What was done before is stored"),
    ],
)
def test_a_mistake_of_ours_says_what_became_of_the_data(phase: Phase | None, said: str) -> None:
    def work(job: Job) -> None:
        if phase:
            job.heard(Progress(phase))
        raise RuntimeError("ours")

    job = jobs.start(work)
    assert job.wait(SOON)
    assert job.error is not None
    assert said in job.error.hint


def test_work_speaks_the_language_of_who_started_it() -> None:
    set_language("fa")
    try:
        job = jobs.start(lambda job: language())
    finally:
        set_language("en")
    assert job.wait(SOON)
    assert job.result == "fa"


def test_what_was_heard_last_is_what_is_shown() -> None:
    def work(job: Job) -> None:
        job.heard(Progress("checking"))
        job.heard(Progress("reading", 5, 10))

    job = jobs.start(work)
    assert job.wait(SOON)
    assert job.progress == Progress("reading", 5, 10)
    assert job.progress.share == 0.5


def test_at_the_end_of_the_process_running_work_is_stopped() -> None:
    gate = Gate()
    job = jobs.start(gate)
    assert gate.entered.wait(SOON)
    jobs.stop_all()
    assert (job.ended, job.state) == (True, "cancelled")

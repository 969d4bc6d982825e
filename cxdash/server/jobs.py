"""Long work in the background: two pieces at a time, the others wait, each can be watched and cancelled."""

import atexit
import logging
import threading
from collections import deque
from collections.abc import Callable
from contextvars import copy_context
from typing import Any, Literal

from cxdash.errors import CxdashError
from cxdash.ingest.progress import Progress
from cxdash.locale import t

log = logging.getLogger(__name__)

AT_ONCE = 2
END_SECONDS = 3.0

State = Literal["waiting", "running", "done", "failed", "cancelled"]
Work = Callable[["Job"], Any]


class Job:
    """A piece of work: `result` once it is "done", `error` once it has "failed", `progress` while it is "running"."""

    def __init__(self, work: Work) -> None:
        self.state: State = "waiting"
        self.progress: Progress | None = None
        self.result: Any = None
        self.error: CxdashError | None = None
        self._work, self._context = work, copy_context()
        self._stop = threading.Event()
        self._ended = threading.Event()

    @property
    def ended(self) -> bool:
        """Whether nothing more will happen."""
        return self._ended.is_set()

    def cancel(self) -> None:
        """Ask it to stop: at once when it waits, else as soon as its work looks up."""
        self._stop.set()
        _leave_queue(self)

    def cancelled(self) -> bool:
        """Whether it was asked to stop."""
        return self._stop.is_set()

    def heard(self, progress: Progress) -> None:
        """Take note of how far the work is."""
        self.progress = progress

    def wait(self, seconds: float | None = None) -> bool:
        """Wait until it has ended; whether it has."""
        return self._ended.wait(seconds)

    def _end(self, state: State) -> None:
        self.state = state
        self._ended.set()

    def _run(self) -> None:
        self.state = "running"
        try:
            self.result = self._context.run(self._work, self)
        except CxdashError as error:
            self.error = error
            self._end("cancelled" if self.cancelled() else "failed")
        except Exception as error:
            log.exception("a job failed", exc_info=error)
            self.error = self._context.run(_mistake, self.progress)
            self._end("failed")
        else:
            self._end("done")


def _mistake(progress: Progress | None) -> CxdashError:
    """What to say of an unexpected failure: what became of the data, as far as the phase tells."""
    sentence = t("cxdash could not finish this through a mistake of its own.")
    match progress and progress.phase:
        case "storing":
            return CxdashError(
                sentence, t("Look under “What was loaded” whether it was stored before that. The log says more.")
            )
        case "preparing":
            return CxdashError(
                sentence, t("What was done before is stored; reload the page to prepare it anew. The log says more.")
            )
    return CxdashError(sentence, t("Nothing was stored. The log says more."))


_waiting: deque[Job] = deque()
_running: set[Job] = set()
_turn = threading.Lock()


def start(work: Work) -> Job:
    """Begin the work, in the caller's language, as soon as it is its turn; it goes on whoever looks away."""
    job = Job(work)
    with _turn:
        _waiting.append(job)
    _next()
    return job


def _next() -> None:
    with _turn:
        while _waiting and len(_running) < AT_ONCE:
            job = _waiting.popleft()
            _running.add(job)
            threading.Thread(target=_do, args=(job,), name="cxdash job", daemon=True).start()


def _do(job: Job) -> None:
    try:
        job._run()
    finally:
        with _turn:
            _running.discard(job)
        _next()


def _leave_queue(job: Job) -> None:
    with _turn:
        if job not in _waiting:
            return
        _waiting.remove(job)
    job._end("cancelled")


@atexit.register
def stop_all() -> None:
    """Let no child process outlive the server: what is running is told to stop, and given a moment for it."""
    with _turn:
        _waiting.clear()
        running = list(_running)
    for job in running:
        job.cancel()
    for job in running:
        job.wait(END_SECONDS)

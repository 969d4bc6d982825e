"""The errors a person is shown: one sentence that says what happened, and a hint that says what to do."""


class CxdashError(Exception):
    """Something a person asked for cannot be done.

    `message` is one translated sentence; `hint` says what would help. Nothing was stored or changed when this is
    raised, unless its words say so (what failed after an upload was stored), and it is shown without a traceback.
    """

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message} {self.hint}".strip()


class NoAnswerError(CxdashError):
    """There is no data for the question asked (command line: exit status 1)."""

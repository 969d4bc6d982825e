"""Fields in which survey tools say that a response is a test, a duplicate or a program's work."""

from dataclasses import dataclass

from cxdash.vocabulary.naming import words


@dataclass(frozen=True)
class Suspicion:
    """What a tool's field says of a response: the flag, and the numbers that mean it; without a bound a yes does."""

    flag: str
    below: float | None = None
    at_least: float | None = None

    def entry(self) -> dict[str, object]:
        """The entry of the mapping document, without its source."""
        keys = {"flag": self.flag, "below": self.below, "at_least": self.at_least}
        return {"role": "suspect", **{key: value for key, value in keys.items() if value is not None}}


# The bounds are those that the tools' makers advise (Qualtrics, "Fraud detection"; Google, reCAPTCHA v3).
_CAPTCHA = Suspicion("bot", below=0.5)
_BOT, _TWICE, _TEST = Suspicion("bot"), Suspicion("duplicate"), Suspicion("test")
FIELDS: dict[str, Suspicion] = {
    words(name): suspicion
    for name, suspicion in {
        "Q_RecaptchaScore": _CAPTCHA, "reCAPTCHA score": _CAPTCHA, "captcha score": _CAPTCHA,
        "Q_RelevantIDFraudScore": Suspicion("bot", at_least=30),
        "Q_RelevantIDDuplicate": _TWICE, "Q_RelevantIDDuplicateScore": Suspicion("duplicate", at_least=75),
        "Q_BallotBoxStuffing": _TWICE, "duplicate": _TWICE, "is duplicate": _TWICE, "duplicate response": _TWICE,
        "bot": _BOT, "is bot": _BOT, "suspected bot": _BOT, "spam": _BOT, "is spam": _BOT, "marked as spam": _BOT,
        "fraud": _BOT, "is fraud": _BOT, "test": _TEST, "is test": _TEST, "test response": _TEST, "preview": _TEST,
        "is preview": _TEST, "test data": _TEST,
    }.items()
}  # fmt: skip
"""Fields of survey tools by their names in words."""

"""Journey templates: the stages of the common kinds of journey, with the words that place a touchpoint in one."""

import re
from dataclasses import dataclass
from functools import cached_property

from cxdash.locale import N_
from cxdash.vocabulary.synonyms import words

OTHER = N_("Other")


@dataclass(frozen=True)
class StageTemplate:
    """A stage and the beginnings of words ("deliver" finds "delivery") that place a touchpoint in it."""

    name: str
    keywords: tuple[str, ...]

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        longest_first = sorted(self.keywords, key=len, reverse=True)
        return re.compile(r"\b(?:" + "|".join(re.escape(keyword) for keyword in longest_first) + ")")

    def weight(self, name: str) -> int:
        """How strongly the name belongs here: the length of the longest keyword in it, 0 where there is none."""
        return max((len(match) for match in self._pattern.findall(words(name))), default=0)


@dataclass(frozen=True)
class Template:
    """A kind of journey: its stages in order."""

    name: str
    stages: tuple[StageTemplate, ...]

    def stage_of(self, touchpoint: str) -> str | None:
        """The stage whose longest keyword the touchpoint's name contains; the earlier stage where two are even."""
        weights = {stage.name: stage.weight(touchpoint) for stage in self.stages}
        best = max(weights, key=lambda name: weights[name])
        return best if weights[best] else None


CUSTOMER = Template(
    N_("Customer journey"),
    (
        StageTemplate(
            N_("Discover"),
            ("advert", "ad", "ads", "campaign", "search", "social", "brand", "aware", "discover", "landing", "blog",
             "newsletter", "word of mouth", "home page", "homepage", "first visit", "inspiration", "magazine"),
        ),
        StageTemplate(
            N_("Consider"),
            ("compar", "product page", "product info", "product advice", "catalog", "price", "pricing", "demo", "trial",
             "quote", "consult", "showroom", "sample", "consider", "browse", "browsing", "range", "advice", "website",
             "web site", "configurator", "finder", "assortment", "selection", "store visit", "planner"),
        ),
        StageTemplate(
            N_("Buy"),
            ("buy", "purchas", "order", "checkout", "check out", "cart", "basket", "payment", "paying", "contract",
             "sign up", "signup", "registration", "sale", "shop", "store", "till", "cashier", "booking"),
        ),
        StageTemplate(
            N_("Receive"),
            ("deliver", "shipping", "shipment", "courier", "pick up", "pickup", "unbox", "packag", "install", "assembl",
             "onboard", "activat", "setup", "set up", "welcome", "collect", "click and collect", "order tracking"),
        ),
        StageTemplate(
            N_("Use"),
            ("use", "using", "usage", "product use", "product quality", "app", "login", "account", "feature", "quality",
             "reliab", "perform", "streaming", "network", "invoice", "bill", "first use"),
        ),
        StageTemplate(
            N_("Get help"),
            ("help", "support", "service desk", "call", "contact", "chat", "ticket", "complain", "return", "refund",
             "repair", "warranty", "claim", "faq", "agent", "hotline", "customer service", "technical support",
             "after sales", "phone"),
        ),
        StageTemplate(
            N_("Renew"),
            ("renew", "upgrade", "loyal", "retention", "cancel", "repurchas", "reorder", "subscription", "extend",
             "buy again", "order again", "repeat purchase"),
        ),
        StageTemplate(
            N_("Advocate"), ("recommend", "referral", "refer a", "advoca", "review", "testimonial", "communit", "share")
        ),
    ),
)  # fmt: skip

AIRLINE = Template(
    N_("Air travel"),
    (
        StageTemplate(
            N_("Book"),
            ("booking", "book", "online booking", "reservation", "fare", "ticketing", "seat selection",
             "departure and arrival time", "time convenien", "schedule", "website"),
        ),
        StageTemplate(
            N_("Airport"),
            ("check in", "checkin", "airport", "bag drop", "lounge", "security", "gate", "terminal", "passport"),
        ),
        StageTemplate(N_("Board"), ("boarding", "online boarding", "board pass", "gate agent", "departure delay")),
        StageTemplate(
            N_("Fly"),
            ("in flight", "inflight", "on board", "onboard", "seat", "leg room", "legroom", "cabin", "clean", "food",
             "drink", "meal", "wifi", "entertainment", "crew", "flight", "toilet", "comfort"),
        ),
        StageTemplate(N_("Arrive"), ("arriv", "baggage", "luggage", "claim", "transfer", "customs", "immigration")),
    ),
)  # fmt: skip

SHOP = Template(
    N_("Online shop"),
    (
        StageTemplate(
            N_("Find"), ("search", "home", "landing", "category", "campaign", "advert", "browse", "visit", "session")
        ),
        StageTemplate(
            N_("Choose"),
            ("product", "detail", "view item", "view", "price", "review read", "wishlist", "compare",
             "recommendations"),
        ),
        StageTemplate(
            N_("Pay"), ("cart", "basket", "checkout", "payment", "purchase", "order", "coupon", "invoice", "created",
             "approved")
        ),
        StageTemplate(
            N_("Receive"),
            ("ship", "deliver", "carrier", "courier", "tracking", "packag", "pickup", "pick up", "collect",
             "processing"),
        ),
        StageTemplate(
            N_("After sale"), ("return", "refund", "support", "complain", "review", "rating", "cancel", "exchange",
             "service")
        ),
    ),
)  # fmt: skip

SUPPORT = Template(
    N_("Support process"),
    (
        StageTemplate(
            N_("Report"),
            ("insert", "creat", "open", "new", "register", "report", "request", "submit", "receive",
             "confirmation of receipt",
             "accepted", "queued", "call", "ticket opened"),
        ),
        StageTemplate(
            N_("Assign"),
            ("assign", "take in charge", "triage", "classif", "priorit", "seriousness", "route", "dispatch", "delegate",
             "check", "verif", "schedule"),
        ),
        StageTemplate(
            N_("Work"),
            ("work", "wait", "require", "escalat", "investigat", "analy", "diagnos", "update", "examine", "create sw",
             "upgrade", "in progress", "pending", "decide", "determine", "adjust", "test", "reinitiate", "reopen"),
        ),
        StageTemplate(
            N_("Resolve"), ("resolve", "resolution", "solved", "fix", "answer", "inform", "reply", "pay", "reject",
             "deny", "approve")
        ),
        StageTemplate(
            N_("Close"), ("close", "closing", "closed", "complete", "archiv", "invalid", "duplicate", "cancel",
             "feedback", "survey")
        ),
    ),
)  # fmt: skip

TEMPLATES: tuple[Template, ...] = (CUSTOMER, AIRLINE, SHOP, SUPPORT)
"""The first of those that place equally many touchpoints is taken: the general one stands first."""

"""What columns are called: for every concept, the names it has in the files of several languages."""

from cxdash.vocabulary.naming import Names, words
from cxdash.vocabulary.question_words import QUESTIONS

# Event logs in the XES convention and its common exports; compared before any other name.
EVENT_LOG = {
    "case concept name": "customer_id",
    "concept name": "event",
    "time timestamp": "time",
    "org resource": "agent",
    "case channel": "channel",
    "org role": "segment",
    "org group": "segment",
    "lifecycle transition": "segment",
}

_PEOPLE = ("employee", "staff", "member", "patient", "student", "person", "participant", "donor", "tenant", "resident",
           "household", "citizen", "panelist", "subject", "personnel", "worker")  # fmt: skip
_CASES = ("order", "session", "case", "ticket", "conversation", "visit", "device", "booking", "basket", "cart",
          "invoice", "transaction", "trip", "application", "claim")  # fmt: skip

SYNONYMS: dict[str, Names] = {
    # who
    "response_id": Names(
        ("id", "response", "token", "record id", "submission id", "شناسه", "شماره", "رقم", "المعرف", "מזהה", "call id"),
        ("response id", "responseid", "respondent id", "respondentid", "survey id", "review id", "answer id",
         "feedback id", "ticket id", "شناسه پاسخ", "شماره پاسخ", "معرف الاستجابة", "מזהה תשובה", "id de respuesta",
         "antwort id", "id de réponse"),
    ),
    "customer_id": Names(
        ("customer", "client", "user", "customer no", "case", "kunde", "cliente", "مشتری", "العميل", "לקוח"),
        ("customer id", "customerid", "customer number", "customer key", "customer code", "client id", "clientid",
         "user id", "userid", "member id", "guest id", "subscriber id", "account id", "account number", "contact id",
         "person id", "passenger id", "patient id", "visitor id", "user pseudo id", "case id", "caseid", "case key",
         "customer unique id", "کد مشتری", "شماره مشتری", "شناسه مشتری", "شناسه کاربر", "رقم العميل", "معرف العميل",
         "رقم الزبون", "מספר לקוח", "מזהה לקוח", "id cliente", "id del cliente", "número de cliente", "kundennummer",
         "kunden id", "kundennr", "numéro client", "id client", "numéro de client"),
    ),
    # People who are nobody's customers, and what rows belong to where no person is named.
    "person_id": Names(
        (),
        tuple(f"{who} {what}" for who in _PEOPLE for what in ("id", "code", "no", "number", "key", "nr")),
    ),
    "case": Names(
        (),
        tuple(f"{what} {key}" for what in _CASES for key in ("id", "no", "number", "key", "nr", "ref")),
    ),
    "unit_id": Names(
        ("id", "unit", "user", "customer", "session", "visitor", "cookie"),
        ("unit id", "user id", "userid", "customer id", "customerid", "visitor id", "session id", "cookie id",
         "device id", "participant id", "account id", "client id", "player id", "subject id", "member id", "uid"),
    ),
    "interaction_id": Names(
        ("id", "event id", "interaction id", "call id", "ticket id", "order id", "concept instance", "visit id",
         "interaction"),
        ("interaction id", "event id", "transaction id", "message id", "invoice id", "call id", "session id"),
    ),
    # when
    "time_answered": Names(
        (),
        ("answer timestamp", "answered at", "answered on", "submitted", "submit date", "submitdate",
         "submission date", "completed", "completed at", "completion time", "completion date", "recorded date",
         "response date", "response received at", "collected at", "answer date", "review date", "survey date",
         "زمان پاسخ", "تاریخ پاسخ", "تاریخ ثبت", "زمان ثبت", "تاريخ الاستجابة", "تاريخ الإجابة", "תאריך תשובה",
         "fecha de respuesta", "antwortdatum", "date de réponse"),
    ),
    "time_ended": Names(
        (),
        ("end date", "end time", "ended at", "enddate", "finished at", "closed at", "date ended"),
    ),
    "time_event": Names(
        ("timestamp", "time", "date", "datetime", "date time", "at", "when", "day", "تاریخ", "زمان", "تاریخ و زمان",
         "التاريخ", "الوقت", "תאריך", "זמן", "fecha", "hora", "datum", "zeit", "zeitstempel", "date et heure", "heure"),
        ("event timestamp", "event time", "event date", "complete timestamp", "occurred at", "purchase timestamp",
         "order date", "purchase date", "invoice date", "visit date", "call date", "transaction date", "timestamp",
         "occurred", "contact date", "interaction date", "entered", "exposed at", "exposure"),
    ),
    "time_created": Names(
        ("created", "opened"),
        ("created at", "created on", "created date", "creation date", "date created", "date time opened", "opened at",
         "added at", "inserted at"),
    ),
    "time_started": Names(
        (),
        ("start date", "start time", "started at", "startdate", "start timestamp", "begin"),
    ),
    "time_other": Names(
        (),
        ("birth", "birthday", "estimated", "planned", "due", "deadline", "expected", "expiry", "expires",
         "limit date", "shipping limit", "updated", "updated at", "last viewed", "resolved date", "approved",
         "aproved", "delivered", "invited", "sent at", "reg date"),
    ),
    "first_seen": Names(
        (),
        ("first seen", "signup date", "sign up date", "signed up", "registered at", "registration date",
         "customer since", "joined", "join date", "first order", "first purchase", "created at", "member since",
         "تاریخ عضویت", "تاریخ ثبت نام"),
    ),
    "last_seen": Names(
        (),
        ("last seen", "last order", "last purchase", "last visit", "last login", "last active", "churn date",
         "cancelled at", "end date"),
    ),
    # what happened
    "event": Names(
        ("activity", "event", "action", "task", "step", "page", "concept name", "event name", "رویداد", "فعالیت",
         "حدث", "النشاط", "אירוע", "פעילות", "evento", "actividad", "ereignis", "aktivität", "événement", "activité"),
        ("event name", "event type", "activity name", "action name", "interaction type", "contact reason", "page name"),
    ),
    "channel": Names(
        ("channel", "via", "source channel", "origin", "case origin", "medium", "کانال", "القناة", "قناة", "ערוץ",
         "canal", "kanal"),
        ("contact channel", "sales channel", "survey channel", "distribution channel", "hs survey channel",
         "case channel", "where did you buy", "where did you shop", "how did you contact us", "how did you reach us"),
    ),
    "stage": Names(
        ("stage", "phase", "journey stage", "مرحله", "المرحلة", "שלב", "etapa", "étape"),
        ("journey stage",),
    ),
    "touchpoint": Names(
        ("touchpoint", "touch point", "question", "question text", "field label", "survey name", "نقطه تماس", "سوال",
         "سؤال", "السؤال", "נקודת מגע", "שאלה", "punto de contacto", "pregunta", "kontaktpunkt", "frage",
         "question posée"),
        ("touchpoint name", "touchpoint"),
    ),
    "metric_name": Names(
        ("metric", "survey type", "metric type", "field type", "kpi", "hs survey type", "نوع نظرسنجی"),
        (),
    ),
    "outcome": Names(
        ("outcome", "result", "disposition", "status", "نتیجه", "النتيجة", "תוצאה", "resultado", "ergebnis",
         "résultat", "وضعیت"),
        ("order status", "ticket status", "call outcome"),
    ),
    "resolved": Names(
        ("resolved", "solved", "fixed", "حل شده", "resuelto", "gelöst", "résolu"),
        ("is resolved", "was resolved", "first contact resolution", "fcr"),
    ),
    "duration_s": Names(
        ("duration", "مدت", "المدة", "duración", "dauer", "durée", "משך"),
        ("duration s", "duration sec", "duration seconds", "talk duration", "handle time", "call duration",
         "duration in seconds", "time spent seconds", "avgtalkduration", "handling time", "talk time", "call length",
         "resolution time", "time to resolution", "time to resolve", "processing time", "visit length",
         "gesprächsdauer", "bearbeitungszeit", "durée de l appel", "duración de la llamada", "tiempo de resolución",
         "مدت تماس", "مدت مکالمه", "زمان رسیدگی", "مدة المكالمة", "وقت الحل", "משך השיחה", "זמן טיפול"),
    ),
    "wait_s": Names(
        ("wait", "waiting time", "زمان انتظار", "وقت الانتظار", "זמן המתנה", "wartezeit", "temps d attente",
         "tiempo de espera", "waiting", "waited"),
        ("wait s", "wait time", "waiting seconds", "wait seconds", "speed of answer", "queue time",
         "speed of answer in seconds", "hold time", "time to answer", "first response time", "first reply time",
         "time to first response", "time to first reply"),
    ),
    "value": Names(
        ("value", "amount", "revenue", "price", "total", "costs", "cost", "مبلغ", "قیمت", "المبلغ", "סכום", "importe",
         "betrag", "umsatz", "montant", "precio", "spent", "spend", "total spent"),
        ("order value", "dollar value", "salary", "income",
         "total amount", "total charges", "monthly charges", "lifetime value", "ltv",
         "clv", "products value", "basket value", "total price", "total spent", "amount req"),
    ),
    "agent": Names(
        ("agent", "resource", "assignee", "owner", "operator", "employee", "کارشناس", "الموظف", "נציג", "agente",
         "mitarbeiter"),
        ("agent name", "agent id", "case owner", "handled by", "representative"),
    ),
    **QUESTIONS,
    "weight": Names(
        ("weight", "weights", "wt", "wgt", "وزن", "الوزن", "peso", "gewicht", "poids", "משקל"),
        ("survey weight", "response weight", "case weight", "sampling weight"),
    ),
    "complete": Names(
        ("finished", "complete", "is complete"),
        ("response complete",),
    ),
    # experiments and customers
    "variant": Names(
        ("group", "variant", "variation", "arm", "version", "bucket", "treatment", "condition", "test group",
         "ab group", "cell", "experiment", "گروه", "المجموعة", "קבוצה", "grupo", "gruppe", "groupe", "variante"),
        ("variant", "experiment group", "test group", "ab test", "ab group", "treatment group", "variation id",
         "experiment arm"),
    ),
    "goal": Names(
        ("converted", "conversion", "purchase", "purchased", "clicked", "ordered", "bought", "outcome", "success",
         "retained", "signup"),
        ("converted", "conversion", "purchase", "purchased", "retention", "retained", "clicked", "booked",
         "signed up", "subscribed", "activated"),
    ),
    "money": Names(
        (),
        ("revenue", "amount", "value", "spend", "spent", "price", "sales", "charges", "cost", "income"),
    ),
    "lower_is_better": Names(
        (),
        ("churned", "churn", "bounce", "complaint", "complaints", "refund", "refunds", "returns", "error", "errors",
         "unsubscribed", "wait", "waiting", "latency", "cancelled", "contacted support", "support contacts"),
    ),
    "earlier": Names(
        (),
        ("before", "previous", "prior", "pre", "pre experiment", "pre period", "baseline"),
    ),
    "churned": Names(
        ("churn", "churned", "exited", "attrition", "left", "has left", "gone", "ریزش"),
        ("churn", "churned", "is churned", "attrition flag"),
    ),
    "contract": Names(
        ("contract", "plan", "tenure", "subscription", "frequency", "recency", "monetary", "rfm"),
        ("contract", "subscription", "tenure", "plan"),
    ),
    # what is nobody's answer
    "personal": Names(
        ("name", "phone", "email", "ip", "latitude", "longitude", "address", "نام", "نام خانوادگی", "تلفن", "ایمیل",
         "الاسم", "الهاتف", "שם", "טלפון", "nombre", "vorname", "nachname", "nom", "prénom", "teléfono", "telefon",
         "téléphone"),
        ("email", "e mail", "email address", "phone", "mobile", "telephone", "ip address", "ipaddress", "ipaddr",
         "first name", "last name", "full name", "firstname", "lastname", "surname", "recipient email", "latitude",
         "longitude", "street", "postal address", "zip", "zip code", "postcode", "postal code", "location latitude",
         "location longitude", "user agent", "permalink", "شماره تلفن", "شماره موبایل", "آدرس", "البريد الإلكتروني",
         "correo", "adresse", "prolific pid", "national id"),
    ),
    "counting": Names(
        ("t", "n", "count", "qty", "quantity", "frequency", "recency", "tenure", "index", "position", "rank", "order",
         "month", "week", "hour", "day", "year", "number"),
        ("qty", "quantity", "count", "number of", "lenght", "length", "votes", "photos", "items", "hours", "minutes",
         "seconds", "days", "times", "how many", "replies",
         "reopens", "frequency", "rank", "order item id", "hour of day", "day of week",
         "weight g", "progress", "children", "dependents", "num", "tickets", "logins"),
    ),
    "age": Names(
        ("age", "سن", "العمر", "גיל", "edad", "alter", "âge"),
        ("age", "age group", "گروه سنی"),
    ),
}  # fmt: skip


def strength(concept: str, name: str) -> float:
    """How surely a column's name means a concept of `SYNONYMS`: 0 (not at all) to 1."""
    return SYNONYMS[concept].strength(words(name))


__all__ = ["EVENT_LOG", "SYNONYMS", "Names", "strength", "words"]

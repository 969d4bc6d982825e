"""The phrases that all questions share, in several languages: what is left without them is what a question is about."""

import re

_BEFORE = (
    # A greeting with the name of the person, which stands for a field that is not in the file
    r"(?:hi|hey|hello|dear|hallo|liebe[r]?|hola|bonjour|cher|chère|سلام|مرحبا|שלום)?,? *…[,!.]? *",
    # English
    r"on a scale (?:of|from) .{1,20}?,? *",
    r"(?:overall,? *)?how (?:satisfied|happy)(?: or (?:dis|un)(?:satisfied|happy))? (?:were|are|was|is) you "
    r"(?:with|by) ",
    r"(?:overall,? *)?how would you rate (?:your (?:satisfaction|experience) with )?",
    r"please rate (?:your (?:satisfaction|experience) with )?",
    r"how (?:easy|difficult) (?:was it|is it|were we) (?:for you )?to ",
    r"how easy (?:was|is|were) ",
    r"how much (?:do )?you like ",
    r"rate (?:your (?:satisfaction|experience) with )?",
    r"(?:your )?(?:overall )?(?:satisfaction|experience) with ",
    r"(?:our|the|your|this|its) ",
    # German
    r"(?:insgesamt,? *)?wie (?:sehr )?zufrieden (?:sind|waren) sie (?:insgesamt )?mit ",
    r"(?:bitte )?bewerten sie ",
    r"wie bewerten sie ",
    r"(?:ihre )?zufriedenheit mit ",
    r"(?:der|die|das|dem|den|unser(?:e[mrns]?)?|ihr(?:e[mrn]?)?) ",
    # French
    r"(?:dans quelle mesure|à quel point) ",
    r"êtes[- ]vous satisfaite?(?:\(e\))?s? (?:de |du |des |d['’])",
    r"quel est votre (?:niveau|degré) de satisfaction (?:concernant|quant à|à l['’]égard de|vis-à-vis de) ",
    r"comment (?:évaluez-vous|évalueriez-vous|noteriez-vous) ",
    r"(?:(?:la|le|les|notre|nos|votre|vos) |l['’])",
    # Spanish
    r"¿ *",
    r"(?:qué tan|cuán) satisfech[oa]s? (?:está|estás|quedó|estuvo) (?:con|de) ",
    r"cómo (?:calificaría|califica|valora|valoraría|evaluaría) ",
    r"(?:el|los|las|nuestr[oa]s?|su) ",
    # Arabic and Hebrew
    r"ما مدى (?:رضاك|رضاكم|رضائك) عن ",
    r"كيف (?:تقيم|تقيّم|تقييمك) (?:ل)?",
    r"עד כמה (?:את|אתה|את/ה|אתם|הנך|הינך) (?:מרוצה|מרוצים) מ(?=ה)",
    r"מה מידת שביעות רצונך מ(?=ה)",
    r"(?:כיצד|איך) (?:תדרג|תדרגי|היית מדרג) את ",
    # Persian
    r"(?:لطفا )?میزان رضایت (?:شما|خود)(?: را)? از ",
    r"(?:چقدر|تا چه حد|تا چه اندازه) از ",
)
_BEHIND = (
    r" (?:چقدر |تا چه حد )?(?:راضی|رضایت) (?:هستید|بودید|دارید|داشتید)",
    r" (?:چقدر|چگونه) است",
    r" را (?:چگونه|چطور) (?:ارزیابی می ?.?کنید)",
)
_LEAD = re.compile("^(?:" + "|".join(_BEFORE) + ")", re.IGNORECASE)
_TAIL = re.compile("(?:" + "|".join(_BEHIND) + ")$")
_MARKS = " ?:؟.。"


def subject(question: str) -> str:
    """What a question is about, without the phrases that all questions share; "" where nothing else is in it.

    >>> subject("How satisfied were you with the delivery?"), subject("چقدر از ارسال سفارش راضی هستید؟")
    ('delivery', 'ارسال سفارش')
    """
    text = question.strip().rstrip(_MARKS)
    while (shorter := _TAIL.sub("", _LEAD.sub("", text)).strip().rstrip(_MARKS)) != text:
        text = shorter
    return text

"""Words of any script in any of its old encodings come back as they were, or the reader says that it is not sure."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cxdash.ingest.encoding import DOUBTFUL, candidates, detect, shown, to_utf8

WORDS = {
    "persian": "خدمات خوب بود ولی ارسال دیر شد پشتیبانی تلفنی جواب نداد قیمت مناسب نیست گوشی سالم رسید ممنون از شما "
    "کیفیت محصول عالی چند روز منتظر ماندم برای تحویل کالا راضی هستم",
    "arabic": "الخدمة ممتازة والتوصيل سريع جدا شكرا لكم لم يصل الطلب في الموعد المحدد السعر مرتفع قليلا المنتج جيد "
    "والموظف كان متعاونا معي أنصح بالشراء من هذا المتجر مرة أخرى",
    "hebrew": "השירות היה מצוין והמשלוח הגיע בזמן תודה רבה המחיר גבוה מדי לא ענו לי בטלפון הנציג היה אדיב מאוד מוצר "
    "טוב אבל האריזה פגומה אני ממליץ לכולם",
    "western": "très déçu garçon café où à bientôt für schöne Grüße Straße mañana señor niño corazón São João ação "
    "kjære blåbær smörgås året número qualité même forêt où naïve",
    "greek": "πολύ καλή εξυπηρέτηση αλλά η παράδοση άργησε μία εβδομάδα ευχαριστώ για την βοήθεια το προϊόν είναι "
    "εξαιρετικό και η τιμή λογική θα το συνιστούσα σε όλους",
    "cyrillic": "хорошее обслуживание но доставка опоздала на неделю спасибо за помощь цена слишком высокая товар "
    "отличный буду заказывать ещё раз оператор был вежлив",
}
ENCODINGS = {
    "persian": ["windows-1256", "utf-16"],
    "arabic": ["windows-1256", "iso-8859-6", "utf-16"],
    "hebrew": ["windows-1255", "iso-8859-8", "utf-16"],
    "western": ["windows-1252", "iso-8859-1", "iso-8859-15", "mac-roman", "utf-16"],
    "greek": ["windows-1253", "iso-8859-7", "utf-16"],
    "cyrillic": ["windows-1251", "iso-8859-5", "koi8-r", "mac-cyrillic", "utf-16"],
}
PAIRS = [(script, encoding) for script, encodings in ENCODINGS.items() for encoding in encodings]


@st.composite
def comments(draw: st.DrawFn, script: str) -> list[str]:
    words = st.sampled_from(WORDS[script].split())
    return draw(st.lists(st.lists(words, min_size=1, max_size=8).map(" ".join), min_size=1, max_size=20))


@pytest.mark.parametrize(("script", "encoding"), PAIRS, ids=[f"{script} in {encoding}" for script, encoding in PAIRS])
@given(data=st.data())
@settings(max_examples=8, deadline=None, derandomize=True)
def test_words_come_back_or_are_flagged(script: str, encoding: str, data: st.DataObject) -> None:
    texts = [text for text in data.draw(comments(script)) if encodable(text, encoding)]
    content = "id,comment\n" + "".join(f"{number},{text}\n" for number, text in enumerate(texts))
    with TemporaryDirectory() as folder:
        path = Path(folder, "file.csv")
        path.write_bytes(content.encode(encoding))
        found = detect(path)
        back = to_utf8(path, found, Path(folder)).read_text("utf-8", errors="replace")
    assert back == content or found.confidence < DOUBTFUL, (found, back)


def encodable(text: str, encoding: str) -> bool:
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


@pytest.mark.parametrize(("script", "encoding"), PAIRS, ids=[f"{script} in {encoding}" for script, encoding in PAIRS])
def test_the_right_reading_is_among_those_that_a_person_may_choose(script: str, encoding: str) -> None:
    text = "\n".join(f"1,{word}" for word in WORDS[script].split() if encodable(word, encoding))
    choices = candidates(text.encode(encoding))
    assert [confidence for _, confidence in choices] == sorted((c for _, c in choices), reverse=True)
    readings = [shown(text.encode(encoding), name, 10_000).lstrip("\ufeff") for name, _ in choices]
    right = text if encoding == "utf-16" else "\n".join(line for line in text.split("\n") if not line.isascii())
    assert right in readings

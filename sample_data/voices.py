"""What the customers of the sample company write: short comments in four languages, by touchpoint and mood.

The sentences were written for this project. `SAYINGS[language][touchpoint]` holds (unhappy, happy) choices;
`STORIES` holds what people say about the two stories that words give away.
"""

from collections.abc import Mapping
from typing import Literal

Mood = Literal["unhappy", "happy"]
Choices = tuple[str, ...]

ANYTHING = "anything"
NEW_CARRIER = "new carrier"
RETURN_FORM = "return form"

ENGLISH: Mapping[str, tuple[Choices, Choices]] = {
    "Browsing online": (
        ("The search never finds what I type.", "The website is slow and the filters forget my choice."),
        ("Lovely website, easy to get lost in.", "Found the right lamp in two minutes."),
    ),
    "Shop visit": (
        ("The shop was crowded and half the beds were not on show.", "Could not find anyone at the till."),
        ("Beautiful shop, the children loved the reading corner.", "I could try every sofa in peace."),
    ),
    "Product information": (
        ("The measurements on the page were wrong.", "No word about which wood it is."),
        ("Clear drawings and honest photos.", "All measurements where I needed them."),
    ),
    "Advice": (
        ("The adviser wanted to sell me the dearest one.", "I waited long for advice and got a leaflet."),
        ("The adviser drew my kitchen on paper, wonderful.", "Honest advice: she told me to buy the cheaper shelf."),
    ),
    "Checkout": (
        ("The voucher code vanished at the last step.", "I had to type my address three times."),
        ("Paid in less than a minute.", "Ordering was simple."),
    ),
    "Order updates": (
        ("Five e-mails and none said when it comes.", "The tracking link led nowhere."),
        ("I always knew where my parcel was.", "The message an hour before was very handy."),
    ),
    "Delivery": (
        ("The table came with a broken leg.", "Delivered two days late."),
        ("The drivers carried it up four floors, with a smile.", "Delivered on the minute."),
    ),
    "Assembly": (
        ("Two screws were missing.", "The fitter left before the drawers closed properly."),
        ("Built in half an hour, everything fits.", "The fitter even took the boxes away."),
    ),
    "Product care": (
        ("The oil you recommend stained the oak.", "Spare parts take forever."),
        ("The care kit keeps my oak table like new.", "Got a spare hinge for free."),
    ),
    "Support": (
        ("Forty minutes in the queue.", "Three people, three different answers."),
        ("They called me back and solved it at once.", "Friendly and quick help."),
    ),
    "Returns": (
        ("I am still waiting for my money.", "Sending it back cost more than the vase."),
        ("Returned the rug without a single question.", "The refund was there the next day."),
    ),
    "Club": (
        ("Club points expire before one can use them.", "I do not see what the club is for."),
        ("The club evening was a delight.", "The birthday voucher made my day."),
    ),
    ANYTHING: (
        ("Not again.", "I expected more.", "Too expensive for what it is."),
        ("Keep it up!", "I tell all my friends.", "Never a problem so far."),
    ),
}

PERSIAN: Mapping[str, tuple[Choices, Choices]] = {
    "Browsing online": (("جستجوی سایت هیچ‌وقت درست کار نمی‌کند.",), ("سایت زیبا و ساده‌ای دارید.",)),
    "Shop visit": (("فروشگاه شلوغ بود و کسی راهنمایی نکرد.",), ("فروشگاه قشنگی است، با حوصله همه چیز را دیدیم.",)),
    "Product information": (("اندازه‌ها در صفحهٔ محصول اشتباه بود.",), ("عکس‌ها و اندازه‌ها دقیق بود.",)),
    "Advice": (("مشاور فقط می‌خواست گران‌ترین را بفروشد.",), ("مشاور با صبر همه چیز را توضیح داد.",)),
    "Checkout": (("کد تخفیف در مرحلهٔ آخر پاک شد.",), ("خرید خیلی راحت بود.",)),
    "Order updates": (("هیچ‌کس نگفت سفارش کی می‌رسد.",), ("همیشه می‌دانستم بسته کجاست.",)),
    "Delivery": (("بسته دیر رسید و جعبه پاره بود.",), ("سفارش سر وقت و سالم رسید.",)),
    "Assembly": (("دو تا پیچ کم بود.",), ("نیم‌ساعته سوار شد و همه چیز جور بود.",)),
    "Product care": (("قطعهٔ یدکی پیدا نمی‌شود.",), ("با روغن مخصوص، میز مثل روز اول مانده است.",)),
    "Support": (("چهل دقیقه پشت خط ماندم.",), ("پشتیبانی زود جواب داد و مشکل حل شد.",)),
    "Returns": (("هنوز پولم را پس نداده‌اند.",), ("مرجوعی بدون دردسر انجام شد.",)),
    "Club": (("امتیازها زود باطل می‌شود.",), ("هدیهٔ تولد باشگاه خوشحالم کرد.",)),
    ANYTHING: (("انتظار بیشتری داشتم.", "نسبت به قیمت نمی‌ارزد."), ("دستتان درد نکند.", "به همه پیشنهاد می‌کنم.")),
}

ARABIC: Mapping[str, tuple[Choices, Choices]] = {
    "Browsing online": (("البحث في الموقع لا يجد شيئًا.",), ("الموقع جميل وسهل الاستخدام.",)),
    "Shop visit": (("المتجر مزدحم ولم أجد من يساعدني.",), ("متجر رائع وجرّبنا كل الأرائك بهدوء.",)),
    "Product information": (("المقاسات المكتوبة غير صحيحة.",), ("الصور صادقة والمقاسات واضحة.",)),
    "Advice": (("المستشار أراد أن يبيعني الأغلى فقط.",), ("نصيحة صادقة وفّرت عليّ المال.",)),
    "Checkout": (("اختفى رمز الخصم في الخطوة الأخيرة.",), ("دفعت في أقل من دقيقة.",)),
    "Order updates": (("رسائل كثيرة ولا أحد يقول متى يصل الطلب.",), ("كنت أعرف دائمًا أين وصل الطلب.",)),
    "Delivery": (("وصل الطلب متأخرًا والصندوق مكسور.",), ("وصل الطلب في الموعد تمامًا.",)),
    "Assembly": (("كانت البراغي ناقصة.",), ("التركيب كان سريعًا وكل شيء في مكانه.",)),
    "Product care": (("قطع الغيار غير متوفرة.",), ("زيت العناية أعاد الطاولة كأنها جديدة.",)),
    "Support": (("انتظرت أربعين دقيقة على الهاتف.",), ("اتصلوا بي وحلّوا المشكلة فورًا.",)),
    "Returns": (("لم أستلم نقودي حتى الآن.",), ("أعدت السجادة بدون أي سؤال.",)),
    "Club": (("النقاط تنتهي قبل أن أستخدمها.",), ("قسيمة عيد الميلاد أسعدتني.",)),
    ANYTHING: (("كنت أتوقع أكثر.", "السعر أعلى من الجودة."), ("شكرًا لكم.", "أنصح به كل أصدقائي.")),
}

HEBREW: Mapping[str, tuple[Choices, Choices]] = {
    "Browsing online": (("החיפוש באתר לא מוצא כלום.",), ("אתר יפה ונוח.",)),
    "Shop visit": (("החנות הייתה צפופה ולא היה את מי לשאול.",), ("חנות מקסימה, אפשר לנסות הכול בשקט.",)),
    "Product information": (("המידות שכתובות באתר לא נכונות.",), ("תמונות אמיתיות ומידות ברורות.",)),
    "Advice": (("היועץ רק רצה למכור את היקר ביותר.",), ("ייעוץ כן שחסך לנו כסף.",)),
    "Checkout": (("קוד ההנחה נעלם בשלב האחרון.",), ("שילמתי בפחות מדקה.",)),
    "Order updates": (("אף אחד לא אמר מתי זה מגיע.",), ("תמיד ידעתי איפה החבילה.",)),
    "Delivery": (("המשלוח הגיע באיחור והקופסה קרועה.",), ("המשלוח הגיע בדיוק בזמן.",)),
    "Assembly": (("היו חסרים ברגים.",), ("ההרכבה הייתה מהירה והכול מתאים.",)),
    "Product care": (("אי אפשר להשיג חלקי חילוף.",), ("ערכת הטיפוח מחזירה את השולחן לחיים.",)),
    "Support": (("חיכיתי ארבעים דקות על הקו.",), ("חזרו אליי ופתרו את הבעיה מיד.",)),
    "Returns": (("עדיין לא קיבלתי את הכסף בחזרה.",), ("החזרתי את השטיח בלי שאלות.",)),
    "Club": (("הנקודות פגות לפני שמספיקים להשתמש.",), ("שובר יום ההולדת שימח אותי.",)),
    ANYTHING: (("ציפיתי ליותר.", "יקר מדי למה שזה."), ("תודה רבה!", "ממליצה לכל החברות.")),
}

SAYINGS = {"English": ENGLISH, "Persian": PERSIAN, "Arabic": ARABIC, "Hebrew": HEBREW}

STORIES: Mapping[str, Mapping[str, Choices]] = {
    NEW_CARRIER: {
        "English": (
            "The new carrier left it in the rain.",
            "The new carrier never rang, then wrote that nobody was home.",
            "Since you changed the carrier every delivery is late.",
        ),
        "Persian": ("از وقتی شرکت پست عوض شده، هر سفارش دیر می‌رسد.", "پیک جدید بسته را زیر باران گذاشت."),
        "Arabic": ("منذ تغيير شركة التوصيل وكل طلب يتأخر.", "شركة التوصيل الجديدة تركت الصندوق تحت المطر."),
        "Hebrew": ("מאז שהחלפתם חברת שליחויות הכול מאחר.", "השליח החדש השאיר את החבילה בגשם."),
    },
    RETURN_FORM: {
        "English": (
            "The return form does not open on my phone.",
            "Bought on the marketplace, and on the phone there is no button to send it back.",
            "On my phone the return label is only half on the screen.",
        ),
        "Persian": ("فرم مرجوعی روی گوشی باز نمی‌شود.",),
        "Arabic": ("نموذج الإرجاع لا يفتح على الهاتف.",),
        "Hebrew": ("טופס ההחזרה לא נפתח בטלפון.",),
    },
}

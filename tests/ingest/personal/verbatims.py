"""Answers written for these tests, with invented personal data between « and »; the second list has none."""

import re

PERSONAL = """
Nobody ever wrote back to «sara.miller@example.com» after the refund
please use «j.o'neill+shop@mail.example.co.uk», the old address is dead
My e-mail is «ANNA_K-2@Example.ORG».
(«kim@sub.domain.example»)
answer to «tom99@gmail.com»,thanks
you have «lena@exämple.de» on file, that is wrong
I am maria «(maria at gmail dot com)» if you need me
write me: «pat [at] example [dot] net»
«leo(at)example.com» is where the ticket went
contact «dora {at} example {dot} org» asap
the agent mailed paul @ gmail.com, that is «paul @ gmail.com»
login «user@example.io» does not work, error 500
Ring me on «+44 20 7946 0958» after five
my mobile is «07700 900123», call any time
you can reach me at «+1 (415) 555-0132» in the evening
US line «415-555-0187» always busy
Call «(212) 555-0143» and ask for Jo
phone «5550199» please
WhatsApp «+49 1512 3456789» works best
Telefon «030 1234567», niemand ruft zurück
rappelez-moi au «06 12 34 56 78» svp
mon portable: «+33 6 12 34 56 78»
mi teléfono es «612 345 678», gracias
The courier had «00 44 7700 900456» wrong
text me on «0044 7700 900789»
two charges on «4111 1111 1111 1111» in one week
card «5555555555554444» declined three times
amex «3782 822463 10005» not accepted
«6011-1111-1111-1117» was billed after I cancelled
my old visa «4222222222222» still gets charged
diners «3056 930902 5904» refused at the desk
refund to «DE89 3704 0044 0532 0130 00» never came
IBAN: «GB82WEST12345698765432»
pay it to «NL91 ABNA 0417 1643 00» please
«FR1420041010050500013M02606» is my account
my SSN «078-05-1120» was visible on the screen
passport «X1234567» was rejected by the scanner
they wanted my DNI «12345678Z» by mail
NIE «X1234567L» no es válido según la web
codice fiscale «RSSMRA85T10A562S» non accettato
national insurance number «QQ123456C» asked twice
my PESEL «44051401359» was printed on the label
personnummer «811228-9874» i klartext
the reset link https://example.com/reset?token=abc123 leaked: «https://example.com/reset?token=abc123»
see «http://example.com/u?email=a@example.com»
«https://shop.example.com/account?session=77aa» opens someone else's basket
it said «www.example.com/login?user=maria» in the mail
ایمیل من «reza.ahmadi@example.com» است و جوابی نیامد
لطفا به «ali_1370@yahoo.com» پیام بدهید
آدرس ایمیلم «mina(at)example.ir» است
شماره من «09123456789» است تماس بگیرید
«۰۹۳۵۱۲۳۴۵۶۷» زنگ بزنید لطفا
موبایل: «۰۹۱۲-۳۴۵-۶۷۸۹» هیچکس تماس نگرفت
با «0912 345 6789» در واتساپ هستم
تلفن «۰۲۱-۸۸۷۷۶۶۵۵» را جواب نمی‌دهند
از خارج «+98 912 345 6789» را بگیرید
«00989123456789» شماره همراه من است
«989123456789» را در سیستم اصلاح کنید، تلفن من است
شماره تماس «88776655» داخلی سه
همراهم «٠٩١٩١٢٣٤٥٦٧» همیشه روشن است
دو بار از کارت «6037 9911 1234 5677» کم شد
شماره کارت «۶۰۳۷۹۹۱۱۱۲۳۴۵۶۷۷» پول برنگشت
کارت «6037-9911-1234-5677» باطل شده
شبا «IR820540102680020817909002» را ثبت نکردند
حساب «۸۲۰۵۴۰۱۰۲۶۸۰۰۲۰۸۱۷۹۰۹۰۰۲» اشتباه بود
کد ملی «0013542419» را قبول نکرد
کدملی من «۰۰۱۳۵۴۲۴۱۹» است
شماره ملی «001-354241-9» اشتباه ثبت شده
اپلیکیشن «0013542419» را نمی‌پذیرد
گذرنامه «A12345678» را ندیدند
لینک «https://example.ir/pay?token=99x» باز نشد
המייל שלי «dana.levi@example.co.il» ולא קיבלתי תשובה
תכתבו ל«yossi@walla.co.il» בבקשה
כתובת: «noa(at)example.co.il»
הטלפון שלי «052-1234567» תחזרו אליי
«0521234567» זה הנייד שלי
נייד «+972-54-123-4567» לא עונים
חייגו «+972 3 123 4567» בבוקר
התקשרתי מ«03-1234567» שלוש פעמים
«972541234567» הוא המספר בוואטסאפ
בטלפון «1234567» אין מענה
כרטיס אשראי «4580 4580 4580 4580» חויב פעמיים
חויבתי בכרטיס «5326 1012 3456 7891» בטעות
חשבון «IL62 0108 0000 0009 9999 999» שגוי
תעודת זהות «000000018» לא נקלטה
ת.ז. «12345678-2» נדחתה
ת״ז «123456782» לא מזוהה
«123456782» זה המספר שלי ואתם יודעים
דרכון «12345678» לא נסרק
הקישור «https://example.co.il/x?otp=1234» פתוח לכולם
בריאיון נתתי «050–123–4567» והתקשרו למישהו אחר
מייל «rina@gmail» לא עובד
בריד «m.cohen@דוגמה.ישראל» לא נתמך
بريدي «fatima.ali@example.sa» ولم يصلني رد
راسلوني على «omar_88@hotmail.com» من فضلكم
الايميل «huda(at)example.com» غير صحيح
رقمي «0501234567» اتصلوا بي
«٠٥٠١٢٣٤٥٦٧» جوالي منذ سنوات
جوال «+966 50 123 4567» مغلق عندكم
اتصل على «00966501234567» مساء
«966501234567» واتساب فقط
هاتف «04 123 4567» لا يرد أحد
الهاتف «٠١١ ٤٦٥ ٤٣٢١» مشغول دائما
من مصر «01001234567» بعد العصر
«+20 100 123 4567» رقم زوجي
اتصلوا «00971 50 123 4567» أو ارسلوا رسالة
خصم مرتين من بطاقة «5105 1051 0510 5100» هذا الشهر
بطاقتي «٤١١١ ١١١١ ١١١١ ١١١١» مرفوضة
الآيبان «SA03 8000 0000 6080 1016 7519» خطأ
حسابي «AE070331234567890123456» لم يحول إليه شيء
رقم الهوية «1234567897» مرفوض
الهوية الوطنية «١٠٠٠٠٠٠٠٠٨» لم تقبل
هويتي «2345678901» مكتوبة خطأ
الإقامة «2000000006» منتهية حسب موقعكم
الهوية «784-1990-1234567-6» لا تقرأ
«784199012345676» لم يقبله الموظف
الرقم القومي «29001011234567» ظهر للجميع
جواز «A01234567» لم يقرأه الجهاز
الرابط «https://example.sa/r?code=55aa» لا يعمل
تواصلت عبر «noor@example.com» و «0559876543» بلا فائدة
her number «0532 123 45 67» and mail «e.kaya@example.com.tr» are both wrong
کارت «4111111111111111» و ایمیل «x.y@example.com» لو رفت
"""

HARMLESS = """
order 4111111111111112 is late
waited 40 minutes on 2025-11-21 and again on 22/11/2025
paid 1,234,567.89 IRR for nothing
version 1.2.3.4567 crashes on Android 14
ticket #20251121-000123 still open
5/5 would buy again, 10/10 service
room 0501 was dirty, room 0502 was clean
@support never answers on @twitter
10.000.000 تومان پرداخت کردم
مبلغ ۱۲۳۴۵۶۷۸۹۰ ریال کم شد
سفارش ۱۲۳۴۵۶۷۸ هنوز نرسیده
کد رهگیری 123456789012345678901 کار نمی‌کند
از ساعت ۸ تا ۱۲ منتظر ماندم، سال ۱۴۰۴
در تاریخ ۱۴۰۴/۰۸/۳۰ خرید کردم
הזמנה 12345678 לא הגיעה
חיכיתי 45 דקות ב-21.11.2025 בסניף 12
מספר משלוח 123456782 לא נמצא
שילמתי 1,500.00 ש"ח ולא קיבלתי כלום
طلبي رقم 87654321 متأخر
انتظرت ٤٥ دقيقة يوم ٢٠٢٥-١١-٢١
فاتورة 0123456789 فيها خطأ
دفعت 1000000000 ريال تقريبا
order number 0451234567 never shipped
invoice 2025000123 was wrong by 15.50
the 2024-2025 season, 365 days, 24/7
between 0830 and 1730, Monday 09:15
I rate it 1 2 3 4 5 6 7 out of ten
see https://www.example.com/help/returns for the rules
look at example.com, it says so
met at home. Then at work. dot dot dot
serial SN-2024-556677 broke twice
tracking 1Z999AA10123456784 says delivered
flight LH1234 on 03.04.2025 at 06:45
0.123456789 is not a discount
bought 1000000 points, lost 250000
the model A2342 with 16 GB and 1024 GB
meet me @ the counter, he said
batch 998877 was off, parcel 55443322 too
it cost 99.99 + 5.00 + 3.50 = 108.49
Q3 2025 vs Q4 2024: 12.5% 13.5% 14.5%
"""

_MARKED = re.compile("«([^»]*)»")


def _lines(block: str) -> list[str]:
    return block.strip().splitlines()


# {answer: its personal values}
LABELLED = {_MARKED.sub(r"\1", line): _MARKED.findall(line) for line in _lines(PERSONAL)}
CLEAN = _lines(HARMLESS)

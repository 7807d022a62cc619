# اردو

language-name = اردو

## Commands, as the menus and /help show them

command-ask = سوال پوچھیں: /ask پرائیویسی پر کیا کہا گیا؟
command-panelists = پینل میں کون کون تھا
command-panelist = کسی ایک کی تمام باتیں: /panelist نام
command-topics = کن موضوعات پر بات ہوئی
command-takeaway = ساری بات کا خلاصہ
command-about = تقریب: تاریخ، منتظمین، پینل
command-help = سوال کیسے پوچھیں
command-privacy = بوٹ کیا محفوظ رکھتا ہے
command-start = شروع کریں
command-line = { $command } — { $text }

## Asking

not-found = رپورٹ میں اس کا جواب نہیں ہے۔
not-found-private = رپورٹ میں اس کا جواب نہیں ہے۔ دوسرے الفاظ میں پوچھیں، یا دیکھیں کہ کن موضوعات پر بات ہوئی:
did-you-mean = مجھے یقین نہیں۔ کیا آپ کا مطلب یہ تھا:
none-of-these = ان میں سے کوئی نہیں
dismissed = پھر دوسرے الفاظ میں پوچھیں؛ /topics سے پتا چلے گا کہ کن موضوعات پر بات ہوئی۔
explain-mention = میرا نام سوال کے ساتھ لکھیں، یا /ask استعمال کریں، میں رپورٹ سے جواب دوں گا۔
explain-ask = سوال اس کے بعد لکھیں: /ask پرائیویسی پر کیا کہا گیا؟
unknown-command = میں یہ کمانڈ نہیں جانتا۔ /help بتاتا ہے کہ میں کیا کر سکتا ہوں۔
only-text = میں صرف تحریر پڑھ سکتا ہوں۔ سوال لکھ کر بھیجیں۔
failed = میری طرف کچھ خرابی ہو گئی۔ براہ کرم تھوڑی دیر بعد دوبارہ پوچھیں۔
gone = یہ اب رپورٹ میں نہیں ہے۔

## What the report says

all-points = { $name } کے تمام نکات
who-else = اس پر اور کس نے بات کی؟
nobody-else = اس پر کسی اور نے بات نہیں کی۔
panelists = پینل کے شرکا
topics = موضوعات
takeaway = خلاصہ
event = تقریب
event-date = تاریخ: { $date }
event-organizers = منتظمین: { $organizers }
event-panelists = پینل کے شرکا: { $count }
unknown-panelist = پینل میں { $name } نام کا کوئی نہیں۔
which-panelist = کس کے نکات؟ چنیں، یا لکھیں /panelist نام۔

## Help and privacy

report-title = ”{ $title }“ ({ $date })
help-ask = مجھ سے پوچھیں کہ پینل نے کیا کہا: { $titles }۔
help-how = اپنے الفاظ میں لکھیں، انگریزی، اردو یا رومن اردو میں۔ میں پینل کے شرکا کے اپنے نکات اور نام سے جواب دیتا ہوں۔ رپورٹ میں جواب نہ ہو تو بتا دیتا ہوں۔
help-groups = گروپ میں میرا نام لکھیں، میرے پیغام کا جواب دیں یا /ask استعمال کریں۔
privacy = میں کوئی پیغام، نام یا سوال محفوظ نہیں رکھتا۔ سوال پڑھا جاتا ہے، جواب دیا جاتا ہے اور بھلا دیا جاتا ہے؛ لاگ میں نہ سوال لکھا جاتا ہے نہ پوچھنے والا۔

## For the bot's admins

command-reload = معلومات دوبارہ پڑھیں
admins-only = یہ صرف بوٹ کے منتظم کر سکتے ہیں۔
reload-done = معلومات دوبارہ پڑھ لی گئیں۔
reload-report = { $title }: پینل کے { $panelists } شرکا، { $points } نکات
reload-unchanged = فائلیں نہیں بدلیں۔
reload-refused = کچھ نہیں بدلا: { $problems ->
    [one] ایک خرابی۔
   *[other] { $problems } خرابیاں۔
}

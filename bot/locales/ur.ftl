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

command-reload = معلومات کی فائلیں دوبارہ دیکھیں
command-unanswered = وہ سوال جن کا جواب ٹھیک نہ بن پڑا
command-stats = پچھلے 7، 30 اور 90 دن کے اعداد
command-history = معلومات کے نسخے
command-rollback = واپس جائیں: /rollback یا /rollback نمبر
command-export = معلومات بطور فائل
command-digest = روزانہ کا خلاصہ، بند یا چالو
admins-only = یہ صرف بوٹ کے منتظم کر سکتے ہیں۔
checking = جانچ جاری ہے… اس میں چند سیکنڈ لگ سکتے ہیں۔ اس دوران سوالوں کے جواب ملتے رہیں گے۔
report-line = { $title }: پینل کے { $panelists } شرکا، { $points } نکات
reload-unchanged = فائلیں نہیں بدلیں۔
reload-refused = کچھ نہیں بدلا: { $problems ->
    [one] ایک خرابی۔
   *[other] { $problems } خرابیاں۔
}

## A change of the knowledge

change-head = ابھی کچھ نہیں بدلا۔ یہ بدلے گا:
change-reports-added = نئی رپورٹیں: { $count }
change-reports-removed = ہٹنے والی رپورٹیں: { $count }
change-points-added = نئے نکات: { $count }
change-points-changed = بدلے ہوئے نکات: { $count }
change-points-removed = ہٹنے والے نکات: { $count }
change-panelists-added = نئے شرکا: { $count }
change-panelists-removed = ہٹنے والے شرکا: { $count }
change-facts = بدلی ہوئی معلومات: { $count }
change-particular = { $what } ({ $whose })
change-examples-added = نئے مثالی سوال: { $count }
change-examples-removed = ہٹنے والے مثالی سوال: { $count }
change-others = یہ بھی بدلا: { $what }
change-from-to = { $before } ← { $after }
change-more = … اور { $count } مزید
change-carried = یہاں سکھایا گیا اور برقرار رہا: { $count }
change-dropped = یہاں بھی بدلی اور ڈسک پر بھی، اس لیے ڈسک والی فائل چلے گی: { $files }۔ جو اس سے بدلا وہ نسخہ { $number } میں ہے: /rollback { $number }
change-take = ✓ اپنا لیں
change-leave = رہنے دیں
change-taken = نسخہ { $number } کے طور پر اپنا لیا گیا۔
change-undo = نسخہ { $number } پر واپس
change-left = جیسا تھا ویسا رہا۔ کچھ نہیں بدلا۔
change-gone = وہ اب منتظر نہیں۔ دوبارہ بھیجیں، یا دوبارہ /reload کریں۔
change-outdated = اس دوران معلومات بدل گئیں۔ کچھ نہیں اپنایا گیا؛ دوبارہ کوشش کریں۔
change-unkept = کچھ نہیں بدلا، کیونکہ محفوظ نہ ہو سکا: { $error }
fact-title = عنوان
fact-date = تاریخ
fact-organizers = منتظمین
fact-takeaway = خلاصہ
fact-name = نام
fact-role = عہدہ
fact-topic = موضوع
other-keywords = کلیدی الفاظ
other-aliases = دوسرے نام
other-negative_examples = وہ سوال جن کا یہ جواب نہیں
other-translations = ترجمے
other-order = ترتیب
other-lexicon = لغت
trial-turned = مثالی سوال جن کا جواب بدل جائے گا: { $count }
trial-failed = اس کے اپنے سوال جو اس کی مرضی کے مطابق نہیں جائیں گے: { $count }
trial-wanted = { $question } (پہنچنا چاہیے: { $what })
trial-unwanted = { $question } (نہیں پہنچنا چاہیے: { $what })
trial-asked-back = واپس پوچھا جائے گا
trial-none = جواب نہیں
trial-asked = معلومات کے اپنے { $asked } سوال پوچھے گئے۔
trial-fine = معلومات کے اپنے { $asked } سوال پوچھے گئے؛ سب پہلے کی طرح ہیں۔
trial-nothing = معلومات میں آزمانے کے لیے کوئی مثالی سوال نہیں۔
trial-partly = معلومات کے اپنے { $total } میں سے صرف { $asked } سوال پوچھے گئے، پھر وقت ختم ہو گیا۔
unattended-taken = ڈسک پر فائلیں بدل گئیں اور نسخہ { $number } کے طور پر اپنا لی گئیں۔
unattended-start = میرے رکنے کے بعد ڈسک پر فائلیں بدل گئیں۔ اب وہی جواب دیتی ہیں، نسخہ { $number }۔
document-large = یہ فائل بہت بڑی ہے۔ میں { $megabytes } MB تک کی فائل لیتا ہوں۔
document-lost = یہ فائل نہیں مل سکی: { $error }
document-unknown = سمجھ نہیں آیا کہ { $name } کا کیا کروں۔ معلومات کی فائل (.yaml) بھیجیں، یا رپورٹ (.txt، .md، .docx، .pdf)۔
document-same = میں پہلے ہی اسی سے جواب دیتا ہوں۔

## Revisions

history-head = نسخے، تازہ ترین پہلے
history-empty = ابھی کوئی نسخہ محفوظ نہیں۔
history-first = ابھی واپس جانے کے لیے کوئی نسخہ نہیں۔
history-lost = نسخے اس وقت پڑھے نہیں جا سکتے: { $error }
history-line = { $number } · { $when } · { $who } · { $what }
history-line-current = ◀ { $number } · { $when } · { $who } · { $what }
history-when = { $date }، { $time } UTC
history-by-bot = بوٹ
history-by-you = آپ
history-by-admin = منتظم { $id }
history-back = نسخہ { $number } پر واپس
history-unknown = نسخہ { $number } نہیں ہے۔ /history موجود نسخے دکھاتا ہے۔
history-is-current = اس وقت نسخہ { $number } ہی جواب دے رہا ہے۔
rollback-how = /rollback ایک نسخہ پیچھے لے جاتا ہے، /rollback 3 نسخہ 3 پر۔ /history انہیں دکھاتا ہے۔
export-nothing = ایسی کوئی فائل نہیں۔ /export رپورٹیں بھیجتا ہے، /export lexicon الفاظ۔
page-newer = تازہ ›
page-older = ‹ پرانے
page-back = ›
page-on = ‹

## Questions to review

review-head-new = نیا: { $count } میں سے { $number }
review-head-done = مکمل: { $count } میں سے { $number }
review-head-ignored = نظرانداز: { $count } میں سے { $number }
review-tab-new = نئے ({ $count })
review-tab-done = مکمل ({ $count })
review-tab-ignored = نظرانداز ({ $count })
review-empty-new = کچھ نیا نہیں۔ ہر سوال کو جواب ملا، یا وہ نمٹایا جا چکا۔
review-empty-done = ابھی کچھ مکمل نہیں۔
review-empty-ignored = کچھ نظرانداز نہیں کیا گیا۔
review-history = { $count } بار پوچھا گیا، آخری بار { $date } ({ $why })
review-because-none = { $count }× جواب نہیں ملا
review-because-suggestion = { $count }× تجویز نہیں لی گئی
review-because-vote = { $count }× 👎
review-which = کون سا نکتہ اس کا جواب ہے؟ ایک بار چھونے سے یہ فوراً اس نکتے کا مثالی سوال بن جائے گا۔
review-mark-new = پھر نیا
review-mark-done = ✓ مکمل
review-mark-ignored = نظرانداز
review-now-new = پھر نیا۔
review-now-done = مکمل۔
review-now-ignored = نظرانداز کیا گیا۔
review-learnt = سیکھ لیا۔ اب سے اس کا جواب یہ ہے:
review-learnt-doubtful = مثال کے طور پر سیکھ لیا، مگر جواب ابھی پوری طرح یقینی نہیں۔ اسی سوال کے اور الفاظ مدد کر سکتے ہیں۔ یہ اس کے ساتھ ہے:
review-undo = ↶ واپس لیں
review-next = اگلا ‹
review-undone = واپس لے لیا گیا۔
review-gone = وہ سوال یا وہ نکتہ اب موجود نہیں۔
review-lost = سوال اس وقت پڑھے نہیں جا سکتے: { $error }
review-not-kept = سوال محفوظ نہیں کیے جاتے (BOT_KEEP_QUESTIONS_DAYS=0)، اس لیے دیکھنے کو کچھ نہیں۔
edit-gone = یہ اب رپورٹ میں نہیں ہے۔
edit-empty = اس میں نہ حرف ہیں نہ ہندسے، اس سے کچھ نہیں سیکھا جا سکتا۔
edit-known = یہ پہلے سے مثالی سوال ہے: { $detail }
edit-negative = یہ ان سوالوں میں ہے جن کا یہ جواب نہیں ہونا چاہیے۔
edit-layout = فائل اس طرح لکھی ہے کہ میں اسے بدل نہیں سکتا۔ اسے خود بدل کر بھیجیں۔

## Daily digest

digest-on = روزانہ کا خلاصہ چالو ہے: دن میں ایک بار، اگر دیکھنے کو کچھ ہو۔ /digest اسے بند کرتا ہے۔
digest-off = روزانہ کا خلاصہ بند ہے۔ /digest اسے چالو کرتا ہے۔
digest-lost = یہ اس وقت نہیں بدلا جا سکا: { $error }
digest-head = کل سے: دیکھنے کے لیے { $fresh } سوال، کل ملا کر { $waiting }
digest-how = /digest اس پیغام کو بند کرتا ہے۔
digest-open = دیکھیں

## Figures

stats-days = { $days } دن
stats-lost = اعداد اس وقت پڑھے نہیں جا سکتے: { $error }
stats-nothing = پچھلے { $days } دن میں کسی نے کچھ نہیں پوچھا۔
stats-head = پچھلے { $days } دن: { $count } سوال
stats-title = سوالات، پچھلے { $days } دن
stats-outcome-answer = جواب دیا گیا: { $count } ({ $share })
stats-outcome-suggest = واپس پوچھا گیا: { $count } ({ $share })
stats-outcome-none = نہیں ملا: { $count } ({ $share })
stats-answer = جواب دیا گیا
stats-suggest = واپس پوچھا گیا
stats-none = نہیں ملا
stats-in-en = انگریزی { $count }
stats-in-ur = اردو { $count }
stats-in-roman = رومن اردو { $count }
stats-votes = 👍 درست { $right } · 👎 غلط { $wrong }
stats-no-votes = ابھی کسی نے رائے نہیں دی۔
stats-right = درست
stats-wrong = غلط
stats-thought = لوگوں نے جوابوں کے بارے میں کیا کہا
stats-panelists = جن کے بارے میں زیادہ پوچھا گیا
stats-topics = جن موضوعات پر زیادہ پوچھا گیا
stats-not-found = نہیں ملا
stats-counted = { $count }× { $what }
stats-most = ایک دن میں زیادہ سے زیادہ { $count }

# اردو

language-name = اردو

## Commands, as the menus and /help show them

command-ask = سوال پوچھیں: /ask پرائیویسی پر کیا کہا گیا؟
command-panelists = پینل میں کون کون تھا
command-panelist = کسی ایک کی تمام باتیں: /panelist نام
command-topics = کن موضوعات پر بات ہوئی
command-takeaway = ساری بات کا خلاصہ
command-about = تقریب: تاریخ، منتظمین، پینل
command-reports = وہ رپورٹیں جن سے میں جواب دیتا ہوں، اور کون سی
command-help = سوال کیسے پوچھیں
command-why = میرے کسی جواب پر ریپلائی کر کے: یہی جواب کیوں
command-language = زبان چنیں
command-settings = گروپ میں، اس کے منتظمین کے لیے: میرا طرزِ عمل
command-status = ورژن اور میرا حال
command-privacy = کیا محفوظ رکھا جاتا ہے
command-forget = اپنے انتخاب اور ووٹ مٹائیں
command-start = شروع کریں
command-line = { $command } — { $text }

## Asking

not-found = رپورٹ میں اس کا جواب نہیں ہے۔
not-found-private = رپورٹ میں اس کا جواب نہیں ہے۔ دوسرے الفاظ میں پوچھیں، یا دیکھیں کہ کن موضوعات پر بات ہوئی:
did-you-mean = مجھے یقین نہیں۔ کیا آپ کا مطلب یہ تھا:
did-you-mean-short = کیا آپ کا مطلب یہ تھا:
none-of-these = ان میں سے کوئی نہیں
dismissed = پھر دوسرے الفاظ میں پوچھیں؛ /topics سے پتا چلے گا کہ کن موضوعات پر بات ہوئی۔
explain-mention = میرا نام سوال کے ساتھ لکھیں، یا /ask استعمال کریں، میں رپورٹ سے جواب دوں گا۔
explain-ask = سوال اس کے بعد لکھیں: /ask پرائیویسی پر کیا کہا گیا؟
small-talk = پینل میں جو کہا گیا، میں وہ بتاتا ہوں۔ کچھ پوچھیں، یا موضوعات دیکھیں: /topics
answer-anew = میں اپنا پہلا جواب بدل نہیں سکتا، اس لیے نیا جواب یہ ہے:
question-shortened = پیغام لمبا تھا۔ میں نے اس میں یہ پڑھا: ”{ $question }“
too-many = ایک ساتھ بہت سے سوال آ گئے۔ کچھ چھوڑ رہا ہوں؛ براہ کرم ایک منٹ بعد دوبارہ پوچھیں۔
unknown-command = میں یہ کمانڈ نہیں جانتا۔ /help بتاتا ہے کہ میں کیا کر سکتا ہوں۔
only-text = میں صرف تحریر پڑھ سکتا ہوں۔ سوال لکھ کر بھیجیں۔
failed = میری طرف سے کوئی خرابی ہو گئی۔ براہ کرم تھوڑی دیر بعد دوبارہ پوچھیں۔
gone = یہ اب رپورٹ میں نہیں ہے۔
open-in-private = نجی چیٹ میں کھولیں
link-leads-nowhere = یہ لنک اب کسی چیز تک نہیں لے جاتا۔

## What the report says

all-points = { $name } کے تمام نکات
who-else = اس پر اور کس نے بات کی؟
nobody-else = اس پر کسی اور نے بات نہیں کی۔
panelists = پینل کے شرکا
topics = موضوعات
takeaway = خلاصہ
the-panelists = پینل کے شرکا
the-topics = موضوعات
the-takeaway = خلاصہ
the-event = تقریب
event-date = تاریخ: { $date }
event-organizers = منتظمین: { $organizers }
event-panelists = پینل کے شرکا: { $count }
event-points = نکات: { $count }
unknown-panelist = پینل میں { $name } نام کا کوئی نہیں۔
which-panelist = کس کے نکات؟ چنیں، یا لکھیں /panelist نام۔
comma = ،{" "}

## Reports

reports-one = میں ایک رپورٹ سے جواب دیتا ہوں:
reports-all = میں ان سب سے جواب دیتا ہوں۔ کسی ایک پر دبائیں تو صرف اسی سے جواب دوں گا:
reports-some = میں صرف ان سے جواب دیتا ہوں جن پر نشان ہے۔ بدلنے کے لیے دبائیں؛ جس سوال میں رپورٹ کا نام ہو اس کا جواب ہمیشہ اسی سے دیتا ہوں:
reports-group-all = یہ گروپ ان سب سے پوچھتا ہے۔ اس کے منتظم چن سکتے ہیں:
reports-group-some = یہ گروپ ان سے پوچھتا ہے جن پر نشان ہے۔ اس کے منتظم چن سکتے ہیں:
reports-every = سب رپورٹیں
reports-looked-only = میں نے صرف { $titles } میں دیکھا۔ باقی /reports میں ہیں۔
report-named = { $what } · { $title }

## Votes

vote-right = شکریہ۔ آپ کی رائے درج ہو گئی: درست۔
vote-wrong = شکریہ۔ آپ کی رائے درج ہو گئی: غلط۔ آپ اسے بدل سکتے ہیں۔
vote-too-late = یہ جواب اتنا پرانا ہے کہ اس پر اب ووٹ نہیں ہو سکتا۔
vote-lost = ابھی یہ محفوظ نہ ہو سکا۔ براہ کرم بعد میں دوبارہ کوشش کریں۔

## Inline mode

inline-ask = مجھ سے نجی چیٹ میں پوچھیں
inline-narrowed = صرف آپ کی چنی ہوئی رپورٹوں سے (/reports)
inline-nothing = رپورٹ میں اس کا جواب نہیں ہے

## Help

report-title = ”{ $title }“ ({ $date })
help-ask = مجھ سے پوچھیں کہ پینل نے کیا کہا: { $titles }۔
help-how = اپنے الفاظ میں لکھیں، انگریزی، اردو یا رومن اردو میں۔ میں پینل کے شرکا کے اپنے نکات اور نام سے جواب دیتا ہوں۔ رپورٹ میں جواب نہ ہو تو بتا دیتا ہوں۔
help-groups = گروپ میں میرا نام لکھیں، میرے پیغام پر ریپلائی کریں یا /ask استعمال کریں۔
help-inline = کسی بھی اور چیٹ میں { $bot } اور سوال لکھیں، پھر چنیں کہ کیا بھیجنا ہے۔

## Languages and settings

language-automatic = ٹیلی گرام کے مطابق
language-choose = میں آپ سے کس زبان میں بات کروں؟
language-choose-group = میں اس گروپ میں کس زبان میں بات کروں؟
language-chosen = اب میں آپ سے اردو میں بات کروں گا۔
language-chosen-group = اب میں اس گروپ میں اردو میں بات کروں گا۔
language-admins-only = گروپ کی زبان اس کے منتظمین چنتے ہیں۔ اپنی زبان چننے کے لیے مجھے نجی چیٹ میں لکھیں۔
settings-title = اس گروپ کی ترتیبات
settings-explained = زبان؛ میں کب جواب دوں؛ کیا میں خاموش رہوں (آواز کے بغیر، اور جہاں جواب نہ ہو وہاں کچھ نہ کہوں)؛ اور کن رپورٹوں سے جواب دوں۔ بدلنے کے لیے بٹن دبائیں۔
settings-privacy-mode = عام سوال سننے کے لیے ضروری ہے کہ میں اس گروپ کا منتظم ہوں، یا تمام پیغام دیکھ سکوں (@BotFather پر privacy mode بند کر کے)۔
settings-mode-asked = صرف پوچھنے پر
settings-mode-open = یقینی جواب بن پوچھے بھی
settings-quiet = خاموش
settings-admins-only = یہ صرف اس گروپ کے منتظم کر سکتے ہیں۔
not-stored = ابھی یہ محفوظ نہ ہو سکا؛ کچھ نہیں بدلا۔ براہ کرم بعد میں دوبارہ کوشش کریں۔

## Privacy

privacy-head = کیا محفوظ رکھا جاتا ہے، اور کیا نہیں:
privacy-questions = سوال اور میرے جواب، { $days ->
    [one] ایک دن
   *[other] { $days } دن
} تک: تاکہ بٹن، ترمیم شدہ سوال اور /why کام کریں، اور منتظم دیکھ سکیں کہ میں کس سوال کا جواب نہ دے سکا۔ یہ نہیں کہ کس نے پوچھا یا کس چیٹ میں؛ پیغاموں کے صرف کوڈ رکھے جاتے ہیں جن سے میں انہیں دوبارہ پہچانتا ہوں۔
privacy-no-questions = کوئی سوال نہیں۔ ووٹوں کے لیے: جواب میں کون سے نکات دکھائے گئے، 90 دن تک۔ یہ نہیں کہ کس نے پوچھا یا کس چیٹ میں؛ پیغاموں کے صرف کوڈ رکھے جاتے ہیں۔
privacy-taught = اگر کوئی منتظم مجھے کوئی سوال سکھائے تو اس کے الفاظ معلومات کا حصہ بن کر رہتے ہیں۔
privacy-admins = میرے منتظمین میں سے جو معلومات بدلے: اس کا صارف نمبر تبدیلی کے ساتھ رہتا ہے، /forget کے بعد بھی۔ جو تبدیلی ان کی اجازت کی منتظر ہو وہ ایک ہفتے تک رکھی جاتی ہے۔
privacy-choices = آپ کی چنی ہوئی زبان، آپ کے ووٹ، اور منتظم ہوں تو یہ کہ روزانہ کا خلاصہ چاہیے یا نہیں: آپ کے صارف نمبر سے بنے ایک کوڈ کے تحت؛ خود نمبر محفوظ نہیں رکھا جاتا۔
privacy-groups = گروپ کی ترتیبات، گروپ کے نمبر کے تحت۔
privacy-figures = روزانہ کتنے سوال آئے، کس زبان میں، کن نکات پر، اور کتنے ووٹ۔ یہ اعداد رہتے ہیں؛ ان سے کسی شخص تک نہیں پہنچا جا سکتا۔
privacy-journal = میں کن پیغاموں کو نمٹا چکا، نمبروں اور کوڈ کی صورت میں، تقریباً ایک دن تک: تاکہ کسی کا جواب دو بار نہ جائے۔ جس پیغام میں دیر لگے وہ نمٹانے تک جوں کا توں رکھا جاتا ہے۔
privacy-log = لاگ میں نہ سوال ہوتے ہیں نہ پوچھنے والے۔
privacy-reports = آپ نے کون سی رپورٹیں چنیں، اسی کوڈ کے تحت جس کے تحت آپ کی زبان ہے۔
privacy-memory = اگلے سوال سمجھنے کے لیے دس منٹ یاد رکھتا ہوں کہ بات کس پر ہو رہی تھی، اور بدلے ہوئے سوالوں اور /why کے لیے تازہ سوال، دوبارہ چلائے جانے تک؛ صرف عارضی یادداشت میں۔
privacy-forget = /forget آپ کے انتخاب اور ووٹ مٹا دیتا ہے۔ خود پیغام ٹیلی گرام کے پاس رہتے ہیں، جیسے ہر چیٹ میں۔
forgotten = { $count ->
    [0] آپ کی کوئی چیز محفوظ نہیں تھی۔
    [one] آپ کا ایک انتخاب یا ووٹ مٹا دیا گیا۔
   *[other] آپ کے { $count } انتخاب اور ووٹ مٹا دیے گئے۔
}
forget-nobody = آپ کسی گروپ یا چینل کے نام سے لکھ رہے ہیں؛ میں نے آپ کی کوئی چیز محفوظ نہیں رکھی۔

## Status

status-version = panelbot { $version }
status-knowledge = معلومات: { $reports ->
    [one] ایک رپورٹ
   *[other] { $reports } رپورٹیں
}، نسخہ { $number } ({ $revision })
status-uptime = { $time } سے چل رہا ہوں
status-model = جملوں کے ویکٹر: { $model }
status-model-off = جملوں کے ویکٹر: بند (BOT_MODEL)۔ میں صرف الفاظ دیکھتا ہوں: جن سوالوں سے مجھے پرکھا گیا، ان میں سے { $english_on } کے بجائے { $english } فیصد کا درست جواب دیتا ہوں (انگریزی)، اور { $urdu_on } کے بجائے { $urdu } فیصد کا (اردو، رومن اردو)۔ باقی پر زیادہ تر واپس پوچھتا یا معذرت کرتا ہوں، خاص طور پر جب سوال رپورٹ سے مختلف الفاظ میں ہو۔
status-seen = آخری پیغام { $time } پہلے
status-queue = زیرِ کار { $busy }، منتظر { $waiting }
status-errors = شروع سے اب تک: { $errors ->
    [one] ایک خرابی
   *[other] { $errors } خرابیاں
}، { $unsent ->
    [one] ایک جواب
   *[other] { $unsent } جواب
} ٹیلی گرام نے نہیں لیے، { $unstored ->
    [one] ایک چیز
   *[other] { $unstored } چیزیں
} محفوظ نہ ہوئیں
status-database-fine = ڈیٹابیس: ٹھیک
status-database-lost = ڈیٹابیس: { $error }
time-days = { $days } دن { $hours } گھنٹے
time-hours = { $hours } گھنٹے { $minutes } منٹ
time-minutes = { $minutes } منٹ { $seconds } سیکنڈ

## Why

why-reply = میرے کسی جواب پر ریپلائی کر کے /why لکھیں، میں بتاؤں گا کہ اس تک کیسے پہنچا۔
why-unknown = مجھے اب یاد نہیں کہ یہ کس سوال کا جواب تھا۔
why-question = ”{ $question }“
why-understood = یوں سمجھا: { $words } ({ $language })
why-in-en = انگریزی
why-in-ur = اردو
why-in-roman = رومن اردو
why-repair = { $typed } ← { $read }
why-repaired = یوں پڑھا: { $repairs }
why-background = سوال کے علاوہ: { $words }
why-people = جس کے بارے میں پوچھا گیا: { $names }۔ سوال کسی شخص کا تھا؛ کچھ تولنا نہیں پڑا۔
why-stranger = پینل میں ”{ $name }“ نام کا کوئی نہیں، اس لیے میں کسی اور کی بات جواب میں نہیں دیتا۔
why-candidate = { $number }۔ { $what } ({ $share })
why-point = { $name }، نکتہ { $number }
why-small-talk = سلام دعا
why-words = الفاظ جو اس میں ہیں: { $words }
why-missing = الفاظ جو اس میں نہیں: { $words }
why-likeness = معنی کی مماثلت (ویکٹر): 1 میں سے { $likeness }
why-no-vectors = جملوں کے ویکٹر بند ہیں
why-counted = وزن: { $grounds } = { $total }
why-by-words = الفاظ
why-by-vectors = ویکٹر
why-by-person = شخص
why-by-kind = قسم
why-by-against = خلاف
why-decision = فیصلہ
why-lead = دوسرے پر برتری: { $lead }
why-scope = رپورٹ میں اس کا جواب ہے: { $scope } ({ $below } سے کم پر معذرت)
why-correct = پہلا درست ہے: { $correctness } ({ $above } سے جواب، کم پر واپس سوال)
why-group = گروپ میں جواب { $above } سے
why-outcome-answer = اس لیے جواب دیا۔
why-outcome-suggest = اس لیے واپس پوچھا۔
why-outcome-none = اس لیے معذرت کی۔

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
    [one] ایک خرابی
   *[other] { $problems } خرابیاں
} (فائل اور سطر کے ساتھ، انگریزی میں)

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
change-forgets = ⚠ { $count ->
    [one] ایک مثالی سوال، جو اس میں نہیں ہے، بھلا دیا جائے گا
   *[other] { $count } مثالی سوال، جو اس میں نہیں ہیں، بھلا دیے جائیں گے
}۔ اگر یہ کسی پرانی فائل سے بنا ہے تو نیچے والے بٹن سے برقرار رکھیں۔
change-remember = بھلائے جانے والے سوال بھی رکھیں
change-whose = • { $whose }: { $what }
change-leads = • { $question } ← { $leads }
change-take = ✓ اپنا لیں
change-leave = رہنے دیں
change-taken = نسخہ { $number } کے طور پر اپنا لیا گیا۔
change-undo = نسخہ { $number } پر واپس
change-left = جیسا تھا ویسا رہا۔ کچھ نہیں بدلا۔
change-gone = وہ اب منتظر نہیں۔ دوبارہ بھیجیں، یا دوبارہ /reload کریں۔
change-outdated = اس دوران معلومات بدل گئیں۔ کچھ نہیں اپنایا گیا؛ دوبارہ کوشش کریں۔
change-unkept = کچھ نہیں بدلا، کیونکہ محفوظ نہ ہو سکا: { $error }
change-refused = کچھ نہیں بدلا: { $error }
import-warnings = رپورٹ میں دیکھنے کی باتیں: { $count }
import-notes = چھوڑ دیا گیا، کیونکہ معلومات کی فائل میں اس کی جگہ نہیں: { $count }
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
trial-failed = اس کے اپنے سوال جن کا جواب اس کی منشا کے مطابق نہیں ہوگا: { $count }
trial-wanted = { $question } (جواب ہونا چاہیے: { $what })
trial-unwanted = { $question } (جواب نہیں ہونا چاہیے: { $what })
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
history-summary = { $why }: { $what }
history-same = وہی بات دوسرے الفاظ میں
history-why-first = ڈسک کی فائلیں
history-why-disk = ڈسک کی فائلیں بدل چکی تھیں
history-why-reload = فائلیں دوبارہ دیکھی گئیں
history-why-signal = پروگرام کو اشارہ
history-why-watch = ڈسک پر فائلیں بدلیں
history-why-document = { $what }
history-why-back = نسخہ { $what } پر واپسی
history-why-taught = مثالی سوال ”{ $what }“، { $whose }
history-why-untaught = مثالی سوال واپس لیا گیا: ”{ $what }“، { $whose }
history-back = نسخہ { $number } پر واپس
history-unknown = نسخہ { $number } نہیں ہے۔ /history موجود نسخے دکھاتا ہے۔
history-is-current = اس وقت نسخہ { $number } ہی جواب دے رہا ہے۔
rollback-how = /rollback ایک نسخہ پیچھے لے جاتا ہے، /rollback 3 نسخہ 3 پر۔ /history انہیں دکھاتا ہے۔
export-nothing = ایسی کوئی فائل نہیں۔ /export رپورٹیں بھیجتا ہے، /export lexicon الفاظ۔
page-newer = → تازہ
page-older = پرانے ←
page-back = →
page-on = ←

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
review-question = ”{ $question }“
review-history = { $count } بار پوچھا گیا، آخری بار { $date } ({ $why })
review-because-none = { $count }× جواب نہیں ملا
review-because-suggestion = { $count }× تجویز نہیں لی گئی
review-because-vote = { $count }× 👎
review-which = کون سا نکتہ اس کا جواب ہے؟ بٹن دبتے ہی یہ اس نکتے کا مثالی سوال بن جائے گا۔
review-mark-new = پھر نیا
review-mark-done = ✓ مکمل
review-mark-ignored = نظرانداز کریں
review-now-new = پھر نیا۔
review-now-done = مکمل۔
review-now-ignored = نظرانداز کیا گیا۔
review-learnt = سیکھ لیا۔ اب سے اس کا جواب یہ ہے:
review-learnt-doubtful = مثال کے طور پر سیکھ لیا، مگر جواب ابھی پوری طرح یقینی نہیں۔ اسی سوال کے اور الفاظ مدد کر سکتے ہیں۔ یہ اس کے ساتھ ہے:
review-undo = ↶ واپس لیں
review-next = اگلا ←
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
digest-head = گزشتہ روز سے: دیکھنے کے لیے { $fresh } سوال، مجموعی طور پر { $waiting }
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
trouble-unstored =
    کچھ محفوظ نہیں ہو سکا: { $error }۔ سوالوں کے جواب پھر بھی دیے جا رہے ہیں، مگر ان کا ریکارڈ (اعداد و شمار، جائزہ، ترتیبات) ادھورا ہو سکتا ہے۔ یہ اطلاع ایک ہی بار دی جاتی ہے؛ /status دکھاتا ہے کہ کتنی بار ایسا ہوا۔

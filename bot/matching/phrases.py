"""How people ask for an event's facts, its takeaway and its lists, and what they say that asks for nothing.

General to every report, in English, Roman Urdu and Urdu script. These are examples to match by likeness, not patterns.
"""

from __future__ import annotations

from typing import Final

ASKING_FOR: Final[dict[str, tuple[str, ...]]] = {
    "event": (
        "What was the event about?",
        "what is the topic of this event",
        "tell me about the event",
        "what is this report about",
        "name of the event",
        "title of the conference",
        "what was the theme of the session",
        "subject of the discussion as a whole",
        "give me the event details",
        "what was it about",
        "topic of the event?",
        "full title please",
        "what did they meet to discuss",
        "kis cheez par tha yeh program",
        "is event ka topic kya tha",
        "mozu kya tha",
        "yeh report kis bare mein hai",
        "کس موضوع پر بات ہوئی",
        "تقریب کا عنوان کیا تھا",
        "یہ رپورٹ کس بارے میں ہے",
    ),
    "date": (
        "On which date did the panel discussion take place?",
        "when did this happen",
        "when was the event",
        "date of the event",
        "which day was the seminar",
        "when was it held",
        "when was this",
        "what date was that",
        "day and date please",
        "in which year did it happen",
        "is this recent or old",
        "kab hua tha yeh",
        "date kya thi",
        "what year was this conference",
        "which month and year did they meet",
        "how long ago was this panel",
        "event kab hua",
        "yeh seminar kis tareekh ko hua tha",
        "kis din aur kis saal hua",
        "یہ تقریب کب ہوئی",
        "تقریب کی تاریخ کیا ہے",
        "کس سال کی بات ہے",
    ),
    "organizers": (
        "Who organised the panel?",
        "organisers of the event",
        "which organisations arranged and hosted this discussion",
        "who was behind this seminar",
        "who put this event together",
        "hosted by whom",
        "who held it",
        "who arranged it",
        "organisers?",
        "was it organised by a university or an NGO",
        "which institutions are behind the report",
        "organiser kaun tha",
        "kis ki taraf se tha",
        "which bodies held the conference",
        "kis ne organise karwaya",
        "intezam kis ne kiya tha",
        "kis idare ne munaqid kiya",
        "یہ سیمینار کس نے کروایا",
        "منتظمین کون تھے",
        "کن اداروں نے انعقاد کیا",
    ),
    "count": (
        "how many people were on the panel",
        "number of panelists",
        "how many speakers were there",
        "how many experts gave recommendations",
        "total number of speakers",
        "how many were there in all",
        "how big was the panel",
        "kitne speakers thay total",
        "kitne panelists thay",
        "kitne log bole",
        "پینل میں کتنے لوگ تھے",
        "کتنے مقررین تھے",
    ),
    "panelists": (
        "Who took part?",
        "list of panelists",
        "who were the speakers",
        "names of all the experts who spoke",
        "who sat on the panel",
        "which people attended as panelists",
        "name the participants",
        "who all were invited to speak",
        "panelists",
        "speakers list",
        "kaun kaun tha panel mein",
        "panelists ke naam batao",
        "kis kis ne khitab kiya",
        "shurka ke naam",
        "speakers kon kon thay",
        "پینلسٹ کون کون تھے",
        "شرکاء کے نام بتائیں",
        "کس کس نے خطاب کیا",
        "مقررین کی فہرست",
    ),
    "topics": (
        "What topics were covered?",
        "list of topics",
        "which subjects did they discuss",
        "what can I ask you",
        "what was each speaker's topic",
        "themes of the discussion",
        "topics",
        "show all the topics",
        "what else do you know about",
        "kin topics par baat hui",
        "kon konse mozu thay",
        "mozuat ki list",
        "main kya pooch sakta hoon",
        "کن کن موضوعات پر بات ہوئی",
        "موضوعات کی فہرست",
        "میں کیا پوچھ سکتا ہوں",
    ),
    "takeaway": (
        "What was the takeaway?",
        "takeaway",
        "conclusion",
        "what did the event conclude",
        "the main message in short",
        "sum up the whole event",
        "what is the overall conclusion of the panel",
        "final message of the discussion",
        "the bottom line please",
        "key lesson of the day",
        "what was agreed in the end",
        "give me the gist of the report",
        "akhir mein kya nateeja nikla",
        "khulasa batao",
        "nichor kya hai",
        "poore event ka nateeja",
        "sab se aham paigham kya tha",
        "خلاصہ کیا ہے",
        "آخر میں کیا نتیجہ نکلا",
        "رپورٹ کا نچوڑ",
        "تقریب کا حاصل کیا تھا",
    ),
}
"""Example questions for what every report has: the takeaway, the two lists, and the facts of the event."""

SMALL_TALK: Final[tuple[str, ...]] = (
    "hello",
    "hi there",
    "good evening all",
    "salam",
    "assalamu alaikum everyone",
    "thank you so much",
    "thanks a lot",
    "you are great",
    "nice work",
    "well done bot",
    "who are you",
    "what is your name",
    "are you a robot",
    "how are you doing today",
    "bye see you tomorrow",
    "happy birthday",
    "congratulations",
    "eid mubarak",
    "ok",
    "yes",
    "no problem",
    "sing me a song",
    "tell me something funny",
    "i am bored",
    "good night",
    "what time is it now",
    "is it going to rain today",
    "who won the cricket match",
    "recommend a good restaurant",
    "how do I make tea",
    "translate this into French",
    "solve this equation for me",
    "write an essay for my homework",
    "what is the capital of Australia",
    "book a taxi for me",
    "play some music",
    "what is the price of petrol",
    "send me a photo",
    "i love you",
    "kya haal hai",
    "kaise ho bhai",
    "shukriya",
    "bohat acha",
    "allah hafiz",
    "mera naam kya hai",
    "tum kaun ho",
    "khana kya pakaya hai",
    "aaj mausam kaisa hai",
    "gana sunao",
    "السلام علیکم",
    "شکریہ",
    "آپ کیسے ہیں",
    "خدا حافظ",
    "بہت خوب",
    "تم کون ہو",
)
"""Messages that no report answers."""

UNANSWERED: Final[tuple[str, ...]] = (
    "What is his phone number?",
    "How can I contact her by email?",
    "How old is he?",
    "Where was he born and where did he study?",
    "What is her salary?",
    "Which books has he written?",
    "Is he married?",
    "What is the fee?",
    "How much does it cost per month?",
    "How do I apply for a job there?",
    "What are the admission requirements?",
    "How do I file a complaint online?",
    "How can I recover my account?",
    "How do I install the app on my phone?",
    "Which software should I buy?",
    "How many people live there?",
    "What percentage of people use it?",
    "How many cases were registered last year?",
    "What is the penalty under section 11 of the act?",
    "How many years in prison can one get for it?",
    "Who is the current minister?",
    "Who is the chief of the agency now?",
    "What did the prime minister say about it?",
    "What is the situation in India and the United States?",
    "What happened in the 2014 attack?",
    "Who won the election?",
    "When will the next event be held?",
    "Where was the venue and how do I get there?",
    "How many people attended in the audience?",
    "Is there a video recording of the session?",
    "Who sponsored the event and what was the budget?",
    "What is the history of the organisation?",
    "When was it founded?",
    "What is the stock price of the company?",
    "uska phone number kya hai",
    "is ki fees kitni hai",
    "job ke liye apply kaise karun",
    "kitne logon ko saza hui",
    "wazir kaun hai aaj kal",
    "account wapas kaise milega",
    "فون نمبر کیا ہے",
    "فیس کتنی ہے",
    "نوکری کے لیے درخواست کیسے دوں",
    "وزیر کون ہے",
    "کتنی سزا ہوتی ہے",
)
"""Kinds of question that a report of what panelists recommended does not answer."""

DETAILS: Final[dict[str, tuple[str, ...]]] = {
    kind: tuple(" ".join(cue.split()) for cue in cues.split(","))
    for kind, cues in {
        "number": """
            how many, how much, how long, how old, how often, number of, percent, percentage, figure,
            figures, statistics, total, ratio, amount, budget, price, prices, fee, fees, salary, rupees,
            dollars, per month, count, duration, how far, کتنے, کتنی, کتنا, kitne, kitni, kitna
        """,
        "time": """
            when will, when did, when was, when is, when does, when are, since when, by when, which year,
            what year, which date, what date, on which day, what day, which month, deadline, what time, so
            far, in 2, kab, کب, کس سال, kis saal, kis tareekh
        """,
        "place": """
            where is, where was, where did, where are, address, located, location, venue, which city, which
            hotel, kahan hai, kahan hua
        """,
        "person": """
            phone, email, contact, born, birth, married, wife, husband, age, biography, education, phd,
            degree, studied, book, books, author, earn, earns, salary, career, nowadays, current, currently,
            prime minister, minister, hometown, children, linkedin, twitter handle, name of, names of,
            member names, members of, who are the
        """,
        "service": """
            how do i, how can i, how should i apply, where can i, where do i, steps, apply, register,
            registration, install, download, recover, switch off, turn off, turn on, disable, settings, sign
            up, helpline, lodge, vacancy, vacancies, admission, criteria, eligibility, buy, recording, video
            of, photos, slides, transcript, certificate, karun, karoon, krun, laun, karwaun, bnaun, banaun,
            lagaun, jaun, hogya wapis, کروں, لاوں, لگاوں, بناوں, جاوں
        """,
        "law": """
            section, article, penalty, penalties, jail, imprisonment, sentence, fine, fines, ordinance,
            which law, convicted, arrested, sentenced, dafa
        """,
        "meaning": """
            stand for, stands for, full form, definition, meaning, abbreviation, invented, history, coined
        """,
        "other": """
            other countries, abroad, reply, replied, respond, responded, reaction of, approved, rejected,
            decided, court order, supreme court, high court, pta, next event, next seminar, next session,
            audience
        """,
    }.items()
}
"""Words of asking for a particular that recommendations seldom hold, by what is asked for."""

COUNTRIES: Final[frozenset[str]] = frozenset(
    """
    afghanistan america american argentina australia bangladesh brazil britain british canada china chinese denmark
    egypt england europe european france french german germany gulf india indian indonesia iran iranian iraq israel
    italy japan japanese jordan kashmir kenya korea kuwait malaysia mexico myanmar nepal netherlands nigeria norway
    oman palestine philippines qatar russia russian saudi singapore somalia spain lanka sudan sweden switzerland syria
    taiwan thailand turkey turkish uae uganda uk ukraine usa vietnam yemen zealand
    """.split()
)
"""Countries and peoples: a question on one that a report does not name is on something else."""

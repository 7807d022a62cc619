# The texts of the interface in English. A new language is a copy of this file with another name and other words
# (tests/test_languages.py says what is missing). Texts are plain: no HTML.
# https://projectfluent.org/fluent/guide explains the format.

language-name = English

## Commands, as the menus and /help show them

command-ask = ask a question: /ask what about privacy?
command-panelists = who was on the panel
command-panelist = all that one person said: /panelist NAME
command-topics = what they spoke on
command-takeaway = what it comes to in sum
command-about = the event: date, organisers, panel
command-reports = the reports I answer from, and which of them
command-help = how to ask
command-why = in reply to an answer: why it is this one
command-language = choose the language
command-settings = in groups, for their admins: how I behave
command-status = version and how I am doing
command-privacy = what is kept
command-forget = remove your choices and votes
command-start = begin
command-line = { $command } — { $text }

## Asking

not-found = The report doesn't answer that.
not-found-private = The report doesn't answer that. Try other words, or look at what was spoken about:
did-you-mean = I'm not sure. Did you mean:
did-you-mean-short = Did you mean:
none-of-these = None of these
dismissed = Then try it in other words; /topics shows what was spoken about.
explain-mention = Mention me together with a question, or use /ask, and I answer from the report.
explain-ask = Write your question behind it: /ask what about privacy?
small-talk = I answer what was said on the panel. Ask me something, or look at the /topics.
answer-anew = I can't change my first answer, so here is the new one:
question-shortened = That was long. I read this in it: “{ $question }”
too-many = That was a lot at once. I leave some out; please ask again in a minute.
unknown-command = I don't know that command. /help shows what I can do.
only-text = I can only read text. Write me a question.
failed = Something went wrong on my side. Please ask again in a moment.
gone = That is not in the report any more.
open-in-private = Open in private
link-leads-nowhere = That link leads to nothing any more.

## What the report says

all-points = All points of { $name }
who-else = Who else spoke on this?
nobody-else = Nobody else spoke on this.
panelists = Panelists
topics = Topics
takeaway = Takeaway
the-panelists = The panelists
the-topics = The topics
the-takeaway = The takeaway
the-event = The event
event-date = Date: { $date }
event-organizers = Organised by: { $organizers }
event-panelists = Panelists: { $count }
event-points = Points: { $count }
unknown-panelist = I know no panelist called { $name }.
which-panelist = Whose points? Choose, or write /panelist NAME.
comma = ,{" "}

## Reports

reports-one = I answer from one report:
reports-all = I answer from all of these. Tap one, and I answer from that one alone:
reports-some = I answer only from what is ticked. Tap to change; a question that names a report is always answered from it:
reports-group-all = This group asks all of these. Its admins can choose:
reports-group-some = This group asks what is ticked. Its admins can choose:
reports-every = All reports
reports-looked-only = I looked only in { $titles }. /reports shows the others.
report-named = { $what } · { $title }

## Votes

vote-right = Thank you. Noted as right.
vote-wrong = Thank you. Noted as wrong; you can change your mind.
vote-too-late = That answer is too old to vote on.
vote-lost = I could not note that just now. Please try again later.

## Inline mode

inline-ask = Ask me in private
inline-narrowed = Only from the reports you chose (/reports)
inline-nothing = The report doesn't answer that

## Help

report-title = “{ $title }” ({ $date })
help-ask = Ask me what the panel said: { $titles }.
help-how = Write in your own words, in English, Urdu or Roman Urdu. I answer with the panelist's own points and name. If the report doesn't answer it, I say so.
help-groups = In a group, mention me, reply to me or use /ask.
help-inline = In any other chat, write { $bot } and a question, and choose what to post.

## Languages and settings

language-automatic = as in Telegram
language-choose = In which language shall I speak with you?
language-choose-group = In which language shall I speak in this group?
language-chosen = I speak English with you now.
language-chosen-group = I speak English in this group now.
language-admins-only = The language of a group is chosen by its admins. Write to me in private to choose yours.
settings-title = Settings of this group
settings-explained = The language; when I answer; whether I am quiet (no sound, and nothing said where there is no answer); and which reports I answer from. Tap to change.
settings-privacy-mode = To hear plain questions I must be an admin of this group, or see all messages (privacy mode turned off at @BotFather).
settings-mode-asked = only when asked
settings-mode-open = sure answers too
settings-quiet = quiet
settings-admins-only = Only this group's admins can do that.
not-stored = I could not store that just now; nothing has changed. Please try again later.

## Privacy

privacy-head = What is kept, and what is not:
privacy-questions = Questions and what I answered, for { $days ->
    [one] one day
   *[other] { $days } days
}: so that buttons, edited questions and /why work, and so that the admins see what I could not answer. Not who asked, nor in which chat; of the messages only codes, by which I find them again.
privacy-no-questions = No questions. For votes: which points an answer showed, for 90 days. Not who asked, nor in which chat; of the messages only codes.
privacy-taught = If an admin teaches me a question, its words become part of the knowledge and stay in it.
privacy-admins = Whoever changes the knowledge as one of my admins: their user id stays with the change, also after /forget. A change that waits for their word is kept for a week.
privacy-choices = Your language, your votes, and as an admin whether you want the digest, under a code made from your user id; the id itself is not kept.
privacy-groups = The settings of a group, under the group's id.
privacy-figures = How many questions there were a day, in which language, on which points, and how many votes. The figures stay; nothing in them leads to anybody.
privacy-journal = Which messages I have dealt with, by numbers and codes, for a day or so: so that none is answered twice. A message that takes me long is held as it is until I have dealt with it.
privacy-log = The log holds neither questions nor who asked.
privacy-reports = Which reports you chose, under the same code as your language.
privacy-memory = For follow-ups I remember for ten minutes what we spoke about, and for edited questions and /why the latest questions until I am restarted; only in memory.
privacy-forget = /forget removes your choices and votes. Telegram keeps the messages themselves, as in any chat.
forgotten = { $count ->
    [0] There was nothing of yours to remove.
    [one] Removed: one choice or vote of yours.
   *[other] Removed: { $count } choices and votes of yours.
}
forget-nobody = You write in the name of a group or channel; I keep nothing of you.

## Status

status-version = panelbot { $version }
status-knowledge = Knowledge: { $reports ->
    [one] one report
   *[other] { $reports } reports
}, revision { $number } ({ $revision })
status-uptime = Running for { $time }
status-model = Sentence vectors: { $model }
status-model-off = Sentence vectors: off (BOT_MODEL). I go by words alone: of the questions I was measured with I answer { $english } % rightly instead of { $english_on } % (English), { $urdu } % instead of { $urdu_on } % (Urdu, Roman Urdu). The others I mostly ask back about or decline, most of all those in other words than the report's.
status-seen = Last update { $time } ago
status-queue = At work on { $busy }, waiting { $waiting }
status-errors = Since the start: { $errors ->
    [one] one error
   *[other] { $errors } errors
}, { $unsent ->
    [one] one answer
   *[other] { $unsent } answers
} not taken by Telegram, { $unstored ->
    [one] one thing
   *[other] { $unstored } things
} not stored
status-database-fine = Database: fine
status-database-lost = Database: { $error }
time-days = { $days } d { $hours } h
time-hours = { $hours } h { $minutes } min
time-minutes = { $minutes } min { $seconds } s

## Why

why-reply = Write /why in reply to one of my answers, and I show how I came to it.
why-unknown = I don't know any more what that answered.
why-question = “{ $question }”
why-understood = Understood: { $words } ({ $language })
why-in-en = English
why-in-ur = Urdu
why-in-roman = Roman Urdu
why-repair = { $typed } → { $read }
why-repaired = Read as: { $repairs }
why-background = Beside the question: { $words }
why-people = Asked for: { $names }. A question for a person; nothing had to be weighed.
why-stranger = Nobody on the panel is called “{ $name }”, so I give nobody's words as an answer.
why-candidate = { $number }. { $what } ({ $share })
why-point = { $name }, point { $number }
why-small-talk = small talk
why-words = Words it has: { $words }
why-missing = Words it lacks: { $words }
why-likeness = Likeness of meaning (vectors): { $likeness } of 1
why-no-vectors = Sentence vectors are off
why-counted = Counted: { $grounds } = { $total }
why-by-words = words
why-by-vectors = vectors
why-by-person = the person
why-by-kind = its kind
why-by-against = against it
why-decision = Decision
why-lead = Lead over the second: { $lead }
why-scope = The report answers this: { $scope } (below { $below } I decline)
why-correct = The first one is right: { $correctness } (from { $above } I answer, below I ask back)
why-group = In a group I answer from { $above }
why-outcome-answer = So I answered.
why-outcome-suggest = So I asked back.
why-outcome-none = So I declined.

## For the bot's admins

command-reload = look at the knowledge files again
command-unanswered = questions I could not answer well
command-stats = figures of 7, 30 and 90 days
command-history = revisions of the knowledge
command-rollback = go back: /rollback, or /rollback NUMBER
command-export = the knowledge as a file
command-digest = the daily digest, off or on
admins-only = Only the bot's admins can do that.
checking = Checking… This can take some seconds. Questions are answered meanwhile.
report-line = { $title }: { $panelists } panelists, { $points } points
reload-unchanged = The files have not changed.
reload-refused = Nothing changed: { $problems ->
    [one] one problem.
   *[other] { $problems } problems.
}

## A change of the knowledge

change-head = Nothing has changed yet. This is what would:
change-reports-added = New reports: { $count }
change-reports-removed = Reports that go: { $count }
change-points-added = Points added: { $count }
change-points-changed = Points changed: { $count }
change-points-removed = Points removed: { $count }
change-panelists-added = Panelists added: { $count }
change-panelists-removed = Panelists removed: { $count }
change-facts = Facts changed: { $count }
change-particular = { $what } ({ $whose })
change-examples-added = Example questions added: { $count }
change-examples-removed = Example questions removed: { $count }
change-others = Also edited: { $what }
change-from-to = { $before } → { $after }
change-more = … and { $count } more
change-carried = Taught here and kept: { $count }
change-dropped = Changed here and on disk, so the file on disk counts: { $files }. What it replaces is in revision { $number }: /rollback { $number }
change-forgets = ⚠ { $count ->
    [one] One example question that is not in this
   *[other] { $count } example questions that are not in this
} would be forgotten. If it was made from an older file, the button below keeps what was taught.
change-remember = Keep the forgotten questions too
change-whose = • { $whose }: { $what }
change-leads = • { $question } → { $leads }
change-take = ✓ Take it over
change-leave = Leave it
change-taken = Taken over as revision { $number }.
change-undo = Back to revision { $number }
change-left = Left as it was. Nothing has changed.
change-gone = That is not waiting any more. Send it again, or /reload again.
change-outdated = The knowledge has changed meanwhile. Nothing was taken over; try again.
change-unkept = Nothing changed, for it could not be kept: { $error }
change-refused = Nothing changed: { $error }
import-warnings = To look over in the report: { $count }
import-notes = Left out, for a knowledge file has no place for it: { $count }
fact-title = Title
fact-date = Date
fact-organizers = Organisers
fact-takeaway = Takeaway
fact-name = Name
fact-role = Role
fact-topic = Topic
other-keywords = keywords
other-aliases = other names
other-negative_examples = questions not to be answered
other-translations = translations
other-order = the order
other-lexicon = the lexicon
trial-turned = Example questions that would be answered otherwise: { $count }
trial-failed = Its own questions that would not go as it wants: { $count }
trial-wanted = { $question } (should lead to: { $what })
trial-unwanted = { $question } (should not lead to: { $what })
trial-asked-back = asked back
trial-none = not answered
trial-asked = { $asked ->
    [one] One question of the knowledge's own was asked.
   *[other] { $asked } questions of the knowledge's own were asked.
}
trial-fine = { $asked ->
    [one] The knowledge's own question was asked, and goes as before.
   *[other] { $asked } questions of the knowledge's own were asked; all go as before.
}
trial-nothing = The knowledge has no example questions to try it with.
trial-partly = Only { $asked } of { $total } questions of the knowledge's own were asked, then the time was up.
unattended-taken = The files on disk have changed and were taken over as revision { $number }.
unattended-start = The files on disk have changed since I stopped. They answer now, as revision { $number }.
document-large = That file is too large. I take files of up to { $megabytes } MB.
document-lost = I could not fetch that file: { $error }
document-unknown = I don't know what to do with { $name }. Send a knowledge file (.yaml), or a report (.txt, .md, .docx, .pdf).
document-same = That is what I answer from already.

## Revisions

history-head = Revisions, the latest first
history-empty = No revision is kept yet.
history-first = There is no revision to go back to yet.
history-lost = The revisions cannot be read now: { $error }
history-line = { $number } · { $when } · { $who } · { $what }
history-line-current = ▶ { $number } · { $when } · { $who } · { $what }
history-when = { $date }, { $time } UTC
history-by-bot = the bot
history-by-you = you
history-by-admin = admin { $id }
history-summary = { $why }: { $what }
history-same = the same in other words
history-why-first = the files on disk
history-why-disk = the files on disk had changed
history-why-reload = files looked at again
history-why-signal = signal to the program
history-why-watch = files on disk changed
history-why-document = { $what }
history-why-back = back to { $what }
history-why-taught = example question “{ $what }” for { $whose }
history-why-untaught = example question taken back: “{ $what }” for { $whose }
history-back = Back to { $number }
history-unknown = There is no revision { $number }. /history shows those there are.
history-is-current = Revision { $number } is what answers now.
rollback-how = /rollback goes back one revision, /rollback 3 to revision 3. /history shows them.
export-nothing = There is no such file. /export sends the reports, /export lexicon the words.
page-newer = ‹ newer
page-older = older ›
page-back = ‹
page-on = ›

## Questions to review

review-head-new = New: { $number } of { $count }
review-head-done = Done: { $number } of { $count }
review-head-ignored = Ignored: { $number } of { $count }
review-tab-new = New ({ $count })
review-tab-done = Done ({ $count })
review-tab-ignored = Ignored ({ $count })
review-empty-new = Nothing new. Every question found its answer, or was dealt with.
review-empty-done = Nothing is done yet.
review-empty-ignored = Nothing was ignored.
review-question = “{ $question }”
review-history = { $count ->
    [one] asked once
   *[other] asked { $count } times
}, last on { $date } ({ $why })
review-because-none = { $count }× no answer
review-because-suggestion = { $count }× suggestion not taken
review-because-vote = { $count }× 👎
review-which = Which point answers it? One tap makes it an example question of that point, at once.
review-mark-new = New again
review-mark-done = ✓ Done
review-mark-ignored = Ignore it
review-now-new = New again.
review-now-done = Done.
review-now-ignored = Ignored.
review-learnt = Learnt. From now on this is answered with:
review-learnt-doubtful = Learnt as an example, but the answer is not sure enough yet. Other words for the same question may help. It stands with:
review-undo = ↶ Undo
review-next = Next ›
review-undone = Taken back.
review-gone = That question or that point is not there any more.
review-lost = The questions cannot be read now: { $error }
review-not-kept = No questions are kept (BOT_KEEP_QUESTIONS_DAYS=0), so there is nothing to review.
edit-gone = That is not in the report any more.
edit-empty = It has no letters or digits, so nothing can be learnt from it.
edit-known = It is an example question already: { $detail }
edit-negative = It is listed as a question that must not be answered so.
edit-layout = The file is laid out in a way that I cannot edit. Edit it by hand and send it.

## Daily digest

digest-on = The daily digest is on: once a day, if there is anything to review. /digest turns it off.
digest-off = The daily digest is off. /digest turns it on.
digest-lost = I could not change that now: { $error }
digest-head = Since yesterday: { $fresh ->
    [one] one question to review
   *[other] { $fresh } questions to review
}, { $waiting } in all
digest-how = /digest turns this message off.
digest-open = Review them

## Figures

stats-days = { $days } days
stats-lost = The figures cannot be read now: { $error }
stats-nothing = Nobody asked anything in the last { $days } days.
stats-head = The last { $days } days: { $count ->
    [one] one question
   *[other] { $count } questions
}
stats-title = Questions, last { $days } days
stats-outcome-answer = Answered: { $count } ({ $share })
stats-outcome-suggest = Asked back: { $count } ({ $share })
stats-outcome-none = Not found: { $count } ({ $share })
stats-answer = answered
stats-suggest = asked back
stats-none = not found
stats-in-en = English { $count }
stats-in-ur = Urdu { $count }
stats-in-roman = Roman Urdu { $count }
stats-votes = 👍 right { $right } · 👎 wrong { $wrong }
stats-no-votes = Nobody has voted yet.
stats-right = right
stats-wrong = wrong
stats-thought = What people said of the answers
stats-panelists = Panelists most asked for
stats-topics = Topics most asked for
stats-not-found = Not found
stats-counted = { $count }× { $what }
stats-most = { $count ->
    [one] at most one a day
   *[other] at most { $count } a day
}
trouble-unstored =
    Something could not be stored: { $error }. Questions are answered all the same, but what is kept of them (figures, the review, settings) may be missing. I tell you this once; /status shows how often.

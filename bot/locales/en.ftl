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
command-help = how to ask
command-privacy = what the bot keeps
command-start = begin
command-line = { $command } — { $text }

## Asking

not-found = The report doesn't answer that.
not-found-private = The report doesn't answer that. Try other words, or look at what was spoken about:
did-you-mean = I'm not sure. Did you mean:
none-of-these = None of these
dismissed = Then try it in other words; /topics shows what was spoken about.
explain-mention = Mention me together with a question, or use /ask, and I answer from the report.
explain-ask = Write your question behind it: /ask what about privacy?
unknown-command = I don't know that command. /help shows what I can do.
only-text = I can only read text. Write me a question.
failed = Something went wrong on my side. Please ask again in a moment.
gone = That is not in the report any more.

## What the report says

all-points = All points of { $name }
who-else = Who else spoke on this?
nobody-else = Nobody else spoke on this.
panelists = Panelists
topics = Topics
takeaway = Takeaway
event = The event
event-date = Date: { $date }
event-organizers = Organised by: { $organizers }
event-panelists = Panelists: { $count }
unknown-panelist = I know no panelist called { $name }.
which-panelist = Whose points? Choose, or write /panelist NAME.

## Help and privacy

report-title = “{ $title }” ({ $date })
help-ask = Ask me what the panel said: { $titles }.
help-how = Write in your own words, in English, Urdu or Roman Urdu. I answer with the panelist's own points and name. If the report doesn't answer it, I say so.
help-groups = In a group, mention me, reply to me or use /ask.
privacy = I keep no messages, no names and no questions. A question is read, answered and forgotten; the log does not hold it, nor who asked it.

## For the bot's admins

command-reload = read the knowledge again
admins-only = Only the bot's admins can do that.
reload-done = Reloaded.
reload-report = { $title }: { $panelists } panelists, { $points } points
reload-unchanged = The files have not changed.
reload-refused = Nothing changed: { $problems ->
    [one] one problem.
   *[other] { $problems } problems.
}

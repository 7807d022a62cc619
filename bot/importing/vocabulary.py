"""The words by which reports name their parts, folded as ``bot.language.text.normalise`` folds them."""

from __future__ import annotations

from typing import Final

from bot.language.text import normalise


def _phrases(text: str) -> frozenset[str]:
    return frozenset(normalise(p) for p in text.replace("\n", " ").split(",") if p.strip())


TITLE: Final = _phrases(
    """
    topic, event topic, topic of the event, topic of event, topic of discussion, discussion topic, title, event
    title, title of the event, title of event, theme, event theme, theme of the event, subject, event, name of
    event, name of the event, event name, panel discussion, panel discussion on, panel discussion topic, panel
    topic, seminar, seminar on, webinar, webinar on, webinar topic, conference on, conference, roundtable on,
    workshop on, dialogue on, policy dialogue on, policy dialogue, session on, session title, report on, topic of
    panel discussion, topic of the panel discussion, activity, activity title, موضوع, عنوان
    """
)
"""Labels of the event's title."""
DATE: Final = _phrases(
    """
    date, dated, event date, date of event, date of the event, date of activity, held on, day and date, date and
    day, date and time, date time, time and date, date and venue, date venue, venue and date, day date, when, day,
    conducted on, date of report, تاریخ, بتاریخ, مورخہ
    """
)
ORGANIZERS: Final = _phrases(
    """
    organized by, organised by, organizer, organiser, organizers, organisers, jointly organized by, jointly
    organised by, organized jointly by, organised jointly by, co organized by, co organised by, arranged by, hosted
    by, event organizers, event organisers, event organizer, organizing body, organising body, organizing bodies,
    organizing organization, organizing organizations, organized and hosted by, conducted by, collaboration, in
    collaboration with, collaborators, partners, partner organizations, organizing partners, organised and hosted
    by, event organized by, event organised by, host organizations, host
    organisations, host organization, host organisation, hosting organization, hosting organisation, co organizers,
    co organisers, co hosts, joint organizers, joint organisers, زیر اہتمام, منتظم, منتظمین
    """
)
FACTS: Final = _phrases(
    """
    venue, time, location, place, platform, mode, medium, duration, timing, timings, city, sponsored by, supported
    by, funded by, sponsors, supporters, in support of, prepared by, compiled by, written by, report by, reported
    by, report prepared by, report compiled by, report written by, submitted to, submitted by, drafted by, no of
    participants, number of participants, total participants, participants count, contact, email, e mail, phone,
    website, language, type of event, event type, category, audience, target audience, link, zoom link, recording,
    media coverage, reference, ref, ref no, file no, cc, copy to, attendance, activity type, objective, session,
    session no, date of submission, report date, report no, author, authors, reviewed by, approved by, chief guest,
    guest of honour, guests of honour, guest of honor, venue and time, time and venue, مقام, وقت
    """
)
"""Labels of facts that a knowledge file has no place for."""
TOPIC: Final = _phrases(
    """
    topic, topic of discussion, discussion topic, topic of talk, topic of the talk, topic of presentation, title,
    title of talk, title of the talk, title of presentation, presentation title, theme, sub theme, subject, sub
    topic, subtopic, area, area of focus, focus, focus area, area of discussion, area of expertise, spoke on, spoke
    about, topic discussed, topic covered, topic of speech, talk, talk title, issue, issue discussed, theme of talk,
    theme of discussion, talked about, talk on, topic assigned, assigned topic, topic given, topic of
    address, topic of lecture, lecture topic, presentation topic, talk topic, topic of the panelist, topic of panelist,
    topic of the speaker, topic area, thematic area, موضوع, عنوان
    """
)
"""Labels of what a panelist spoke on."""
ROLE: Final = _phrases(
    """
    designation, role, position, affiliation, organization, organisation, job title, profession, institution,
    institute, occupation, department, title and organization, designation and organization, designation
    organization, designation and affiliation, designation affiliation, office, post, current position, organization
    and designation, introduction of panelist, about the panelist, about the speaker, profile, portfolio, working
    as, عہدہ, ادارہ
    """
)
NAME: Final = _phrases(
    """
    name, name of panelist, name of the panelist, name of speaker, name of the speaker, panelist name, panelists
    name, speaker name, speakers name, full name, name of panellist, panellist name, name of expert, نام
    """
)
BOILERPLATE: Final = _phrases(
    """
    post event report, event report, report, post event report of, final report, summary report, activity report,
    brief report, detailed report, report of the event, proceedings, event proceedings, post activity report, panel
    discussion, panel discussion report, seminar report, report on panel discussion, the end, end, end of report,
    end of the report, thank you, thanks, xxx, confidential, draft, table of contents, contents, recommendations,
    recommendation, panel recommendations, key recommendations, panel discussion, the panel discussion, discussion,
    session proceedings, proceedings of the event, proceedings of the panel discussion,
    proceedings of the seminar, event details, details of the event, details of event, event
    information, basic information, event facts, panelists and recommendations, sincerely, regards, recommendations
    by panelists, recommendations of panelists, recommendations of the panelists, recommendations by the panelists,
    recommendations from the panelists, recommendations of the panel, recommendations made by the panelists,
    recommendations made by panelists, views of the panelists, views of panelists, discussion and recommendations,
    summary of recommendations, summary of discussion, key points of the discussion, key discussion points, speakers
    and recommendations, panelists views, speaker wise recommendations, panelist wise recommendations,
    recommendations speaker by speaker, panel proceedings, summary of the discussion, points raised, points
    discussed, رپورٹ, سفارشات, تقریب کی رپورٹ
    """
)
"""Lines that only say what comes; nothing is lost without them."""
PARTICIPANTS: Final = _phrases(
    """
    participants, list of participants, participant list, participants list, list of the participants, panelists,
    panellists, list of panelists, list of the panelists, the panelists, panel, the panel, our panel, our panelists,
    panel members, members of the panel, panel list, list of speakers, speakers, our speakers, the speakers, guest
    speakers, speakers list, list of panellists, honourable panelists, honorable panelists, panelists profile,
    speakers profile, panel composition, composition of the panel, panelists and moderator, panel and moderator,
    moderator and panelists, participants of the event, participants of the panel, participants of the panel
    discussion, participants of panel discussion, panelists and their designations, names of panelists, names of
    participants, name of panelists, names of the panelists, names of the participants, name of participants,
    attendees, list of attendees, guests, list of guests, resource persons, discussants, experts, panel of experts,
    contributors, introduction of panelists, introduction of the panelists, introduction of speakers, about the
    panelists, about the panel, about the speakers, details of panelists, details of participants, particulars of
    participants, annex list of participants, annexure list of participants, annex a list of participants, who took
    part, speakers and participants, panelists and participants, participants and designations, event participants,
    شرکا, شرکاء, پینلسٹ, مقررین, شرکائے گفتگو
    """
)
MODERATORS: Final = _phrases(
    """
    moderator, moderators, moderated by, the moderator, session moderator, panel moderator, event moderator,
    rapporteur, rapporteurs, rapporteured by, host, hosts, the host, session host, event host, hosted and moderated
    by, chair, session chair, chairperson, chaired by, session chaired by, co chair, facilitator, facilitators,
    facilitated by, master of ceremony, master of ceremonies, mistress of ceremonies, mc, emcee, compere, compered
    by, anchor, stage secretary, note taker, note takers, notetaker, convener, convenor, organizer, organiser,
    organizers, organisers, organizing team, organising team, observer, observers, audience, volunteer, volunteers,
    coordinator, event coordinator, event manager, management, support staff, technical support, moderator and host,
    report writer, host and moderator, moderator rapporteur, co moderator, ناظم, میزبان, موڈریٹر, نظامت
    """
)
"""What people are at an event who are no panelists."""
CAPACITIES: Final = _phrases(
    """
    moderator, moderators, session moderator, panel moderator, event moderator, co moderator, rapporteur,
    rapporteurs, session host, event host, session chair, master of ceremony, master of ceremonies, mistress of
    ceremonies, emcee, stage secretary, note taker, notetaker, event organizer, event organiser, event coordinator,
    report writer, موڈریٹر
    """
)
"""Those of them that are nobody's profession: they count beside an office too."""
PANELIST_ROLES: Final = _phrases(
    """
    panelist, panellist, speaker, guest speaker, keynote speaker, key note speaker, resource person, discussant,
    expert, presenter, panel member, main speaker, guest, participant, پینلسٹ, مقرر
    """
)
"""What panelists are at an event."""
OTHER: Final = _phrases(
    """
    introduction, background, background and objectives, background and context, context, about the event, about
    event, overview, event overview, brief introduction, introduction and background, objective, objectives,
    purpose, aim, aims, purpose of the event, objectives of the event, objective of the event, rationale, concept
    note, preamble, agenda, programme, program, event program, executive summary, abstract, foreword, opening,
    opening remarks, opening session, opening note, welcome, welcome note, welcome address, welcome remarks,
    inaugural session, about the organizers, about the organisers, about organizers, methodology, format, format of
    the event, structure of the event, event description, description, description of the event, event summary,
    brief, brief of the event, introduction to the event, introduction of the event, introduction of the topic, aims
    and objectives, goals and objectives, why this event, about this report, تعارف, پس منظر
    """
)
"""Sections that tell about the event and hold no recommendation: understood, and left out."""
CLOSING: Final = _phrases(
    """
    question and answer session, question answer session, questions and answers, question and answers, q and a, q a,
    q a session, q and a session, questions from the audience, audience questions, open discussion, open floor, open
    house, vote of thanks, acknowledgement, acknowledgements, acknowledgment, acknowledgments, annex, annexure,
    annexures, appendix, annex a, annexure a, photos, pictures, photo gallery, gallery, event pictures, event
    photos, glimpses of the event, glimpses, pictures of the event, references, bibliography, media coverage, press
    coverage, feedback, participants feedback, feedback from participants, interactive session, discussion session,
    general discussion, audience interaction, remarks by the chief guest, chief guest remarks, moderator remarks,
    remarks by the moderator, moderators remarks, address by the chief guest, group photo, distribution of shields,
    shield distribution, refreshments, next steps, follow up, action plan, closing ceremony, closing session,
    comments from the audience, shields distribution, certificate distribution, certificates distribution,
    footnotes, notes, endnotes, disclaimer, about us, contact us
    """
)
"""Sections beside the panelists' recommendations; their content is left out."""
CEREMONIES: Final = _phrases(
    """
    vote of thanks, acknowledgement, acknowledgements, acknowledgment, acknowledgments, photos, pictures, photo
    gallery, gallery, event pictures, event photos, glimpses of the event, glimpses, pictures of the event, group
    photo, distribution of shields, shield distribution, shields distribution, certificate distribution,
    refreshments, certificates distribution, disclaimer, about us, contact us, references, bibliography
    """
)
"""Those of them that hold nothing anybody said on the subject."""
TAKEAWAY: Final = _phrases(
    """
    take away, takeaway, take aways, takeaways, conclusion, conclusions, way forward, the way forward, way ahead,
    the way ahead, concluding remarks, concluding note, concluding thoughts, final word, final words, final
    thoughts, in conclusion, to conclude, bottom line, final message, key message, message of the event, message,
    conclusive remarks, خلاصہ, نتیجہ, حاصل کلام, لائحہ عمل, اختتامیہ
    """
)
"""Headings of what the event comes to in sum."""
SUMMING_UP: Final = _phrases(
    """
    summary, closing remarks, closing, closing note, outcome, outcomes, outcome of the event, lessons learned,
    lessons learnt, key findings, findings, event outcome, event outcomes, key outcomes, results, wrap up, final
    remarks, summing up, closing thoughts, joint statement, declaration, consensus, key lessons
    """
)
"""Headings of the same, if there is none of the others."""

NOT_NAMES: Final = frozenset(
    """
    a an the of and for in on to by with from at is are was were be this that these those it as or not no all who
    which director directors founder professor prof adviser advisor advisers chief commandant former ex ceo cto coo
    cfo md engineer officer manager head dean chairman chairperson chair president secretary general deputy
    assistant associate additional joint senior junior principal lecturer teacher student researcher research
    analyst consultant specialist expert trainer activist journalist editor reporter correspondent anchor lawyer
    advocate barrister attorney judge justice police inspector superintendent commissioner ambassador minister
    senator member mna mpa parliamentarian scientist economist doctor physician surgeon nurse psychologist
    psychiatrist farmer grower trader businessman entrepreneur banker auditor accountant technical technician
    operator supervisor coordinator representative leader technology security cybersecurity regional national
    international provincial district federal government public private department ministry authority agency
    commission council committee board bureau division directorate office institute institution university college
    school academy centre center foundation trust society association forum network organization organisation ngo
    company limited ltd pvt corporation bank hospital clinic court law union federation chamber alliance initiative
    programme program project unit cell force group lab laboratory club media press tv radio newspaper daily news
    channel pakistan sindh punjab balochistan lahore karachi islamabad quetta peshawar faisalabad multan hyderabad
    rawalpindi kp ajk gilgit policy affairs studies science sciences management development health education
    environment agriculture irrigation water energy power finance economics economic human rights women youth child
    children social community response emergency relief welfare services service systems recommendations
    recommendation topic theme subject title date venue time report event panel panelist panelists speaker speakers
    participants participant list introduction background conclusion takeaway take away way forward summary agenda
    session discussion organized organised organizers name designation affiliation role moderator rapporteur host
    retired head fellow scholar visiting spokesperson convener coordinator ward wing section zone block made
    points key main questions answers
    first second third fourth fifth sixth seventh eighth ninth tenth monday tuesday wednesday thursday friday
    saturday sunday january february march april may june july august september october november december through
    about into their his her our your we they he she you i
    """.split()
)
"""Words that no person's name has: offices, bodies, places, and the words of sentences and headings."""
ORGANISATIONS: Final = frozenset(
    """
    forum institute institution university college school academy centre center foundation trust society association
    network organization organisation ngo company limited ltd pvt corporation bank hospital council committee board
    authority agency commission department ministry directorate bureau union federation chamber alliance initiative
    programme program project lab labs laboratory club media press group collective workshop cell force council
    secretariat platform circle coalition consortium partnership house desk hub service services studio library
    museum government administration court police cooperative league movement office unit think tank chapter faculty
    campus dialogue watch front mission bar
    """.split()
)
"""Words by which a body is known for one."""
CITIES: Final = frozenset(
    """
    lahore karachi islamabad quetta peshawar faisalabad multan hyderabad rawalpindi sialkot gujranwala sukkur
    larkana bahawalpur sargodha abbottabad mardan swat gilgit skardu muzaffarabad mirpur gwadar khuzdar turbat
    nawabshah mirpurkhas thatta badin jamshoro tandojam okara sahiwal jhelum gujrat kasur sheikhupura rahimyarkhan
    dera ghazi khan pakistan sindh punjab balochistan kp khyber pakhtunkhwa london dubai geneva washington new york
    delhi kabul dhaka
    """.split()
)
ORDINALS: Final = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth "
    "sixteenth seventeenth eighteenth nineteenth twentieth forth fivth fith sixt eigth nineth twelveth last final "
    "پہلے پہلا پہلی دوسرے دوسرا دوسری تیسرے تیسرا تیسری چوتھے چوتھا پانچویں پانچواں چھٹے چھٹا ساتویں ساتواں آٹھویں"
).split()
NUMBERS: Final = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty"
).split()
MONTHS: Final = {
    name: number
    for number, names in enumerate(
        (
            "january jan جنوری", "february feb فروری", "march mar مارچ", "april apr اپریل", "may مئی", "june jun جون",
            "july jul جولائی", "august aug اگست", "september sept sep ستمبر", "october oct اکتوبر",
            "november nov نومبر", "december dec دسمبر",
        ),
        1,
    )
    for name in names.split()
}  # fmt: skip

"""Vectors without what all of a model's vectors have in common.

Many models, the e5 family above all, put every sentence into one corner of the space: unrelated texts have a cosine of
0.8, the nearest of 0.9. Taken from the mean of sentences on anything, the same vectors spread as MiniLM's do, so that
numbers fitted to cosines fit, and numbers fitted for another model come near (README, "Sentence vectors").
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.embedding.model import Model, unit
from bot.matching.vectors import Vectors

# On anything, in the manner of reports and of questions.
_ENGLISH = (
    "The bridge over the river was closed for repairs last winter.",
    "Where can I buy fresh bread in the morning?",
    "Our school needs more teachers of mathematics.",
    "The doctor told him to drink more water and to sleep well.",
    "How long does the train take to the coast?",
    "She paints houses and sells them at the market.",
    "Farmers wait for rain before they sow the wheat.",
    "The company opened a new office and hired twenty people.",
    "Who won the match on Sunday?",
    "Children play in the street until it gets dark.",
    "The court will hear the case next week.",
    "What does a new battery for this phone cost?",
    "Taxes should be lower for small shops.",
    "A cat slept on the warm roof of the car.",
    "The minister promised better roads and clean water.",
    "When does the library open on holidays?",
    "My grandmother tells stories of the old city.",
    "The factory makes shoes for half of the country.",
    "Please explain how a bank decides on a loan.",
    "Music was heard from every window of the hotel.",
    "Researchers measured the temperature of the sea for ten years.",
    "Is it true that the airport will be moved?",
    "Newspapers print less and write more on their websites.",
    "The soup is better with a little lemon and salt.",
    "Every citizen should know the emergency number.",
    "Why do leaves turn yellow in autumn?",
    "The army helped people in the flooded villages.",
    "He repairs computers and teaches others how to do it.",
    "Which documents do I need for a passport?",
    "Trees along the road give shade and clean the air.",
)
_URDU = (
    "پل کی مرمت کے لیے سڑک بند کر دی گئی ہے۔",
    "صبح تازہ روٹی کہاں سے ملتی ہے؟",
    "ہمارے اسکول کو ریاضی کے مزید استاد چاہئیں۔",
    "کسان گندم بونے سے پہلے بارش کا انتظار کرتے ہیں۔",
    "عدالت اگلے ہفتے مقدمہ سنے گی۔",
    "نئی بیٹری کی قیمت کیا ہے؟",
    "بچے شام تک گلی میں کھیلتے رہتے ہیں۔",
    "پاسپورٹ کے لیے کون سے کاغذات ضروری ہیں؟",
    "dukaan subah kitne baje khulti hai?",
    "gaaon mein bijli kab aayegi?",
    "mujhe sheher jaane wali bus ka waqt batao",
)


class CentredEmbedder:
    """A model whose vectors are taken from their mean over sentences on anything, and brought to length 1 again."""

    def __init__(self, model: Model) -> None:
        self._model = model
        self.name = model.name
        self.multilingual = model.multilingual
        self.width = model.width
        self.digest = model.digest
        # Of the texts alone: it serves for questions as well, and a cache below has it at the next start.
        self._mean = model.embed((*_ENGLISH, *_URDU) if model.multilingual else _ENGLISH).mean(axis=0)

    def embed(self, texts: Sequence[str], *, query: bool = False) -> Vectors:
        """One unit vector a text."""
        return unit(self._model.embed(texts, query=query) - self._mean)

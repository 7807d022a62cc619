"""The words around and inside names that tell nobody from anybody else."""

from __future__ import annotations

from bot.language.text import words

TITLES = frozenset(
    """
    mr mrs ms miss dr doctor prof professor engr engineer sir madam sahib sahab saheb sahiba sb janab hazrat
    maulana mufti justice retd general gen brig brigadier col colonel capt captain major barrister advocate
    senator hon hafiz syed sayed sayyed syeda sheikh shaikh haji the and ڈاکٹر پروفیسر جناب سید مسٹر صاحب
    محترمہ انجینئر انجینیر
    """.split()
)
"""Words before or after a name that are shared by many; they identify nobody."""

HONORIFICS = frozenset(
    """
    sahib sahab saheb sahiba sb janab hazrat syed sayed sayyed syeda سید سیدہ صاحب صاحبہ صاحبان جناب محترم محترمہ
    مسٹر
    """.split()
)
"""Words of respect: never content."""

COMMON = frozenset(
    """
    muhammad mohammad mohammed muhammed mohamed ali ahmed ahmad khan bibi begum hussain hassan shah abdul محمد
    علی احمد خان شاہ عبدال
    """.split()
)
"""Names so common that alone they point at nobody when anything contradicts."""

PARTICLES = frozenset("ul us un ur al ud uz u e i bin binte bint ibn el il of de ال".split())
"""Words inside names that carry nothing."""


def name_parts(name: str) -> list[str]:
    """The words of a name that tell one person from another."""
    return [w for w in words(name) if w not in TITLES and w not in PARTICLES and len(w) > 1]


def joined(name: str) -> str:
    """A name written without its titles and spaces."""
    return "".join(w for w in words(name) if w not in TITLES)

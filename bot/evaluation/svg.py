"""A little SVG: elements as text, and a frame with two scales. Colours come from the page's style sheet by class."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape


def element(name: str, *inside: str, **attributes: str | float) -> str:
    """An element around SVG text; ``class_`` is the class, an underscore in a name a hyphen."""
    written = "".join(f' {k.rstrip("_").replace("_", "-")}="{_value(v)}"' for k, v in attributes.items())
    return f"<{name}{written}>{''.join(inside)}</{name}>" if inside else f"<{name}{written}/>"


def _value(value: str | float) -> str:
    return escape(value) if isinstance(value, str) else f"{value:.1f}".removesuffix(".0")


def label(text: str, x: float, y: float, anchor: str = "start", kind: str = "") -> str:
    """Text at a place; *anchor* is ``start``, ``middle`` or ``end``."""
    return element("text", escape(text), x=x, y=y, text_anchor=anchor, class_=f"t {kind}".strip())


def tip(text: str) -> str:
    """What a browser shows when the pointer rests on the element around it."""
    return element("title", escape(text))


def picture(width: float, height: float, title: str, parts: Iterable[str]) -> str:
    """A whole picture that scales with its column; *title* is read out to those who do not see it."""
    return element(
        "svg", *parts, viewBox=f"0 0 {width:.0f} {height:.0f}", role="img", aria_label=title,
        style=f"max-width:{width:.0f}px", xmlns="http://www.w3.org/2000/svg",
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Frame:
    """A plotting area with its place in the picture and the values at its right and upper ends; both start at 0."""

    width: float = 440
    height: float = 320
    right: float = 1.0
    top: float = 1.0

    LEFT = 58.0
    ABOVE = 14.0
    ASIDE = 14.0
    BELOW = 48.0

    def x(self, value: float) -> float:
        """Where *value* lies from the left of the picture."""
        return self.LEFT + value / self.right * (self.width - self.LEFT - self.ASIDE)

    def y(self, value: float) -> float:
        """Where *value* lies from the top of the picture."""
        return self.height - self.BELOW - value / self.top * (self.height - self.ABOVE - self.BELOW)

    def axes(self, across: str, up: str, ticks: int = 5) -> list[str]:
        """Grid, percentages and names of both axes."""
        out = []
        for i in range(ticks + 1):
            at_x, at_y = self.right * i / ticks, self.top * i / ticks
            out += [
                element("line", x1=self.x(0), x2=self.x(self.right), y1=self.y(at_y), y2=self.y(at_y), class_="grid"),
                element("line", x1=self.x(at_x), x2=self.x(at_x), y1=self.y(0), y2=self.y(self.top), class_="grid"),
                label(_percent(at_y, self.top), self.x(0) - 8, self.y(at_y) + 4, "end", "soft"),
                label(_percent(at_x, self.right), self.x(at_x), self.y(0) + 17, "middle", "soft"),
            ]
        middle = self.y(self.top / 2)
        out.append(label(across, (self.x(0) + self.x(self.right)) / 2, self.height - 8, "middle"))
        out.append(
            element("text", escape(up), x=14.0, y=middle, text_anchor="middle", class_="t",
                    transform=f"rotate(-90 14 {middle:.1f})")
        )  # fmt: skip
        return out

    def path(self, points: Sequence[tuple[float, float]], kind: str) -> str:
        """A line through *points*."""
        steps = " ".join(f"{self.x(x):.1f},{self.y(y):.1f}" for x, y in points)
        return element("polyline", points=steps, class_=f"curve {kind}")


def _percent(value: float, whole: float) -> str:
    return f"{value:.0%}" if whole >= 0.1 else f"{value:.1%}"

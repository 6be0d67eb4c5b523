"""A source with all of its changes in it, each behind a question that is answered at run time.

`a == b` becomes `(if crate::mutated(7) { a != b } else { a == b })`. One compilation serves all
changes that way, and trying one of them takes as long as its tests take.
"""

from __future__ import annotations

import collections
import dataclasses
from collections.abc import Iterator

import tree_sitter
import tree_sitter_rust

from .changes import Change

# Goes behind the last line of the library.
QUESTION = """
/// Whether this change is the one to try.
#[doc(hidden)]
pub fn mutated(number: u32) -> bool {
    static CHOSEN: std::sync::LazyLock<u32> = std::sync::LazyLock::new(|| {
        let chosen = std::env::var("TINSMITH_MUTANT").unwrap_or_default();
        chosen.parse().unwrap_or(0)
    });
    *CHOSEN == number
}
"""
PARSER = tree_sitter.Parser(tree_sitter.Language(tree_sitter_rust.language()))
OPERATIONS = {"binary_expression", "compound_assignment_expr", "unary_expression"}


@dataclasses.dataclass
class Place:
    """Bytes of a source, and what is written before and behind them.

    Of places with the same bytes, the one with the lower rank is outside.
    """

    start: int
    end: int
    rank: int
    before: list[tuple[Change, str]]
    first: str = ""
    last: str = ""
    after: str = ""


@dataclasses.dataclass
class Woven:
    """A changed source. A region is what was written for some changes; `left` didn't fit in."""

    text: bytes
    regions: list[tuple[int, int, list[Change]]]
    left: list[Change]

    def blamed(self, start: int, end: int) -> list[Change]:
        """The changes in the smallest region around an error."""
        around = [each for each in self.regions if each[0] <= start and end <= each[1]]
        return min(around, key=lambda each: each[1] - each[0])[2] if around else []


def woven(source: bytes, changes: list[Change]) -> Woven:
    """Weaves the changes of one file into it."""
    nodes: dict[int, list[tree_sitter.Node]] = collections.defaultdict(list)
    for node in below(PARSER.parse(source).root_node):
        nodes[node.start_byte].append(node)
    places: dict[tuple[int, int, int], Place] = {}
    left = []
    for change in changes:
        place = place_of(source, change, nodes)
        if place is None:
            left.append(change)
            continue
        key = (place.start, place.end, place.rank)
        if key in places:
            places[key].before += place.before
        else:
            places[key] = place
    # From left to right and from outside to inside; insertions come first.
    ordered = sorted(
        places.values(),
        key=lambda each: (each.start, each.start != each.end, -each.end, each.rank),
    )
    text, regions = written(source, ordered)
    return Woven(text, regions, left)


def written(
    source: bytes, places: list[Place]
) -> tuple[bytes, list[tuple[int, int, list[Change]]]]:
    out = bytearray()
    regions: list[tuple[int, int, list[Change]]] = []
    around: list[tuple[Place, int]] = []
    at = 0

    def copy(until: int) -> None:
        """Copies the source, and ends what ends on the way."""
        nonlocal at
        while around and around[-1][0].end <= until:
            place, begin = around.pop()
            out.extend(source[at : place.end] + place.after.encode())
            at = place.end
            regions.append((begin, len(out), [change for change, _ in place.before]))
        out.extend(source[at:until])
        at = until

    for place in places:
        copy(place.start)
        around.append((place, len(out)))
        out.extend(place.first.encode())
        for change, text in place.before:
            begin = len(out)
            out.extend(text.encode())
            regions.append((begin, len(out), [change]))
        out.extend(place.last.encode())
        if place.start == place.end:
            copy(place.end)
    copy(len(source))
    return bytes(out), regions


def place_of(
    source: bytes, change: Change, nodes: dict[int, list[tree_sitter.Node]]
) -> Place | None:
    """Where a change goes, and what it looks like there; nothing if it has to be tried alone."""
    asked = f"crate::mutated({change.number})"
    if change.genre == "FnValue":
        # Such a function returns one type, which the replacement hasn't.
        if "impl " in change.returns:
            return None
        value = change.replacement
        text = f"if {asked} {{ return {value}; }} "
        return Place(change.start, change.start, 0, [(change, text)])
    if change.genre == "MatchArm":
        for node in nodes[change.start]:
            pattern = node.child_by_field_name("pattern")
            if node.type == "match_arm" and pattern is not None:
                guard = pattern.child_by_field_name("condition")
                if guard is None:
                    end = pattern.end_byte
                    return Place(end, end, 0, [(change, f" if !{asked}")])
                text = f"!{asked} && ("
                return Place(guard.start_byte, guard.end_byte, 0, [(change, text)], after=")")
        return None
    if change.genre == "MatchArmGuard":
        return choice(change, change.start, change.end, 1, change.replacement)
    if change.genre in ("BinaryOperator", "UnaryOperator"):
        for node in nodes[change.start]:
            parent = node.parent
            if node.end_byte == change.end and parent is not None and parent.type in OPERATIONS:
                start, end = parent.start_byte, parent.end_byte
                instead = source[start : change.start].decode()
                instead += f"{change.replacement}{source[change.end : end].decode()}"
                return choice(change, start, end, 2, instead)
    return None


def choice(change: Change, start: int, end: int, rank: int, instead: str) -> Place:
    """An expression with a choice of another one in its place."""
    text = f"if crate::mutated({change.number}) {{ {instead} }} else "
    return Place(start, end, rank, [(change, text)], first="(", last="{ ", after=" })")


def below(node: tree_sitter.Node) -> Iterator[tree_sitter.Node]:
    yield node
    for child in node.children:
        yield from below(child)

"""Lines by their place: title, date, byline and caption before the article, lists of links after it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from rapidfuzz.distance import LCSseq

from flows.document.furniture import judge_line
from flows.document.furniture_glued import glued_labels
from flows.document.furniture_labels import is_list_heading
from flows.document.furniture_lexicon import FurnitureLexicon, phrase_key, words_of
from flows.document.furniture_verdict import (
    Verdict,
    ends_sentence,
    ends_with_full_stop,
    is_prose,
    reason_to_keep,
)
from flows.document.furniture_voice import addresses_reader, is_bare_label
from flows.document.header_dates import HeaderDate, is_only_date, read_header_date
from flows.document.links import FoundLink
from flows.document.records import Precision
from flows.document.residue_scan import HeldBack

_Span = tuple[int, int, str]
# Lines above the first sentence that may be a header.
_HEAD_LINES = 14


@dataclass(frozen=True, slots=True)
class LineFindings:
    """What the lines of one text gave: spans to take out, and the fields read from them."""

    spans: tuple[_Span, ...] = ()
    held_back: tuple[HeldBack, ...] = ()
    links: tuple[FoundLink, ...] = ()
    title: str | None = None
    author: str | None = None
    published_at: datetime | None = None
    published_precision: Precision | None = None
    dateline: str | None = None

    def filled_from(self, later: "LineFindings") -> "LineFindings":
        """These fields, and a later round's where this one has none."""
        dated = self if self.published_at else later
        return LineFindings(
            title=self.title or later.title,
            author=self.author or later.author,
            published_at=dated.published_at,
            published_precision=dated.published_precision,
            dateline=self.dateline or later.dateline,
        )


@dataclass(slots=True)
class _Line:
    """One line that is not blank, with what is known of it so far."""

    number: int  # among all lines
    start: int
    end: int  # without the line break
    text: str  # without outer blanks
    is_prose: bool
    verdict: Verdict | None
    rule: str | None = None  # the rule that takes it

    @property
    def is_open(self) -> bool:
        """Whether no rule wants the line."""
        return self.rule is None and self.verdict is None and not self.is_prose


@dataclass(slots=True)
class _Page:
    """The lines of one text and what is read from them."""

    text: str
    lines: list[_Line]  # not blank
    bounds: list[tuple[int, int]]  # of every line, with its line break
    head_end: int  # index in `lines` of the first line of prose
    tail_start: int  # index in `lines` after the last line of prose
    glued: list[_Span]  # labels that open or close a line of prose
    held: list[HeldBack] = field(default_factory=list)
    links: list[FoundLink] = field(default_factory=list)
    title: str | None = None
    author: str | None = None
    date: HeaderDate | None = None
    dateline: str | None = None
    dateline_span: _Span | None = None

    def hold(self, line: _Line, rule: str, reason: str) -> None:
        self.held.append(HeldBack(line.start, line.end, rule, reason, self.text[line.start : line.end]))


Judged = dict[
    str, tuple[bool, Verdict | None, tuple[tuple[int, int], ...]]
]  # is it prose, furniture, has labels


def find_line_spans(
    text: str, title: str | None, lexicon: FurnitureLexicon, judged: Judged | None = None
) -> LineFindings:
    """Lines of furniture as spans with their line breaks, and the fields that header lines give.

    `judged` keeps the judgement of each line from one round to the next.
    """
    page = _read_page(text, lexicon, {} if judged is None else judged)
    if not page.lines:
        return LineFindings()
    if page.glued:  # a line is judged in the next round, without them
        return LineFindings(spans=tuple(page.glued))
    _take_judged(page, lexicon)
    _take_lists(page, lexicon)
    _take_dates_and_bylines(page, lexicon)
    _take_title(page, title, lexicon)
    _take_captions(page, lexicon)
    _take_sign_off(page)
    _read_dateline(page, lexicon)
    inline = _credits_in_brackets(page, lexicon)
    return LineFindings(
        spans=tuple(_spans(page, inline)),
        held_back=tuple(page.held),
        links=tuple(page.links),
        title=page.title,
        author=page.author,
        published_at=page.date.published_at if page.date else None,
        published_precision=page.date.precision if page.date else None,
        dateline=page.dateline,
    )


_ANY_LINE = re.compile(r"[^\n]*\n|[^\n]+")


def _read_page(text: str, lexicon: FurnitureLexicon, known: Judged) -> _Page:
    bounds = [found.span() for found in _ANY_LINE.finditer(text)]
    lines: list[_Line] = []
    glued: list[_Span] = []
    for number, (start, end) in enumerate(bounds):
        body = text[start:end].strip()
        if not body:
            continue
        judged = known.get(body)
        if judged is None:
            prose, verdict = is_prose(body), judge_line(body, lexicon)
            is_taken = verdict is not None and not verdict.kept_because
            judged = known[body] = (
                prose and not is_taken,
                verdict,
                () if is_taken else glued_labels(body, lexicon),
            )
        prose, verdict, labels = judged
        if labels:
            first = text.index(body, start)
            glued.extend((first + begin, first + stop, "glued_label") for begin, stop in labels)
        lines.append(_Line(number, start, end - text[start:end].endswith("\n"), body, prose, verdict))
    refused = _refuse_voices(lines, lexicon)
    prose_at = [index for index, line in enumerate(lines) if line.is_prose]
    head_end, tail_start = (prose_at[0], prose_at[-1] + 1) if prose_at else (0, len(lines))
    page = _Page(text, lines, bounds, head_end, tail_start, glued)
    for line, reason in refused:
        if line.verdict:
            page.hold(line, line.verdict.rule, reason)
        line.verdict = None
    return page


# News speaks of others: of ten lines of prose no more than one speaks to the reader, quotations left out.
_LEAST_PROSE_LINES = 4
_MOST_ADDRESSED = 0.1


def _refuse_voices(lines: list[_Line], lexicon: FurnitureLexicon) -> list[tuple[_Line, str]]:
    """Give back as prose the lines that sound like the page where it cannot be told from the article."""
    refused: list[tuple[_Line, str]] = []
    is_told_to_reader: bool | None = None  # looked up only where it decides
    for index, line in enumerate(lines):
        verdict = line.verdict
        if verdict is None or verdict.kept_because or not (verdict.is_voice or verdict.needs_body):
            continue
        if verdict.is_voice and is_told_to_reader is None:
            is_told_to_reader = _is_told_to_reader(lines, lexicon)
        reason = _reason_for_prose(lines, index, verdict, lexicon, is_told_to_reader=bool(is_told_to_reader))
        if reason:
            refused.append((line, reason))
    for line, _ in refused:
        line.is_prose = is_prose(line.text)
    return refused


def _reason_for_prose(
    lines: list[_Line], index: int, verdict: Verdict, lexicon: FurnitureLexicon, *, is_told_to_reader: bool
) -> str | None:
    line = lines[index]
    is_first = not any(before.is_prose for before in lines[:index])
    if verdict.needs_body and is_first:
        return "above the article"
    if verdict.author and any(
        verdict.author in other.text for other in lines if other is not line and other.is_prose
    ):
        return "the article speaks of the same name"
    if not verdict.is_voice:
        return None
    if is_told_to_reader:
        return "the article itself speaks to its reader"
    if is_first and is_bare_label(line.text, words_of(line.text), lexicon.voice):
        return "may be the title"
    if verdict.is_last and not _is_at_the_rim(lines, index):
        return "in the middle of the article"
    return None


def _is_told_to_reader(lines: list[_Line], lexicon: FurnitureLexicon) -> bool:
    """Whether the article is a guide, an offer or a letter, or too short to say."""
    prose = [line.text for line in lines if line.is_prose and line.verdict is None]
    addressed = sum(addresses_reader(line, lexicon.voice) for line in prose)
    return len(prose) < _LEAST_PROSE_LINES or addressed > _MOST_ADDRESSED * len(prose)


def _is_at_the_rim(lines: list[_Line], index: int) -> bool:
    """Whether a line stands above the article or where it has ended, or right beside certain furniture."""
    before = sum(line.is_prose for line in lines[:index])
    after = sum(line.is_prose for line in lines[index + 1 :])
    beside = (lines[at].verdict for at in (index - 1, index + 1) if 0 <= at < len(lines))
    return (
        before == 0
        or after <= _AFTER_THE_END
        or any(v and not v.is_last and not v.kept_because for v in beside)
    )


def _take_judged(page: _Page, lexicon: FurnitureLexicon) -> None:
    """Lines that are furniture by themselves."""
    for index, line in enumerate(page.lines):
        if line.verdict is None:
            continue
        if line.verdict.kept_because:
            page.hold(line, line.verdict.rule, line.verdict.kept_because)
            line.verdict = None
            continue
        if (
            line.verdict.is_last
            and not line.verdict.is_voice
            and sum(later.is_prose for later in page.lines[index + 1 :]) > _AFTER_THE_END
        ):
            page.hold(line, line.verdict.rule, "in the middle of the article")
            line.verdict = None
            continue
        if line.verdict.rule == "share_widget" and _is_lone_platform(page, index, lexicon):
            line.verdict = None
            continue
        line.rule = line.verdict.rule
        if line.verdict.headline:
            page.links.append(
                FoundLink(len(page.links), line.verdict.headline.strip(" «»→"), None, None, line.rule)
            )


# Sentences that may follow the article's own end: a note, a line about the author.
_AFTER_THE_END = 2
_NUMBERED = re.compile(r"\W*+\d")


def _is_lone_platform(page: _Page, index: int, lexicon: FurnitureLexicon) -> bool:
    """Whether a line only names a platform and stands apart from other buttons: a heading, not a button."""
    line = page.lines[index]
    words = [word for word in words_of(line.text) if not word[0].isdecimal()]
    if not lexicon.platforms.issuperset(words) and "and" not in words:
        return False
    if _NUMBERED.match(line.text):
        return bool(words)
    if not lexicon.platforms.issuperset(word for word in words if word != "and"):
        return False
    around = [page.lines[at] for at in (index - 1, index + 1) if 0 <= at < len(page.lines)]
    beside = [
        other
        for other in around
        if abs(other.number - line.number) == 1 or (len(words) == 1 and abs(other.number - line.number) == 2)
    ]
    return not any(
        (other.verdict and other.verdict.rule in ("share_widget", "print_widget", "counter", "follow_prompt"))
        or other.rule
        for other in beside
    )


# --- lists of other stories -----------------------------------------------------------------------

_LONGEST_ITEM_WORDS = 25


def _take_lists(page: _Page, lexicon: FurnitureLexicon) -> None:
    """A heading such as "Related articles" and the headlines under it."""
    index = 0
    while index < len(page.lines):
        line = page.lines[index]
        index += 1
        if line.is_prose or len(line.text) > 60 or ends_with_full_stop(line.text):
            continue
        key = phrase_key(line.text)
        if key in lexicon.label_headings and index > page.tail_start:
            index += _take_labels(page, index)
            continue
        if key not in lexicon.list_headings and not (
            index > page.head_end and is_list_heading(line.text, lexicon)
        ):
            continue
        if line.rule and index < page.tail_start:  # "Next article" is a button unless it is below the article
            continue
        items = _items_under(page, index)
        is_label = " " not in line.text.strip(" :") and line.rule is None
        if not items and is_label and page.head_end < index < page.tail_start:
            page.hold(line, "related_list", "no list follows")
            continue
        line.rule, line.verdict = "related_list", None
        for item in items:
            if item.rule is None:
                item.rule, item.verdict = "related_list", None
                if len(item.text.split()) >= 3:
                    page.links.append(
                        FoundLink(len(page.links), item.text.strip("•*-–→»› "), None, None, item.rule)
                    )
        index += len(items)


_LONGEST_LABEL_WORDS = 6


def _take_labels(page: _Page, index: int) -> int:
    """Take a heading such as "Topics" below the article, at `index` - 1, with its labels; how many there are."""
    labels = []
    for line in page.lines[index:]:
        if len(line.text.split()) > _LONGEST_LABEL_WORDS or ends_sentence(line.text):
            break
        labels.append(line)
    if labels:
        for line in [page.lines[index - 1], *(label for label in labels if label.rule is None)]:
            line.rule, line.verdict = "tag_line", None
    return len(labels)


def _items_under(page: _Page, index: int) -> list[_Line]:
    """The headlines from `index` on; a line after a gap that others in the list do not have is none."""
    items: list[_Line] = []
    step = 0
    for line in page.lines[index:]:
        is_item = (
            not line.is_prose
            and not ends_with_full_stop(line.text)
            and len(line.text.split()) <= _LONGEST_ITEM_WORDS
        )
        if not is_item:
            break
        gap = line.number - (items[-1].number if items else page.lines[index - 1].number)
        if len(items) >= 2 and gap > step and index < page.tail_start:
            break
        step = max(step, gap) if items else 1
        items.append(line)
    return items


# --- dates and bylines ----------------------------------------------------------------------------

_MOST_DATE_LINES = 3


def _take_dates_and_bylines(page: _Page, lexicon: FurnitureLexicon) -> None:
    zone = [
        *page.lines[: min(page.head_end, _HEAD_LINES)],
        *page.lines[max(page.tail_start, page.head_end) :][-_HEAD_LINES:],
    ]
    dated: list[tuple[_Line, HeaderDate]] = []
    for line in zone:
        if line.rule is not None or len(line.text) > 160:
            continue
        found = read_header_date(line.text, lexicon)
        if found and is_only_date(found, lexicon):
            dated.append((line, found))
        elif found and _take_byline(page, line, found.rest, lexicon, needs_opening=False):
            line.rule = "byline"
            page.date = page.date or (found if found.published_at else None)
        elif not found and _take_byline(
            page, line, line.text, lexicon, needs_opening=not _names_a_role(line.text, lexicon)
        ):
            line.rule = "byline"
    if len(dated) > _MOST_DATE_LINES:
        for line, _ in dated:
            page.hold(line, "date_header", "several dates: a chronology or a table")
        return
    if dated:
        for line in zone:
            if line.is_open and all(
                word in lexicon.date_words or word in lexicon.weekdays for word in words_of(line.text)
            ):
                line.rule = "date_header"
    for line, found in dated:
        line.rule, line.verdict = "date_header", None
        if found.published_at and (page.date is None or page.date.published_at is None):
            page.date = found


_AT_A_TIME = re.compile(r"(?: at| um| à|,)? \d{1,2}[:.]\d\d(?: ?[AaPp]\.?[Mm]\b\.?)?(?: [A-Z]{2,4})?\s*\Z")


def _take_byline(
    page: _Page, line: _Line, words_left: str, lexicon: FurnitureLexicon, *, needs_opening: bool
) -> bool:
    """Read an author from a line of names; False if it is none."""
    rest = _AT_A_TIME.sub("", words_left.replace("\n", " ")).strip(" \t|•·–—-,:;")
    plain = rest.casefold()
    opening = next(
        (
            word
            for word in lexicon.byline_openings
            if plain.startswith(word) and not plain[len(word) : len(word) + 1].isalnum()
        ),
        None,
    )
    if opening is None and (needs_opening or not rest):
        return False
    names = rest[len(opening) :].strip(" \t:|-–—") if opening else rest
    author = _author(names, lexicon, is_sure=opening is not None)
    if author is None:
        return False
    if reason_to_keep(line.text, words_of(line.text), lexicon):
        page.hold(line, "byline", "a reporting verb")
        return False
    page.author = page.author or author
    return True


def _names_a_role(line: str, lexicon: FurnitureLexicon) -> bool:
    """`"Jo Marsh, Staff Writer"`: a name and, after a comma or a bar, an office."""
    parts = [words_of(part) for part in re.split(r"[,|]", line)]
    return (
        len(parts) == 2
        and len(parts[0]) in (2, 3, 4)
        and bool(parts[1])
        and all(word in lexicon.byline_roles for word in parts[1])
    )


_NAME_PART = re.compile(r"[^\W\d_][\w.'’-]*")


def _author(names: str, lexicon: FurnitureLexicon, *, is_sure: bool) -> str | None:
    """The name in what is left of a byline: capitalised words, roles and agencies left out."""
    if len(names) > 120 or any(map(str.isdecimal, names)):
        return None
    parts = [part for part in re.split(r"\s*[|•·–—,/]\s*|\s+-\s+", names) if part.strip()]
    persons: list[str] = []
    for part in parts:
        words = _NAME_PART.findall(part)
        plain = [word.casefold().strip(".") for word in words]
        if all(
            word in lexicon.date_words or word in lexicon.weekdays or word in lexicon.counter_units
            for word in plain
        ):
            continue
        if all(
            word in lexicon.byline_roles or word in lexicon.agency_words or word in lexicon.name_particles
            for word in plain
        ):
            persons = persons or (
                [part.strip()]
                if any(word in lexicon.agency_words or word == "staff" for word in plain)
                else []
            )
            continue
        if any(word.istitle() and low in lexicon.never_names for word, low in zip(words, plain, strict=True)):
            return None  # "By Hook And Crook" is a heading: names write their particles small
        if not all(
            word[0].isupper()
            or not word.isascii()
            or low.partition("-")[0] in lexicon.name_particles
            or low in lexicon.byline_roles
            for word, low in zip(words, plain, strict=True)
        ):
            return None
        persons.append(part.strip())
    if not persons or not 1 <= len(_NAME_PART.findall(persons[0])) <= 10:
        return None
    if not is_sure and not 2 <= len(_NAME_PART.findall(persons[0])) <= 4:
        return None
    if not any(word[0].isupper() or not word.isascii() for word in _NAME_PART.findall(persons[0])):
        return None
    return persons[0]


# --- title and captions ---------------------------------------------------------------------------

_NO_TITLE = re.compile(r"\d{1,3}[.)]\s|[•*\-–—#>]\s|\w{1,12}:\s?\Z")
_PLACE_AND_AGENCY = re.compile(r"[^\W\d_][\w .'’,-]{1,60}\([A-Za-z./ -]{2,30}\)\s*[-–—]")
# Two lines tell one title if nine of ten words of the shorter come in the same order in the longer one.
_SAME_TITLE = 0.9
_LONGEST_TITLE_WORDS = 28


def _take_title(page: _Page, title: str | None, lexicon: FurnitureLexicon) -> None:
    head = [
        line
        for line in page.lines[: min(page.head_end, _HEAD_LINES)]
        if line.is_open and line.text[0] not in "-•*"
    ]
    if title and words_of(title):
        _take_known_title(page, head, title)
        return
    found = _find_title(page, head, lexicon)
    if found is None:
        return
    same = [line for line in head if line is found or _is_same_title(line.text, found.text)]
    chosen = _plainest(same)
    page.title = chosen.text
    others = [line for line in head if line not in same and line.number > found.number]
    if others and _is_kicker(found, others[0], lexicon):
        found.rule = "kicker_line"
        _take_title(page, None, lexicon)
        if not any(line.rule == "title_line" for line in others):
            found.rule = None
        return
    if any(_is_headline(line) and not _is_caption(line, lexicon) for line in others):
        page.hold(found, "title_line", "another line like a title follows")
        same = [line for line in same if line is not chosen]
        if not same:
            return
    for line in same:
        line.rule = "title_line" if line is chosen else "repeated_title"
    _take_repeats(page, chosen.text)


_KICKER_WORDS = 3


def _is_kicker(line: _Line, following: _Line, lexicon: FurnitureLexicon) -> bool:
    """`"World news"` above a headline: a label of few words right above a line of many."""
    if len(words_of(line.text)) > _KICKER_WORDS or not _is_caption(line, lexicon):
        return False
    return len(words_of(following.text)) >= 2 * _KICKER_WORDS - 1 and _is_headline(following)


def _take_known_title(page: _Page, head: list[_Line], title: str) -> None:
    for line in head:
        if _is_same_title(line.text, title):
            line.rule = "repeated_title" if page.title else "title_line"
            page.title = page.title or line.text
    _take_repeats(page, title)


def _take_repeats(page: _Page, title: str) -> None:
    """Lines anywhere that are the title word for word."""
    words = words_of(title)
    if len(words) < 4:
        return
    for line in page.lines:
        if (
            line.rule is None
            and abs(len(line.text) - len(title)) < 20
            and words_of(line.text) == words
            and not ends_with_full_stop(line.text)
        ):
            line.rule = "repeated_title"


def _find_title(page: _Page, head: list[_Line], lexicon: FurnitureLexicon) -> _Line | None:
    """The first line that looks like a headline, if prose comes after it."""
    if not head or page.head_end >= len(page.lines):
        return None
    first = head[0]
    if any(line.is_open and not line.is_prose for line in page.lines[: page.lines.index(first)]):
        return None
    if not _is_headline(first) or _PLACE_AND_AGENCY.match(first.text):
        return None
    index = page.lines.index(first)
    following = page.lines[index + 1]
    if (
        following.number == first.number + 1
        and following.rule is None
        and not _is_same_title(following.text, first.text)
    ) and (
        following.text[0].islower() or (following.is_prose and len(following.text) < 1.5 * len(first.text))
    ):
        return None
    return first


def _is_headline(line: _Line) -> bool:
    text = line.text
    words = words_of(text)
    if not 2 <= len(words) <= _LONGEST_TITLE_WORDS and not (not text.isascii() and 6 <= len(text) <= 80):
        return False
    if len(text) > 200 or ends_with_full_stop(text) or text[-1] in ";:,":
        return False
    first = next((sign for sign in text if sign.isalnum()), "")
    return bool(first) and not first.islower() and not _NO_TITLE.match(text)


def _is_same_title(one: str, other: str) -> bool:
    """`"Dams, floods, Second Dam Fails In Korda"` repeats `"Second Dam Fails In Korda"`."""
    if len(one) > 300 or len(other) > 300:
        return False
    shorter, longer = sorted((words_of(one), words_of(other)), key=len)
    if not shorter or (len(shorter) < 3 and shorter != longer) or len(shorter) * 2.2 < len(longer):
        return False
    return LCSseq.similarity(shorter, longer) >= _SAME_TITLE * len(shorter)


def _plainest(lines: Sequence[_Line]) -> _Line:
    """Of lines that tell one title, the one with no topic before it and no site behind it, and not cut."""
    whole = [line for line in lines if not line.text.endswith(("...", "…"))] or list(lines)
    return min(whole, key=lambda line: (len(words_of(line.text)), line.number))


_CAPTION_WORDS = 5


def _is_caption(line: _Line, lexicon: FurnitureLexicon) -> bool:
    words = words_of(line.text)
    if (
        len(words) > _CAPTION_WORDS
        or ends_sentence(line.text)
        or any(map(str.isdecimal, line.text))
        or line.text[-1] in ":;,"
    ):
        return False
    return reason_to_keep(line.text, words, lexicon) is None


def _take_captions(page: _Page, lexicon: FurnitureLexicon) -> None:
    """Labels between the title and the first sentence."""
    titles = [line for line in page.lines[: page.head_end] if line.rule in ("title_line", "repeated_title")]
    if not titles:
        return
    for line in page.lines[: min(page.head_end, _HEAD_LINES)]:
        if line.is_open and line.number > titles[0].number:
            if _is_caption(line, lexicon) and _blank_follows(page, line):
                line.rule = "caption_line"
            elif len(words_of(line.text)) <= 12:
                page.hold(line, "caption_line", "may carry a fact")


def _blank_follows(page: _Page, line: _Line) -> bool:
    """Whether a gap sets the line apart from the article."""
    start, end = page.bounds[line.number + 1] if line.number + 1 < len(page.bounds) else (0, 0)
    return not page.text[start:end].strip()


# --- sign-off -------------------------------------------------------------------------------------

# Initials of desks and editors, perhaps with the agencies used: "bur-jm/ks/dw", "jm/ks (AFP, dpa)", "jm/ (dpa)".
_INITIALS = re.compile(
    r"[a-z]{2,4}(?:-[a-z]{2,4})?(?:/[a-z]{2,4}){1,6}/?(?: \([A-Za-z, ]{2,60}\))?|\d{4}\*\*\d{4}"
)
_TWO_NAMES = re.compile(r"[^\W\d_][\w'’.-]{1,20}(?: [^\W\d_][\w'’.-]{1,20}){1,2}")


def _take_sign_off(page: _Page) -> None:
    """Initials or names between slashes as the last line, below the article."""
    left = [line for line in page.lines[max(page.tail_start, page.head_end) :] if line.rule is None]
    if not left:
        return
    line = left[-1]
    names = line.text.split(" / ")
    is_names = 2 <= len(names) <= 4 and all(
        _TWO_NAMES.fullmatch(name) and name[0].isupper() and any(map(str.isupper, name.rpartition(" ")[2]))
        for name in names
    )
    if line.is_open and (is_names or _INITIALS.fullmatch(line.text)):
        line.rule = "sign_off"


# --- dateline -------------------------------------------------------------------------------------

_DATELINE = re.compile(
    r"(?P<place>[^\W\d_][\w .'’/-]{1,40}(?:, [^\W\d_][\w .'’]{1,30}){0,2}?)(?:,? "
    r"(?P<date>[^\W\d_]{3,9}\.? \d{1,2}(?:, \d{4})?|\d{1,2} [^\W\d_]{3,9}(?: \d{4})?),?)? "
    r"?(?:\((?P<agency>[A-Za-z][A-Za-z./& -]{1,30})\) ?)?(?P<dash>--?|[–—])+ (?=[^\W\d_\s]"
    r"|[\"“‘'«])|\((?P<only>[A-Za-z][A-Za-z./& -]{1,30})\) ?(?:--?|[–—]) ?(?=[A-Z\"“])"
)


_DASH = re.compile(r"[-–—]")


def _read_dateline(page: _Page, lexicon: FurnitureLexicon) -> None:
    """Place and agency before the first sentence; taken out only where a capital follows."""
    first = next((line for line in page.lines if line.is_prose), None)
    if first is None or first.rule is not None:
        return
    found = _DATELINE.match(first.text) if _DASH.search(first.text, 0, 150) else None
    if found is None or "  " in found.group().strip():
        return
    after = first.text[found.end() : found.end() + 300]
    agency = found["agency"] or found["only"]
    if (
        agency
        and " ".join(words_of(agency)) not in lexicon.agencies
        and not (agency.isupper() and len(agency) <= 6)
    ):
        return
    place = found["place"] or ""
    is_upper = place.upper() == place and len(place) >= 4 and place.isascii()
    if not agency and not (
        is_upper and (found["date"] or "," in place or not re.search(r" (?:--?|[–—]) ", after))
    ):
        return
    if not after[:1].isupper() and after[:1] not in "\"“‘'«" and after[:1].isascii():
        page.hold(
            replace(first, end=first.start + found.end()), "dateline", "the sentence goes on in small letters"
        )
        return
    page.dateline = found.group().strip(" -–—")
    start = first.start + (
        len(page.text[first.start : first.end]) - len(page.text[first.start : first.end].lstrip())
    )
    page.dateline_span = (start, start + found.end(), "dateline")
    if found["date"] and page.date is None:
        date = read_header_date(found["date"], lexicon)
        page.date = date if date and date.published_at else None


# --- spans ----------------------------------------------------------------------------------------


def _credits_in_brackets(page: _Page, lexicon: FurnitureLexicon) -> list[_Span]:
    """`"… in Gaza. (Photo: Jane Doe/AFP)"`: the credit only."""
    spans: list[_Span] = []
    for line in page.lines:
        if line.rule is None and ("(" in line.text or "[" in line.text):
            for found in lexicon.credit_in_brackets.finditer(page.text, line.start, line.end):
                words = words_of(found.group())
                if len(words) <= 12 and reason_to_keep(found.group(), words, lexicon) is None:
                    spans.append((found.start(), found.end(), "photo_credit"))
    return spans


def _spans(page: _Page, inline: Sequence[_Span]) -> list[_Span]:
    """The taken lines with their line breaks, and with the blank lines that would pile up without them."""
    rule_of = {line.number: line.rule for line in page.lines}
    kept_of = {line.number for line in page.lines if line.rule is None}
    spans: list[_Span] = []
    last_kept_is_blank, run_open = True, False
    for number, (start, end) in enumerate(page.bounds):
        rule = rule_of.get(number)
        if rule is not None:
            spans.append((start, end, rule))
            run_open = True
        elif number in kept_of:
            last_kept_is_blank, run_open = False, False
        elif run_open and last_kept_is_blank:
            spans[-1] = (spans[-1][0], end, spans[-1][2])
        else:
            last_kept_is_blank = True
    extra = [*inline, *([page.dateline_span] if page.dateline_span else [])]
    return sorted([*spans, *extra])

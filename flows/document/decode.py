"""Bytes to text, once, before any extractor sees them: which encoding, how it was found, what was lost."""

import codecs
import re
from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice

import cchardet
import ftfy
import py3langid


class DecodeMethod(StrEnum):
    """How the encoding was found."""

    BOM = "bom"
    UTF16_PATTERN = "utf16_pattern"
    UTF8 = "utf8"
    UTF8_WITH_ERRORS = "utf8_with_errors"
    ARCHIVE = "archive"
    META = "meta"
    GUESS = "guess"


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text of a payload; no lone surrogates, no NUL."""

    text: str
    encoding: str  # Python's codec name
    method: DecodeMethod
    bom_bytes: int = 0  # length of the byte order mark, which is no part of `text`
    replaced_count: int = 0  # byte sequences that became U+FFFD
    nul_count: int = 0  # NUL characters that became a space


BOMS = (  # UTF-32 first: its mark begins with that of UTF-16
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)

# Labels that name a larger encoding than they say (WHATWG Encoding Standard), as Python calls it.
WIDER_CODEC = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "big5": "big5hkscs",
}

# What a declaration may ask for; anything else (utf-7, unicode_escape, rot13, zip) is not believed.
BELIEVED_CODECS = frozenset(
    "utf-8 utf-16 utf-16-le utf-16-be utf-32 cp1250 cp1251 cp1252 cp1253 cp1254 cp1255 cp1256 cp1257 cp1258 "
    "cp866 cp874 cp932 cp949 gb18030 big5hkscs euc_jp iso2022_jp koi8-r koi8-u mac-roman mac-cyrillic "
    "iso8859-2 iso8859-3 iso8859-4 iso8859-5 iso8859-6 iso8859-7 iso8859-8 iso8859-10 iso8859-13 "
    "iso8859-14 iso8859-15 iso8859-16".split()
)

MULTI_BYTE = frozenset(("gb18030", "big5hkscs", "cp932", "euc_jp", "iso2022_jp", "cp949"))
LATIN = frozenset(("cp1250", "cp1252", "cp1254", "cp1257", "cp1258", "iso8859-2", "iso8859-15", "mac-roman"))
OTHER_SCRIPTS = ("cp1251", "koi8-r", "cp1256", "iso8859-6", "cp1253", "cp1255", "cp874", "cp866")
LATIN_CODEC_OF_LANGUAGE = {
    **dict.fromkeys(("bs", "cs", "hr", "hu", "pl", "ro", "sk", "sl"), "cp1250"),
    **dict.fromkeys(("az", "crh", "ku", "tk", "tr"), "cp1254"),
    **dict.fromkeys(("et", "lt", "lv"), "cp1257"),
    "vi": "cp1258",
}
DETECT_WITHIN = 200_000  # bytes that the detector is shown
HIGH_BYTES = re.compile(rb"[^\n\x80-\xff]{0,60}[\x80-\xff][^\n]{0,100}")
TAG_BYTES = re.compile(rb"<[^<>]{0,300}>?")
MAX_STRETCHES = 300
MAX_NONSENSE = 0.05

# Where no language has them: control and private characters, Latin-1 signs or capitals inside a word, four
# accented Latin letters in a row (a word of another script read as Latin), Latin glued to another alphabet.
NONSENSE = re.compile(
    "[\x80-\x9f\ufffd\ue000-\uf8ff]"
    "|(?<=[^\\W\\d_])[\xa1-\xa9\xab-\xac\xae-\xb6\xb8-\xb9\xbb-\xbf\xd7\xf7†‡ˆ‰‹›„‚ƒ˜™](?=[^\\W\\d_])"
    "|[\xc0-\u024f]{4,}"
    "|(?<=[a-zß-öø-ÿа-яё])[À-ÖØ-ÞА-ЯЁ]"
    "|(?<=[a-zA-Z])[\u0370-\u06ff\u0e00-\u0e7f]++|(?<=[\u0370-\u06ff\u0e00-\u0e7f])[a-zA-Z\xc0-\u024f]++"
    "|[\u2500-\u259f]"
)

UTF16_WITHIN = 4096  # bytes
CONTROL_BYTES = bytes((*range(1, 9), *range(14, 27), *range(28, 32)))
EAST_ASIAN = re.compile("[\\s\x21-\x7e\u2010-\u203b\u3000-\u30ff\u4e00-\u9fff\uac00-\ud7a3\uff00-\uffef]")

META_CHARSET = re.compile(
    rb"<meta\s[^>]{0,500}?charset\s{0,20}=\s{0,20}[\"']?\s{0,20}([A-Za-z0-9_:.-]{1,40})"
    rb"|<\?xml\s[^>]{0,200}?encoding\s{0,20}=\s{0,20}[\"']([A-Za-z0-9_:.-]{1,40})",
    re.IGNORECASE,
)
META_WITHIN = 4096  # bytes; browsers look at 1,024, pages with long heads exceed that


def decode(payload: bytes, charset: str | None = None) -> Decoded:
    """The text of `payload`.

    In this order: byte order mark, strict UTF-8, the archive's `charset`, the page's own, a guess.
    """
    for mark, codec in BOMS:
        if payload.startswith(mark):
            return _decoded(payload[len(mark) :], codec, DecodeMethod.BOM, len(mark))
    if codec_without_mark := _utf16_without_mark(payload):
        return _decoded(payload, codec_without_mark, DecodeMethod.UTF16_PATTERN)
    try:
        return _without_nul(payload.decode("utf-8"), "utf-8", DecodeMethod.UTF8, 0, 0)
    except UnicodeDecodeError:
        return _decode_legacy(payload, charset)


def _decode_legacy(payload: bytes, charset: str | None) -> Decoded:
    """Bytes that are no UTF-8, by the first declaration that gives sensible words, else the best guess."""
    if _is_nearly_utf8(payload):
        return _decoded(payload, "utf-8", DecodeMethod.UTF8_WITH_ERRORS)
    declared = META_CHARSET.search(payload[:META_WITHIN])
    meta = (declared[1] or declared[2]).decode("ascii") if declared else None
    sample = _around_high_bytes(payload)
    for label, method in ((charset, DecodeMethod.ARCHIVE), (meta, DecodeMethod.META)):
        codec = believed_codec(label)
        if codec and not codec.startswith("utf") and _nonsense_share(sample, codec) <= MAX_NONSENSE:
            return _decoded(payload, codec, method)
    return _decoded(payload, _guessed_codec(payload, sample), DecodeMethod.GUESS)


def believed_codec(label: str | None) -> str | None:
    """The codec a charset label asks for, widened as browsers do: `"ISO-8859-1"` -> `"cp1252"`."""
    try:
        name = codecs.lookup((label or "").strip()).name
    except (LookupError, ValueError):
        return None
    name = WIDER_CODEC.get(name, name)
    return name if name in BELIEVED_CODECS else None


def _decoded(payload: bytes, codec: str, method: DecodeMethod, bom_bytes: int = 0) -> Decoded:
    text = payload.decode(codec, errors="replace")
    honest = payload.count("\ufffd".encode("utf-8")) if codec == "utf-8" else 0
    return _without_nul(text, codec, method, bom_bytes, max(0, text.count("\ufffd") - honest))


def _without_nul(text: str, codec: str, method: DecodeMethod, bom_bytes: int, replaced: int) -> Decoded:
    nul_count = text.count("\x00")
    return Decoded(text.replace("\x00", " "), codec, method, bom_bytes, replaced, nul_count)


def _utf16_without_mark(payload: bytes) -> str | None:
    """UTF-16 whose mark was lost.

    Alphabets show by NULs (the high halves of ASCII) on one side of the byte pairs only; Chinese, Japanese
    and Korean by bytes that would be control characters, while the pairs are ideographs, kana or hangul.
    """
    head = payload[: UTF16_WITHIN & ~1]
    low, high = head[0::2].count(0), head[1::2].count(0)
    pairs = len(head) // 2
    if pairs >= 4 and max(low, high) >= 0.05 * pairs and min(low, high) <= 0.005 * pairs:
        codec, leading = ("utf-16-le", head[1::2]) if high > low else ("utf-16-be", head[0::2])
        alphabets = sum(
            count for _, count in Counter(leading).most_common(4)
        )  # few, where NULs are no strays
        return codec if alphabets > 0.9 * pairs and _is_sound(payload, codec) else None
    if len(head) - len(head.translate(None, CONTROL_BYTES)) < 0.02 * len(head) or len(payload) % 2:
        return None
    return next(
        (c for c in ("utf-16-le", "utf-16-be") if _is_east_asian(head, c) and _is_sound(payload, c)), None
    )


def _is_sound(payload: bytes, codec: str) -> bool:
    try:
        payload[: len(payload) & ~1].decode(codec)
    except UnicodeDecodeError:
        return False
    return True


def _is_east_asian(head: bytes, codec: str) -> bool:
    text = head.decode(codec, errors="replace")
    return len(EAST_ASIAN.findall(text)) > 0.95 * len(text)


def _is_nearly_utf8(payload: bytes) -> bool:
    """Three sound multi-byte characters for each broken one: UTF-8 with a cut or a foreign fragment.

    Other encodings give hardly any sound ones by chance.
    """
    text = payload.decode("utf-8", errors="replace")
    broken = text.count("\ufffd")
    sound = len(text) - len(text.encode("ascii", errors="ignore")) - broken
    return sound >= 3 * broken


def _around_high_bytes(payload: bytes) -> bytes:
    """Stretches of text with bytes above 127, tags taken out: what tells encodings apart."""
    stretches = islice(HIGH_BYTES.finditer(payload), MAX_STRETCHES)
    return TAG_BYTES.sub(b" ", b" \n".join(stretch[0] for stretch in stretches))


def _nonsense_share(sample: bytes, codec: str) -> float:
    """Share of the characters above ASCII that stand where no language puts them, read as `codec`."""
    text = sample.decode(codec, errors="replace")
    high_count = len(text) - len(text.encode("ascii", errors="ignore"))
    nonsense = sum(len(found) for found in NONSENSE.findall(text))
    return nonsense / high_count if high_count else 0.0


def _guessed_codec(payload: bytes, sample: bytes) -> str:
    """The detector's guess where it is about a script of its own, else the Latin encoding of the language."""
    detected = believed_codec(cchardet.detect(payload[:DETECT_WITHIN])["encoding"])
    if detected in MULTI_BYTE and _nonsense_share(sample, detected) <= MAX_NONSENSE:
        return detected
    latin = _latin_codec(sample)
    others = [detected] if detected and detected not in LATIN and not detected.startswith("utf") else []
    candidates = dict.fromkeys([latin, *others, "cp1250", "iso8859-2", *OTHER_SCRIPTS])
    return min(candidates, key=lambda codec: _nonsense_share(sample, codec))


def _latin_codec(sample: bytes) -> str:
    """Central European, Turkish, Baltic and Western bytes are all letters in each other's encodings.

    The language, which the ASCII letters give away, decides; cp1252 where it does not.
    """
    language, _ = py3langid.classify(sample.decode("cp1252", errors="ignore"))
    return LATIN_CODEC_OF_LANGUAGE.get(str(language), "cp1252")


# ftfy's repair of UTF-8 that was read as something else, and none of its other changes. The steps that guess
# at bytes already lost (`restore_byte_a0`, `replace_lossy_sequences`, `fix_c1_controls`) are off.
ONLY_MOJIBAKE = ftfy.TextFixerConfig(
    unescape_html=False,
    remove_terminal_escapes=False,
    restore_byte_a0=False,
    replace_lossy_sequences=False,
    decode_inconsistent_utf8=True,
    fix_c1_controls=False,
    fix_latin_ligatures=False,
    fix_character_width=False,
    uncurl_quotes=False,
    fix_line_breaks=False,
    fix_surrogates=False,
    remove_control_chars=False,
    normalization=None,
    explain=False,
)
# In every mojibake of UTF-8: a lead byte and the byte after it, each read as a character of its own.
LEAD_AND_FOLLOWER = re.compile("[\xc2-\xf4\u0102-\u0163\u0401-\u045f\u0410-\u044f][^\x00-\x7f]")


def repair_mojibake(text: str) -> tuple[str, int]:
    """The text with UTF-8 that was once read as another encoding put right, and in how many lines.

    `"the armyâ€™s spokesman"` -> `"the army’s spokesman"`. A line is changed only where ftfy is certain.
    """
    if text.isascii() or not LEAD_AND_FOLLOWER.search(text):
        return text, 0
    lines = text.splitlines(keepends=True)
    repaired = [_repaired_line(line) for line in lines]
    return "".join(repaired), sum(one != other for one, other in zip(lines, repaired, strict=True))


def _repaired_line(line: str) -> str:
    if line.isascii() or not LEAD_AND_FOLLOWER.search(line):
        return line
    return ftfy.fix_encoding(line, ONLY_MOJIBAKE)

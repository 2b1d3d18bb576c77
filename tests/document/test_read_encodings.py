"""Bytes to text: the right letters whatever the page declares, and a count of what was lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.document.decode import DecodeMethod, believed_codec, decode, repair_mojibake

TEXTS = {
    "French": "L'armée a déclaré mardi que la naïve hypothèse d'une trêve était écartée. Le coût s’élève à 20 €.",
    "German": "Die Kämpfe in Süddeutschland – so der Sprecher – hätten größere Schäden verursacht.",
    "Spanish": "El número de víctimas ascendió a cuarenta y dos, según el ministro García Núñez. ¿Qué pasó?",
    "English": "The army’s spokesman said “no one” was hurt – not yet. Café owners in Tel Aviv closed.",
    "Icelandic": "Talsmaður ráðuneytisins sagði að fjórir hermenn hefðu fallið í árásinni í gær. Þýðing er óljós.",
    "Czech": "Mluvčí ministerstva obrany uvedl, že útok si vyžádal čtyři oběti a řada lidí byla zraněna.",
    "Polish": "Rzecznik ministerstwa powiedział, że w ataku zginęło czterech żołnierzy, a pięciu zostało rannych.",
    "Hungarian": "A szóvivő közölte, hogy a támadásban négy katona vesztette életét, és többen megsérültek.",
    "Turkish": "Bakanlık sözcüsü, saldırıda dört askerin öldüğünü ve çok sayıda kişinin yaralandığını söyledi.",
    "Lithuanian": "Krašto apsaugos ministerijos atstovas pranešė, kad per išpuolį žuvo keturi kariai.",
    "Russian": "Министерство обороны сообщило, что в результате нападения погибли четыре человека.",
    "Arabic": "قال المتحدث باسم الوزارة إن أربعة جنود قتلوا في الهجوم الذي وقع أمس في مدينة غزة",
    "Greek": "Ο εκπρόσωπος του υπουργείου δήλωσε ότι τέσσερις στρατιώτες σκοτώθηκαν στην επίθεση.",
    "Hebrew": "דובר משרד הביטחון אמר כי ארבעה חיילים נהרגו בהתקפה שאירעה אתמול בעיר",
    "Chinese": "国防部发言人表示，昨天的袭击造成四名士兵死亡，多人受伤。该组织声称对此负责。",
    "Chinese, traditional": "國防部發言人表示，昨天的襲擊造成四名士兵死亡，多人受傷。該組織聲稱對此負責。",
    "Japanese": "防衛省の報道官は、昨日の攻撃で兵士四人が死亡し、多数が負傷したと発表した。",
    "Korean": "국방부 대변인은 어제 공격으로 군인 네 명이 숨지고 여러 명이 다쳤다고 밝혔다.",
}
LEGACY = [
    *((name, "cp1252") for name in ("French", "German", "Spanish", "English", "Icelandic")),
    *((name, "cp1250") for name in ("Czech", "Polish", "Hungarian")),
    ("Polish", "iso8859-2"),
    ("Turkish", "cp1254"),
    ("Lithuanian", "cp1257"),
    *(("Russian", codec) for codec in ("cp1251", "koi8-r", "cp866", "iso8859-5")),
    *(("Arabic", codec) for codec in ("cp1256", "iso8859-6")),
    *(("Greek", codec) for codec in ("cp1253", "iso8859-7")),
    ("Hebrew", "cp1255"),
    ("Chinese", "gb18030"),
    ("Chinese, traditional", "big5hkscs"),
    *(("Japanese", codec) for codec in ("cp932", "euc_jp")),
    ("Korean", "cp949"),
]


@pytest.mark.parametrize(("name", "codec"), LEGACY)
def test_undeclared_bytes_give_the_letters_of_their_language(name: str, codec: str) -> None:
    decoded = decode(TEXTS[name].encode(codec))
    assert (decoded.text, decoded.method, decoded.replaced_count) == (TEXTS[name], DecodeMethod.GUESS, 0)


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be", "utf-16", "utf-32", "utf-8-sig", "utf-8"])
@pytest.mark.parametrize("name", TEXTS)
def test_unicode_is_read_with_and_without_its_mark(name: str, codec: str) -> None:
    assert decode(TEXTS[name].encode(codec)).text == TEXTS[name]


def test_utf8_is_believed_against_every_declaration() -> None:
    payload = f'<meta charset="windows-1251"><p>{TEXTS["French"]}</p>'.encode()
    decoded = decode(payload, charset="iso-8859-1")
    assert TEXTS["French"] in decoded.text
    assert decoded.method == DecodeMethod.UTF8


def test_the_archive_is_believed_before_the_page_and_both_before_a_guess() -> None:
    payload = f'<meta charset="iso-8859-5"><p>{TEXTS["Russian"]}</p>'.encode("cp1251")
    assert decode(payload, charset="windows-1251").method == DecodeMethod.ARCHIVE
    declared = (
        f'<meta http-equiv=Content-Type content="text/html; charset=windows-1251"><p>{TEXTS["Russian"]}</p>'
    )
    assert decode(declared.encode("cp1251")).method == DecodeMethod.META


@pytest.mark.parametrize(
    "label", ["iso-8859-1", "utf-8", "utf-16", "unicode_escape", "utf-7", "zip", "", "x" * 900]
)
def test_a_declaration_that_gives_nonsense_is_not_believed(label: str) -> None:
    assert decode(TEXTS["Russian"].encode("cp1251"), charset=label).text == TEXTS["Russian"]


def test_latin_1_means_windows_1252() -> None:
    assert believed_codec("ISO-8859-1") == believed_codec("us-ascii") == "cp1252"
    assert believed_codec("rot13") is None


def test_broken_bytes_in_utf8_are_replaced_and_counted() -> None:
    payload = TEXTS["Russian"].encode() + b" \xff\xfe end \xe2\x82"
    decoded = decode(payload)
    assert decoded.method == DecodeMethod.UTF8_WITH_ERRORS
    assert (decoded.text.count("\ufffd"), decoded.replaced_count) == (3, 3)


def test_a_replacement_character_that_the_file_holds_is_no_loss() -> None:
    assert decode("a \ufffd b".encode()).replaced_count == 0


@pytest.mark.parametrize(
    "payload", [b"The army\0said so.", b"one\0two\0three and so on", b"\0" * 3 + b"text of a line"]
)
def test_stray_nuls_do_not_make_it_utf16(payload: bytes) -> None:
    assert decode(payload).text == payload.decode().replace("\0", " ")


def test_short_ascii_is_not_taken_for_ideographs() -> None:
    assert decode(b"Bush hid the facts").text == "Bush hid the facts"


@given(st.binary(max_size=500), st.sampled_from([None, "utf-16", "utf-7", "cp1252", "shift_jis", "big5"]))
def test_any_bytes_give_text_that_can_be_stored(payload: bytes, charset: str | None) -> None:
    text = decode(payload, charset).text
    text.encode("utf-8")
    assert "\0" not in text


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=200))
def test_the_characters_of_utf8_map_to_its_bytes(text: str) -> None:
    payload = b"\xef\xbb\xbf" + text.encode()
    decoded = decode(payload)
    middle = len(decoded.text) // 2
    offset = decoded.bom_bytes + len(decoded.text[:middle].encode(decoded.encoding))
    assert payload[offset:] == decoded.text[middle:].encode(decoded.encoding)


MOJIBAKE = {
    "the armyâ€™s spokesman said itâ€™s over": "the army’s spokesman said it’s over",
    "Il a Ã©tÃ© tuÃ© Ã\u00a0 GenÃ¨ve": "Il a été tué à Genève",
    "Ø§Ù„Ø³Ù„Ø§Ù… Ø¹Ù„ÙŠÙƒÙ…": "السلام عليكم",
}


@pytest.mark.parametrize(("bad", "good"), MOJIBAKE.items())
def test_certain_mojibake_is_put_right_and_counted(bad: str, good: str) -> None:
    assert repair_mojibake(f"{bad}\nThe rest stays.\n") == (f"{good}\nThe rest stays.\n", 1)


@pytest.mark.parametrize(
    "text", [*TEXTS.values(), "SÃO PAULO", "HÀ NỘI", "VOÇÊ", "ÄÖÜ “x”…", "5 × 3 – “naïve”"]
)
def test_foreign_letters_are_not_mojibake(text: str) -> None:
    assert repair_mojibake(text) == (text, 0)

"""Statements: who is given which words, with which act. Expected values come from reading the sentences."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.document.quotations import find_quotations
from flows.document.records import Act, LexiconError, Span, SpeakerClass
from flows.document.sentences import SentenceLexicon, split_sentences
from flows.document.speech_lexicon import SpeechLexicon
from flows.document.statements import FoundStatement, find_statements
from flows.inputs import read_yaml
from tests.document.reading import GRAMMAR, SPEECH, SPEECH_DATA, lines, names_in, times_in

SENTENCES = SentenceLexicon.from_data(read_yaml("sentences.yml"))
NAMES = {
    "Hamas": "organization",
    "AFP": "organization",
    "Reuters": "organization",
    "Iyad al-Bozum": "person",
    "Maria Kovalenko": "person",
    "Ana Torres": "person",
    "Front": "organization",
    "ISIS": "organization",
    "Khartoum": "place",
    "Sudan": "place",
    "Chad": "place",
}


def read(text: str) -> tuple[FoundStatement, ...]:
    return find_statements(text, lines(text), names_in(text, NAMES), (), SPEECH)


def only(text: str) -> FoundStatement:
    found = read(text)
    assert len(found) == 1, [(s.speaker_text, s.text) for s in found]
    return found[0]


@pytest.mark.parametrize(
    ("text", "speaker", "content"),
    [
        ("“We will stay,” said Ana Torres.", "Ana Torres", "We will stay"),
        ('"We will stay," Ana Torres said on Monday.', "Ana Torres", "We will stay"),
        ("Ana Torres said: “We will stay.”", "Ana Torres", "We will stay."),
        ("«We will stay», said Ana Torres.", "Ana Torres", "We will stay"),
        ("‘We will stay,’ said Ana Torres.", "Ana Torres", "We will stay"),
        ("'We will stay here,' said Ana Torres.", "Ana Torres", "We will stay here"),
        ('Ana Torres, the mayor, told Reuters: "We will stay."', "Ana Torres", "We will stay."),
        ("The mayor warned: “Leave the town now.”", "The mayor", "Leave the town now."),
    ],
    ids=[
        "inverted",
        "trailing",
        "colon",
        "guillemets",
        "single_curly",
        "single_straight",
        "apposition",
        "role_only",
    ],
)
def test_a_quotation_belongs_to_the_subject_of_its_verb_of_speech(
    text: str, speaker: str, content: str
) -> None:
    found = [s for s in read(text) if s.is_direct]
    assert [(s.speaker_text, s.text) for s in found] == [(speaker, content)]


def test_a_quotation_broken_by_its_speaker_is_two_rows_of_one_speaker() -> None:
    found = read('"We heard two blasts," said Maria Kovalenko, a shop owner, "and then the windows broke."')
    assert [s.text for s in found] == ["We heard two blasts", "and then the windows broke."]
    assert {s.speaker_text for s in found} == {"Maria Kovalenko"}


def test_a_quotation_that_fills_its_sentence_goes_on_with_the_last_speaker() -> None:
    found = read('"It was terrible," said Maria Kovalenko.\n"The whole street was covered in broken glass."')
    assert [s.speaker_text for s in found] == ["Maria Kovalenko", "Maria Kovalenko"]
    assert found[1].rule == "quote_continued"


@pytest.mark.parametrize(
    "text",
    [
        'The "military wing" of the Front holds the town.',
        "A group calling itself “Supporters of the Caliphate in the South” holds the town.",
        'He bought a "used" car.',
    ],
    ids=["scare_quotes", "name_of_a_group", "one_word"],
)
def test_scare_quotes_and_names_in_quotes_are_no_statements(text: str) -> None:
    assert read(text) == ()


@pytest.mark.parametrize(
    "text", ['He said "stop', 'A 6" shell fell.', "“Open and never closed. The town fell.", "'", '"']
)
def test_an_odd_number_of_marks_breaks_nothing(text: str) -> None:
    assert not [s for s in read(text) if s.is_direct]


def test_a_quotation_inside_a_quotation_is_part_of_it() -> None:
    quotations = find_quotations("“We renew our loyalty to the “Caliph” and call on him,” said a statement.")
    assert [q.word_count for q in quotations] == [11]


def test_a_speech_of_two_paragraphs_may_close_only_the_last() -> None:
    quotations = find_quotations("“We came at night.\n“We left at dawn,” he said.")
    assert len(quotations) == 2


@pytest.mark.parametrize(
    ("text", "speaker", "act", "content"),
    [
        ("The army said its troops had left the town.", "The army", Act.SAY, "its troops had left the town"),
        (
            "Its troops had left the town, the army said on Sunday.",
            "the army",
            Act.SAY,
            "Its troops had left the town",
        ),
        (
            "The army on Friday denied that its jets had bombed a market.",
            "The army",
            Act.DENY,
            "its jets had bombed a market",
        ),
        ("Iyad al-Bozum denied any mortar fire.", "Iyad al-Bozum", Act.DENY, "any mortar fire"),
        ('A spokesman said the claim was "baseless".', "A spokesman", Act.DENY, 'the claim was "baseless"'),
        (
            "The opposition accused the police of beating detainees.",
            "The opposition",
            Act.ACCUSE,
            "the police of beating detainees",
        ),
        ("Chad confirmed the death of its commander.", "Chad", Act.CONFIRM, "the death of its commander"),
        (
            "The coalition admitted that a jet had struck the bus.",
            "The coalition",
            Act.ADMIT,
            "a jet had struck the bus",
        ),
        ("Experts estimate that 40 died.", "Experts", Act.ESTIMATE, "40 died"),
        ("The group threatened to kill the men.", "The group", Act.THREATEN, "to kill the men"),
        ("Gunmen demanded the release of five men.", "Gunmen", Act.DEMAND, "the release of five men"),
        ("The Front called for a ceasefire.", "The Front", Act.DEMAND, "a ceasefire"),
        ("The king vowed to punish them.", "The king", Act.THREATEN, "to punish them"),
        ("According to the police, two men fled.", "the police", Act.SAY, "two men fled"),
        ("Two men fled, according to the police.", "the police", Act.SAY, "Two men fled"),
        (
            "The Front claimed responsibility for the bombing of a bus.",
            "The Front",
            Act.CLAIM_RESPONSIBILITY,
            "the bombing of a bus",
        ),
        ("The Front took credit for the raid.", "The Front", Act.CLAIM_RESPONSIBILITY, "the raid"),
        (
            "The Front on Friday claimed a mortar attack on a base.",
            "The Front",
            Act.CLAIM_RESPONSIBILITY,
            "a mortar attack on a base",
        ),
        ("The raid was claimed by the Front.", "the Front", Act.CLAIM_RESPONSIBILITY, "The raid"),
        ("The report was confirmed by a minister.", "a minister", Act.CONFIRM, "The report"),
        ("Sudan's claim that rebels fled was false.", "Sudan", Act.CLAIM, "rebels fled"),
    ],
)
def test_indirect_speech(text: str, speaker: str, act: Act, content: str) -> None:
    found = only(text)
    assert (found.speaker_text, found.act, found.text) == (speaker, act, content)
    assert not found.is_direct


@pytest.mark.parametrize(
    "text",
    [
        "The army added two bases.",
        "The army did not say whether it had left.",
        "He swore allegiance to the Front.",
        "Troops pressed the rebels near the river.",
    ],
    ids=["adds_a_thing", "did_not_say", "oath", "pressed"],
)
def test_verbs_of_speech_that_hand_on_no_content_are_left(text: str) -> None:
    assert read(text) == ()


def test_hearsay_without_a_speaker_is_a_statement_of_nobody() -> None:
    found = only("The town was said to be quiet.")
    assert (found.speaker_text, found.text) == (None, "to be quiet")


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("The Front, which holds the north, said it would stay.", "The Front"),
        ("Ana Torres, the mayor of the town, said it was quiet.", "Ana Torres"),
        ("The leader of the Front in the north said it was quiet.", "The leader of the Front"),
        ("His lawyer, Ana Torres, said it was quiet.", "His lawyer, Ana Torres"),
        ("A group that recently emerged in Sudan said it was quiet.", "A group"),
        ("The army denied the report and said it was quiet.", "The army"),
        (
            "Hamas was silent, with its spokesman Iyad al-Bozum saying it was quiet.",
            "its spokesman Iyad al-Bozum",
        ),
    ],
    ids=[
        "relative",
        "apposition",
        "phrase",
        "apposed_name",
        "relative_that",
        "shared_subject",
        "with_clause",
    ],
)
def test_the_speaker_is_found_over_what_stands_between(text: str, speaker: str) -> None:
    assert read(text)[-1].speaker_text == speaker


def test_a_relay_is_the_parent_of_what_it_relays() -> None:
    outer, inner = read("The Front said it had fired rockets, AFP reported.")
    assert (outer.speaker_text, outer.act, outer.parent) == ("AFP", Act.REPORT, None)
    assert (inner.speaker_text, inner.text, inner.parent) == ("The Front", "it had fired rockets", 0)


def test_a_denial_in_a_relative_clause_is_of_the_clause_before() -> None:
    denial, accusation = read("Chad accused Sudan of arming the rebels, which Khartoum denied.")
    assert (denial.speaker_text, denial.act) == ("Khartoum", Act.DENY)
    assert denial.text == "Chad accused Sudan of arming the rebels"
    assert accusation.text == "Sudan of arming the rebels"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("A security official said it was quiet.", SpeakerClass.OFFICIAL),
        ("Witnesses said it was quiet.", SpeakerClass.WITNESS),
        ("An analyst said it was quiet.", SpeakerClass.EXPERT),
        ("Security sources said it was quiet.", SpeakerClass.ANONYMOUS),
        ("The rebels said it was quiet.", SpeakerClass.PARTY),
        ("Reuters said it was quiet.", SpeakerClass.MEDIA),
        ("Ana Torres, a resident, said it was quiet.", SpeakerClass.WITNESS),
        ("The Front said it was quiet.", SpeakerClass.PARTY),
        ("Ana Torres said it was quiet.", None),
        ("The rebel commander Ana Torres said it was quiet.", SpeakerClass.PARTY),
        ("The army commander Ana Torres said it was quiet.", SpeakerClass.OFFICIAL),
        ("Major-General Ana Torres said it was quiet.", SpeakerClass.OFFICIAL),
        ('"I heard two shots," said Ana Torres, 29.', SpeakerClass.WITNESS),
        ('"I heard two shots," said Ana Torres.', None),
        ('"I like two shots," said Ana Torres, 29.', None),
    ],
)
def test_a_speaker_has_a_class_where_the_words_give_one(text: str, kind: SpeakerClass | None) -> None:
    assert only(text).speaker_class == kind


@pytest.mark.parametrize(
    ("text", "channel"),
    [
        ("Witnesses told AFP they heard shots.", "told AFP"),
        ("In a statement posted online, the Front said it had left.", "In a statement posted online"),
        ('"It is quiet," the mayor said on Facebook.', "on Facebook"),
        ("The mayor said in an interview that it was quiet.", "in an interview"),
        ("The Front said its fighters on a military post had left.", None),
    ],
)
def test_the_channel_is_kept_as_written(text: str, channel: str | None) -> None:
    assert read(text)[0].channel_text == channel


def test_a_statement_that_speaks_is_the_channel_of_who_made_it() -> None:
    found = only("“We renew our loyalty to the Caliph,” said a statement from the Front.")
    assert (found.speaker_text, found.channel_text) == ("the Front", "a statement")


def test_a_pronoun_means_the_latest_speaker_that_it_can_mean() -> None:
    text = (
        "The Front said it had fired.\nAFP reported that the road was closed.\nThey said more would follow."
    )
    last = read(text)[-1]
    assert last.speaker_text == "They"
    assert last.speaker_mention is not None
    assert names_in(text, NAMES)[last.speaker_mention].surface == "Front"


def test_a_threat_has_its_deadline() -> None:
    text = "ISIS warned Hamas it had 72 hours to release them or else it would kill the guards."
    times = times_in(text, {"72 hours": None})
    found = find_statements(text, lines(text), names_in(text, NAMES), times, SPEECH)
    assert [(s.act, s.deadline_time) for s in found] == [(Act.THREATEN, 0)]
    assert found[0].text == "it had 72 hours to release them or else it would kill the guards"


def test_silence_and_ignorance_are_rows_too() -> None:
    silent, unknown = read("A spokeswoman declined to comment.\nIt is not known whether the men were freed.")
    assert (silent.act, silent.speaker_text) == (Act.NO_COMMENT, "A spokeswoman")
    assert (unknown.act, unknown.speaker_text, unknown.cue) == (Act.DOUBT, None, "It is not known")


@given(st.text(alphabet=" ,.\"“”‘’'\nabsaidthe", max_size=200))
def test_spans_point_at_their_words_whatever_the_text(text: str) -> None:
    for statement in find_statements(text, lines(text), (), (), SPEECH):
        assert text[statement.start_char : statement.end_char] == statement.text
        if statement.speaker_start_char is not None:
            assert text[statement.speaker_start_char : statement.speaker_end_char] == statement.speaker_text


@pytest.mark.parametrize(
    "hostile", ['"' * 50_000, "“" * 50_000, "said " * 40_000, ", said he" * 20_000, "' a" * 60_000]
)
def test_hostile_text_is_read_to_the_end(hostile: str) -> None:
    find_statements(hostile, lines(hostile), (), (), SPEECH)


@pytest.mark.parametrize(
    ("broken", "message"),
    [
        ({}, "acts"),
        ({**SPEECH_DATA, "acts": {"mumble": {"verbs": ["mumble"]}}}, "mumble"),
        ({**SPEECH_DATA, "channels": "radio"}, "channels"),
    ],
)
def test_a_broken_lexicon_says_what_is_wrong(broken: object, message: str) -> None:
    with pytest.raises(LexiconError, match=message):
        SpeechLexicon.from_data(broken, GRAMMAR)


NEWS_NAMES = {
    "Katanga": "place",
    "Godefroid Munongo": "person",
    "Yahya Saree": "person",
    "Eduardo Anio": "person",
    "Rogelio Dumalagan": "person",
    "Interfax": "organization",
    "UN": "organization",
    "Hamas": "organization",
    "Ana Torres": "person",
    "Red Cross": "organization",
}


def told(text: str) -> list[tuple[str | None, str, bool]]:
    """Speaker, content, whether quoted, of each statement of a text with one sentence a line."""
    found = find_statements(text, lines(text), names_in(text, NEWS_NAMES), (), SPEECH)
    return [(s.speaker_text, s.text, s.is_direct) for s in found]


def named_speakers(text: str) -> list[str | None]:
    names = names_in(text, NEWS_NAMES)
    found = find_statements(text, lines(text), names, (), SPEECH)
    return [None if s.speaker_mention is None else names[s.speaker_mention].surface for s in found]


@pytest.mark.parametrize(
    ("text", "speaker", "content"),
    [
        ("AFP quoted the mayor as saying that five men had died.", "the mayor", "five men had died"),
        ("Local people, he said, had buried the dead.", "he", "Local people, he said, had buried the dead"),
        ("Syria and Iran both denied any part in it.", "Syria and Iran", "any part in it"),
        ("A police officer said there was no truth in it.", "A police officer", "there was no truth in it"),
        ("The rebels deny it.", "The rebels", "it"),
        ("The army denied the charge.", "The army", "the charge"),
        ("It was an allegation he denied.", "he", "an allegation"),
        ("He warned the public against spreading rumours.", "He", "against spreading rumours"),
        ("The army warned of an attack on the port.", "The army", "an attack on the port"),
        ("The premier called it a war crime.", "The premier", "it a war crime"),
        (
            "The group claimed on Tuesday, without evidence, that it had won.",
            "The group",
            "it had won",
        ),
        (
            "The talks have failed, the ministry said in a letter, but air strikes were heard.",
            "the ministry",
            "The talks have failed",
        ),
    ],
    ids=[
        "quoted_as_saying",
        "parenthesis",
        "floating_both",
        "there_was",
        "denies_it",
        "noun",
        "contact_relative",
        "warned_against",
        "warned_of",
        "called_it",
        "far_that_clause",
        "clause_after_the_cue",
    ],
)
def test_indirect_speech_of_many_forms(text: str, speaker: str, content: str) -> None:
    assert (speaker, content, False) in told(text)


@pytest.mark.parametrize(
    "text",
    [
        "The opposition claimed power in the capital on Thursday.",
        "Some agencies charge a fee for the form.",
        "Add a third plate and pull the corners over it.",
        "The data are safe by verifying users.",
        "Many people will say that the vote was fair.",
        "She joined a free class called Achieving a Healthy Weight.",
        "The results confirmed the trend.",
        "It was a promising start for the team.",
        "He asked for your opinion about something that you may feel unqualified to judge.",
    ],
    ids=[
        "claimed_a_thing",
        "fee",
        "order",
        "by_doing",
        "has_not_been_said",
        "name_of_a_thing",
        "thing_confirms",
        "promising",
        "relative_clause",
    ],
)
def test_what_sounds_like_speech_and_is_none(text: str) -> None:
    assert told(text) == []


@pytest.mark.parametrize(
    ("text", "contents"),
    [
        (
            "The army said it had left, but residents accused soldiers of fleeing.",
            ["it had left", "soldiers of fleeing"],
        ),
        (
            "Her deputy said that 75 people had died; the ministry put the number at 60.",
            ["75 people had died"],
        ),
        (
            "The UN, which has warned that 800 people could flee, said six trucks had been looted.",
            ["800 people could flee", "six trucks had been looted"],
        ),
    ],
    ids=["other_speaker", "semicolon", "relative"],
)
def test_a_content_ends_where_other_words_begin(text: str, contents: list[str]) -> None:
    assert [content for _, content, _ in told(text)] == contents


def test_a_joined_verb_of_speech_has_the_speaker_of_the_first() -> None:
    found = told("Yahya Saree said seven rockets had struck the town and warned: “We will answer, and soon.”")
    assert {speaker for speaker, _, _ in found} == {"Yahya Saree"}


def test_a_title_and_a_name_in_apposition_are_the_named_speaker() -> None:
    assert named_speakers("The Katanga Interior Minister, Godefroid Munongo, said it was over.") == [
        "Godefroid Munongo"
    ]


def test_he_is_whom_the_sentence_before_tells_of_not_the_last_who_spoke() -> None:
    text = (
        "“Marawi is free,” President Rogelio Dumalagan said.\n"
        "The chief of staff, Gen. Eduardo Anio, was more careful.\n"
        "Some gunmen were left, he said."
    )
    assert named_speakers(text)[-1] == "Eduardo Anio"


def test_a_short_quotation_beside_another_goes_on_with_its_speaker() -> None:
    assert told("“Murder has an address,” said Ana Torres.\n“We shall find it.”")[1:] == []
    found = find_statements(
        text := "“Murder has an address,” said Ana Torres. “We shall find it.”",
        [Span(0, 41), Span(42, len(text))],
        names_in(text, NEWS_NAMES),
        (),
        SPEECH,
    )
    assert [(s.speaker_text, s.text) for s in found][1:] == [("Ana Torres", "We shall find it.")]


def test_single_marks_hold_several_sentences() -> None:
    text = "'There was blood. I saw a man without legs,' said Ana Torres, a baker."
    sentences = [Span(0, 17), Span(18, len(text))]
    found = find_statements(text, sentences, names_in(text, NEWS_NAMES), (), SPEECH)
    assert [(s.speaker_text, s.text) for s in found] == [
        ("Ana Torres", "There was blood. I saw a man without legs")
    ]


def test_the_we_of_a_quotation_is_its_speaker() -> None:
    text = '"We deny any role in the attack," said Ana Torres.'
    assert named_speakers(text) == ["Ana Torres", "Ana Torres"]
    assert told('"I said that it was late," said Ana Torres.')[1:] == []


def test_a_question_that_is_asked_is_no_demand() -> None:
    assert [s.act for s in read("“When can we go home?” asked Ana Torres.")] == [Act.SAY]
    assert [s.act for s in read("Ana Torres asked the army to leave the town.")] == [Act.DEMAND]


def test_what_nobody_can_confirm_is_doubted() -> None:
    assert only("The army has not confirmed that the town had fallen.").act is Act.DOUBT


def test_a_speaker_who_hides_the_name_is_anonymous() -> None:
    text = "“They come at night,” said a former officer, who asked that his name be withheld."
    assert only(text).speaker_class is SpeakerClass.ANONYMOUS


def test_a_role_told_once_is_known_when_the_name_comes_again() -> None:
    text = "The police chief, Ana Torres, said it was over.\nTorres said nobody had been hurt."
    names = names_in(text, {"Ana Torres": "person", "Torres": "person"})
    found = find_statements(text, lines(text), names, (), SPEECH)
    assert [s.speaker_class for s in found] == [SpeakerClass.OFFICIAL, SpeakerClass.OFFICIAL]


@pytest.mark.parametrize(
    ("text", "channel"),
    [
        ("The army said in an interview with AFP that it had left.", "in an interview with AFP"),
        ("The premier, on state television, said it was over.", "on state television"),
        ("“It is over,” he told a news conference.", "told a news conference"),
    ],
)
def test_channels_are_as_written(text: str, channel: str) -> None:
    assert only(text).channel_text == channel


def test_a_transcript_gives_each_paragraph_to_its_label() -> None:
    text = "MR. TONER: Good afternoon.\nQUESTION: Can you confirm it?\n(LAUGHTER)\nMR. TONER: I can not.\nThe end."
    found = [s for s in find_statements(text, lines(text), (), (), SPEECH) if s.rule == "transcript_line"]
    assert [(s.speaker_text, s.text) for s in found] == [
        ("MR. TONER", "Good afternoon."),
        ("QUESTION", "Can you confirm it?"),
        ("MR. TONER", "I can not."),
    ]


@pytest.mark.parametrize(
    "text", ["NOTE: This is old.\nPHOTO: A dog.\nThe end.", "Ingredients: two eggs.\nMethod: beat them."]
)
def test_labels_that_do_not_come_again_are_no_transcript(text: str) -> None:
    assert find_statements(text, lines(text), (), (), SPEECH) == ()


@pytest.mark.parametrize(
    ("text", "speaker", "content"),
    [
        (
            "Five arrested after riot in port: police\nThe riot began at noon.",
            "police",
            "Five arrested after riot in port",
        ),
        ("Red Cross: Aid trucks were looted\nThe road is closed.", "Red Cross", "Aid trucks were looted"),
        ("Bomb kills 12 in market - officials\nThe blast was heard.", "officials", "Bomb kills 12 in market"),
    ],
)
def test_a_headline_names_its_source(text: str, speaker: str, content: str) -> None:
    assert told(text)[:1] == [(speaker, content, False)]


@pytest.mark.parametrize(
    "text",
    [
        "Red Cross: Your Guide to Giving\nIt is easy.",
        "Sudan: what we know so far\nThe war goes on.",
        "The minister arrived: police stood by.\nIt rained.",
    ],
    ids=["title", "topic", "sentence"],
)
def test_a_title_with_a_colon_is_no_statement(text: str) -> None:
    assert told(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Adjust the load according to your strengths and train well.",
        "He wrote his first book in prison, and the guards liked it.",
        "The chief has to maintain the state of emergency, and soldiers will stay.",
    ],
    ids=["measure", "wrote_a_thing", "maintained_a_thing"],
)
def test_a_thing_that_is_done_is_no_content(text: str) -> None:
    assert told(text) == []


def test_a_name_in_marks_that_acts_is_no_quotation() -> None:
    assert told("The “Free Men of the North” announced a strike in the port.") == []
    assert told("“We strike tomorrow at dawn,” announced Ana Torres.") == [
        ("Ana Torres", "We strike tomorrow at dawn", True)
    ]


def test_a_deadline_is_given_not_merely_named() -> None:
    def deadline(text: str, surface: str) -> str | None:
        times = times_in(text, {surface: None})
        (found,) = find_statements(text, lines(text), names_in(text, NAMES), times, SPEECH)
        return None if found.deadline_time is None else times[found.deadline_time].surface

    assert deadline("The army ordered the rebels to leave the town by Friday.", "Friday") == "Friday"
    assert deadline("ISIS warned that it had 72 hours to free them.", "72 hours") == "72 hours"
    assert deadline("The army demanded that the men who fought in 1989 be tried.", "1989") is None


@pytest.mark.parametrize(
    "text",
    [
        "This tells employers that you were trained.",
        "Certificates confirm that you completed a course.",
        "Studies suggest that calcium helps.",
        "I think six hours is enough.",
        "We believe the best meals are cooked at home.",
        "Ana Torres didn’t tell the teachers that the school would close.",
        "Ana Torres refused to blame the captain.",
        "The judge asked her whether the records had been altered.",
        "The market is expected to grow by a third.",
        "Residents told a different story.",
    ],
    ids=[
        "pointing",
        "thing",
        "study",
        "narrator",
        "narrators",
        "contracted_negation",
        "refused",
        "question",
        "forecast_of_nobody",
        "told_a_story",
    ],
)
def test_nobody_is_given_what_nobody_says(text: str) -> None:
    assert read(text) == ()


@pytest.mark.parametrize(
    ("text", "speaker", "content"),
    [
        ("The couple say the army came at dawn.", "The couple", "the army came at dawn"),
        ("A doctor who was freed said the men were young.", "A doctor", "the men were young"),
        ("A shopkeeper I spoke to told me: “We sleep in masks.”", "A shopkeeper", "We sleep in masks."),
        ("Hamas claimed to have killed nine soldiers.", "Hamas", "to have killed nine soldiers"),
        ("The Americans admit to losing two planes.", "The Americans", "losing two planes"),
        ("A diplomat described the threat as empty.", "A diplomat", "the threat as empty"),
        ("A nurse accused of poisoning four patients said she was ill.", "A nurse", "she was ill"),
        (
            "Gloria cried, in the words of the prosecutor, “every single time”.",
            "the prosecutor",
            "every single time",
        ),
        (
            "One parent, Ana Torres, was less patient: “They should have shut it.”",
            "Ana Torres",
            "They should have shut it.",
        ),
        ("“It usually just runs.” — Ana Torres, baker", "Ana Torres, baker", "It usually just runs."),
    ],
    ids=[
        "plural_of_two",
        "freed_said",
        "contact_clause",
        "perfect_infinitive",
        "admit_to",
        "described_as",
        "participle_with_object",
        "in_the_words_of",
        "colon_without_cue",
        "signed",
    ],
)
def test_a_speaker_is_found_where_the_sentence_hides_it(text: str, speaker: str, content: str) -> None:
    found = [(s.speaker_text or "", s.text) for s in read(text)]
    assert any(speaker in given and said == content for given, said in found), found


@pytest.mark.parametrize(
    ("text", "channel"),
    [
        ("The Front said on its Telegram channel that it had left.", "on its Telegram channel"),
        ("Ana Torres, speaking on state television, said it was over.", "on state television"),
        ("“We will stay,” Ana Torres told Sky Sports by telephone.", "told Sky Sports by telephone"),
        ("Ana Torres told parliament that the war was over.", "told parliament"),
        ("Ana Torres said that the video on Facebook was old.", None),
        ("Ana Torres told Hamas that the war was over.", None),
        ("Ana Torres, a nurse at the site, said they were well.", None),
    ],
    ids=["page", "speaking_on", "paper_by_name", "forum", "in_the_content", "not_a_medium", "place"],
)
def test_a_channel_is_what_the_words_went_through(text: str, channel: str | None) -> None:
    assert only(text).channel_text == channel


def test_who_is_quoted_by_somebody_is_told_by_them() -> None:
    for text in (
        "AFP quoted a spokesman, Ana Torres, as saying that the army had left.",
        "Ana Torres, quoted by AFP, said that the army had left.",
    ):
        outer, inner = read(text)
        assert (outer.speaker_text, outer.act) == ("AFP", Act.REPORT)
        assert (inner.text, inner.parent) == ("the army had left", 0)


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("“If they come, we will kill them all,” the rebels said.", Act.THREATEN),
        ("“If it rains, the road will close,” the mayor said.", Act.SAY),
        ("“We do not comment on operations,” the army said.", Act.NO_COMMENT),
        ("“The shelling must stop now,” the minister said.", Act.DEMAND),
        ("“It must have been the wind,” the minister said.", Act.SAY),
        ("The minister said the reports were fake.", Act.DENY),
        ("“Those who killed will be tried,” the president said.", Act.PROMISE),
        ("“They are lying to you all,” the mayor said.", Act.ACCUSE),
        ("“Are you going home now?” the mayor demanded.", Act.SAY),
    ],
    ids=["threat", "no_threat", "silence", "demand", "guess", "denial", "promise", "charge", "question"],
)
def test_a_plain_said_takes_the_act_of_its_words(text: str, act: Act) -> None:
    assert only(text).act is act


def test_a_negated_answer_after_a_denial_goes_on_denying() -> None:
    found = read("The ministry denied the report.\n“Our planes have not flown,” said Ana Torres.")
    assert [s.act for s in found] == [Act.DENY, Act.SAY]  # another paragraph
    found = find_in_one("The ministry denied the report. “Our planes have not flown,” said Ana Torres.")
    assert [s.act for s in found] == [Act.DENY, Act.DENY]


def find_in_one(text: str) -> tuple[FoundStatement, ...]:
    """Read with the sentences cut as a document's are."""
    return find_statements(text, split_sentences(text, SENTENCES), names_in(text, NAMES), (), SPEECH)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Mary Jones met Peter Smith. Smith left. She said it was late.", "Mary Jones"),
        ("“Who did it?” Peter Smith said. Mary Jones left. “I did,” he said.", "Peter Smith"),
    ],
    ids=["she", "he"],
)
def test_he_and_she_go_with_names_that_can_bear_them(text: str, name: str) -> None:
    kinds = {"Mary Jones": "person", "Peter Smith": "person"}
    names = names_in(text, kinds)
    found = find_statements(text, split_sentences(text, SENTENCES), names, (), SPEECH)
    assert found[-1].speaker_mention is not None
    assert names[found[-1].speaker_mention].surface == name


def test_straight_marks_left_open_over_paragraphs_are_one_speech() -> None:
    text = 'The mayor said: "Nobody was there.\n\n"Engineers are on site.\n\n"We know how it feels."'
    found = find_in_one(text)
    assert [s.text for s in found] == ["Nobody was there.", "Engineers are on site.", "We know how it feels."]
    assert {s.speaker_text for s in found} == {"The mayor"}


@pytest.mark.parametrize(
    ("text", "surface", "is_deadline"),
    [
        ("“You have until Tuesday night,” a masked man said.", "Tuesday night", True),
        ("The union has 72 hours to withdraw the notice, the mayor said.", "72 hours", True),
        ("The mayor warned that a wave would follow within days unless aid came.", "within days", False),
        ("The party called on them to go and demands an inquiry within 30 days.", "within 30 days", True),
        ("The firm said it would close by Friday.", "Friday", False),
    ],
    ids=["have_until", "hours_to", "foreseen", "of_the_second_demand", "own_plan"],
)
def test_a_deadline_is_set_by_an_order_or_an_ultimatum(text: str, surface: str, is_deadline: bool) -> None:
    found = find_statements(text, lines(text), (), times_in(text, {surface: None}), SPEECH)
    assert [s.deadline_time for s in found if s.deadline_time is not None] == [0] * is_deadline


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("The mayor gave the miners until noon to leave.", [("The mayor", Act.DEMAND, "to leave")]),
        ("She gave the dog two hours to sleep.", []),
        ("Ana Torres warned residents of Sudan to leave.", [("Ana Torres", Act.WARN, "to leave")]),
        (
            "The Front sent text messages telling villagers that the road was mined.",
            [("The Front", Act.SAY, "the road was mined")],
        ),
        (
            "Sources say that ISIS posted a warning, demanding the release of the men.",
            [("Sources", Act.SAY, None), ("ISIS", Act.DEMAND, "the release of the men")],
        ),
        (
            "The army said that ISIS had left, adding that the road was mined.",
            [("The army", Act.SAY, "ISIS had left"), ("The army", Act.SAY, "the road was mined")],
        ),
        (
            "The mayor was not available for comment, and his office did not return calls.",
            [
                ("The mayor", Act.NO_COMMENT, "not available for comment"),
                ("his office", Act.NO_COMMENT, "did not return calls"),
            ],
        ),
        ("Hamas swore to avenge the dead.", [("Hamas", Act.THREATEN, "to avenge the dead")]),
        ("The mayor swore to rebuild the town.", [("The mayor", Act.PROMISE, "to rebuild the town")]),
        ("The mayor vowed to rebuild the town.", [("The mayor", Act.PROMISE, "to rebuild the town")]),
        ("The mayor vowed to crush the rebels.", [("The mayor", Act.THREATEN, "to crush the rebels")]),
        (
            "Ana Torres warned the mayor of a plot to kill him.",
            [("Ana Torres", Act.WARN, "a plot to kill him")],
        ),
        ("The mayor expressed regret.", []),
        ("The mayor confirmed the toll on Twitter.", [("The mayor", Act.CONFIRM, "the toll")]),
        ("The mayor confirmed the attack on Sudan.", [("The mayor", Act.CONFIRM, "the attack on Sudan")]),
        (
            "The mayor denied by radio that his men had fled.",
            [("The mayor", Act.DENY, "his men had fled")],
        ),
    ],
)
def test_who_speaks_and_what_is_said(text: str, rows: list[tuple[str, Act, str | None]]) -> None:
    found = [(s.speaker_text, s.act, s.text) for s in read_timed(text)]
    assert [row[:2] for row in found] == [row[:2] for row in rows]
    assert all(row[2] in (None, got[2]) for got, row in zip(found, rows, strict=True))


def read_timed(text: str) -> tuple[FoundStatement, ...]:
    times = times_in(text, {surface: None for surface in ("noon", "two hours") if surface in text})
    return find_statements(text, lines(text), names_in(text, NAMES), times, SPEECH)


def test_a_recording_may_be_circulated() -> None:
    found = read('"We left the city," he said in an audio recording circulated on WhatsApp.')
    assert [(s.speaker_text, s.text) for s in found] == [("he", "We left the city")]


def test_a_joined_verb_has_the_speaker_of_the_verb_before_and_not_of_a_noun() -> None:
    text = 'The rebels said the promise of peace was "empty" and demanded that the army leave.'
    assert [s.speaker_text for s in read(text) if s.act is Act.DEMAND] == ["The rebels"]


def test_a_verb_of_feeling_beside_a_quotation_speaks() -> None:
    assert [(s.speaker_text, s.is_direct) for s in read('"I ran," sobbed Ana Torres.')] == [
        ("Ana Torres", True)
    ]
    assert read("Ana Torres sobbed at the gate.") == ()


def test_a_presenter_names_the_reporter_whose_words_are_the_texts_own() -> None:
    text = (
        "NEWSREADER: Refugees are coming. Matt Dixon is at the border.\nDIXON: They come in the rain.\n"
        "NEWSREADER: And the town?\nDIXON: It is empty."
    )
    assert [s for s in read(text) if s.speaker_text == "DIXON"] == []
    guest = text.replace(" Matt Dixon is at the border.", "")
    assert [s.text for s in read(guest) if s.speaker_text == "DIXON"] == [
        "They come in the rain.",
        "It is empty.",
    ]

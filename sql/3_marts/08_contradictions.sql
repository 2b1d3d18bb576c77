-- One row per pair of claims that cannot both hold: one denies what the other says, or their numbers exclude each other. materialized: table, by doc_id, other_doc_id
-- kind: denied (one says that it was so, the other that it was not) or count (two numbers whose ranges do not meet)
-- doc_id: Document of the first claim
-- other_doc_id: Document of the second; the same one, or one that may tell of the same entities on the same day
-- event_type: PLOVER type, null for a number that no event governs
-- role: What happened to those counted; null for a denial
-- holder: Who asserts it, or gives the first number
-- stance: asserts, claims_responsibility, accuses, confirms; gives_number
-- text: The words
-- other_holder: Who denies it, or gives the other number
-- other_stance: denies or gives_number
-- other_text: The words
-- why: What ties the two: same_report, same_participant, same_place, same_mode, latest_before_denial; same_role for numbers
-- event_id: Report of the first claim, null for a number that no event governs
-- other_event_id: Report of the second, likewise
with held as (
    select
        claims.event_id,
        claims.doc_id,
        claims.event_type,
        claims.mode,
        claims.holder,
        coalesce(claims.holder_entity_id, lower(claims.holder)) as holder_key,
        claims.stance,
        claims.basis,
        claims.text,
        claims.statement_id is not null as is_attributed,
        events.start_char,
        -- where only the day of publication is known, the event's day is not
        case when events.precision <> 'document' then events.from_date end as from_date,
        case when events.precision <> 'document' then events.to_date end as to_date,
        case when events.precision = 'document' then events.to_date end as published_on,
        events.modality,
        places.entity_id as place_id
    from marts.claims
    inner join facts.events on claims.event_id = events.event_id
    left join corpus.name_links as places on events.place_mention_id = places.mention_id
),

participants as (
    select distinct
        event_participants.event_id,
        name_links.entity_id
    from facts.event_participants
    inner join corpus.name_links on event_participants.mention_id = name_links.mention_id
),

patients as (
    select distinct
        event_id,
        regexp_extract(rtrim(lower(participant_text), 's'), '\w+$') as patient
    from facts.event_participants
    where role in ('victim', 'target')
),

asserted as (
    select
        event_id,
        doc_id,
        event_type,
        mode,
        holder,
        holder_key,
        stance,
        text,
        is_attributed,
        start_char,
        from_date,
        to_date,
        published_on,
        place_id
    from held
    where stance in ('asserts', 'claims_responsibility', 'accuses', 'confirms') and modality = 'actual'
),

denied as (
    select
        event_id,
        doc_id,
        event_type,
        mode,
        holder,
        holder_key,
        basis,
        text,
        start_char,
        from_date,
        to_date,
        published_on,
        place_id
    from held
    where
        stance = 'denies'
        -- "but nobody was hurt" denies no attack
        and not regexp_matches(
            lower(text),
            '\b(no one|no-one|nobody|none|no (casualties|injuries|deaths|victims))\b.*\b(hurt|injured|wounded|killed|died|reported)\b'
        )
),

named as (
    select
        event_id,
        entity_id
    from participants
    union
    select
        event_id,
        place_id
    from held
    where place_id is not null
),

-- Of reports with one day: a text that tells none speaks of the day it was published on or the two before.
dated as (
    select distinct
        held.event_id,
        held.event_type,
        named.entity_id,
        held.stance = 'denies' as is_denied,
        held.from_date is not null as is_told,
        coalesce(held.from_date, held.published_on - 2) as from_date,
        coalesce(held.to_date, held.published_on) as to_date
    from held
    inner join named on held.event_id = named.event_id
    where held.from_date = held.to_date or held.published_on is not null
),

-- One row per report, entity and day on which it may have been, where somebody denies a report of that type and entity.
may_have_been as (
    select
        dated.event_id,
        dated.event_type,
        dated.entity_id,
        dated.is_denied,
        dated.is_told,
        unnest(generate_series(dated.from_date, dated.to_date, interval 1 day))::date as happened_on
    from dated
    semi join dated as denials
        on
            dated.event_type = denials.event_type
            and dated.entity_id = denials.entity_id
            and denials.is_denied
),

-- Reports of one type that share an entity and may share the day, which one of them tells.
meetings as (
    select distinct
        one.event_id,
        other.event_id as other_event_id,
        one.is_told and other.is_told as is_told
    from may_have_been as one
    inner join may_have_been as other
        on
            one.entity_id = other.entity_id
            and one.happened_on = other.happened_on
            and one.event_type = other.event_type
    where other.is_denied and (one.is_told or other.is_told) and one.event_id <> other.event_id
),

-- In one document, days that do not meet are two events.
pairs as (
    select
        asserted.event_id,
        asserted.holder_key,
        denied.event_id as other_event_id,
        denied.holder_key as other_holder_key,
        true as is_told,
        max(asserted.start_char) filter (where asserted.start_char < denied.start_char) over (
            partition by denied.event_id, denied.holder_key
        ) as latest_start
    from asserted
    inner join denied on asserted.doc_id = denied.doc_id and asserted.event_type = denied.event_type
    where
        asserted.holder_key <> denied.holder_key
        and (denied.basis = 'own_words' or asserted.event_id = denied.event_id)
        and coalesce(asserted.mode = denied.mode, true)
        and coalesce(asserted.from_date <= denied.to_date and denied.from_date <= asserted.to_date, true)
        -- what the outlet itself tells further off is another event more often than what somebody claims
        and (asserted.is_attributed or abs(denied.start_char - asserted.start_char) <= 800)
    union all
    select
        asserted.event_id,
        asserted.holder_key,
        denied.event_id as other_event_id,
        denied.holder_key as other_holder_key,
        meetings.is_told,
        null as latest_start
    from meetings
    inner join asserted on meetings.event_id = asserted.event_id
    inner join denied on meetings.other_event_id = denied.event_id
    where
        asserted.doc_id <> denied.doc_id
        and asserted.holder_key <> denied.holder_key
        and denied.basis = 'own_words'
        and coalesce(asserted.mode = denied.mode, true)
),

shared as (
    select distinct
        pairs.event_id,
        pairs.other_event_id
    from pairs
    inner join participants as one on pairs.event_id = one.event_id
    inner join participants as other on pairs.other_event_id = other.event_id and one.entity_id = other.entity_id
),

-- Both say what was hit, and it is not the same.
apart as (
    select
        pairs.event_id,
        pairs.other_event_id
    from pairs
    inner join patients as one on pairs.event_id = one.event_id
    inner join patients as other on pairs.other_event_id = other.event_id
    where pairs.event_id <> pairs.other_event_id
    group by pairs.event_id, pairs.other_event_id
    having not bool_or(one.patient = other.patient)
),

denied_pairs as (
    select
        asserted.doc_id,
        denied.doc_id as other_doc_id,
        asserted.event_type,
        asserted.holder,
        asserted.stance,
        asserted.text,
        denied.holder as other_holder,
        denied.text as other_text,
        asserted.event_id,
        denied.event_id as other_event_id,
        case
            when asserted.event_id = denied.event_id then 'same_report'
            -- a day that only one of them tells needs more than one thing in common
            when not pairs.is_told and (shared.event_id is null or asserted.place_id is distinct from denied.place_id)
                then null
            when shared.event_id is not null then 'same_participant'
            when asserted.place_id = denied.place_id then 'same_place'
            when asserted.doc_id = denied.doc_id and asserted.mode = denied.mode then 'same_mode'
            when asserted.start_char = pairs.latest_start then 'latest_before_denial'
        end as why
    from pairs
    inner join asserted on pairs.event_id = asserted.event_id and pairs.holder_key = asserted.holder_key
    inner join denied on pairs.other_event_id = denied.event_id and pairs.other_holder_key = denied.holder_key
    left join shared on pairs.event_id = shared.event_id and pairs.other_event_id = shared.other_event_id
    anti join apart on pairs.event_id = apart.event_id and pairs.other_event_id = apart.other_event_id
),

numbers as (
    select
        quantities.quantity_id,
        quantities.doc_id,
        quantities.role,
        quantities.low,
        quantities.high,
        quantities.start_char,
        quantities.end_char,
        quantities.surface || coalesce(' ' || quantities.what, '') as text,
        -- "members" of "40 members of the movement"; people, dead and the like are anybody
        nullif(
            regexp_replace(
                regexp_extract(rtrim(lower(split_part(quantities.what, ' of ', 1)), 's'), '\w+$'),
                '^(people|person|dead|death|casualtie|victim|bodie|corpse|live|other|man|men|human)$',
                ''
            ),
            ''
        ) as counted,
        rtrim(lower(split_part(quantities.what, ' of ', 1)), 's') as what,
        events.event_id,
        events.event_type,
        case when events.precision <> 'document' then events.from_date end as from_date,
        case when events.precision <> 'document' then events.to_date end as to_date,
        statements.speaker_text is not null as is_attributed,
        coalesce(entities.name, statements.speaker_text, documents.source_id) as holder,
        coalesce(entities.entity_id, lower(statements.speaker_text), documents.source_id) as holder_key
    from facts.quantities
    inner join facts.documents on quantities.doc_id = documents.doc_id
    left join facts.events on quantities.event_id = events.event_id
    left join facts.statements
        on
            quantities.doc_id = statements.doc_id
            and quantities.start_char >= statements.start_char
            and quantities.end_char <= statements.end_char
    left join corpus.name_links on statements.speaker_mention_id = name_links.mention_id
    left join corpus.entities on name_links.entity_id = entities.entity_id
    where
        quantities.role is not null
        and quantities.unit is null
        and (quantities.low is not null or quantities.high is not null)
    -- the innermost speaker is who gives the number
    qualify row_number() over (
        partition by quantities.quantity_id order by statements.end_char - statements.start_char, statements.statement_id
    ) = 1
),

disjoint as (
    select
        one.quantity_id,
        other.quantity_id as other_quantity_id,
        one.doc_id,
        other.doc_id as other_doc_id,
        coalesce(one.event_type, other.event_type) as event_type,
        one.role,
        one.holder,
        one.text,
        other.holder as other_holder,
        other.text as other_text,
        one.event_id,
        other.event_id as other_event_id
    from numbers as one
    inner join numbers as other
        on
            one.doc_id = other.doc_id
            and one.role = other.role
            and one.start_char < other.start_char
            and one.holder_key <> other.holder_key
    where
        (coalesce(one.high, 'infinity'::double) < other.low or coalesce(other.high, 'infinity'::double) < one.low)
        and (one.is_attributed or other.is_attributed)
        and (one.event_id is not null or other.event_id is not null)
        -- 12 soldiers may be among 20 people, 20 soldiers not among 12
        and (
            (one.counted is null and other.counted is null)
            or (
                one.counted = other.counted
                and (suffix(one.what, other.what) or suffix(other.what, one.what))
            )
            or (one.counted is null and one.high < other.low)
            or (other.counted is null and other.high < one.low)
        )
        and coalesce(one.event_type = other.event_type, true)
        and coalesce(one.from_date <= other.to_date and other.from_date <= one.to_date, true)
        -- further apart they tell of different events more often than of one
        and other.start_char - one.start_char <= 800
),

-- A part ("including two children", "17 of them") or a further count is no other count of the whole.
parts as (
    select numbers.quantity_id
    from numbers
    inner join facts.documents on numbers.doc_id = documents.doc_id
    semi join disjoint on numbers.doc_id = disjoint.doc_id
    where
        regexp_matches(
            substr(documents.clean_text, numbers.end_char + 1, 12),
            '^ of (whom|which|them|those|the|these|its|his)\b'
        )
        or regexp_matches(
            lower(substr(documents.clean_text, greatest(numbers.start_char - 20, 0) + 1, least(numbers.start_char, 20))),
            '\b(including|among (them|whom|those)|of (them|whom)|another|other|further|more)[ ,]+$'
        )
        or regexp_matches(lower(numbers.text), '\b(more|other|others|another)\b')
),

count_pairs as (
    select disjoint.*
    from disjoint
    anti join parts on disjoint.quantity_id = parts.quantity_id
    anti join parts as other_parts on disjoint.other_quantity_id = other_parts.quantity_id
)

select
    'denied' as kind,
    doc_id,
    other_doc_id,
    event_type,
    null::varchar as role,
    holder,
    stance,
    text,
    other_holder,
    'denies' as other_stance,
    other_text,
    why,
    event_id,
    other_event_id
from denied_pairs
where why is not null
union all
select
    'count' as kind,
    doc_id,
    other_doc_id,
    event_type,
    role,
    holder,
    'gives_number' as stance,
    text,
    other_holder,
    'gives_number' as other_stance,
    other_text,
    'same_role' as why,
    event_id,
    other_event_id
from count_pairs
order by kind desc, doc_id asc, event_id asc, other_event_id asc, holder asc, other_holder asc

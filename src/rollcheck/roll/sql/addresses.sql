-- One-string addresses taken apart, the same for the roll and for petition lines. Each step is a
-- macro from a struct to a struct; `list_transform([x], lambda s: ...)[1]` computes x only once.

-- The patterns (_po_box_pattern and so on) and the word tables are made by words.py.

-- 1. Capitals; of punctuation only what carries meaning stays: comma, #, /, -.
CREATE OR REPLACE TEMP MACRO _address_text(t) AS
    trim(regexp_replace(regexp_replace(_capitals(coalesce(t, '')),
        '[^A-Z0-9#/,-]+', ' ', 'g'), ' ?#[ #]*', ' # ', 'g'));

-- 1a. A box on a rural route is a house on a street: RFD 2 BOX 15 is 15 RR 2.
CREATE OR REPLACE TEMP MACRO _rural_box_in_front(text) AS
    list_transform([text], lambda t: CASE
        WHEN t[1] NOT IN ('R', 'H', 'S', 'B') THEN t
        WHEN regexp_matches(t, _rural_pattern()) THEN regexp_replace(t, _rural_pattern(), '\2 RR \1,')
        WHEN regexp_matches(t, _contract_pattern()) THEN regexp_replace(t, _contract_pattern(), '\2 HC \1,')
        WHEN regexp_matches(t, _box_rural_pattern()) THEN regexp_replace(t, _box_rural_pattern(), '\1 RR \2,')
        WHEN regexp_matches(t, _box_contract_pattern()) THEN regexp_replace(t, _box_contract_pattern(), '\1 HC \2,')
        ELSE t END)[1];

-- 1b. A sign for the number of a road is no unit's: STATE ROUTE # 99.
CREATE OR REPLACE TEMP MACRO _road_number_unsigned(text) AS
    regexp_replace(text, _signed_road_pattern(), '\1 \2');

-- 2. A post office box, wherever it stands, and the rest.
CREATE OR REPLACE TEMP MACRO _box_apart(text) AS
    list_transform([text], lambda t: {
        'po_box': regexp_extract(t, _po_box_pattern(), 1),
        -- What followed the box is the city, unless it begins with a house number.
        'text': rtrim(regexp_replace(trim(
            regexp_replace(t, _po_box_pattern(), ', ', 'g')), '^[ ,]+([0-9#])', '\1'), ' ,')
    })[1];

-- 3. Units marked with |, so that what stands before and after them is known.
CREATE OR REPLACE TEMP MACRO _unit_apart(step) AS
    list_transform([step], lambda s: list_transform([
        CASE WHEN regexp_matches(s.text, _unit_pattern()) THEN {
            'parts': list_filter(string_split(
                regexp_replace(s.text, _unit_pattern(), '|', 'g'), '|'), lambda part: trim(part, ' ,-') <> ''),
            'units': regexp_extract_all(s.text, _unit_pattern(), 1)
        } ELSE {'parts': [s.text], 'units': CAST([] AS VARCHAR[])} END
    ], lambda u: {
        'po_box': s.po_box,
        'unit': norm_unit(array_to_string(u.units, ' ')),
        'text': CASE WHEN u.units = [] THEN s.text ELSE trim(coalesce(u.parts[1], ''), ' ,-') END,
        'after': trim(array_to_string(coalesce(u.parts[2:], []), ' '), ' ,-')
    })[1])[1];

-- 4. What follows a comma, or a unit, is the city; a comma after the house number is none.
CREATE OR REPLACE TEMP MACRO _city_apart(step) AS
    list_transform([step], lambda s: list_transform([
        rtrim(regexp_replace(s.text, '^([^ ,]*[0-9][^ ,]*),', '\1 '), ' ,')
    ], lambda t: list_transform([{
        'text': trim(split_part(t, ',', 1)),
        'tail': concat_ws(' ', regexp_replace(regexp_replace(t, '^[^,]*,?', ''), '[ ,]+', ' ', 'g'), s.after)
    }], lambda parted: list_transform([
        CASE WHEN regexp_full_match(trim(parted.tail), _no_city_pattern()) THEN _city_behind(parted)
        WHEN trim(parted.tail) <> '' OR NOT regexp_matches(parted.text, _zip_behind_pattern())
            OR regexp_matches(parted.text, _road_behind_pattern()) THEN parted
        ELSE _city_behind(regexp_extract(parted.text, _zip_behind_pattern(), ['text', 'tail'])) END
    ], lambda parts: {
        'po_box': s.po_box,
        'unit': s.unit,
        'text': parts.text,
        'city_tail': norm_city(parts.tail),
        'zip': regexp_extract(parts.tail, _zip_at_end_pattern(), 1)
    })[1])[1])[1])[1];

-- A state or a zip code behind shows that a city may stand behind the street without a comma: after
-- the kind of street, after ST only where there is no other (N ST LOUIS AVE CHICAGO).
CREATE OR REPLACE TEMP MACRO _city_behind(parted) AS
    list_transform([parted], lambda p: list_transform([
        CASE WHEN regexp_matches(p.text, _type_and_city_pattern())
        THEN regexp_extract(p.text, _type_and_city_pattern(), ['text', 'tail'])
        ELSE regexp_extract(p.text, _st_and_city_pattern(), ['text', 'tail']) END
    ], lambda split:
        CASE WHEN split.text = '' OR regexp_matches(split.tail, _no_city_behind_pattern()) THEN p
        ELSE {'text': split.text, 'tail': split.tail || ' ' || p.tail} END
    )[1])[1];

-- A number right after the street's type is a unit too (123 MAIN ST 12, 123 MAIN ST REAR), but
-- not after a direction alone (E AVENUE 45), nor after the types that carry numbers (ROAD 12).
CREATE OR REPLACE TEMP MACRO _bare_unit_apart(step) AS
    list_transform([step], lambda s: list_transform([
        CASE WHEN s.unit = '' AND regexp_matches(s.text, _bare_unit_pattern())
        THEN regexp_extract(s.text, _bare_unit_pattern(), ['text', 'name', 'unit'])
        ELSE {'text': '', 'name': '', 'unit': ''} END
    ], lambda bare:
        CASE WHEN bare.unit = '' OR _direction(_street_word(bare.name)) IS NOT NULL
            OR bare.name IN ('NO', 'SO') THEN s
        ELSE {'po_box': s.po_box, 'unit': norm_unit(bare.unit), 'text': bare.text,
              'city_tail': s.city_tail, 'zip': s.zip} END
    )[1])[1];

-- 5. The house number, its fraction dropped. 3RD is a street, not a number.
CREATE OR REPLACE TEMP MACRO _house_apart(step) AS
    list_transform([step], lambda s: list_transform([
        regexp_extract(s.text, _house_pattern(), ['house', 'rest'])
    ], lambda h:
        CASE WHEN h.house = '' OR regexp_matches(h.house, '[0-9](ST|ND|RD|TH)$')
        THEN {'house': '', 'rest': s.text, 'po_box': s.po_box, 'unit': s.unit,
              'city_tail': s.city_tail, 'zip': s.zip}
        ELSE {'house': norm_house(h.house), 'rest': h.rest,
              'po_box': s.po_box, 'unit': s.unit, 'city_tail': s.city_tail, 'zip': s.zip} END
    )[1])[1];

CREATE OR REPLACE TEMP MACRO norm_house(t) AS
    CASE WHEN t IS NULL THEN ''
    WHEN regexp_full_match(t, '[1-9][0-9]*') THEN t
    ELSE ltrim(regexp_replace(regexp_replace(_capitals(t),
        '[ -]+[1-9]/[1-9][0-9]?([^0-9].*)?$', ''), '[^A-Z0-9]+', '', 'g'), '0') END;

-- The unit's number without its designator; a designator alone (REAR, PH) is kept as it is.
CREATE OR REPLACE TEMP MACRO norm_unit(t) AS
    CASE WHEN t IS NULL OR t = '' THEN ''
    ELSE list_transform([_words(t)], lambda w:
        regexp_replace(replace(coalesce(
            nullif(trim(regexp_replace(w, _unit_words_pattern(), ' \1', 'g')), ''), w
        ), ' ', ''), '^0+([0-9A-Z])', '\1'))[1] END;

-- 6. The words of the street, each in one form, without regard to their place.
CREATE OR REPLACE TEMP MACRO _street_word(w) AS coalesce(_spelt_out(w), w);

CREATE OR REPLACE TEMP MACRO _phrases_spelt_out(w) AS
    CASE WHEN regexp_matches(' ' || w || ' ', _phrases_pattern())
    THEN trim(_phrases_replaced(' ' || w || ' ')) ELSE w END;

-- An ordinal's ending stands apart: 3 RD AVE, 4 TH ST.
CREATE OR REPLACE TEMP MACRO _ending_joined(w) AS
    CASE WHEN NOT regexp_matches(w, '[0-9] (?:ST|ND|RD|TH)\b') THEN w
    ELSE regexp_replace(regexp_replace(w, '\b([0-9]+) (ND|TH)\b', '\1\2', 'g'),
        '\b([0-9]+) (ST|RD) (ST|STREET|AVE?|AVENUE|BLVD|BOULEVARD|DR|DRIVE|LN|LANE|CT|COURT|PL|PLACE|RD|ROAD|WAY)\b',
        '\1\2 \3') END;

CREATE OR REPLACE TEMP MACRO _street_words(t) AS
    list_filter(string_split(regexp_replace(array_to_string(list_transform(
        list_transform(list_transform([trim(regexp_replace(t, '[^A-Z0-9]+', ' ', 'g'))],
            lambda w: _road_named(_ending_joined(w))), lambda w: string_split(_phrases_spelt_out(w), ' '))[1],
        lambda word: _street_word(word)
    ), ' '), '\b([2-9])0 ([1-9](ST|ND|RD|TH))\b', '\1\2', 'g'), ' '), lambda word: word <> '');

-- 7. Where the name begins and ends: a direction before it (or NO, SO), a type and a direction after.
CREATE OR REPLACE TEMP MACRO _bounds(words) AS
    list_transform([words], lambda w: list_transform([{
        'pre': CASE WHEN _direction(w[1]) IS NOT NULL OR w[1] IN ('NO', 'SO') THEN 1 ELSE 0 END,
        'post': CASE WHEN _direction(w[-1]) IS NOT NULL AND len(w) > 1 THEN 1 ELSE 0 END
    }], lambda b: {
        'words': w, 'pre': b.pre, 'post': b.post,
        'type': CASE WHEN len(w) > b.post AND _street_type(w[len(w) - b.post]) IS NOT NULL THEN 1 ELSE 0 END
    })[1])[1];

-- They are only taken off when something remains, and THE alone is nothing (5 The Terrace).
-- In the order tried: all; all but the first (E ST W, N AVENUE); only the first (E AVENUE S); none.
CREATE OR REPLACE TEMP MACRO _taken_off(bounds) AS
    list_transform([bounds], lambda b: list_filter([
        {'words': b.words, 'pre': b.pre, 'post': b.post, 'type': b.type},
        CASE WHEN b.type = 1 AND NOT (b.post = 1 AND b.words[-2] = 'AVENUE')
            THEN {'words': b.words, 'pre': 0, 'post': b.post, 'type': b.type} END,
        {'words': b.words, 'pre': b.pre, 'post': 0, 'type': 0},
        {'words': b.words, 'pre': 0, 'post': 0, 'type': 0}
    ], lambda option: option IS NOT NULL
        AND len(option.words) > option.pre + option.post + option.type
        AND (option.type = 0
            OR option.words[1 + option.pre:len(option.words) - option.post - option.type] <> ['THE'])
        OR (option.pre + option.post + option.type = 0))[1])[1];

-- 8. The name: ST inside it is SAINT; a number alone is an ordinal, whatever its ending (45 ST, 45).
CREATE OR REPLACE TEMP MACRO _ordinal(digits) AS
    digits || CASE WHEN regexp_matches(digits, '1[123]$') THEN 'TH' WHEN digits[-1] = '1' THEN 'ST'
        WHEN digits[-1] = '2' THEN 'ND' WHEN digits[-1] = '3' THEN 'RD' ELSE 'TH' END;

CREATE OR REPLACE TEMP MACRO _street_name(w) AS
    CASE WHEN len(w) = 1 AND regexp_full_match(w[1], '[0-9]+(?:ST|ND|RD|TH)?')
    THEN _ordinal(regexp_extract(w[1], '^[0-9]+'))
    WHEN len(w) > 1 AND list_contains(w[:-2], 'ST')
    THEN array_to_string(list_transform(w, lambda word, place:
        CASE WHEN word = 'ST' AND place < len(w) THEN 'SAINT' ELSE word END), ' ')
    ELSE array_to_string(w, ' ') END;

CREATE OR REPLACE TEMP MACRO norm_street(t) AS
    list_transform([_taken_off(_bounds(_street_words(_capitals(coalesce(t, '')))))], lambda s: {
        'dir': coalesce(
            CASE WHEN s.pre = 1 THEN coalesce(_direction(s.words[1]), s.words[1][1]) END,
            CASE WHEN s.post = 1 THEN _direction(s.words[-1]) END, ''),
        'street': _street_name(s.words[1 + s.pre:len(s.words) - s.post - s.type]),
        'type': CASE WHEN s.type = 1 THEN _street_type(s.words[len(s.words) - s.post]) ELSE '' END
    })[1];

CREATE OR REPLACE TEMP MACRO norm_address(t) AS
    list_transform([_house_apart(_bare_unit_apart(_city_apart(_unit_apart(_box_apart(
        _road_number_unsigned(_rural_box_in_front(_address_text(t))))))))], lambda s:
        list_transform([norm_street(s.rest)], lambda street: {
            'house': s.house,
            'dir': street.dir,
            'street': street.street,
            'type': street.type,
            'unit': s.unit,
            'city_tail': s.city_tail,
            'po_box': s.po_box,
            'zip': s.zip
        })[1])[1];

-- Whether a street's text may hold what belongs to no street: a unit, a box, a city.
CREATE OR REPLACE TEMP MACRO _is_more_than_street(t) AS
    regexp_matches(upper(t), _more_than_street_pattern());

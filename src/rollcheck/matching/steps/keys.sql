-- Blocking keys: the same macro makes them for a line and for a voter, so that they cannot
-- drift apart. Each is {kind, key}; the key is null where a part it needs is empty. Two keys that
-- collide only compare a pair more.

CREATE TEMP MACRO key_of(kind, a, b, c) AS {
    'kind': kind,
    'key': CASE WHEN a = '' OR b = '' OR c = '' THEN NULL ELSE hash(kind, a, b, c) END};

CREATE TEMP MACRO exact_keys(last, first, house, zip) AS [
    key_of('last_first_house', last, first, house),
    key_of('last_first_zip', last, first, zip),
    key_of('last_house_zip', last, house, zip)];

CREATE TEMP MACRO fuzzy_keys(
    last, last_sound, last_shape, first, first_shape, middle, house, street, zip, birth_year
) AS [
    key_of('house_street_zip', house, street, zip),
    key_of('house_street_first', house, street, left(first, 1)),
    key_of('house_street_last', house, street, left(last, 1)),
    key_of('house_zip_year', house, zip, birth_year),
    key_of('last_first', last, first, '.'),
    key_of('last_first_initials', last, first, left(middle, 1)),
    key_of('last_first_year', last, first, birth_year),
    key_of('last_street', last, street, '.'),
    key_of('last_initial_zip', last, left(first, 1), zip),
    key_of('first_house_zip', first, house, zip),
    key_of('first_street_zip', first, street, zip),
    key_of('sound_initial_zip', last_sound, left(first, 1), zip),
    key_of('shape_zip', last_shape, first_shape, zip),
    key_of('front_zip', left(last, 4), left(first, 3), zip),
    key_of('back_zip', right(last, 4), left(first, 3), zip)];

-- A confidential voter has often nothing but a name to be found by, and is few: any first name
-- with the surname; with the initial also a surname that looks alike or is one slip apart. Two
-- names one insertion, deletion, replacement or swap of neighbours apart share a text with one
-- letter left out.
CREATE TEMP MACRO confidential_keys(last, last_shape, first) AS list_concat(
    [key_of('confidential', last, '*', '.'),
     key_of('confidential', '~' || last_shape, left(first, 1), '.')],
    CASE WHEN length(last) < 4 THEN []
         ELSE list_transform(
             range(1, length(last) + 2),
             lambda i: key_of('confidential', left(last, i - 1) || substr(last, i + 1),
                              left(first, 1), '.')) END);

-- One of a person's other first names against the first name of the roll. For a voter, `other`
-- is the first name itself.
CREATE TEMP MACRO nickname_keys(last, other, house, zip) AS [
    key_of('nickname_zip', last, other, zip),
    key_of('nickname_house', last, other, house)];

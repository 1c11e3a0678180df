-- Macros on names that are already normalised: upper-case ASCII, single spaces.

-- The parts of a surname that stand alone: GARCIA LOPEZ is GARCIA and LOPEZ; DE LA CRUZ is CRUZ.
-- None where that leaves only the whole.
CREATE TEMP MACRO surname_parts(spaced) AS
    CASE WHEN contains(spaced, ' ') THEN
        list_filter(
            string_split(spaced, ' '),
            lambda part: length(part) >= 2 AND part NOT IN (
                'DE', 'LA', 'LAS', 'LOS', 'DEL', 'DA', 'DAS', 'DO', 'DOS', 'DI', 'DU', 'LE', 'VAN',
                'VON', 'DER', 'DEN', 'TER', 'TEN', 'MC', 'MAC', 'SAN', 'SANTA', 'ST', 'EL', 'AL',
                'BIN', 'ABU', 'IBN'))
    ELSE CAST([] AS VARCHAR[]) END;

CREATE TEMP MACRO joined(spaced) AS replace(spaced, ' ', '');

CREATE TEMP MACRO first_token(spaced) AS split_part(spaced, ' ', 1);

CREATE TEMP MACRO later_tokens(spaced) AS
    CASE WHEN contains(spaced, ' ') THEN substr(spaced, strpos(spaced, ' ') + 1) ELSE '' END;

-- Letters a reader takes for one another share a class: O for Q or D, I for L, J or T, U for V.
CREATE TEMP MACRO shape(name) AS
    translate(
        replace(replace(replace(name, 'RN', 'M'), 'CL', 'D'), 'VV', 'W'),
        'QDLJTVYWHMGERPZFK0158',
        'OOIIIUUNNNCCBBSBXOISB');

-- Letters that sound alike share a digit; vowels, H, W and Y fall out.
CREATE TEMP MACRO sound(name) AS
    left(name, 1) || replace(replace(replace(replace(replace(replace(
        translate(name, 'BFPVCGJKQSXZDTLMNRAEIOUYHW', '111122222222334556'),
        '11', '1'), '22', '2'), '33', '3'), '44', '4'), '55', '5'), '66', '6');

-- How many edits (insert, delete, replace, swap neighbours) apart, up to 2; else 9. Names that
-- agree neither at the beginning nor at the end are too far apart to be worth measuring.
CREATE TEMP MACRO edits(a, b) AS
    CASE WHEN a = b THEN 0
         WHEN abs(length(a) - length(b)) > 2 THEN 9
         WHEN left(a, 1) <> left(b, 1) AND right(a, 2) <> right(b, 2) THEN 9
         ELSE damerau_levenshtein(a, b) END;

CREATE TEMP MACRO shorter(a, b) AS least(length(a), length(b));

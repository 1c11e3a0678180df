-- Names, cities, zip codes and suffixes in one form, the same for the roll and for petition lines.
-- _letters_replaced, _suffix, _city_word and the like are made from words/*.csv by words.py.

-- Text outside ASCII brought into it: accents off, wide and ligature forms to plain letters.
CREATE OR REPLACE TEMP MACRO _folded(t) AS
    CASE WHEN strlen(t) = length(t) THEN t
    ELSE _letters_replaced(strip_accents(t)) END;

-- Upper case, apostrophes dropped (O'BRIEN is OBRIEN).
CREATE OR REPLACE TEMP MACRO _capitals(t) AS
    regexp_replace(upper(_folded(t)), '[''`"]', '', 'g');

-- Only A-Z, 0-9 and single spaces.
CREATE OR REPLACE TEMP MACRO _words(t) AS
    trim(regexp_replace(_capitals(t), '[^A-Z0-9]+', ' ', 'g'));

CREATE OR REPLACE TEMP MACRO norm_name(t) AS
    CASE WHEN t IS NULL THEN ''
    WHEN regexp_full_match(t, '[A-Z]+') THEN t
    ELSE _words(t) END;

CREATE OR REPLACE TEMP MACRO norm_suffix(t) AS
    CASE WHEN t IS NULL OR t = '' THEN ''
    ELSE coalesce(_suffix(replace(_words(t), ' ', '')), '') END;

-- The first five digits; 3 or 4 digits alone have lost their leading zeros to a spreadsheet.
CREATE OR REPLACE TEMP MACRO norm_zip(t) AS
    CASE WHEN t IS NULL THEN ''
    ELSE list_transform([regexp_extract(t, '^\s*([0-9]+)', 1)], lambda digits:
        CASE WHEN length(digits) < 3 THEN '' ELSE lpad(digits, CAST(greatest(5, length(digits)) AS INTEGER), '0')[:5] END
    )[1] END;

-- A state and a zip code written after the city, or in its stead, are no city.
CREATE OR REPLACE TEMP MACRO _city_alone(w) AS
    CASE WHEN regexp_full_match(w, _no_city_pattern()) THEN ''
    ELSE regexp_replace(w, _state_and_zip_pattern(), '\1') END;

CREATE OR REPLACE TEMP MACRO _city_spelt_out(w) AS
    array_to_string(list_transform(string_split(w, ' '), lambda word, place:
        coalesce(_city_word(word),
            CASE WHEN place = 1 AND contains(w, ' ') THEN _city_first_word(word) END, word)
    ), ' ');

CREATE OR REPLACE TEMP MACRO _city_named(w) AS coalesce(_city(w), w);

-- Named before and after spelling out: L A, and E LA, which becomes EAST LA, are both on the list.
CREATE OR REPLACE TEMP MACRO norm_city(t) AS
    CASE WHEN t IS NULL THEN ''
    ELSE list_transform([coalesce(_city(_words(t)), _city_alone(_words(t)))], lambda named:
        _city_named(_city_spelt_out(named)))[1] END;

-- What a line is compared with: one row per voter and address, the current one (earlier = false)
-- and those of the history. `ref` identifies the row; `row` the voter, as in voters.parquet.

-- Every stay of the history, numbered on from the voters.
CREATE TABLE stay AS
SELECT CAST((SELECT count(*) FROM roll) - 1 + row_number() OVER (
           ORDER BY row, from_date, to_date, affidavit_signed_on, affidavit_received_on,
                    n_house, n_street, n_unit, n_zip) AS INTEGER) AS ref,
       *
FROM history;

CREATE TABLE address_of_voter AS
SELECT CAST(row AS INTEGER) AS ref, CAST(row AS INTEGER) AS row, false AS earlier,
       n_house AS house, n_dir AS dir, joined(n_street) AS street, n_type AS type,
       joined(n_unit) AS unit, n_city AS city, n_zip AS zip, n_po_box AS po_box
FROM roll
UNION ALL
SELECT ref, CAST(row AS INTEGER), true, n_house, n_dir, joined(n_street), n_type,
       joined(n_unit), n_city, n_zip, n_po_box
FROM stay;

CREATE TABLE name_of_voter AS
SELECT CAST(row AS INTEGER) AS row, voter_id,
       joined(n_last) AS last,
       surname_parts(n_last) AS last_parts,
       sound(joined(n_last)) AS last_sound,
       shape(joined(n_last)) AS last_shape,
       first_token(given) AS first,
       shape(first_token(given)) AS first_shape,
       joined(later_tokens(given)) AS middle,
       first_token(later_tokens(given)) AS second,
       n_suffix AS suffix,
       coalesce(birth_year, CAST(year(birth_date) AS SMALLINT)) AS birth_year,
       status = 'confidential' AS is_confidential
FROM (SELECT *, trim(n_first || ' ' || n_middle) AS given FROM roll);

-- Rarity in thousandths of a bit, whole numbers so that every machine adds up to the same total.
CREATE TEMP MACRO rarity(holders) AS
    getvariable('voters_bits') - CAST(round(1000 * log2(holders)) AS INTEGER);

CREATE TABLE last_rarity AS
SELECT form, count(*) AS holders, least(rarity(count(*)), getvariable('last_name_most')) AS rarity
FROM (SELECT DISTINCT row, unnest(list_append(last_parts, last)) AS form FROM name_of_voter)
WHERE form <> '' GROUP BY form;

CREATE TABLE first_rarity AS
SELECT first AS form, count(*) AS holders,
       least(rarity(count(*)), getvariable('first_name_most')) AS rarity
FROM name_of_voter WHERE first <> '' GROUP BY first;

CREATE TABLE building_rarity AS
SELECT hash(house, street, zip) AS place, rarity(count(*)) AS rarity
FROM address_of_voter WHERE NOT earlier AND house <> '' AND street <> '' GROUP BY place;

CREATE TABLE dwelling_rarity AS
SELECT hash(house, street, zip, unit) AS place, rarity(count(*)) AS rarity
FROM address_of_voter WHERE NOT earlier AND house <> '' AND street <> '' AND unit <> ''
GROUP BY place;

CREATE TABLE zip_rarity AS
SELECT zip, rarity(count(*)) AS rarity
FROM address_of_voter WHERE NOT earlier AND zip <> '' GROUP BY zip;

-- An earlier address that nobody lives at now is as rare as one voter.
CREATE TABLE voter AS
SELECT a.*, n.* EXCLUDE (row),
       coalesce(l.rarity, 0) AS last_rarity,
       coalesce(f.rarity, 0) AS first_rarity,
       coalesce(b.rarity, rarity(1)) AS building_rarity,
       coalesce(d.rarity, b.rarity, rarity(1)) AS dwelling_rarity,
       coalesce(z.rarity, rarity(1)) AS zip_rarity
FROM address_of_voter a
JOIN name_of_voter n USING (row)
LEFT JOIN last_rarity l ON l.form = n.last
LEFT JOIN first_rarity f ON f.form = n.first
LEFT JOIN building_rarity b ON b.place = hash(a.house, a.street, a.zip)
LEFT JOIN dwelling_rarity d ON d.place = hash(a.house, a.street, a.zip, a.unit)
LEFT JOIN zip_rarity z ON z.zip = a.zip;

-- The streets that the roll knows, to tell a unit written without a sign from a street's number.
CREATE TABLE known_street AS SELECT DISTINCT street FROM address_of_voter WHERE street <> '';

DROP TABLE address_of_voter;
DROP TABLE name_of_voter;
DROP TABLE building_rarity;
DROP TABLE dwelling_rarity;
DROP TABLE zip_rarity;

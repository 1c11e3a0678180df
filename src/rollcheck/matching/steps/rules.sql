-- What the place's rules make of a county, a district, a move and an address.

CREATE TEMP MACRO folded(text) AS regexp_replace(lower(text), '\s', '', 'g');

-- A voter whose county or districts the roll does not give is taken to be inside.
CREATE TEMP MACRO outside(county, districts) AS
    coalesce(folded(county) <> folded(getvariable('rules').county), false)
    OR coalesce(NOT list_contains(
           string_split(folded(districts), ';'), folded(getvariable('rules').district)), false);

CREATE TEMP MACRO moved_during_circulation(to_date) AS
    coalesce(to_date BETWEEN getvariable('rules').circulation_from
             AND coalesce(getvariable('rules').circulation_to, getvariable('rules').filed_on),
             false);

CREATE TEMP MACRO place_of(side) AS {
    'house': side.house, 'dir': side.dir, 'street': side.street, 'type': side.type,
    'unit': side.unit, 'city': side.city, 'zip': side.zip, 'po_box': side.po_box};

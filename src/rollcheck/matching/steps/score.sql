-- Each new pair under its best reading; of equal ones the first in the order written here.
CREATE OR REPLACE TEMP VIEW pair_reading AS
SELECT ix, ref, reading FROM pair JOIN (SELECT ix, reading FROM reading) USING (ix);

INSERT INTO scored
SELECT ix, row, best.total, best.present, -best.ref, -best.reading
FROM (SELECT ix, row, max({'total': total, 'present': NOT earlier, 'ref': -ref,
                           'reading': -reading}) AS best
      FROM weighed('pair_reading') GROUP BY ix, row);

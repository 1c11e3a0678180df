-- Each new pair under its best reading: the greatest `rank`, which `weigh.sql` packs.
CREATE OR REPLACE TEMP VIEW pair_reading AS
SELECT ix, ref, reading FROM pair JOIN (SELECT ix, reading FROM reading) USING (ix);

INSERT INTO scored
SELECT ix, row, max(ranked(total, earlier, ref, reading))
FROM weighed('pair_reading') GROUP BY ix, row;

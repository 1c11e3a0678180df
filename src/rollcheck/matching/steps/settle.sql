-- Lines that the exact keys did not settle: no voter well above the threshold and well ahead.
CREATE OR REPLACE TABLE unsettled AS
SELECT ix FROM line
ANTI JOIN (
    SELECT ix
    FROM (SELECT ix, max(ranked_total(rank), 2) AS totals FROM scored GROUP BY ix)
    WHERE totals[1] >= getvariable('settled')
          AND coalesce(totals[1] - totals[2] >= getvariable('same_dwelling_gap'), true)
) USING (ix);

-- The registration test, Elections Code 2102(b): a registration counts when its affidavit was
-- signed on or before the day the petition was signed and received on or before the day it was
-- filed. Each macro returns true, false, or null where the dates known do not settle it.

-- The day of signing lies between `earliest` and `latest`: both the line's own date, or where
-- the line has none the first and the last day of circulation. Nothing is received before it
-- is signed, so what was received by then was signed by then.
CREATE TEMP MACRO signed_in_time(signed, received, earliest, latest) AS
    CASE WHEN signed <= earliest THEN true
         WHEN signed IS NULL AND received <= earliest THEN true
         -- Received before it was signed cannot be: such a record settles nothing.
         WHEN signed > latest AND (received IS NULL OR received > latest) THEN false
         ELSE NULL END;

-- What the roll of a day on or before the filing holds had been received by the filing; what was
-- signed after it was received after it.
CREATE TEMP MACRO received_in_time(signed, received, filed, on_roll_by_filing) AS
    CASE WHEN received IS NOT NULL THEN received <= filed
         WHEN signed > filed THEN false
         WHEN on_roll_by_filing THEN true
         ELSE NULL END;

-- Both parts where the place's rule asks for both; a part it does not ask for is passed. A date
-- of registration of which is not known what it dates (signing, receipt, a later change) settles
-- the matter only at the extremes. That the roll is dated by the filing is enough only for a voter
-- without any date, on a roll without affidavit dates.
CREATE TEMP MACRO registration_of(signed, received, registered, earliest, latest, rules) AS
    CASE WHEN signed IS NULL AND received IS NULL
             THEN CASE WHEN registered <= earliest THEN 'in_time'
                       WHEN registered > rules.filed_on THEN 'late'
                       WHEN registered IS NULL AND NOT rules.has_dates
                            AND rules.on_roll_by_filing THEN 'in_time'
                       ELSE 'unclear' END
         WHEN (rules.signed_by_signing_day AND NOT signed_in_time(
                   signed, received, earliest, latest))
              OR (rules.received_by_filing_day AND NOT received_in_time(
                   signed, received, rules.filed_on, rules.on_roll_by_filing)) THEN 'late'
         WHEN (NOT rules.signed_by_signing_day OR signed_in_time(
                   signed, received, earliest, latest))
              AND (NOT rules.received_by_filing_day OR received_in_time(
                   signed, received, rules.filed_on, rules.on_roll_by_filing)) THEN 'in_time'
         ELSE 'unclear' END;

-- A register that had an earlier address but not its affidavit knew the voter then: that leaves
-- the matter open, unless the address itself began after the line was signed.
CREATE TEMP MACRO earlier_registration_of(
    signed, received, from_date, earliest, latest, rules
) AS
    CASE WHEN signed IS NULL AND received IS NULL
             THEN CASE WHEN from_date > latest THEN 'late' ELSE 'unclear' END
         ELSE registration_of(signed, received, NULL::DATE, earliest, latest, rules) END;

-- Was a canceled registration already canceled when the line was signed? One without a date was
-- canceled on some day up to the roll's own, `as_of`.
CREATE TEMP MACRO canceled_of(canceled_on, earliest, latest, as_of) AS
    CASE WHEN coalesce(canceled_on, as_of) <= earliest THEN 'canceled'
         WHEN canceled_on > latest THEN 'registered'
         ELSE 'unclear' END;

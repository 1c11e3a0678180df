-- What all batches add to, in the end one row per line each.
CREATE TABLE finding (
    ix INTEGER, voter_id VARCHAR, total INTEGER, gap INTEGER, outcome VARCHAR);
CREATE TABLE shown_candidate (
    ix INTEGER,
    candidates STRUCT(voter_id VARCHAR, score DOUBLE,
                      evidence STRUCT(field VARCHAR, level VARCHAR, bits DOUBLE)[])[]);

// What the office's server sends for a line. Types only: nothing here runs.

/**
 * @typedef {Object} Why One field of the evidence: what was compared, how it came out, what it says.
 * @property {string} field
 * @property {string} level
 * @property {string} label  plain words
 * @property {number} bits  for (above 0) or against (below)
 */

/**
 * @typedef {Object} Reference A signature on file.
 * @property {string} url
 * @property {string} date  an ISO day
 * @property {string} source
 */

/**
 * @typedef {Object} Candidate A voter whom the line might be.
 * @property {string} voter
 * @property {string} name
 * @property {string} address
 * @property {number|null} birth_year
 * @property {string} status
 * @property {string|null} registered  an ISO day
 * @property {Why[]} why
 * @property {Reference[]} signatures
 * @property {boolean} confidential
 * @property {string} accepted_on  another line that was accepted for them; empty where there is none
 */

/**
 * @typedef {Object} Reason A reason for rejecting, as the place knows it.
 * @property {string} code
 * @property {string} label
 * @property {string} key
 * @property {string} citation
 * @property {number} people  how many different people it takes
 * @property {boolean} policy  whether that is the office's policy, not the law
 */

/**
 * @typedef {Object} EarlierFinding What one person found, without saying who.
 * @property {boolean} valid
 * @property {string} reason
 * @property {string} label
 * @property {string} voter
 */

/**
 * @typedef {Object} Line A line to review.
 * @property {string} id  section and ordinal, "12:7"
 * @property {number} pk
 * @property {number} step
 * @property {string} section
 * @property {string} sheet
 * @property {number} on_sheet
 * @property {string|null} image
 * @property {[number, number]|null} band  where the line is on a scan of its whole sheet, in
 *   thousandths of the height from the top; null where the picture is the line's own or nobody said
 * @property {[number, number]|null} signed  from where to where the line is signed, in hundredths of
 *   its picture's width; null where nobody said
 * @property {Object<string, string>|null} read
 * @property {Candidate[]} candidates
 * @property {{text: string, answer: boolean}[]} notes
 * @property {Reason[]} known_reasons
 * @property {{findings: EarlierFinding[]}|null} adjudication
 */

export {};

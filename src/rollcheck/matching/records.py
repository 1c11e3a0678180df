"""The arrays that a roll becomes: rows of int32 numbers for each voter and each earlier address.

Words are numbers of the roll's dictionary (``words.py``); 0 is the empty text.
"""

# A record: a voter's name, then one of the voter's addresses. Sixteen numbers fill a line of the
# processor's cache. The surname joined, its parts that stand alone, first and later given names.
LAST, PART1, PART2, PART3, FIRST, MIDDLE, SECOND, SUFFIX_YEAR = range(8)
# SUFFIX_YEAR holds numbers of the first letters of first name and surname << 25 and << 20, the
# suffix's place in SUFFIXES << 16, and the birth year, 0 where not known.
FIRST_LETTER, LAST_LETTER, SUFFIX_PLACE, LETTERS, SUFFIX_NUMBERS = 25, 20, 16, 31, 15
SUFFIXES = ("", "JR", "SR", "I", "II", "III", "IV", "V", "VI", "VII")

# SIGNS holds direction << 16 | type, by the roll's dictionary of signs, and two flags about the
# voter, which are looked at most often here. LIVING is how many voters live in the building << 16
# | in the dwelling, each up to 32,767.
HOUSE, STREET, UNIT, CITY, ZIP, SIGNS, PO_BOX, LIVING = range(8, 16)
RECORD_FIELDS = 16
MOST_LIVING = 32_767
HAS_STAYS, IS_CONFIDENTIAL = 1 << 30, 1 << 29
ONLY_SIGNS = IS_CONFIDENTIAL - 1

# What the law asks of a voter. Dates are days since 1970, NO_DATE where there is none.
SIGNED, RECEIVED, REGISTERED, CANCELED, STATUS, COUNTY, DISTRICTS, STAYS = range(8)
FACT_FIELDS = 8
# STAYS is the first of the voter's earlier addresses; the next voter's is where they end.

# And of an earlier address.
STAY_SIGNED, STAY_RECEIVED, STAY_FROM, STAY_TO = range(4)
STAY_FIELDS = 4

# How many voters have a word as surname, first name and zip code; of addresses, as street.
LAST_HOLDERS, FIRST_HOLDERS, ZIP_HOLDERS, STREET_HOLDERS = range(4)

NO_DATE = -(2**31)
STATUSES = ("active", "inactive", "pending", "preregistered", "canceled", "confidential")
CONFIDENTIAL = STATUSES.index("confidential")
CANCELED_STATUS = STATUSES.index("canceled")

# Parts of a surname that never stand alone.
PARTICLES = (
    *("DE", "LA", "LAS", "LOS", "DEL", "DA", "DAS", "DO", "DOS", "DI", "DU", "LE", "VAN"),
    *("VON", "DER", "DEN", "TER", "TEN", "MC", "MAC", "SAN", "SANTA", "ST", "EL", "AL"),
    *("BIN", "ABU", "IBN"),
)

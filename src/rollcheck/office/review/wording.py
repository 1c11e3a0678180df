"""What the workbench's scripts say, in the reader's language; {places} are filled in there."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

TEXTS: Mapping[str, Promise] = {
    "about_nobody": _("nobody on the roll"),
    "all_done": _("Nothing waits for you now."),
    "birth_year": _("Birth year"),
    "by_law": _("law"),
    "by_policy": _("policy of this office"),
    "change": _("Change"),
    "change_key": _("Change the key of: {what}"),
    "choose_first": _("Choose a voter first. If it is nobody on the roll, reject with a reason."),
    "confidential": _("confidential"),
    "confidential_voter": _("Confidential voter"),
    "done_many": _("{n} lines by you today"),
    "done_one": _("1 line by you today"),
    "fetching": _("Your next line is being fetched."),
    "finding_of": _("Finding {letter}"),
    "found_many": _("{n} voters found"),
    "found_one": _("1 voter found"),
    "found_valid": _("Valid"),
    "image_of": _("Line {line} as it was signed"),
    "key_changed": _("The key is now {key}."),
    "key_not_allowed": _("Take a letter, a digit or a sign. Nothing was changed."),
    "key_not_changed": _("Nothing was changed."),
    "key_taken": _("{key} is taken: {what}. Nothing was changed."),
    "keys_as_delivered": _("All keys are as delivered."),
    "lead_act": _("Ask and go on"),
    "lead_title": _("What shall a lead look at in line {line}?"),
    "lookup_lost": _("The roll does not answer. Type on to try again."),
    "lookups_many": _("You looked {n} times. A street or a house number alone may find more."),
    "lookups_one": _("You looked once. A street or a house number alone may find more."),
    "lost_fetching": _("The office cannot be reached. Your next line comes as soon as it can."),
    "lost_many": _(
        "The office cannot be reached. {n} findings are kept in this window and sent again; "
        "leave it open. You can go on."
    ),
    "lost_one": _(
        "The office cannot be reached. Your finding is kept in this window and sent again; "
        "leave it open. You can go on."
    ),
    "no_image": _("There is no picture of this line. What was keyed:"),
    "no_image_alone": _("There is no picture of this line."),
    "no_line": _("Review"),
    "no_signatures": _("No signature of this voter is on file."),
    "no_voter_chosen": _("Choose a voter to see their signatures."),
    "nobody_chosen": _("no voter chosen yet"),
    "nobody_found": _("Nobody found. Try fewer letters, the house number or the street."),
    "press_key": _("Press a key"),
    "press_new_key": _("Press the new key for: {what}. Escape changes nothing."),
    "proposed_many": _("{n} voters fit what was read. Type to look for others."),
    "proposed_one": _("1 voter fits what was read. Type to look for others."),
    "refused": _("The office did not take your last act. Look at the line again."),
    "registered": _("Registered on"),
    "reject_line": _("Reject line {line}"),
    "signature_of": _("Signature of {day}"),
    "signatures_many": _("{n} signatures, the latest first"),
    "signatures_one": _("1 signature"),
    "skip_act": _("Skip it"),
    "skip_title": _("Why do you skip line {line}?"),
    "status": _("Status"),
    "still_looking": _("Still looking. Press Enter again once the voters are there."),
    "takes_long_many": _("{n} people, each by themselves; you are one of them"),
    "takes_long_one": _("one person: you decide alone"),
    "takes_many": _("{n} people"),
    "takes_one": _("1 person"),
    "title": _("Line {line}"),
    "type_to_look_up": _("Type what you can read of the line."),
    "undo_later": _("What you decided is not with the office yet. Undo it once it is."),
    "undo_lost": _("The office cannot be reached. Look at the line before you undo again."),
    "undone": _("Undone. Line {line} is yours again."),
    "unknown_day": _("day not known"),
    "voter_id": _("Voter number"),
    "way_against": _("against"),
    "way_for": _("for"),
    "way_neither": _("says nothing"),
    "where_on_paper": _("sheet {sheet}, line {place} there"),
    "why_caption": _("Why this voter"),
}

FIELDS: Mapping[str, Promise] = {
    "printed_name": _("Printed name"),
    "signed_on": _("Signed on"),
    "last": _("Last name"),
    "last_name": _("Last name"),
    "first": _("First name"),
    "first_name": _("First name"),
    "middle": _("Middle name"),
    "middle_name": _("Middle name"),
    "suffix": _("Suffix"),
    "name_order": _("Order of the name"),
    "birth": _("Birth date"),
    "birth_year": _("Birth year"),
    "address": _("Address"),
    "earlier_address": _("Earlier address"),
    "house": _("House number"),
    "street": _("Street"),
    "unit": _("Unit"),
    "city": _("City"),
    "zip": _("Zip code"),
    "id": _("Voter number"),
    "kinship": _("Kinship"),
    "prior": _("Before comparing"),
}
"""Fields in words: what is read from a line, what is looked up, what the matcher compares."""

STATUSES: Mapping[str, Promise] = {
    "active": _("active"),
    "inactive": _("inactive"),
    "pending": _("pending"),
    "preregistered": _("preregistered"),
    "canceled": _("canceled"),
    "confidential": _("confidential"),
}
"""How a voter stands on the roll."""

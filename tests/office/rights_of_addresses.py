"""Who may ask which address of the office: decided here, one row for each, by hand."""

from dataclasses import dataclass

from rollcheck.office.people.roles import Role

VISITOR = "a visitor"
NOBODY = "somebody without a role"
ELSEWHERE = "every role of another petition"
REMOVED = "a removed person"

EVERY_ROLE = frozenset(Role)
PEOPLE = EVERY_ROLE | {NOBODY, ELSEWHERE}
ANYBODY = PEOPLE | {VISITOR, REMOVED}
ADMINISTRATOR = frozenset({Role.ADMINISTRATOR})
SUPERVISOR = frozenset({Role.SUPERVISOR})
RUNS = SUPERVISOR | {Role.CAMPAIGN}
RECEIVES = RUNS | {Role.INTAKE_CLERK}
LEADS = RUNS | {Role.ADJUDICATOR}
REVIEWS = LEADS | {Role.REVIEWER}
SEES = REVIEWS | RECEIVES | {Role.AUDITOR}
# A right of the office is held through a role for one petition, too.
OF_OFFICE = frozenset({ELSEWHERE})
NEVER: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Row:
    """Who gets an answer to a GET and to a POST; None: that is not how it is asked.

    ``of`` names the kind of object whose number stands in the address, where it belongs to a
    petition.
    """

    get: frozenset[str] | None
    post: frozenset[str] | None
    of: str = ""


OWN: dict[str, Row] = {
    "home": Row(PEOPLE, None),
    "healthz": Row(ANYBODY, None),
    "found": Row(NEVER, NEVER),
    "set_password": Row(NEVER, NEVER),
    "account": Row(PEOPLE, None),
    "rights": Row(PEOPLE, None),
    "people": Row(ADMINISTRATOR, ADMINISTRATOR),
    "person": Row(ADMINISTRATOR, None),
    "give_role": Row(None, ADMINISTRATOR),
    "clear_person": Row(None, ADMINISTRATOR),
    "remove_person": Row(None, ADMINISTRATOR),
    "bring_back": Row(None, ADMINISTRATOR),
    "make_link": Row(None, ADMINISTRATOR),
    "take_role": Row(None, ADMINISTRATOR),
    "acts": Row(ADMINISTRATOR | SUPERVISOR | OF_OFFICE, None),
    "record": Row(ADMINISTRATOR | SUPERVISOR | OF_OFFICE, None),
    "public_record": Row(EVERY_ROLE | OF_OFFICE, None),
    "sign_checkpoint": Row(None, ADMINISTRATOR | SUPERVISOR | OF_OFFICE),
    "rotate_signing_key": Row(None, ADMINISTRATOR),
    "name_witness": Row(None, ADMINISTRATOR),
    "witness_request": Row(ADMINISTRATOR | SUPERVISOR | OF_OFFICE, None),
    "take_cosignatures": Row(None, ADMINISTRATOR | SUPERVISOR | OF_OFFICE),
    "timestamp_request": Row(ADMINISTRATOR | SUPERVISOR | OF_OFFICE, None),
    "take_timestamp": Row(None, ADMINISTRATOR | SUPERVISOR | OF_OFFICE),
    "checkpoint": Row(PEOPLE, None),
    "record_key": Row(PEOPLE, None),
    "rolls": Row(RUNS | OF_OFFICE, RUNS | OF_OFFICE),
    "connections": Row(RUNS | OF_OFFICE, None),
    "take_references": Row(None, RUNS | OF_OFFICE),
    "update_roll": Row(None, RUNS | OF_OFFICE),
    "set_watch": Row(None, RUNS | OF_OFFICE),
    "end_watch": Row(None, RUNS | OF_OFFICE),
    "tasks": Row(REVIEWS | RECEIVES | ADMINISTRATOR, None),
    "task": Row(REVIEWS | RECEIVES | ADMINISTRATOR, None, "task"),
    "cancel_task": Row(None, RUNS, "task"),
    "open_petition": Row(RUNS | OF_OFFICE, RUNS | OF_OFFICE),
    "petition": Row(SEES, None),
    "attempts": Row(SEES, None),
    "change_petition": Row(None, RUNS),
    "retention": Row(ADMINISTRATOR | SUPERVISOR, None),
    "keep_petition": Row(None, ADMINISTRATOR | SUPERVISOR),
    "place_hold": Row(None, ADMINISTRATOR | SUPERVISOR),
    "lift_hold": Row(None, ADMINISTRATOR | SUPERVISOR),
    "agree_to_destroy": Row(None, ADMINISTRATOR | SUPERVISOR),
    "destroy_petition": Row(None, ADMINISTRATOR | SUPERVISOR),
    "circulators": Row(RECEIVES, RECEIVES),
    "receiving": Row(RECEIVES, RECEIVES),
    "receive_fix": Row(None, RUNS),
    "receive_reopen": Row(None, SUPERVISOR),
    "receive_boxes": Row(RECEIVES, None),
    "receive_box": Row(RECEIVES, None, "box"),
    "receive_seal": Row(None, RECEIVES, "box"),
    "receive_seal_again": Row(None, RECEIVES, "box"),
    "receive_move": Row(None, RECEIVES, "box"),
    "receive_sections": Row(RECEIVES, None),
    "receive_form": Row(None, RECEIVES),
    "receive_section": Row(RECEIVES, None, "section"),
    "receive_change": Row(None, RECEIVES, "section"),
    "receive_out": Row(None, RECEIVES, "section"),
    "receive_back": Row(None, RECEIVES, "section"),
    "receive_again": Row(None, SUPERVISOR, "section"),
    "receive_defect": Row(None, RECEIVES, "section"),
    "defect": Row(RECEIVES, None, "defect"),
    "apply_defect": Row(None, RUNS, "defect"),
    "take_back_defect": Row(None, RECEIVES, "defect"),
    "receive_sheet": Row(SEES, None, "section"),
    "receive_sheet_image": Row(None, RECEIVES, "section"),
    "receive_enter": Row(RECEIVES, RECEIVES),
    "receive_count": Row(RECEIVES, RECEIVES),
    "receive_images": Row(RECEIVES, RECEIVES),
    "receive_folder": Row(None, RECEIVES),
    "receive_attach": Row(None, RECEIVES, "page"),
    "receive_picture": Row(SEES, None, "page"),
    "receive_labels": Row(RECEIVES, None),
    "keying": Row(RECEIVES, None),
    "keying_choose": Row(None, RUNS),
    "keying_form": Row(None, RUNS),
    "keying_form_away": Row(None, RUNS),
    "keying_take_in": Row(None, RUNS),
    "keying_begin": Row(None, RECEIVES),
    "key_line": Row(RECEIVES, RECEIVES, "line"),
    "proposals": Row(RUNS, None),
    "match_lines": Row(None, RUNS),
    "duplicates": Row(LEADS, None),
    "find_duplicates": Row(None, RUNS),
    "duplicates_of_voter": Row(LEADS, LEADS, "line"),
    "duplicates_of_group": Row(LEADS, LEADS, "group"),
    "review": Row(REVIEWS, None),
    "review_queue": Row(REVIEWS, None),
    "review_mine": Row(REVIEWS, None),
    # A finding is taken back by whoever gave it; nobody else finds it there.
    "review_take_back": Row(None, NEVER, "finding"),
    "review_answer_page": Row(None, LEADS, "line"),
    "review_line": Row(RUNS, RUNS),
    "review_open": Row(None, RUNS),
    "review_next": Row(REVIEWS, None),
    "review_lookup": Row(None, REVIEWS),
    "review_determine": Row(None, REVIEWS),
    "review_undo": Row(None, REVIEWS),
    "review_skip": Row(None, REVIEWS),
    "review_lead": Row(None, REVIEWS),
    "practice": Row(REVIEWS, None),
    "practice_ask": Row(None, RUNS),
    "practice_begin": Row(None, REVIEWS),
    "practice_case": Row(REVIEWS, REVIEWS),
    "known_lines": Row(RUNS, None),
    "known_one": Row(None, RUNS),
    "known_some": Row(None, RUNS),
    "known_often": Row(None, RUNS),
    "decision_card": Row(REVIEWS, None),
    "watch": Row(RUNS, None),
    "reference_signature": Row(REVIEWS, None, "signature"),
    "handing_back": Row(RUNS, RUNS),
    "fetch_file": Row(None, RUNS, "file"),
    "certify": Row(SUPERVISOR, SUPERVISOR),
    "bundle": Row(SUPERVISOR, None, "bundle"),
}
"""The office's own addresses, by name."""

OF_SIGNING_IN: dict[str, frozenset[str]] = {
    "set_language": ANYBODY,
    "account/signup/": ANYBODY,
    "account/password/reset/": ANYBODY,
    "account/email/": ANYBODY,
    "account_login": ANYBODY,
    "account_logout": ANYBODY,
    "account_inactive": ANYBODY,
    "account_signup": ANYBODY,
    "account_reauthenticate": PEOPLE,
    "account_email": ANYBODY,
    "account_email_verification_sent": ANYBODY,
    "account_change_password": PEOPLE,
    "account_set_password": PEOPLE,
    "account_reset_password": ANYBODY,
    "account_confirm_login_code": ANYBODY,
    "account_confirm_email": ANYBODY,
    "account_reset_password_from_key": ANYBODY,
    "account_reset_password_from_key_done": ANYBODY,
    "account_reset_password_done": ANYBODY,
    "mfa_index": PEOPLE,
    "mfa_authenticate": ANYBODY,
    "mfa_reauthenticate": PEOPLE,
    "mfa_activate_totp": PEOPLE,
    "mfa_deactivate_totp": PEOPLE,
    "mfa_view_recovery_codes": PEOPLE,
    "mfa_generate_recovery_codes": PEOPLE,
    "mfa_download_recovery_codes": PEOPLE,
    "mfa_list_webauthn": PEOPLE,
    "mfa_add_webauthn": PEOPLE,
    "mfa_reauthenticate_webauthn": PEOPLE,
    "mfa_remove_webauthn": PEOPLE,
    "mfa_edit_webauthn": PEOPLE,
    "mfa_login_webauthn": ANYBODY,
    "socialaccount_login_cancelled": ANYBODY,
    "socialaccount_login_error": ANYBODY,
    "socialaccount_signup": ANYBODY,
    "socialaccount_connections": PEOPLE,
    "account/social/login/cancelled/": ANYBODY,
    "account/social/login/error/": ANYBODY,
    "account/social/signup/": ANYBODY,
    "account/social/connections/": ANYBODY,
    "openid_connect_login": ANYBODY,
    "openid_connect_callback": ANYBODY,
    "usersessions_list": PEOPLE,
}
"""The addresses of signing in and of one's own account, whose pages are no petition's."""

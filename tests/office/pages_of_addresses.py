"""Where each page of the office is looked at, and by whom: a row for each address that has one."""

from dataclasses import dataclass

AT = "/petitions/demo"
VISITOR = ""
SUE, RITA, CARL, ADA = "Sue Supervisor", "Rita Reviewer", "Carl Clerk", "Ada Administrator"
ELLEN = "Ellen Examiner"


@dataclass(frozen=True)
class Shown:
    """A page: who opens it, where; ``then`` is a link or button pressed there, by its name."""

    who: str
    path: str
    then: str = ""


PAGES: dict[str, Shown] = {
    "account_login": Shown(VISITOR, "/account/login/"),
    "account_inactive": Shown(VISITOR, "/account/inactive/"),
    "set_password": Shown(VISITOR, "/password/MQ/abc-def"),
    "mfa_login_webauthn": Shown(VISITOR, "/account/login/"),
    "people": Shown(ADA, "/people/"),
    "person": Shown(ADA, "/people/2"),
    "account": Shown(ADA, "/me"),
    "account_change_password": Shown(ADA, "/account/password/change/"),
    "account_reauthenticate": Shown(ADA, "/account/reauthenticate/"),
    "account_logout": Shown(ADA, "/account/logout/"),
    "mfa_index": Shown(ADA, "/account/2fa/"),
    "mfa_activate_totp": Shown(ADA, "/account/2fa/totp/activate/"),
    "mfa_list_webauthn": Shown(ADA, "/account/2fa/webauthn/"),
    "mfa_add_webauthn": Shown(ADA, "/account/2fa/webauthn/add/"),
    "mfa_generate_recovery_codes": Shown(ADA, "/account/2fa/recovery-codes/generate/"),
    "usersessions_list": Shown(ADA, "/account/sessions/"),
    "socialaccount_connections": Shown(ADA, "/account/3rdparty/"),
    "socialaccount_login_error": Shown(VISITOR, "/account/3rdparty/login/error/"),
    "socialaccount_login_cancelled": Shown(VISITOR, "/account/3rdparty/login/cancelled/"),
    "acts": Shown(ADA, "/log/"),
    "record": Shown(ADA, "/record/"),
    "public_record": Shown(ELLEN, "/public"),
    "rights": Shown(RITA, "/rights"),
    "home": Shown(RITA, "/"),
    "review_queue": Shown(RITA, f"{AT}/review/queue"),
    "review_mine": Shown(RITA, f"{AT}/review/mine"),
    "review": Shown(RITA, f"{AT}/review/"),
    "practice": Shown(RITA, f"{AT}/practice/"),
    "practice_case": Shown(RITA, f"{AT}/practice/", "Begin|Go on"),
    "decision_card": Shown(RITA, f"{AT}/practice/card"),
    "receiving": Shown(CARL, f"{AT}/receiving/"),
    "receive_box": Shown(CARL, f"{AT}/receiving/boxes/1"),
    "receive_sections": Shown(CARL, f"{AT}/receiving/sections"),
    "receive_section": Shown(CARL, f"{AT}/receiving/sections/1"),
    "receive_sheet": Shown(CARL, f"{AT}/receiving/sections/1/sheets/1"),
    "receive_enter": Shown(CARL, f"{AT}/receiving/enter"),
    "receive_count": Shown(CARL, f"{AT}/receiving/count"),
    "receive_images": Shown(CARL, f"{AT}/receiving/scans"),
    "receive_labels": Shown(CARL, f"{AT}/receiving/labels"),
    "circulators": Shown(CARL, f"{AT}/circulators"),
    "keying": Shown(CARL, f"{AT}/keying/"),
    "key_line": Shown(CARL, f"{AT}/keying/", "Key the next sheet|Go on"),
    "open_petition": Shown(SUE, "/petitions/new"),
    "petition": Shown(SUE, AT),
    "attempts": Shown(SUE, f"{AT}/attempts"),
    "proposals": Shown(SUE, f"{AT}/proposals/"),
    "duplicates": Shown(SUE, f"{AT}/duplicates/"),
    "review_line": Shown(SUE, f"{AT}/review/line?line=3:4"),
    "defect": Shown(SUE, f"{AT}/defects/1"),
    "known_lines": Shown(SUE, f"{AT}/practice/known"),
    "retention": Shown(SUE, f"{AT}/retention/"),
    "watch": Shown(SUE, f"{AT}/watch"),
    "handing_back": Shown(SUE, f"{AT}/back/"),
    "certify": Shown(SUE, f"{AT}/certify/"),
    "rolls": Shown(SUE, "/rolls/"),
    "connections": Shown(SUE, "/connections/"),
    "tasks": Shown(SUE, "/tasks/"),
    "task": Shown(SUE, "/tasks/demo-import-roll"),
    "duplicates_of_voter": Shown(SUE, f"{AT}/duplicates/", r"^Lines \d"),
}

NO_PAGE = frozenset(
    {
        "healthz", "checkpoint", "record_key", "witness_request", "timestamp_request",
        "receive_boxes", "receive_picture", "reference_signature", "review_next",
        "bundle",
        "mfa_download_recovery_codes",
        # Shown by the template of another: of one's voter, or of the office's key.
        "duplicates_of_group", "found",
        # They lead on to another page of this table.
        "set_language", "account/signup/", "account/password/reset/", "account/email/",
        "account_signup", "account_email", "account_email_verification_sent",
        "account_set_password", "account_reset_password", "account_confirm_login_code",
        "account_confirm_email", "account_reset_password_from_key",
        "account_reset_password_from_key_done", "account_reset_password_done",
        "mfa_authenticate", "mfa_reauthenticate", "mfa_deactivate_totp",
        "mfa_view_recovery_codes", "mfa_reauthenticate_webauthn", "mfa_remove_webauthn",
        "mfa_edit_webauthn", "socialaccount_signup", "account/social/login/cancelled/",
        "account/social/login/error/", "account/social/signup/", "account/social/connections/",
        "openid_connect_login", "openid_connect_callback",
    }
)  # fmt: skip
"""Addresses that answer a GET otherwise: with a file, a picture, JSON, or another address."""

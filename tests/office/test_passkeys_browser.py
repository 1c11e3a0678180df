"""Passkeys in Chromium, with an authenticator that the browser plays."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from launching import launched
from office.chromium import PASSWORD, opened, served, sets_up, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.slow]
AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def test_somebody_signs_in_with_a_passkey(tmp_path: Path) -> None:
    with (
        served(tmp_path / "office") as office,
        launched() as browser,
        opened(browser, office) as page,
    ):
        page.goto("/setup")
        sets_up(page, office)
        sign_in(page, "ada", PASSWORD)
        devtools = page.context.new_cdp_session(page)
        devtools.send("WebAuthn.enable")
        devtools.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
        page.goto("/account/reauthenticate/?next=/account/2fa/webauthn/add/")
        page.get_by_label("Password").fill(PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_url("**/webauthn/add/")
        page.locator("label", has_text="Passwordless").click()
        page.get_by_role("button", name="Add").click()
        # Kept once another page is there: the one before lies under /account/2fa/ as well.
        page.wait_for_url(re.compile(r"/account/2fa/(?!webauthn/add/)"))
        expect(page.get_by_text("Ada Administrator").first).to_be_visible()
        page.context.clear_cookies()
        page.goto("/account/login/")
        page.get_by_role("button", name="Sign in with a passkey").click()
        page.wait_for_url(f"{office.address}/")
        expect(page.get_by_role("heading", level=1)).to_be_visible()

"""Passkeys in a real browser with an authenticator that it plays itself (CDP, WebAuthn domain): made, signed in with, renamed, removed."""

import contextlib


from chromium import NEEDS_CHROMIUM, chromium
from selenium.webdriver.common.by import By
from server import PASSWORD
from test_a_day_by_keyboard import look_at, path_of

pytestmark = NEEDS_CHROMIUM


class Authenticator:
    """A telephone that unlocks for its owner whenever it is asked."""

    def __init__(self, tab):
        self.tab = tab
        tab.driver.execute_cdp_cmd("WebAuthn.enable", {"enableUI": False})
        self.id = tab.driver.execute_cdp_cmd("WebAuthn.addVirtualAuthenticator", {"options": {
            "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
            "automaticPresenceSimulation": True, "isUserVerified": True}})["authenticatorId"]

    def passkeys(self):
        return self.tab.driver.execute_cdp_cmd("WebAuthn.getCredentials", {"authenticatorId": self.id})["credentials"]

    def has_instead(self, passkey):
        which = {"authenticatorId": self.id, "credentialId": passkey["credentialId"]}
        self.tab.driver.execute_cdp_cmd("WebAuthn.removeCredential", which)
        self.tab.driver.execute_cdp_cmd("WebAuthn.addCredential", {"authenticatorId": self.id, "credential": passkey})

    def unlocks(self, does):
        self.tab.driver.execute_cdp_cmd("WebAuthn.setUserVerified", {"authenticatorId": self.id, "isUserVerified": does})


def sign_in(tab, server, person):
    tab.open(f"{server.url}/auth/sign_in?return_to=/home").type("#login", person.name).type("#password", PASSWORD)
    tab.click(tab.find("main form button[type=submit]"))
    come_to(tab, "home")


def come_to(tab, path):
    def is_there():
        with contextlib.suppress(Exception):
            return path_of(tab) == path
        return False

    tab.wait(is_there, f"{tab.url} is not {path}")


def passkey_button(tab):
    return tab.find("[data-passkey] button[type=submit]")


def add(tab, server, name):
    tab.open(server.url + "/settings/passkeys/new").type("#current_password", PASSWORD)
    look_at(tab, scripts=True)
    tab.click(tab.find("main form button[type=submit]"))
    come_to(tab, "settings/passkeys/create")
    look_at(tab, scripts=True)
    tab.type("#name", name).click(passkey_button(tab))


def test_a_passkey_from_its_making_to_its_end(server):
    person = server.person("alice")
    with chromium(width=390) as tab:
        phone = Authenticator(tab)
        sign_in(tab, server, person)
        tab.open(server.url + "/settings")
        tab.click(tab.find('a[href="/settings/passkeys"]'))
        come_to(tab, "settings/passkeys")
        add(tab, server, "My phone")
        come_to(tab, "settings/passkeys")
        assert tab.find(".login strong").text == "My phone" and "not used yet" in tab.text
        assert len(phone.passkeys()) == 1
        look_at(tab, scripts=True)

        # One that a device has is not made again.
        add(tab, server, "Again")
        tab.wait_for("This device has a passkey for your account already.")

        # Whoever has an app waiting signs in by the passkey alone, and goes on to it.
        tab.driver.delete_all_cookies()
        tab.open(server.url + "/auth/sign_in?return_to=/settings/passkeys")
        look_at(tab, scripts=True)
        phone.unlocks(False)
        tab.click(passkey_button(tab)).wait_for("Your device gave no passkey.")
        phone.unlocks(True)
        tab.click(passkey_button(tab))
        come_to(tab, "settings/passkeys")
        assert "last used" in tab.text

        # Its counter goes up, and does not come back: a copy that is behind is refused.
        [mine] = phone.passkeys()
        assert mine["signCount"] >= 1 and mine["isResidentCredential"]
        tab.driver.delete_all_cookies()
        phone.has_instead(mine | {"signCount": 0})
        tab.open(server.url + "/auth/sign_in").click(passkey_button(tab)).wait_for("This passkey was not accepted.")
        phone.has_instead(mine)
        tab.click(passkey_button(tab))
        come_to(tab, "home")

        tab.open(server.url + "/settings/passkeys")
        tab.click(tab.find(".login summary")).type(".login input[name=name]", "Red phone")
        tab.click(tab.find("button[value=rename]")).wait_for("Red phone")
        tab.click(tab.find(".login summary")).click(tab.find("button[value=remove]"))
        tab.wait(lambda: not tab.driver.find_elements(By.CSS_SELECTOR, ".login"), "it is still there")

        # The device has it still, and it lets nobody in any more.
        tab.driver.delete_all_cookies()
        tab.open(server.url + "/auth/sign_in").click(passkey_button(tab)).wait_for("not known here, or was removed")


def test_without_a_script_there_is_the_password_alone(server):
    person = server.person("bob")
    with chromium(width=390, scripts=False) as tab:
        tab.open(server.url + "/auth/sign_in")
        assert not passkey_button(tab).is_displayed()
        sign_in(tab, server, person)
        tab.open(server.url + "/settings/passkeys/new").type("#current_password", PASSWORD)
        tab.click(tab.find("main form button[type=submit]")).wait_for("This page needs JavaScript")
        assert not passkey_button(tab).is_displayed()

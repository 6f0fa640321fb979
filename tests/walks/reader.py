"""A person without a browser: follows addresses, fills in the forms it is given, and sends them."""

from urllib.parse import urljoin

import requests
from bs4 import BeautifulSoup

from tests.walks.signing_in import SECOND_FACTOR, TOLD


class Reader:
    """One person's session. `page` is the parsed page it is on."""

    def __init__(self, site):
        self.site = site
        self.session = requests.Session()

    def go(self, path):
        """Open an address of the site and return its page."""
        return self._take(self.session.get(urljoin(self.site.url, path), timeout=60))

    def sign_in(self, username, password):
        self.go("/accounts/sign-in/")
        self.send({"username": username, "password": password})
        if self.address.endswith(SECOND_FACTOR):
            self.send({"code": TOLD.search(self.text())[1]})
        return self.page

    def send(self, values=None, *, files=None, action="", button=None):
        """Fill in a form of the page and send it, as a browser would.

        values: by field name. action: how the form's address ends, where there are several.
        button: name and value of the button pressed.
        """
        form = self._form(action, {**(values or {}), **(files or {})})
        data = self._filled(form) | (values or {}) | dict([button] if button else [])
        address = urljoin(self.address, form.get("action") or "")
        answer = self.session.post(
            address, data=data, files=files, headers={"Referer": self.address}, timeout=60
        )
        return self._take(answer)

    def link(self, part):
        """The first address on the page that holds some text."""
        found = next((a["href"] for a in self.page.select("a[href]") if part in a["href"]), None)
        assert found, f"no link with {part} on {self.address}"
        return found

    def row(self, text):
        """The address of the first link in the table row that holds some text."""
        row = next(row for row in self.page.select("tr") if text in row.get_text())
        return row.select_one("a[href]")["href"]

    def text(self):
        return " ".join(self.page.get_text(" ").split())

    def _take(self, answer):
        assert answer.status_code < 400, f"{answer.status_code} at {answer.url}"
        self.address, self.answer = answer.url, answer
        self.page = BeautifulSoup(answer.text, "html.parser")
        return self.page

    def _form(self, action, values):
        forms = self.page.select("form[method=post], form[method=POST]")
        for form in forms:
            names = {field.get("name") for field in form.select("[name]")}
            if action and (form.get("action") or "").endswith(action):
                return form
            if not action and set(values) <= names and "sign-out" not in (form.get("action") or ""):
                return form
        raise AssertionError(f"no such form on {self.address}")

    @staticmethod
    def _filled(form):
        data = {}
        for field in form.select("input[name], textarea[name], select[name]"):
            kind = field.get("type")
            if kind in {"file", "submit"} or (
                kind in {"checkbox", "radio"} and not field.has_attr("checked")
            ):
                continue
            if field.name == "select":
                chosen = field.select_one("option[selected]") or field.select_one("option")
                data[field["name"]] = chosen.get("value", "") if chosen else ""
            else:
                data[field["name"]] = field.get("value", "") or field.get_text()
        return data

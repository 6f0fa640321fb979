"""The forms of a page, as a browser would read them, and the queries of its links."""

import re
from typing import NamedTuple
from urllib.parse import parse_qsl, urljoin, urlsplit

from bs4 import BeautifulSoup

NOT_SENT = {"submit", "button", "reset", "image"}
TOKEN = "csrfmiddlewaretoken"


class Field(NamedTuple):
    """A field with the value a browser would send untouched. kind: an input's type, or its tag."""

    name: str
    kind: str
    value: str


class Form(NamedTuple):
    """path: where it is sent, with the query of a POST. multipart: whether files may be in it."""

    method: str
    path: str
    fields: tuple[Field, ...]
    multipart: bool = False

    @property
    def shape(self) -> tuple:
        """What tells a form from another on the same address; rows of a list look alike."""
        names = frozenset(re.sub(r"\d+", "0", field.name) for field in self.fields)
        return self.method, re.sub(r"\d+", "0", urlsplit(self.path).path), names


def forms_of(html: str, page: str) -> list[Form]:
    """Return the forms of a page, and each query that a link on it asks as a form by GET.

    page: the page's own path, from which addresses are read.
    """
    soup = BeautifulSoup(html, "html.parser")
    forms = [_form(found, page) for found in soup.find_all("form")]
    # Wagtail draws some of its dialogs from templates.
    for template in soup.find_all("template"):
        forms += forms_of(template.decode_contents(), page)
    forms += [_query(link["href"], page) for link in soup.find_all("a", href=re.compile(r"\?"))]
    return [form for form in forms if form is not None]


def _form(form: object, page: str) -> Form | None:
    target = _here(form.get("action") or page, page)
    if target is None:
        return None
    fields = tuple(
        _field(field)
        for field in form.find_all(["input", "select", "textarea", "button"])
        if field.get("name") not in (None, "", TOKEN)
    )
    method = form.get("method", "get").upper()
    return Form(method, target, fields, "multipart" in form.get("enctype", ""))


def _field(field: object) -> Field:
    kind = field.get("type", "text") if field.name == "input" else field.name
    value = field.get("value", "")
    if field.name == "select":
        chosen = field.find("option", selected=True) or field.find("option")
        value = chosen.get("value", "") if chosen else ""
    elif field.name == "textarea":
        value = field.get_text()
    return Field(field["name"], kind, value)


def _query(link: str, page: str) -> Form | None:
    target = _here(link, page)
    if target is None:
        return None
    path, _mark, query = target.partition("?")
    pairs = parse_qsl(query, keep_blank_values=True)
    return Form("GET", path, tuple(Field(name, "text", value) for name, value in pairs))


def _here(address: str, page: str) -> str | None:
    """Return an address of this site as a path with its query; None for any other."""
    parts = urlsplit(urljoin(page, address))
    if parts.netloc not in ("", "testserver", "plaque.example") or parts.scheme not in (
        "",
        "https",
        "http",
    ):
        return None
    return f"{parts.path}?{parts.query}" if parts.query else parts.path

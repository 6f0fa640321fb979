"""Requests made out of an honest form, each wrong in its own way."""

import json
from typing import NamedTuple
from urllib.parse import quote, quote_from_bytes, urlsplit

from django.urls import Resolver404, resolve
from hypothesis import strategies as st

from tests.hostile_runs import inputs
from tests.hostile_runs.forms import Form

BOUNDARY = "hostile"
FORM = "application/x-www-form-urlencoded"
MULTIPART = f"multipart/form-data; boundary={BOUNDARY}"
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=6,
)

Pair = tuple[str, bytes]


class Attack(NamedTuple):
    """A request. path: percent-encoded, with its query. kind: in which way it is wrong."""

    kind: str
    method: str
    path: str
    body: bytes = b""
    content_type: str = FORM
    headers: tuple[tuple[str, str], ...] = ()


@st.composite
def attacks(draw: st.DrawFn, form: Form) -> Attack:
    """Return one attack on a form, or on an address that has none (a form without fields)."""
    kinds = ["query", "header", "method"]
    if form.fields:
        kinds += ["one", "one", "one", "all", "drop", "twice", "array", "unknown"]
    if form.method == "POST":
        kinds += ["type", "multipart", "file"]
    if _parts_of(form.path):
        kinds += ["path", "path"]
    kind = draw(st.sampled_from(kinds))
    return KINDS[kind](draw, form)._replace(kind=kind)


def _pairs(form: Form) -> list[Pair]:
    return [
        (f.name, f.value.encode("utf-8", "surrogatepass")) for f in form.fields if f.kind != "file"
    ]


def _send(form: Form, pairs: list[Pair], **more: object) -> Attack:
    if form.method != "POST":
        path = form.path.partition("?")[0]
        return Attack("", "GET", f"{path}?{_encoded(pairs)}", **more)
    if form.multipart:
        return Attack("", "POST", form.path, _multipart(pairs), MULTIPART, **more)
    return Attack("", "POST", form.path, _encoded(pairs).encode(), FORM, **more)


def _encoded(pairs: list[Pair]) -> str:
    return "&".join(f"{quote(name)}={quote_from_bytes(value)}" for name, value in pairs)


def _multipart(pairs: list[Pair], file: tuple[str, str, bytes] | None = None) -> bytes:
    parts = [(f'form-data; name="{name}"', value) for name, value in pairs]
    if file:
        name, called, content = file
        parts.append((f'form-data; name="{name}"; filename="{called}"', content))
    lines = [
        f"--{BOUNDARY}\r\nContent-Disposition: {head}\r\n\r\n".encode() + value + b"\r\n"
        for head, value in parts
    ]
    return b"".join(lines) + f"--{BOUNDARY}--\r\n".encode()


def _one(draw: st.DrawFn, form: Form) -> Attack:
    place = draw(st.integers(0, len(form.fields) - 1))
    name, value = form.fields[place].name, draw(inputs.texts)
    return _send(form, [(n, value if n == name else v) for n, v in _with(form, name)])


def _with(form: Form, name: str) -> list[Pair]:
    """The form's pairs with this field among them, a file's too."""
    pairs = _pairs(form)
    return pairs if name in dict(pairs) else [*pairs, (name, b"")]


def _all(draw: st.DrawFn, form: Form) -> Attack:
    return _send(form, [(field.name, draw(inputs.texts)) for field in form.fields])


def _drop(draw: st.DrawFn, form: Form) -> Attack:
    dropped = draw(st.sets(st.sampled_from([field.name for field in form.fields]), min_size=1))
    return _send(form, [pair for pair in _pairs(form) if pair[0] not in dropped])


def _twice(draw: st.DrawFn, form: Form) -> Attack:
    more = draw(st.lists(st.tuples(_names(form), inputs.texts), min_size=1, max_size=4))
    return _send(form, _pairs(form) + more)


def _array(draw: st.DrawFn, form: Form) -> Attack:
    ending = draw(st.sampled_from(["[]", "[0]", ".x", "-0", "__in", "-TOTAL_FORMS", "\x00"]))
    return _send(form, [(f"{name}{ending}", draw(inputs.texts)) for name, _value in _pairs(form)])


def _unknown(draw: st.DrawFn, form: Form) -> Attack:
    names = st.one_of(st.sampled_from(inputs.NAMES), st.text(max_size=20).filter(_encodes))
    more = draw(st.lists(st.tuples(names, inputs.texts), min_size=1, max_size=3))
    return _send(form, _pairs(form) + more)


def _encodes(text: str) -> bool:
    return text.isprintable()


def _names(form: Form) -> st.SearchStrategy[str]:
    return st.sampled_from([field.name for field in form.fields])


def _query(draw: st.DrawFn, form: Form) -> Attack:
    own = [field.name for field in form.fields]
    names = st.sampled_from([*inputs.NAMES, *own])
    more = draw(st.lists(st.tuples(names, inputs.texts), min_size=1, max_size=3))
    honest = _send(form, _pairs(form))
    joined = "&" if "?" in honest.path else "?"
    return honest._replace(path=f"{honest.path}{joined}{_encoded(more)}")


def _header(draw: st.DrawFn, form: Form) -> Attack:
    headers = draw(st.sampled_from(inputs.HEADERS))
    return _send(form, _pairs(form), headers=tuple(headers.items()))


def _method(draw: st.DrawFn, form: Form) -> Attack:
    method = draw(
        st.sampled_from(["PUT", "PATCH", "DELETE", "OPTIONS", "HEAD", "TRACE", "FETCH", "POST"])
    )
    return _send(form, _pairs(form))._replace(method=method)


def _type(draw: st.DrawFn, form: Form) -> Attack:
    body = draw(
        st.one_of(
            JSON.map(lambda value: json.dumps(value).encode()),
            st.fixed_dictionaries({field.name: JSON for field in form.fields[:4]}).map(
                lambda value: json.dumps(value).encode()
            ),
            st.binary(max_size=200),
            st.just(_multipart(_pairs(form))),
        )
    )
    return Attack("", "POST", form.path, body, draw(st.sampled_from(inputs.TYPES)))


def _broken_multipart(draw: st.DrawFn, form: Form) -> Attack:
    whole = _multipart(_pairs(form), ("file", "a.png", b"\x89PNG"))
    breaks = [
        lambda: whole[: draw(st.integers(0, len(whole) - 1))],
        lambda: whole.replace(b"\r\n", b"\n"),
        lambda: whole.replace(b"Content-Disposition", b"Content-Transfer-Encoding: base64\r\nX"),
        lambda: whole.replace(b"form-data", b"form-data; filename*=utf-8''%ff%00"),
        lambda: whole.replace(b"\r\n\r\n", b"\r\nX: " + b"y" * 9000 + b"\r\n\r\n", 1),
        lambda: whole * 3,
        lambda: b"--hostile\r\n\r\n--hostile--",
    ]
    return Attack("", "POST", form.path, draw(st.sampled_from(breaks))(), MULTIPART)


def _file(draw: st.DrawFn, form: Form) -> Attack:
    names = [field.name for field in form.fields if field.kind == "file"]
    names = names or [field.name for field in form.fields] or ["file"]
    name = draw(st.sampled_from(names))
    called, content = draw(st.sampled_from(inputs.FILE_NAMES)), draw(st.sampled_from(inputs.FILES))
    pairs = [pair for pair in _pairs(form) if pair[0] != name]
    return Attack("", "POST", form.path, _multipart(pairs, (name, called, content)), MULTIPART)


def _path(draw: st.DrawFn, form: Form) -> Attack:
    part = draw(st.sampled_from(_parts_of(form.path)))
    value = quote_from_bytes(draw(inputs.texts), safe=draw(st.sampled_from(["", "/"])))
    path = form.path.partition("?")[0]
    sent = _send(form, _pairs(form))
    changed = path.replace(f"/{part}", f"/{value}", 1)
    return sent._replace(path=sent.path.replace(path, changed, 1)) if changed != path else sent


def _parts_of(path: str) -> list[str]:
    """The parts of a path that its route takes as values, percent-encoded as they stand in it."""
    bare = urlsplit(path).path
    try:
        match = resolve(bare)
    except Resolver404:
        return []
    values = [*match.args, *match.kwargs.values()]
    return sorted(
        {quote(str(v)) for v in values if v is not None and f"/{quote(str(v))}" in bare} - {""}
    )


KINDS = {
    "one": _one,
    "all": _all,
    "drop": _drop,
    "twice": _twice,
    "array": _array,
    "unknown": _unknown,
    "query": _query,
    "header": _header,
    "method": _method,
    "type": _type,
    "multipart": _broken_multipart,
    "file": _file,
    "path": _path,
}

"""What is sent: texts, whole bodies and headers that no honest browser makes."""

from hypothesis import strategies as st

from tests.hostile import HOSTILE

MARKUP = "<script>alert(1)</script>"

MORE = [
    "",
    " ",
    "\t\r\n",
    "first line\r\nSet-Cookie: a=b",
    "a\u2028b\u0085c",
    "\u200b\u200f\u202e\u2066",
    "\ufeff",
    "٣",
    "３",
    "-1",
    "0",
    "1e400",
    "Infinity",
    "0x10",
    "1_000",
    str(2**31),
    str(2**63),
    "-" + "9" * 30,
    "0000-00-00",
    "9999-12-31",
    "10000-01-01",
    "2026-02-30",
    "2026-11-22T25:61:61",
    "%s%s%n %(x)s {0} {x}",
    "%00",
    "%",
    "../../../../etc/passwd",
    "//evil.example/x",
    "https://evil.example/",
    "javascript:alert(1)",
    "data:text/html,x",
    "[",
    "{}",
    '{"a":' * 200,
    "[" * 3000,
    "null",
    "true",
    '[["paragraph", "x"]]',
    '{"blocks": 5, "entityMap": []}',
    '"; DROP TABLE plaques_plaque; --',
    "' OR 1=1 --",
    '*"AND NEAR(',
    "\\",
    "𝕊😀",
    "=HYPERLINK(1)",
    "id",
    "-id",
    "status__in",
    "password",
    "-created_at,password",
]
TEXTS = [*HOSTILE.values(), *MORE]

NAMES = [
    *("p", "page", "q", "o", "order", "ordering", "sort", "next", "lang", "filter", "id", "tag"),
    *(
        "fields",
        "limit",
        "offset",
        "locale",
        "child_of",
        "for_explorer",
        "collection_id",
        "_export",
    ),
    *("export", "format", "kind", "reason", "series", "url", "maxwidth", "state", "alliance"),
    *(
        "action_type",
        "page_type",
        "user_perms",
        "allow_external_link",
        "results_only",
        "_w_filters",
    ),
]

HEADERS = [
    {"accept-language": "zh" * 3000},
    {"accept": "application/json;q=nan"},
    {"cookie": "sessionid=\x00;lang=../../x;django_language=%ff;csrftoken=" + "A" * 5000},
    {"x-forwarded-for": "999.1.1.1, <script>, ::::" + ",1" * 500},
    {"x-real-ip": "'"},
    {"referer": "https://evil.example/\ufffd"},
    {"if-modified-since": "yesterday"},
    {"if-none-match": "*"},
    {"range": "bytes=99999999999999999999-1"},
    {"x-requested-with": "XMLHttpRequest"},
    {"user-agent": "\x1b[2J" + "x" * 5000},
    {"host": "testserver:99999"},
    {"content-length": "-1"},
    {"accept-encoding": "gzip;q=x"},
]

TYPES = [
    "application/json",
    "text/plain",
    "application/x-www-form-urlencoded; charset=no-such-charset",
    "multipart/form-data",
    "multipart/form-data; boundary=",
    "multipart/form-data; boundary=" + "b" * 300,
    "multipart/form-data; boundary=other",
    "multipart/mixed; boundary=x",
    "",
    "application/xml",
]

FILES = [
    b"",
    b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
    b"\x89PNG\r\n\x1a\n" + b"\0" * 64,
    b"\xff\xd8\xff\xe0" + b"\xff" * 512,
    b"PK\x03\x04" + b"\0" * 200,
    b"%PDF-1.4\n%%EOF",
    b"GIF89a\xff\xff\xff\xff",
    "名称,代码\n\x00,\ufeff".encode(),
    b"\xfe\xff" * 300,
    b"=1+1," * 5000,
]
FILE_NAMES = ["a.png", "../../a.jpg", "a\x00.png", "长" * 300 + ".xlsx", ".", "x.svg", "", "a.csv"]

texts = st.one_of(
    st.sampled_from(TEXTS),
    st.sampled_from(TEXTS),
    st.text(max_size=60),
    st.integers().map(str),
    st.dates().map(str),
    st.binary(max_size=40),
).map(lambda value: value if isinstance(value, bytes) else value.encode("utf-8", "surrogatepass"))

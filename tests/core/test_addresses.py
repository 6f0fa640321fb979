import pytest

from association.core.addresses import client_address


@pytest.mark.parametrize(
    ("sent", "taken"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:9:9:9:9", "2001:db8:1:2::/64"),
        ("", ""),
        ("no address", "no address"),
    ],
)
def test_a_connection_is_known_by_its_address(sent, taken):
    assert client_address({"REMOTE_ADDR": sent}) == taken


FORWARDED = "198.51.100.9, 203.0.113.5, 192.0.2.77"


@pytest.mark.parametrize(
    ("proxies", "forwarded", "taken"),
    [
        (None, FORWARDED, "192.0.2.1"),
        (0, FORWARDED, "192.0.2.1"),
        # Each of our proxies adds whom it heard from; what stands further left anybody may write.
        (1, FORWARDED, "192.0.2.77"),
        (2, FORWARDED, "203.0.113.5"),
        (1, "203.0.113.5", "203.0.113.5"),
        (1, "2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        # Fewer than our proxies would have written: it did not come through them.
        (4, FORWARDED, "192.0.2.1"),
        (1, "", "192.0.2.1"),
        (1, "203.0.113.5, ", "192.0.2.1"),
    ],
)
def test_a_header_is_believed_as_far_as_our_own_proxies_wrote_it(
    settings, proxies, forwarded, taken
):
    settings.PROXIES = proxies
    environ = {"REMOTE_ADDR": "192.0.2.1", "HTTP_X_FORWARDED_FOR": forwarded}
    assert client_address(environ) == taken


def test_other_headers_are_not_asked(settings):
    settings.PROXIES = 1
    environ = {"REMOTE_ADDR": "192.0.2.1", "HTTP_X_REAL_IP": "203.0.113.5"}
    assert client_address(environ) == "192.0.2.1"

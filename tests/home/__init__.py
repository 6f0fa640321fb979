import pytest

pytest.register_assert_rewrite("tests.home.demo_rounds")

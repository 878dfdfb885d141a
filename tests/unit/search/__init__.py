"""Unit tests of the search engine. No database, no application."""

import pytest

pytest.register_assert_rewrite(f"{__name__}.contract", f"{__name__}.contract_changes")

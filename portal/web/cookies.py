"""The signed cookie of a browser."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from typing import Any

from flask import Flask
from flask.sessions import SecureCookieSessionInterface, session_json_serializer
from itsdangerous import URLSafeTimedSerializer


class SignedCookie(SecureCookieSessionInterface):
    """Flask's own session cookie, signed with SHA-256 by a serializer that is made once and not for each request."""

    digest_method = staticmethod(hashlib.sha256)

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:
        """As Flask's: the oldest of the keys still accepted first, the one that signs last."""
        if not app.secret_key:
            return None
        return self._serializer((*(app.config["SECRET_KEY_FALLBACKS"] or ()), app.secret_key))

    @lru_cache(maxsize=4)  # noqa: B019 - one interface lives as long as its application
    def _serializer(self, keys: tuple[Any, ...]) -> URLSafeTimedSerializer:
        return URLSafeTimedSerializer(
            list(keys),
            salt=self.salt,
            serializer=session_json_serializer,
            signer_kwargs={"key_derivation": self.key_derivation, "digest_method": self.digest_method},
        )

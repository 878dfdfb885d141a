"""The life of a recognition, as one table."""

from __future__ import annotations

from portal import policies
from portal.core.i18n import lazy_gettext as _l
from portal.core.workflow import Workflow, move
from portal.recognition.models import RecognitionState as S

RECOGNITION = Workflow(
    "recognition",
    S,
    (
        move("attest", [S.DRAFTED], S.ATTESTED, policies.recognition_attest, _l("Attest")),
        move("record", [S.ATTESTED], S.SEEN, policies.recognition_record, _l("Record the recognition")),
        move("publish", [S.ATTESTED, S.SEEN], S.PUBLISHED, policies.recognition_publish, _l("Show it on my profile")),
    ),
)

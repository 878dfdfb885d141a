"""The life of a recognition, as one table. Only someone without a line manager publishes what nobody recorded."""

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
        move("remind_owner", [S.DRAFTED], S.DRAFTED, policies.recognition_publish, _l("Remind the owner")),
        move("record", [S.ATTESTED], S.SEEN, policies.recognition_record, _l("Record the recognition")),
        move(
            "remind_manager",
            [S.ATTESTED],
            S.ATTESTED,
            policies.recognition_await_manager,
            _l("Remind the manager"),
        ),
        move("publish", [S.SEEN], S.PUBLISHED, policies.recognition_publish, _l("Show it on my profile")),
        move(
            "publish_alone",
            [S.ATTESTED],
            S.PUBLISHED,
            policies.recognition_publish_alone,
            _l("Show it on my profile"),
        ),
        move("show", [S.PUBLISHED], S.PUBLISHED, policies.recognition_publish, _l("Change who sees it")),
    ),
)

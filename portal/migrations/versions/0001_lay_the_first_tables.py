"""Lay the first tables

Revision: 0001, after
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

# The database itself refuses to change or delete an event.
APPEND_ONLY = {
    "sqlite": (
        "CREATE TRIGGER event_no_update BEFORE UPDATE ON event "
        "BEGIN SELECT RAISE(ABORT, 'event is append-only'); END",
        "CREATE TRIGGER event_no_delete BEFORE DELETE ON event "
        "BEGIN SELECT RAISE(ABORT, 'event is append-only'); END",
    ),
    "postgresql": (
        "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$",
        "CREATE TRIGGER event_append_only BEFORE UPDATE OR DELETE ON event "
        "FOR EACH ROW EXECUTE FUNCTION refuse_change()",
    ),
}


def upgrade() -> None:
    op.create_table(
        "account",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("email_key", sa.String(length=254), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=True),
        sa.Column("password_changed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("locale", sa.String(length=2), nullable=False),
        sa.Column("is_enabled", sa.Boolean(), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("email_key", name=op.f("uq_account_email_key")),
        sqlite_strict=True,
    )
    op.create_table(
        "firm",
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("name_key", sa.String(length=120), nullable=False),
        sa.Column("siren", sa.String(length=9), nullable=True),
        sa.Column(
            "tier",
            sa.Enum("strategic", "panel", "ad_hoc", name="tier", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_firm")),
        sa.UniqueConstraint("name_key", name=op.f("uq_firm_name_key")),
        sa.UniqueConstraint("public_id", name=op.f("uq_firm_public_id")),
        sa.UniqueConstraint("siren", name=op.f("uq_firm_siren")),
        sqlite_strict=True,
    )
    op.create_table(
        "occupation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=160), nullable=False),
        sa.Column("source", sa.String(length=16), nullable=False),
        sa.Column("label_fr", sa.String(length=300), nullable=False),
        sa.Column("label_en", sa.String(length=300), nullable=False),
        sa.Column("names_fr", sa.Text(), nullable=False),
        sa.Column("names_en", sa.Text(), nullable=False),
        sa.Column("imported_digest", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_occupation")),
        sa.UniqueConstraint("key", name=op.f("uq_occupation_key")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("occupation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_occupation_source"), ["source"], unique=False)

    op.create_table(
        "outbox_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("leased_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("parked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox_item")),
        sa.UniqueConstraint("key", name=op.f("uq_outbox_item_key")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("outbox_item", schema=None) as batch_op:
        batch_op.create_index(
            "ix_outbox_item_due",
            ["kind", "next_at"],
            unique=False,
            sqlite_where=sa.text("done_at IS NULL"),
            postgresql_where=sa.text("done_at IS NULL"),
        )

    op.create_table(
        "skill_family",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("name_fr", sa.String(length=200), nullable=False),
        sa.Column("name_en", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_skill_family")),
        sa.UniqueConstraint("key", name=op.f("uq_skill_family_key")),
        sqlite_strict=True,
        sqlite_autoincrement=True,
    )
    op.create_table(
        "throttle",
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("expires_at", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_throttle")),
        sqlite_strict=True,
    )
    op.create_table(
        "unit",
        sa.Column("code", sa.String(length=32), nullable=False),
        sa.Column("name_fr", sa.String(length=120), nullable=False),
        sa.Column("name_en", sa.String(length=120), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.ForeignKeyConstraint(["parent_id"], ["unit.id"], name=op.f("fk_unit_parent_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit")),
        sa.UniqueConstraint("code", name=op.f("uq_unit_code")),
        sa.UniqueConstraint("public_id", name=op.f("uq_unit_public_id")),
        sqlite_strict=True,
    )
    op.create_table(
        "account_role",
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "hr",
                "procurement",
                "pilot_sponsor",
                "administrator",
                name="role",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_account_role_account_id")),
        sa.PrimaryKeyConstraint("account_id", "role", name=op.f("pk_account_role")),
        sqlite_strict=True,
    )
    op.create_table(
        "person",
        sa.Column("identifier", sa.String(length=32), nullable=False),
        sa.Column("given_name", sa.String(length=80), nullable=False),
        sa.Column("family_name", sa.String(length=80), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "employee",
                "freelance",
                "consultant",
                "temp",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("job_title", sa.String(length=120), nullable=False),
        sa.Column("place", sa.String(length=80), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("manager_id", sa.Integer(), nullable=True),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("left_on", sa.Date(), nullable=True),
        sa.Column("photo_key", sa.String(length=22), nullable=True),
        sa.Column("directory_text", sa.Text(), nullable=False),
        sa.Column("directory_job", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("manager_id <> id", name=op.f("ck_person_not_own_manager")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_person_account_id")),
        sa.ForeignKeyConstraint(["manager_id"], ["person.id"], name=op.f("fk_person_manager_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_person_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("account_id", name=op.f("uq_person_account_id")),
        sa.UniqueConstraint("identifier", name=op.f("uq_person_identifier")),
        sa.UniqueConstraint("public_id", name=op.f("uq_person_public_id")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.create_index(
            "ix_person_directory",
            ["family_name", "given_name", "id", "directory_text", "directory_job"],
            unique=False,
            sqlite_where=sa.text("left_on IS NULL"),
            postgresql_where=sa.text("left_on IS NULL"),
        )
        batch_op.create_index(
            "ix_person_directory_counts",
            ["unit_id", "kind", "directory_text", "directory_job"],
            unique=False,
            sqlite_where=sa.text("left_on IS NULL"),
            postgresql_where=sa.text("left_on IS NULL"),
        )
        batch_op.create_index(
            "ix_person_left",
            ["left_on"],
            unique=False,
            sqlite_where=sa.text("left_on IS NOT NULL"),
            postgresql_where=sa.text("left_on IS NOT NULL"),
        )
        batch_op.create_index(batch_op.f("ix_person_manager_id"), ["manager_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_person_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "sign_in_session",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("browser", sa.String(length=200), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_sign_in_session_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_session")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_sign_in_session_token_hash")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("sign_in_session", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sign_in_session_account_id"), ["account_id"], unique=False)

    op.create_table(
        "single_use_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column(
            "purpose",
            sa.Enum("invitation", "reset", name="purpose", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_single_use_link_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_single_use_link")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_single_use_link_token_hash")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("single_use_link", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_single_use_link_account_id"), ["account_id"], unique=False)

    op.create_table(
        "skill",
        sa.Column("key", sa.String(length=160), nullable=False),
        sa.Column("source", sa.String(length=16), nullable=False),
        sa.Column("label_fr", sa.String(length=300), nullable=False),
        sa.Column("label_en", sa.String(length=300), nullable=False),
        sa.Column("description_fr", sa.Text(), nullable=False),
        sa.Column("description_en", sa.Text(), nullable=False),
        sa.Column("family_id", sa.Integer(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                *("proposed", "active", "retired", "merged", "refused"),
                name="state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("imported_digest", sa.String(length=64), nullable=True),
        sa.Column("successor_id", sa.Integer(), nullable=True),
        sa.Column("priority_fr", sa.String(length=300), nullable=False),
        sa.Column("priority_en", sa.String(length=300), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("state <> 'merged' OR successor_id IS NOT NULL", name=op.f("ck_skill_merged")),
        sa.ForeignKeyConstraint(["family_id"], ["skill_family.id"], name=op.f("fk_skill_family_id")),
        sa.ForeignKeyConstraint(["successor_id"], ["skill.id"], name=op.f("fk_skill_successor_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_skill")),
        sa.UniqueConstraint("key", name=op.f("uq_skill_key")),
        sa.UniqueConstraint("public_id", name=op.f("uq_skill_public_id")),
        sqlite_strict=True,
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("skill", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_skill_family_id"), ["family_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_skill_source"), ["source"], unique=False)
        batch_op.create_index(batch_op.f("ix_skill_successor_id"), ["successor_id"], unique=False)

    op.create_table(
        "ceiling",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("percent", sa.Integer(), nullable=False),
        sa.CheckConstraint("percent BETWEEN 0 AND 100", name=op.f("ck_ceiling_percent")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_ceiling_person_id")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_ceiling")),
        sqlite_strict=True,
    )
    op.create_table(
        "experience",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("title_fr", sa.String(length=160), nullable=False),
        sa.Column("title_en", sa.String(length=160), nullable=False),
        sa.Column("organization", sa.String(length=160), nullable=False),
        sa.Column("started_on", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("summary_fr", sa.Text(), nullable=False),
        sa.Column("summary_en", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("ended_on IS NULL OR ended_on >= started_on", name=op.f("ck_experience_dates")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_experience_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_experience")),
        sa.UniqueConstraint("public_id", name=op.f("uq_experience_public_id")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("experience", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_experience_person_id"), ["person_id"], unique=False)

    op.create_table(
        "external_terms",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("firm_id", sa.Integer(), nullable=True),
        sa.Column("daily_rate_cents", sa.Integer(), nullable=True),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.CheckConstraint("daily_rate_cents > 0", name=op.f("ck_external_terms_daily_rate")),
        sa.ForeignKeyConstraint(["firm_id"], ["firm.id"], name=op.f("fk_external_terms_firm_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_external_terms_person_id")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_external_terms")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("external_terms", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_external_terms_firm_id"), ["firm_id"], unique=False)

    op.create_table(
        "held_skill",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("skill_id", sa.Integer(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("counted_level", sa.Integer(), nullable=False),
        sa.Column(
            "appetite",
            sa.Enum("use", "grow", "avoid", name="appetite", native_enum=False, create_constraint=True, length=32),
            nullable=True,
        ),
        sa.Column("confirmed_on", sa.Date(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("counted_level BETWEEN 1 AND 4", name=op.f("ck_held_skill_counted_level")),
        sa.CheckConstraint("level BETWEEN 1 AND 4", name=op.f("ck_held_skill_level")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_held_skill_person_id")),
        sa.ForeignKeyConstraint(["skill_id"], ["skill.id"], name=op.f("fk_held_skill_skill_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_held_skill")),
        sa.UniqueConstraint("person_id", "skill_id", name=op.f("uq_held_skill_person_id_skill_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_held_skill_public_id")),
        sqlite_strict=True,
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("held_skill", schema=None) as batch_op:
        batch_op.create_index("ix_held_skill_skill_level", ["skill_id", "counted_level", "person_id"], unique=False)

    op.create_table(
        "person_week",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("week", sa.Date(), nullable=False),
        sa.Column("used", sa.Integer(), nullable=False),
        sa.CheckConstraint("used BETWEEN 0 AND 100", name=op.f("ck_person_week_used")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_person_week_person_id")),
        sa.PrimaryKeyConstraint("person_id", "week", name=op.f("pk_person_week")),
        sqlite_strict=True,
    )
    op.create_table(
        "pilot",
        sa.Column("name_fr", sa.String(length=120), nullable=False),
        sa.Column("name_en", sa.String(length=120), nullable=False),
        sa.Column("purpose_fr", sa.Text(), nullable=False),
        sa.Column("purpose_en", sa.Text(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("sponsor_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "approved",
                "running",
                "evaluating",
                "extended",
                "generalised",
                "stopped",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_pilot_dates")),
        sa.ForeignKeyConstraint(["sponsor_id"], ["person.id"], name=op.f("fk_pilot_sponsor_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pilot")),
        sa.UniqueConstraint("public_id", name=op.f("uq_pilot_public_id")),
        sqlite_strict=True,
    )
    op.create_table(
        "pause",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_pause_days")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_pause_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pause")),
        sa.UniqueConstraint("public_id", name=op.f("uq_pause_public_id")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("pause", schema=None) as batch_op:
        batch_op.create_index("ix_pause_person", ["person_id", "ends_on", "starts_on"], unique=False)

    op.create_table(
        "photo",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("jpeg", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_photo_person_id")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_photo")),
        sqlite_strict=True,
    )
    op.create_table(
        "profile",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("headline_fr", sa.String(length=120), nullable=False),
        sa.Column("headline_en", sa.String(length=120), nullable=False),
        sa.Column("summary_fr", sa.Text(), nullable=False),
        sa.Column("summary_en", sa.Text(), nullable=False),
        sa.Column("availability_share", sa.Integer(), nullable=True),
        sa.Column("available_from", sa.Date(), nullable=True),
        sa.Column("available_until", sa.Date(), nullable=True),
        sa.Column("notice_weeks", sa.Integer(), nullable=True),
        sa.Column("availability_said_on", sa.Date(), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "summary_circle",
            sa.Enum(
                "self",
                "responsible",
                "owners",
                "inside",
                name="summary_circle",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "skills_circle",
            sa.Enum(
                "self",
                "responsible",
                "owners",
                "inside",
                name="skills_circle",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "experience_circle",
            sa.Enum(
                "self",
                "responsible",
                "owners",
                "inside",
                name="experience_circle",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "languages_circle",
            sa.Enum(
                "self",
                "responsible",
                "owners",
                "inside",
                name="languages_circle",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "availability_circle",
            sa.Enum(
                "self",
                "responsible",
                "owners",
                "inside",
                name="availability_circle",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "photo_circle",
            sa.Enum(
                "self",
                "responsible",
                "owners",
                "inside",
                name="photo_circle",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("availability_share BETWEEN 0 AND 100", name=op.f("ck_profile_share")),
        sa.CheckConstraint(
            "available_until IS NULL OR available_until >= available_from", name=op.f("ck_profile_availability")
        ),
        sa.CheckConstraint("notice_weeks BETWEEN 0 AND 52", name=op.f("ck_profile_notice")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_profile_person_id")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_profile")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("profile", schema=None) as batch_op:
        batch_op.create_index(
            "ix_profile_skills_narrowed",
            ["person_id"],
            unique=False,
            sqlite_where=sa.text("skills_circle <> 'inside'"),
            postgresql_where=sa.text("skills_circle <> 'inside'"),
        )
        batch_op.create_index(
            "ix_profile_experience_narrowed",
            ["person_id"],
            unique=False,
            sqlite_where=sa.text("experience_circle <> 'inside'"),
            postgresql_where=sa.text("experience_circle <> 'inside'"),
        )
        batch_op.create_index(
            "ix_profile_availability_narrowed",
            ["person_id"],
            unique=False,
            sqlite_where=sa.text("availability_circle <> 'inside'"),
            postgresql_where=sa.text("availability_circle <> 'inside'"),
        )

    op.create_table(
        "skill_label",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("skill_id", sa.Integer(), nullable=False),
        sa.Column("lang", sa.String(length=2), nullable=False),
        sa.Column("text", sa.String(length=300), nullable=False),
        sa.Column("folded", sa.String(length=300), nullable=False),
        sa.Column("is_preferred", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["skill_id"], ["skill.id"], name=op.f("fk_skill_label_skill_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_skill_label")),
        sa.UniqueConstraint("skill_id", "lang", "folded", name=op.f("uq_skill_label_skill_id_lang_folded")),
        sqlite_strict=True,
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("skill_label", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_skill_label_folded"), ["folded"], unique=False)
        batch_op.create_index(batch_op.f("ix_skill_label_skill_id"), ["skill_id"], unique=False)

    op.create_table(
        "library_operation",
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column(
            "kind",
            sa.Enum(
                *("add", "accept", "refuse", "edit", "merge", "split", "retire", "reinstate", "priority"),
                *("add_family", "rename_family", "assign", "file", "vocabulary", "undo"),
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("skill_id", sa.Integer(), nullable=True),
        sa.Column("other_id", sa.Integer(), nullable=True),
        sa.Column("undoes_id", sa.Integer(), nullable=True),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["person.id"], name=op.f("fk_library_operation_actor_id")),
        sa.ForeignKeyConstraint(["other_id"], ["skill.id"], name=op.f("fk_library_operation_other_id")),
        sa.ForeignKeyConstraint(["skill_id"], ["skill.id"], name=op.f("fk_library_operation_skill_id")),
        sa.ForeignKeyConstraint(["undoes_id"], ["library_operation.id"], name=op.f("fk_library_operation_undoes_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_library_operation")),
        sa.UniqueConstraint("public_id", name=op.f("uq_library_operation_public_id")),
        sa.UniqueConstraint("undoes_id", name=op.f("uq_library_operation_undoes_id")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("library_operation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_library_operation_at"), ["at"], unique=False)
        batch_op.create_index(batch_op.f("ix_library_operation_skill_id"), ["skill_id"], unique=False)

    op.create_table(
        "library_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("operation_id", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(length=64), nullable=False),
        sa.Column("row_id", sa.Integer(), nullable=False),
        sa.Column("before", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("after", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("with_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["operation_id"], ["library_operation.id"], name=op.f("fk_library_change_operation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_library_change")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("library_change", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_library_change_operation_id"), ["operation_id"], unique=False)
        batch_op.create_index("ix_library_change_row", ["subject", "row_id"], unique=False)

    op.create_table(
        "skill_proposal",
        sa.Column("skill_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(length=80), nullable=False),
        sa.Column("lang", sa.String(length=2), nullable=False),
        sa.Column(
            "answer",
            sa.Enum(
                *("accepted", "edited", "merged", "refused"),
                name="answer",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("(answer IS NULL) = (answered_at IS NULL)", name=op.f("ck_skill_proposal_answered")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_skill_proposal_person_id")),
        sa.ForeignKeyConstraint(["skill_id"], ["skill.id"], name=op.f("fk_skill_proposal_skill_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_skill_proposal")),
        sa.UniqueConstraint("public_id", name=op.f("uq_skill_proposal_public_id")),
        sa.UniqueConstraint("skill_id", "person_id", name=op.f("uq_skill_proposal_skill_id_person_id")),
        sqlite_strict=True,
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("skill_proposal", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_skill_proposal_person_id"), ["person_id"], unique=False)

    op.create_table(
        "skill_pair",
        sa.Column("first_id", sa.Integer(), nullable=False),
        sa.Column("second_id", sa.Integer(), nullable=False),
        sa.Column("likeness", sa.Float(), nullable=False),
        sa.Column("parted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("parted_by_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.CheckConstraint("first_id < second_id", name=op.f("ck_skill_pair_order")),
        sa.ForeignKeyConstraint(["first_id"], ["skill.id"], name=op.f("fk_skill_pair_first_id")),
        sa.ForeignKeyConstraint(["parted_by_id"], ["person.id"], name=op.f("fk_skill_pair_parted_by_id")),
        sa.ForeignKeyConstraint(["second_id"], ["skill.id"], name=op.f("fk_skill_pair_second_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_skill_pair")),
        sa.UniqueConstraint("first_id", "second_id", name=op.f("uq_skill_pair_first_id_second_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_skill_pair_public_id")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("skill_pair", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_skill_pair_second_id"), ["second_id"], unique=False)

    op.create_table(
        "occupation_skill",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("occupation_id", sa.Integer(), nullable=False),
        sa.Column("skill_id", sa.Integer(), nullable=False),
        sa.Column("is_essential", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["occupation_id"], ["occupation.id"], name=op.f("fk_occupation_skill_occupation_id")
        ),
        sa.ForeignKeyConstraint(["skill_id"], ["skill.id"], name=op.f("fk_occupation_skill_skill_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_occupation_skill")),
        sa.UniqueConstraint(
            "occupation_id", "skill_id", name=op.f("uq_occupation_skill_occupation_id_skill_id")
        ),
        sqlite_strict=True,
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("occupation_skill", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_occupation_skill_skill_id"), ["skill_id"], unique=False)

    op.create_table(
        "set_aside_skill",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("skill_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_set_aside_skill_person_id")),
        sa.ForeignKeyConstraint(["skill_id"], ["skill.id"], name=op.f("fk_set_aside_skill_skill_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_set_aside_skill")),
        sa.UniqueConstraint("person_id", "skill_id", name=op.f("uq_set_aside_skill_person_id_skill_id")),
        sqlite_strict=True,
        sqlite_autoincrement=True,
    )
    op.create_table(
        "profile_import",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=16), nullable=False),
        sa.Column("resume", sa.JSON(), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_profile_import_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_profile_import")),
        sa.UniqueConstraint("public_id", name=op.f("uq_profile_import_public_id")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("profile_import", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_profile_import_person_id"), ["person_id"], unique=False)

    op.create_table(
        "spoken_language",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=2), nullable=False),
        sa.Column(
            "level",
            sa.Enum(
                "A1",
                "A2",
                "B1",
                "B2",
                "C1",
                "C2",
                "native",
                name="level",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_spoken_language_person_id")),
        sa.PrimaryKeyConstraint("person_id", "code", name=op.f("pk_spoken_language")),
        sqlite_strict=True,
    )
    op.create_table(
        "skill_reminder",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("stopped_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_skill_reminder_person_id")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_skill_reminder")),
        sqlite_strict=True,
    )
    op.create_table(
        "submission",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=22), nullable=False),
        sa.Column("result", sa.String(length=22), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["person.id"], name=op.f("fk_submission_actor_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_submission")),
        sa.UniqueConstraint("actor_id", "key", name=op.f("uq_submission_actor_id_key")),
        sqlite_strict=True,
    )
    op.create_table(
        "mission",
        sa.Column("title_fr", sa.String(length=160), nullable=False),
        sa.Column("title_en", sa.String(length=160), nullable=False),
        sa.Column("summary_fr", sa.String(length=400), nullable=False),
        sa.Column("summary_en", sa.String(length=400), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("co_owner_id", sa.Integer(), nullable=True),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("pilot_id", sa.Integer(), nullable=True),
        sa.Column("place", sa.String(length=80), nullable=False),
        sa.Column(
            "remote",
            sa.Enum("no", "partly", "fully", name="remote", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column(
            "language",
            sa.Enum("fr", "en", "both", name="language", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column(
            "audience",
            sa.Enum(
                "employees", "externals", "both", name="audience", native_enum=False, create_constraint=True, length=32
            ),
            nullable=False,
        ),
        sa.Column(
            "stage",
            sa.Enum("internal", "panel", "open", name="stage", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("internal_until", sa.Date(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "submitted",
                "changes_requested",
                "published",
                "staffed",
                "in_progress",
                "paused",
                "completed",
                "closed",
                "cancelled",
                "unfilled",
                "expired",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("accepts_applications", sa.Boolean(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closes_on", sa.Date(), nullable=True),
        sa.Column(
            "paused_from",
            sa.Enum(
                "draft",
                "submitted",
                "changes_requested",
                "published",
                "staffed",
                "in_progress",
                "paused",
                "completed",
                "closed",
                "cancelled",
                "unfilled",
                "expired",
                name="paused_from",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("paused_until", sa.Date(), nullable=True),
        sa.Column("ownerless_on", sa.Date(), nullable=True),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "audience <> 'employees' OR stage = 'internal'", name=op.f("ck_mission_stage_of_audience")
        ),
        sa.CheckConstraint("state <> 'paused' OR paused_from IS NOT NULL", name=op.f("ck_mission_paused")),
        sa.CheckConstraint(
            "published_at IS NOT NULL OR state IN ('draft', 'submitted', 'changes_requested', 'cancelled')",
            name=op.f("ck_mission_published"),
        ),
        sa.CheckConstraint("co_owner_id <> owner_id", name=op.f("ck_mission_co_owner")),
        sa.ForeignKeyConstraint(["co_owner_id"], ["person.id"], name=op.f("fk_mission_co_owner_id")),
        sa.ForeignKeyConstraint(["owner_id"], ["person.id"], name=op.f("fk_mission_owner_id")),
        sa.ForeignKeyConstraint(["pilot_id"], ["pilot.id"], name=op.f("fk_mission_pilot_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_mission_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mission")),
        sa.UniqueConstraint("public_id", name=op.f("uq_mission_public_id")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("mission", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_mission_co_owner_id"), ["co_owner_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_mission_owner_id"), ["owner_id"], unique=False)
        batch_op.create_index(
            "ix_mission_ownerless",
            ["ownerless_on"],
            unique=False,
            sqlite_where=sa.text("ownerless_on IS NOT NULL"),
            postgresql_where=sa.text("ownerless_on IS NOT NULL"),
        )
        batch_op.create_index("ix_mission_pilot_state", ["pilot_id", "state", "published_at"], unique=False)
        batch_op.create_index("ix_mission_state_published", ["state", "published_at", "pilot_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_mission_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "edition",
        sa.Column("name", sa.String(length=32), nullable=False),
        sa.Column("mark", sa.String(length=22), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_edition")),
        sqlite_strict=True,
    )

    op.create_table(
        "pilot_rules",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("pilot_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("max_percent", sa.Integer(), nullable=False),
        sa.Column("max_weeks", sa.Integer(), nullable=False),
        sa.Column("counts_in_review", sa.Boolean(), nullable=False),
        sa.Column("charter_fr", sa.Text(), nullable=False),
        sa.Column("charter_en", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("max_percent BETWEEN 1 AND 100", name=op.f("ck_pilot_rules_percent")),
        sa.CheckConstraint("max_weeks BETWEEN 1 AND 104", name=op.f("ck_pilot_rules_weeks")),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_pilot_rules_by_id")),
        sa.ForeignKeyConstraint(["pilot_id"], ["pilot.id"], name=op.f("fk_pilot_rules_pilot_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pilot_rules")),
        sa.UniqueConstraint("pilot_id", "number", name=op.f("uq_pilot_rules_pilot_id_number")),
        sqlite_strict=True,
    )
    op.create_table(
        "pilot_unit",
        sa.Column("pilot_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["pilot_id"], ["pilot.id"], name=op.f("fk_pilot_unit_pilot_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_pilot_unit_unit_id")),
        sa.PrimaryKeyConstraint("pilot_id", "unit_id", name=op.f("pk_pilot_unit")),
        sqlite_strict=True,
    )
    op.create_table(
        "brief",
        sa.Column("mission_id", sa.Integer(), nullable=False),
        sa.Column("context_fr", sa.Text(), nullable=False),
        sa.Column("context_en", sa.Text(), nullable=False),
        sa.Column("objective_fr", sa.Text(), nullable=False),
        sa.Column("objective_en", sa.Text(), nullable=False),
        sa.Column("deliverables_fr", sa.Text(), nullable=False),
        sa.Column("deliverables_en", sa.Text(), nullable=False),
        sa.Column("success_sign_fr", sa.Text(), nullable=False),
        sa.Column("success_sign_en", sa.Text(), nullable=False),
        sa.Column("tools_fr", sa.Text(), nullable=False),
        sa.Column("tools_en", sa.Text(), nullable=False),
        sa.Column("contact_fr", sa.Text(), nullable=False),
        sa.Column("contact_en", sa.Text(), nullable=False),
        sa.Column("what_next_fr", sa.Text(), nullable=False),
        sa.Column("what_next_en", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["mission_id"], ["mission.id"], name=op.f("fk_brief_mission_id")),
        sa.PrimaryKeyConstraint("mission_id", name=op.f("pk_brief")),
        sqlite_strict=True,
    )
    op.create_table(
        "event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("subject_type", sa.String(length=32), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("action", sa.String(length=48), nullable=False),
        sa.Column("from_state", sa.String(length=32), nullable=True),
        sa.Column("to_state", sa.String(length=32), nullable=True),
        sa.Column("reason_code", sa.String(length=48), nullable=True),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("rules_id", sa.Integer(), nullable=True),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["person.id"], name=op.f("fk_event_actor_id")),
        sa.ForeignKeyConstraint(["rules_id"], ["pilot_rules.id"], name=op.f("fk_event_rules_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("event", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_event_actor_id"), ["actor_id"], unique=False)
        batch_op.create_index("ix_event_subject", ["subject_type", "subject_id", "id"], unique=False)

    op.create_table(
        "seat",
        sa.Column("mission_id", sa.Integer(), nullable=False),
        sa.Column("title_fr", sa.String(length=160), nullable=False),
        sa.Column("title_en", sa.String(length=160), nullable=False),
        sa.Column("places", sa.Integer(), nullable=False),
        sa.Column("taken", sa.Integer(), nullable=False),
        sa.Column("percent", sa.Integer(), nullable=False),
        sa.Column("first_week", sa.Date(), nullable=False),
        sa.Column("last_week", sa.Date(), nullable=False),
        sa.Column(
            "audience",
            sa.Enum(
                "employees", "externals", "both", name="audience", native_enum=False, create_constraint=True, length=32
            ),
            nullable=False,
        ),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.CheckConstraint("last_week >= first_week", name=op.f("ck_seat_weeks")),
        sa.CheckConstraint("percent BETWEEN 5 AND 100", name=op.f("ck_seat_percent")),
        sa.CheckConstraint("places BETWEEN 1 AND 99", name=op.f("ck_seat_places")),
        sa.CheckConstraint("taken BETWEEN 0 AND places", name=op.f("ck_seat_taken")),
        sa.ForeignKeyConstraint(["mission_id"], ["mission.id"], name=op.f("fk_seat_mission_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seat")),
        sa.UniqueConstraint("public_id", name=op.f("uq_seat_public_id")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("seat", schema=None) as batch_op:
        batch_op.create_index("ix_seat_mission", ["mission_id"], unique=False)
        batch_op.create_index("ix_seat_percent", ["percent"], unique=False)

    op.create_table(
        "skill_evidence",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("skill_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "declared", "endorsed", "attested", name="kind", native_enum=False, create_constraint=True, length=32
            ),
            nullable=False,
        ),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("mission_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("context", sa.String(length=200), nullable=False),
        sa.Column("lang", sa.String(length=2), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("hidden_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("level BETWEEN 1 AND 4", name=op.f("ck_skill_evidence_level")),
        sa.CheckConstraint(
            "kind = 'endorsed' OR (withdrawn_at IS NULL AND hidden_at IS NULL AND context = '')",
            name=op.f("ck_skill_evidence_endorsed"),
        ),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_skill_evidence_by_id")),
        sa.ForeignKeyConstraint(["mission_id"], ["mission.id"], name=op.f("fk_skill_evidence_mission_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_skill_evidence_person_id")),
        sa.ForeignKeyConstraint(["skill_id"], ["skill.id"], name=op.f("fk_skill_evidence_skill_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_skill_evidence")),
        sa.UniqueConstraint("public_id", name=op.f("uq_skill_evidence_public_id")),
        sqlite_strict=True,
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("skill_evidence", schema=None) as batch_op:
        batch_op.create_index("ix_skill_evidence_person_skill", ["person_id", "skill_id"], unique=False)

    op.create_table(
        "application",
        sa.Column("mission_id", sa.Integer(), nullable=False),
        sa.Column("seat_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "invited",
                "submitted",
                "in_review",
                "shortlisted",
                "on_hold",
                "offered",
                "accepted",
                "pending_clearance",
                "confirmed",
                "completed",
                "pooled",
                "not_selected",
                "withdrawn",
                "declined",
                "lapsed",
                "released",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("answer_due_on", sa.Date(), nullable=True),
        sa.Column("hold_until", sa.Date(), nullable=True),
        sa.Column("agreed_percent", sa.Integer(), nullable=True),
        sa.Column("agreed_first_week", sa.Date(), nullable=True),
        sa.Column("agreed_last_week", sa.Date(), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(agreed_percent IS NULL AND agreed_first_week IS NULL AND agreed_last_week IS NULL) OR "
            "(agreed_percent BETWEEN 5 AND 100 AND agreed_first_week IS NOT NULL AND agreed_last_week IS NOT NULL "
            "AND agreed_last_week >= agreed_first_week)",
            name=op.f("ck_application_agreed_terms"),
        ),
        sa.CheckConstraint(
            "agreed_percent IS NOT NULL OR "
            "state NOT IN ('accepted', 'completed', 'confirmed', 'pending_clearance')",
            name=op.f("ck_application_agreed"),
        ),
        sa.ForeignKeyConstraint(["mission_id"], ["mission.id"], name=op.f("fk_application_mission_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_application_person_id")),
        sa.ForeignKeyConstraint(["seat_id"], ["seat.id"], name=op.f("fk_application_seat_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_application")),
        sa.UniqueConstraint("public_id", name=op.f("uq_application_public_id")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("application", schema=None) as batch_op:
        batch_op.create_index("ix_application_mission_state", ["mission_id", "state"], unique=False)
        batch_op.create_index("ix_application_person_state", ["person_id", "state"], unique=False)
        batch_op.create_index("ix_application_seat", ["seat_id"], unique=False)
        batch_op.create_index(
            "uq_application_live",
            ["mission_id", "person_id"],
            unique=True,
            sqlite_where=sa.text(
                "state NOT IN ('completed', 'declined', 'lapsed', 'not_selected', 'pooled', 'released', 'withdrawn')"
            ),
            postgresql_where=sa.text(
                "state NOT IN ('completed', 'declined', 'lapsed', 'not_selected', 'pooled', 'released', 'withdrawn')"
            ),
        )

    op.create_table(
        "seat_skill",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("seat_id", sa.Integer(), nullable=False),
        sa.Column("skill_id", sa.Integer(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column(
            "necessity",
            sa.Enum("required", "preferred", name="necessity", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.CheckConstraint("level BETWEEN 1 AND 4", name=op.f("ck_seat_skill_level")),
        sa.ForeignKeyConstraint(["seat_id"], ["seat.id"], name=op.f("fk_seat_skill_seat_id")),
        sa.ForeignKeyConstraint(["skill_id"], ["skill.id"], name=op.f("fk_seat_skill_skill_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seat_skill")),
        sa.UniqueConstraint("seat_id", "skill_id", name=op.f("uq_seat_skill_seat_id_skill_id")),
        sqlite_strict=True,
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("seat_skill", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_seat_skill_skill_id"), ["skill_id"], unique=False)

    op.create_table(
        "authorization",
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("mission_id", sa.Integer(), nullable=False),
        sa.Column("decider_id", sa.Integer(), nullable=True),
        sa.Column("decider_for_id", sa.Integer(), nullable=True),
        sa.Column("percent", sa.Integer(), nullable=False),
        sa.Column("first_week", sa.Date(), nullable=False),
        sa.Column("last_week", sa.Date(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "requested",
                "countered",
                "escalated",
                "approved",
                "active",
                "suspended",
                "refused",
                "revoked",
                "lapsed",
                "ended",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("answer_due_on", sa.Date(), nullable=False),
        sa.Column("rules_id", sa.Integer(), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("override_reason", sa.Text(), nullable=False),
        sa.Column("possible_from", sa.Date(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "decided_by_id IS NOT NULL"
            " OR state NOT IN ('approved', 'active', 'suspended', 'ended', 'refused', 'countered')",
            name=op.f("ck_authorization_decided"),
        ),
        sa.CheckConstraint(
            "decided_by_id IS NULL OR state NOT IN ('requested', 'escalated')",
            name=op.f("ck_authorization_undecided"),
        ),
        sa.CheckConstraint("decided_by_id <> person_id", name=op.f("ck_authorization_not_oneself")),
        sa.CheckConstraint("last_week >= first_week", name=op.f("ck_authorization_weeks")),
        sa.CheckConstraint("percent BETWEEN 5 AND 100", name=op.f("ck_authorization_percent")),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name=op.f("fk_authorization_application_id")),
        sa.ForeignKeyConstraint(["decided_by_id"], ["person.id"], name=op.f("fk_authorization_decided_by_id")),
        sa.ForeignKeyConstraint(["decider_for_id"], ["person.id"], name=op.f("fk_authorization_decider_for_id")),
        sa.ForeignKeyConstraint(["decider_id"], ["person.id"], name=op.f("fk_authorization_decider_id")),
        sa.ForeignKeyConstraint(["mission_id"], ["mission.id"], name=op.f("fk_authorization_mission_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_authorization_person_id")),
        sa.ForeignKeyConstraint(["rules_id"], ["pilot_rules.id"], name=op.f("fk_authorization_rules_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_authorization")),
        sa.UniqueConstraint("application_id", name=op.f("uq_authorization_application_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_authorization_public_id")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("authorization", schema=None) as batch_op:
        batch_op.create_index("ix_authorization_decided", ["decided_by_id", "decided_at"], unique=False)
        batch_op.create_index("ix_authorization_decider_state", ["decider_id", "state"], unique=False)
        batch_op.create_index(
            "ix_authorization_decider_for",
            ["decider_for_id", "decided_at"],
            unique=False,
            sqlite_where=sa.text("decider_for_id IS NOT NULL"),
            postgresql_where=sa.text("decider_for_id IS NOT NULL"),
        )
        batch_op.create_index("ix_authorization_mission", ["mission_id"], unique=False)
        batch_op.create_index("ix_authorization_person_state", ["person_id", "state"], unique=False)

    op.create_table(
        "engagement",
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("mission_id", sa.Integer(), nullable=False),
        sa.Column("firm_id", sa.Integer(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "drafted",
                "approved",
                "rejected",
                "cancelled",
                "ended",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("daily_rate_cents", sa.Integer(), nullable=True),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("answer_due_on", sa.Date(), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state <> 'approved' OR daily_rate_cents IS NOT NULL", name=op.f("ck_engagement_approved_rate")
        ),
        sa.CheckConstraint("daily_rate_cents > 0", name=op.f("ck_engagement_daily_rate")),
        sa.CheckConstraint("decided_by_id <> person_id", name=op.f("ck_engagement_not_oneself")),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_engagement_dates")),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name=op.f("fk_engagement_application_id")),
        sa.ForeignKeyConstraint(["decided_by_id"], ["person.id"], name=op.f("fk_engagement_decided_by_id")),
        sa.ForeignKeyConstraint(["firm_id"], ["firm.id"], name=op.f("fk_engagement_firm_id")),
        sa.ForeignKeyConstraint(["mission_id"], ["mission.id"], name=op.f("fk_engagement_mission_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_engagement_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_engagement")),
        sa.UniqueConstraint("application_id", name=op.f("uq_engagement_application_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_engagement_public_id")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("engagement", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_engagement_mission_id"), ["mission_id"], unique=False)
        batch_op.create_index("ix_engagement_person", ["person_id"], unique=False)
        batch_op.create_index("ix_engagement_state", ["state"], unique=False)

    op.create_table(
        "offer",
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("percent", sa.Integer(), nullable=False),
        sa.Column("first_week", sa.Date(), nullable=False),
        sa.Column("last_week", sa.Date(), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("answer_due_on", sa.Date(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("instead_of_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("last_week >= first_week", name=op.f("ck_offer_weeks")),
        sa.CheckConstraint("percent BETWEEN 5 AND 100", name=op.f("ck_offer_percent")),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name=op.f("fk_offer_application_id")),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_offer_by_id")),
        sa.ForeignKeyConstraint(["instead_of_id"], ["seat.id"], name=op.f("fk_offer_instead_of_id")),
        sa.PrimaryKeyConstraint("application_id", name=op.f("pk_offer")),
        sqlite_strict=True,
    )
    op.create_table(
        "application_note",
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("removed_at IS NULL OR text = ''", name=op.f("ck_application_note_removed")),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name=op.f("fk_application_note_application_id")),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_application_note_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_application_note")),
        sa.UniqueConstraint("public_id", name=op.f("uq_application_note_public_id")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("application_note", schema=None) as batch_op:
        batch_op.create_index("ix_application_note_application", ["application_id"], unique=False)

    op.create_table(
        "application_message",
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("taken_back_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("taken_back_at IS NULL OR text = ''", name=op.f("ck_application_message_taken_back")),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_application_message_application_id")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_application_message_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_application_message")),
        sa.UniqueConstraint("public_id", name=op.f("uq_application_message_public_id")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("application_message", schema=None) as batch_op:
        batch_op.create_index("ix_application_message_application", ["application_id", "id"], unique=False)

    op.create_table(
        "alternate",
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("seat_id", sa.Integer(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("is_told", sa.Boolean(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name=op.f("fk_alternate_application_id")),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_alternate_by_id")),
        sa.ForeignKeyConstraint(["seat_id"], ["seat.id"], name=op.f("fk_alternate_seat_id")),
        sa.PrimaryKeyConstraint("application_id", name=op.f("pk_alternate")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("alternate", schema=None) as batch_op:
        batch_op.create_index("ix_alternate_seat", ["seat_id", "rank"], unique=False)

    op.create_table(
        "pool_member",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "asked",
                "joined",
                "declined",
                "left",
                "lapsed",
                "expired",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name=op.f("fk_pool_member_application_id")),
        sa.ForeignKeyConstraint(["asked_by_id"], ["person.id"], name=op.f("fk_pool_member_asked_by_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_pool_member_person_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_pool_member_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pool_member")),
        sa.UniqueConstraint("public_id", name=op.f("uq_pool_member_public_id")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("pool_member", schema=None) as batch_op:
        batch_op.create_index("ix_pool_member_application", ["application_id"], unique=False)
        batch_op.create_index("ix_pool_member_unit", ["unit_id", "state"], unique=False)
        batch_op.create_index(
            "uq_pool_member_live",
            ["person_id", "unit_id"],
            unique=True,
            sqlite_where=sa.text("state IN ('asked', 'joined')"),
            postgresql_where=sa.text("state IN ('asked', 'joined')"),
        )

    op.create_table(
        "invitation",
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name=op.f("fk_invitation_application_id")),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_invitation_by_id")),
        sa.PrimaryKeyConstraint("application_id", name=op.f("pk_invitation")),
        sqlite_strict=True,
    )
    op.create_table(
        "recognition",
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("mission_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "drafted",
                "attested",
                "seen",
                "published",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("minutes_authorized", sa.Integer(), nullable=False),
        sa.Column("minutes_spent", sa.Integer(), nullable=False),
        sa.Column("minutes_recognised", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("outcome_lang", sa.String(length=2), nullable=False),
        sa.Column("attested_by_id", sa.Integer(), nullable=True),
        sa.Column("attested_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("words_lang", sa.String(length=2), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "shown",
            sa.Enum("inside", "manager", name="shown", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("state = 'drafted' OR attested_by_id IS NOT NULL", name=op.f("ck_recognition_attested")),
        sa.CheckConstraint("attested_by_id <> person_id", name=op.f("ck_recognition_not_attested_by_oneself")),
        sa.CheckConstraint("minutes_recognised >= 0", name=op.f("ck_recognition_recognised")),
        sa.CheckConstraint("recorded_by_id <> person_id", name=op.f("ck_recognition_not_recorded_by_oneself")),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name=op.f("fk_recognition_application_id")),
        sa.ForeignKeyConstraint(["attested_by_id"], ["person.id"], name=op.f("fk_recognition_attested_by_id")),
        sa.ForeignKeyConstraint(["mission_id"], ["mission.id"], name=op.f("fk_recognition_mission_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_recognition_person_id")),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["person.id"], name=op.f("fk_recognition_recorded_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recognition")),
        sa.UniqueConstraint("application_id", name=op.f("uq_recognition_application_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_recognition_public_id")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("recognition", schema=None) as batch_op:
        batch_op.create_index("ix_recognition_mission", ["mission_id"], unique=False)
        batch_op.create_index("ix_recognition_person_state", ["person_id", "state"], unique=False)

    op.create_table(
        "time_entry",
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("mission_id", sa.Integer(), nullable=False),
        sa.Column("week", sa.Date(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("note", sa.String(length=400), nullable=False),
        sa.Column(
            "state",
            sa.Enum("declared", "confirmed", name="state", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("declared_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_by_id", sa.Integer(), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(state = 'confirmed') = (confirmed_by_id IS NOT NULL)", name=op.f("ck_time_entry_confirmed")
        ),
        sa.CheckConstraint("minutes BETWEEN 0 AND 6000", name=op.f("ck_time_entry_minutes")),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name=op.f("fk_time_entry_application_id")),
        sa.ForeignKeyConstraint(["confirmed_by_id"], ["person.id"], name=op.f("fk_time_entry_confirmed_by_id")),
        sa.ForeignKeyConstraint(["mission_id"], ["mission.id"], name=op.f("fk_time_entry_mission_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_time_entry_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_time_entry")),
        sa.UniqueConstraint("application_id", "week", name=op.f("uq_time_entry_application_id_week")),
        sa.UniqueConstraint("public_id", name=op.f("uq_time_entry_public_id")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("time_entry", schema=None) as batch_op:
        batch_op.create_index("ix_time_entry_mission_state", ["mission_id", "state"], unique=False)
        batch_op.create_index("ix_time_entry_person_state", ["person_id", "state"], unique=False)
        batch_op.create_index("ix_time_entry_person_week", ["person_id", "week"], unique=False)

    op.create_table(
        "allocation",
        sa.Column("authorization_id", sa.Integer(), nullable=False),
        sa.Column("week", sa.Date(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("mission_id", sa.Integer(), nullable=False),
        sa.Column("percent", sa.Integer(), nullable=False),
        sa.CheckConstraint("percent BETWEEN 5 AND 100", name=op.f("ck_allocation_percent")),
        sa.ForeignKeyConstraint(
            ["authorization_id"], ["authorization.id"], name=op.f("fk_allocation_authorization_id")
        ),
        sa.ForeignKeyConstraint(["mission_id"], ["mission.id"], name=op.f("fk_allocation_mission_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_allocation_person_id")),
        sa.PrimaryKeyConstraint("authorization_id", "week", name=op.f("pk_allocation")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("allocation", schema=None) as batch_op:
        batch_op.create_index("ix_allocation_person_week", ["person_id", "week"], unique=False)

    op.create_table(
        "counter_proposal",
        sa.Column("authorization_id", sa.Integer(), nullable=False),
        sa.Column("percent", sa.Integer(), nullable=False),
        sa.Column("first_week", sa.Date(), nullable=False),
        sa.Column("last_week", sa.Date(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("talent_accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("owner_accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("last_week >= first_week", name=op.f("ck_counter_proposal_weeks")),
        sa.CheckConstraint("percent BETWEEN 5 AND 100", name=op.f("ck_counter_proposal_percent")),
        sa.ForeignKeyConstraint(
            ["authorization_id"], ["authorization.id"], name=op.f("fk_counter_proposal_authorization_id")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_counter_proposal_by_id")),
        sa.PrimaryKeyConstraint("authorization_id", name=op.f("pk_counter_proposal")),
        sqlite_strict=True,
    )
    op.create_table(
        "relief_note",
        sa.Column("authorization_id", sa.Integer(), nullable=False),
        sa.Column("paused", sa.Text(), nullable=False),
        sa.Column("shared", sa.Text(), nullable=False),
        sa.Column("replaced", sa.Text(), nullable=False),
        sa.Column("checked", sa.Text(), nullable=False),
        sa.Column("told_on", sa.Date(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["authorization_id"], ["authorization.id"], name=op.f("fk_relief_note_authorization_id")
        ),
        sa.PrimaryKeyConstraint("authorization_id", name=op.f("pk_relief_note")),
        sqlite_strict=True,
    )
    op.create_table(
        "recall",
        sa.Column("authorization_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "suspension",
                "revocation",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "planned",
                "running",
                "over",
                "undone",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("first_week", sa.Date(), nullable=False),
        sa.Column("last_week", sa.Date(), nullable=False),
        sa.Column(
            "reason",
            sa.Enum(
                "workload",
                "absence",
                "critical_skill",
                "priority",
                "other",
                name="reason",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("last_week >= first_week", name=op.f("ck_recall_weeks")),
        sa.ForeignKeyConstraint(["authorization_id"], ["authorization.id"], name=op.f("fk_recall_authorization_id")),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_recall_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recall")),
        sa.UniqueConstraint("public_id", name=op.f("uq_recall_public_id")),
        sqlite_strict=True,
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("recall", schema=None) as batch_op:
        batch_op.create_index("ix_recall_authorization", ["authorization_id"], unique=False)
        batch_op.create_index("ix_recall_state", ["state", "first_week"], unique=False)
        batch_op.create_index(
            "uq_recall_live",
            ["authorization_id"],
            unique=True,
            sqlite_where=sa.text("state IN ('planned', 'running')"),
            postgresql_where=sa.text("state IN ('planned', 'running')"),
        )

    op.create_table(
        "recognition_skill",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("recognition_id", sa.Integer(), nullable=False),
        sa.Column("skill_id", sa.Integer(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.CheckConstraint("level BETWEEN 1 AND 4", name=op.f("ck_recognition_skill_level")),
        sa.ForeignKeyConstraint(
            ["recognition_id"], ["recognition.id"], name=op.f("fk_recognition_skill_recognition_id")
        ),
        sa.ForeignKeyConstraint(["skill_id"], ["skill.id"], name=op.f("fk_recognition_skill_skill_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recognition_skill")),
        sa.UniqueConstraint("recognition_id", "skill_id", name=op.f("uq_recognition_skill_recognition_id_skill_id")),
        sqlite_strict=True,
        sqlite_autoincrement=True,
    )

    op.create_table(
        "profile_look",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("reader_id", sa.Integer(), nullable=False),
        sa.Column(
            "section",
            sa.Enum(
                "summary",
                "skills",
                "experience",
                "languages",
                "availability",
                "photo",
                name="section",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("looked_on", sa.Date(), nullable=False),
        sa.Column(
            "quality",
            sa.Enum(
                "manager",
                "decider",
                "hr",
                "owner",
                name="quality",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("mission_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["mission_id"], ["mission.id"], name=op.f("fk_profile_look_mission_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_profile_look_person_id")),
        sa.ForeignKeyConstraint(["reader_id"], ["person.id"], name=op.f("fk_profile_look_reader_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_profile_look")),
        sa.UniqueConstraint(
            "person_id",
            "reader_id",
            "section",
            "looked_on",
            name=op.f("uq_profile_look_person_id_reader_id_section_looked_on"),
        ),
        sqlite_strict=True,
    )
    with op.batch_alter_table("profile_look", schema=None) as batch_op:
        batch_op.create_index("ix_profile_look_day", ["looked_on"], unique=False)
        batch_op.create_index("ix_profile_look_person_day", ["person_id", "looked_on"], unique=False)
        batch_op.create_index("ix_profile_look_reader_day", ["reader_id", "looked_on"], unique=False)

    op.create_table(
        "saved_search",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("params", sa.JSON(), nullable=False),
        sa.Column(
            "alert",
            sa.Enum(
                "none",
                "here",
                "at_once",
                "daily",
                "weekly",
                name="alert",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("watched_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("known", sa.Text(), nullable=False),
        sa.Column("is_known_in_full", sa.Boolean(), nullable=False),
        sa.Column("seen_id", sa.Integer(), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_saved_search_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_search")),
        sa.UniqueConstraint("public_id", name=op.f("uq_saved_search_public_id")),
        sqlite_strict=True,
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("saved_search", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_saved_search_person_id"), ["person_id"], unique=False)

    op.create_table(
        "saved_search_find",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("saved_search_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("row_id", sa.Integer(), nullable=False),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("is_listed", sa.Boolean(), nullable=False),
        sa.Column("is_in_doubt", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["saved_search_id"],
            ["saved_search.id"],
            name=op.f("fk_saved_search_find_saved_search_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_search_find")),
        sa.UniqueConstraint(
            "saved_search_id", "kind", "row_id", name=op.f("uq_saved_search_find_saved_search_id_kind_row_id")
        ),
        sqlite_strict=True,
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("saved_search_find", schema=None) as batch_op:
        batch_op.create_index(
            "ix_saved_search_find_in_doubt",
            ["saved_search_id"],
            unique=False,
            sqlite_where=sa.text("is_in_doubt = 1"),
            postgresql_where=sa.text("is_in_doubt"),
        )

    op.create_table(
        "feed_address",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("saved_search_id", sa.Integer(), nullable=True),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_feed_address_person_id")),
        sa.ForeignKeyConstraint(
            ["saved_search_id"],
            ["saved_search.id"],
            name=op.f("fk_feed_address_saved_search_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feed_address")),
        sa.UniqueConstraint("public_id", name=op.f("uq_feed_address_public_id")),
        sa.UniqueConstraint("saved_search_id", name=op.f("uq_feed_address_saved_search_id")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_feed_address_token_hash")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("feed_address", schema=None) as batch_op:
        batch_op.create_index(
            "ix_feed_address_missions",
            ["person_id"],
            unique=True,
            sqlite_where=sa.text("saved_search_id IS NULL"),
            postgresql_where=sa.text("saved_search_id IS NULL"),
        )
        batch_op.create_index("ix_feed_address_person", ["person_id"], unique=False)

    op.create_table(
        "mission_follow",
        sa.Column("mission_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["mission_id"], ["mission.id"], name=op.f("fk_mission_follow_mission_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_mission_follow_person_id")),
        sa.PrimaryKeyConstraint("mission_id", "person_id", name=op.f("pk_mission_follow")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("mission_follow", schema=None) as batch_op:
        batch_op.create_index("ix_mission_follow_person", ["person_id"], unique=False)

    op.create_table(
        "mission_question",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("mission_id", sa.Integer(), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(answered_at IS NULL) = (answered_by_id IS NULL)", name=op.f("ck_mission_question_answered")
        ),
        sa.CheckConstraint("(answered_at IS NULL) = (answer = '')", name=op.f("ck_mission_question_answer")),
        sa.ForeignKeyConstraint(["answered_by_id"], ["person.id"], name=op.f("fk_mission_question_answered_by_id")),
        sa.ForeignKeyConstraint(["asked_by_id"], ["person.id"], name=op.f("fk_mission_question_asked_by_id")),
        sa.ForeignKeyConstraint(["mission_id"], ["mission.id"], name=op.f("fk_mission_question_mission_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mission_question")),
        sa.UniqueConstraint("public_id", name=op.f("uq_mission_question_public_id")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("mission_question", schema=None) as batch_op:
        batch_op.create_index("ix_mission_question_asked_by", ["asked_by_id"], unique=False)
        batch_op.create_index("ix_mission_question_mission", ["mission_id"], unique=False)

    op.create_table(
        "calendar_address",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("scope", sa.Enum("own", "team", "mission", name="scope", native_enum=False, create_constraint=True, length=32), nullable=False),
        sa.Column("mission_id", sa.Integer(), nullable=True),
        sa.Column("shows_titles", sa.Boolean(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("(scope = 'mission') = (mission_id IS NOT NULL)", name=op.f("ck_calendar_address_about")),
        sa.ForeignKeyConstraint(["mission_id"], ["mission.id"], name=op.f("fk_calendar_address_mission_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_calendar_address_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_address")),
        sa.UniqueConstraint("public_id", name=op.f("uq_calendar_address_public_id")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_calendar_address_token_hash")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("calendar_address", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_calendar_address_mission_id"), ["mission_id"], unique=False)
        batch_op.create_index(
            "uq_calendar_address_scope",
            ["person_id", "scope"],
            unique=True,
            sqlite_where=sa.text("mission_id IS NULL"),
            postgresql_where=sa.text("mission_id IS NULL"),
        )
        batch_op.create_index(
            "uq_calendar_address_mission",
            ["person_id", "mission_id"],
            unique=True,
            sqlite_where=sa.text("mission_id IS NOT NULL"),
            postgresql_where=sa.text("mission_id IS NOT NULL"),
        )

    op.create_table(
        "unmet_need",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("week", sa.Date(), nullable=False),
        sa.Column("words", sa.String(length=80), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.CheckConstraint("count > 0", name=op.f("ck_unmet_need_count")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unmet_need")),
        sa.UniqueConstraint(
            "week", "words", "language", "kind", name=op.f("uq_unmet_need_week_words_language_kind")
        ),
        sqlite_strict=True,
    )
    op.create_table(
        "unmet_trace",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unmet_trace")),
        sa.UniqueConstraint("digest", "day", name=op.f("uq_unmet_trace_digest_day")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("unmet_trace", schema=None) as batch_op:
        batch_op.create_index("ix_unmet_trace_day", ["day"], unique=False)

    op.create_table(
        "recent_search",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(length=200), nullable=False),
        sa.Column("folded", sa.String(length=200), nullable=False),
        sa.Column("searched_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_recent_search_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recent_search")),
        sa.UniqueConstraint("person_id", "folded", name=op.f("uq_recent_search_person_id_folded")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("recent_search", schema=None) as batch_op:
        batch_op.create_index("ix_recent_search_searched_at", ["searched_at"], unique=False)

    op.create_table(
        "search_choice",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("keeps_searches", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_search_choice_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_search_choice")),
        sqlite_strict=True,
    )

    op.create_table(
        "kept_copy",
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("mission_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=True),
        sa.Column("writer", sa.String(length=22), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.ForeignKeyConstraint(
            ["author_id"], ["person.id"], name=op.f("fk_kept_copy_author_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["mission_id"], ["mission.id"], name=op.f("fk_kept_copy_mission_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kept_copy")),
        sa.UniqueConstraint("public_id", name=op.f("uq_kept_copy_public_id")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("kept_copy", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_kept_copy_mission_id"), ["mission_id"], unique=False)
        batch_op.create_index("ix_kept_copy_kept_at", ["kept_at"], unique=False)
        for name, columns, condition in (
            ("uq_kept_copy_new", ["author_id"], "mission_id IS NULL"),
            ("uq_kept_copy_mission", ["author_id", "mission_id"], "mission_id IS NOT NULL"),
        ):
            batch_op.create_index(
                name,
                columns,
                unique=True,
                sqlite_where=sa.text(condition),
                postgresql_where=sa.text(condition),
            )

    # The life of missions
    op.create_table(
        "mission_pause",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("mission_id", sa.Integer(), nullable=False),
        sa.Column("paused_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("ended_at >= paused_at", name=op.f("ck_mission_pause_moments")),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_mission_pause_by_id")),
        sa.ForeignKeyConstraint(["mission_id"], ["mission.id"], name=op.f("fk_mission_pause_mission_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mission_pause")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("mission_pause", schema=None) as batch_op:
        batch_op.create_index("ix_mission_pause_mission", ["mission_id"], unique=False)
        batch_op.create_index(
            "uq_mission_pause_running",
            ["mission_id"],
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )

    op.create_table(
        "delegation",
        sa.Column("manager_id", sa.Integer(), nullable=False),
        sa.Column("delegate_id", sa.Integer(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "planned",
                "running",
                "ended",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("(state = 'ended') = (ended_on IS NOT NULL)", name=op.f("ck_delegation_ended")),
        sa.CheckConstraint("last_day >= first_day", name=op.f("ck_delegation_days")),
        sa.CheckConstraint("manager_id <> delegate_id", name=op.f("ck_delegation_someone_else")),
        sa.ForeignKeyConstraint(["delegate_id"], ["person.id"], name=op.f("fk_delegation_delegate_id")),
        sa.ForeignKeyConstraint(["manager_id"], ["person.id"], name=op.f("fk_delegation_manager_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delegation")),
        sa.UniqueConstraint("public_id", name=op.f("uq_delegation_public_id")),
        sqlite_strict=True,
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("delegation", schema=None) as batch_op:
        batch_op.create_index("ix_delegation_delegate", ["delegate_id", "state"], unique=False)
        batch_op.create_index("ix_delegation_manager", ["manager_id", "state"], unique=False)
        batch_op.create_index(
            "uq_delegation_running",
            ["manager_id"],
            unique=True,
            sqlite_where=sa.text("state = 'running'"),
            postgresql_where=sa.text("state = 'running'"),
        )

    op.create_table(
        "mission_transfer",
        sa.Column("mission_id", sa.Integer(), nullable=False),
        sa.Column("former_id", sa.Integer(), nullable=False),
        sa.Column("to_id", sa.Integer(), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "asked",
                "accepted",
                "declined",
                "lapsed",
                "called_off",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("to_id <> asked_by_id", name=op.f("ck_mission_transfer_not_oneself")),
        sa.CheckConstraint("to_id <> former_id", name=op.f("ck_mission_transfer_someone_else")),
        sa.ForeignKeyConstraint(["asked_by_id"], ["person.id"], name=op.f("fk_mission_transfer_asked_by_id")),
        sa.ForeignKeyConstraint(["former_id"], ["person.id"], name=op.f("fk_mission_transfer_former_id")),
        sa.ForeignKeyConstraint(["mission_id"], ["mission.id"], name=op.f("fk_mission_transfer_mission_id")),
        sa.ForeignKeyConstraint(["to_id"], ["person.id"], name=op.f("fk_mission_transfer_to_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mission_transfer")),
        sa.UniqueConstraint("public_id", name=op.f("uq_mission_transfer_public_id")),
        sqlite_strict=True,
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("mission_transfer", schema=None) as batch_op:
        batch_op.create_index("ix_mission_transfer_to", ["to_id", "state"], unique=False)
        batch_op.create_index(
            "uq_mission_transfer_asked",
            ["mission_id"],
            unique=True,
            sqlite_where=sa.text("state = 'asked'"),
            postgresql_where=sa.text("state = 'asked'"),
        )

    op.create_table(
        "self_offer",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("title", sa.String(length=160), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("percent", sa.Integer(), nullable=False),
        sa.Column("first_week", sa.Date(), nullable=False),
        sa.Column("last_week", sa.Date(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "open",
                "withdrawn",
                "lapsed",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("warned_on", sa.Date(), nullable=True),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("last_week >= first_week", name=op.f("ck_self_offer_weeks")),
        sa.CheckConstraint("percent BETWEEN 5 AND 100", name=op.f("ck_self_offer_percent")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_self_offer_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_self_offer")),
        sa.UniqueConstraint("public_id", name=op.f("uq_self_offer_public_id")),
        sqlite_strict=True,
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("self_offer", schema=None) as batch_op:
        batch_op.create_index("ix_self_offer_person", ["person_id", "state"], unique=False)
        batch_op.create_index("ix_self_offer_state", ["state", "until"], unique=False)

    op.create_table(
        "self_offer_skill",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("self_offer_id", sa.Integer(), nullable=False),
        sa.Column("skill_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["self_offer_id"], ["self_offer.id"], name=op.f("fk_self_offer_skill_self_offer_id")
        ),
        sa.ForeignKeyConstraint(["skill_id"], ["skill.id"], name=op.f("fk_self_offer_skill_skill_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_self_offer_skill")),
        sa.UniqueConstraint("self_offer_id", "skill_id", name=op.f("uq_self_offer_skill_self_offer_id_skill_id")),
        sqlite_strict=True,
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("self_offer_skill", schema=None) as batch_op:
        batch_op.create_index("ix_self_offer_skill_skill", ["skill_id"], unique=False)

    op.create_table(
        "mission_proposal",
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("sponsor_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("title", sa.String(length=160), nullable=False),
        sa.Column("objective", sa.Text(), nullable=False),
        sa.Column("deliverables", sa.Text(), nullable=False),
        sa.Column("percent", sa.Integer(), nullable=False),
        sa.Column("first_week", sa.Date(), nullable=False),
        sa.Column("last_week", sa.Date(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "asked",
                "sponsored",
                "declined",
                "withdrawn",
                "lapsed",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("mission_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(state = 'sponsored') = (mission_id IS NOT NULL)", name=op.f("ck_mission_proposal_mission")
        ),
        sa.CheckConstraint("last_week >= first_week", name=op.f("ck_mission_proposal_weeks")),
        sa.CheckConstraint("percent BETWEEN 5 AND 100", name=op.f("ck_mission_proposal_percent")),
        sa.CheckConstraint("sponsor_id <> author_id", name=op.f("ck_mission_proposal_someone_else")),
        sa.ForeignKeyConstraint(["author_id"], ["person.id"], name=op.f("fk_mission_proposal_author_id")),
        sa.ForeignKeyConstraint(["mission_id"], ["mission.id"], name=op.f("fk_mission_proposal_mission_id")),
        sa.ForeignKeyConstraint(["sponsor_id"], ["person.id"], name=op.f("fk_mission_proposal_sponsor_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mission_proposal")),
        sa.UniqueConstraint("public_id", name=op.f("uq_mission_proposal_public_id")),
        sqlite_strict=True,
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("mission_proposal", schema=None) as batch_op:
        batch_op.create_index("ix_mission_proposal_author", ["author_id", "state"], unique=False)
        batch_op.create_index("ix_mission_proposal_sponsor", ["sponsor_id", "state"], unique=False)
        batch_op.create_index("uq_mission_proposal_mission", ["mission_id"], unique=True)

    op.create_table(
        "mission_freshness",
        sa.Column("mission_id", sa.Integer(), nullable=False),
        sa.Column("current_on", sa.Date(), nullable=True),
        sa.Column("warned", sa.Integer(), nullable=False),
        sa.Column("warned_on", sa.Date(), nullable=True),
        sa.Column("expired_on", sa.Date(), nullable=True),
        sa.CheckConstraint("warned IN (0, 60, 80)", name=op.f("ck_mission_freshness_warned")),
        sa.CheckConstraint("(warned = 0) = (warned_on IS NULL)", name=op.f("ck_mission_freshness_warned_on")),
        sa.ForeignKeyConstraint(["mission_id"], ["mission.id"], name=op.f("fk_mission_freshness_mission_id")),
        sa.PrimaryKeyConstraint("mission_id", name=op.f("pk_mission_freshness")),
        sqlite_strict=True,
    )
    op.create_table(
        "unfilled_cause",
        sa.Column("mission_id", sa.Integer(), nullable=False),
        sa.Column(
            "cause",
            sa.Enum(
                "no_applicant",
                "skills",
                "share",
                "dates",
                "authorization",
                "rate",
                "need_gone",
                "other",
                name="cause",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("ended_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["mission_id"], ["mission.id"], name=op.f("fk_unfilled_cause_mission_id")),
        sa.PrimaryKeyConstraint("mission_id", "cause", name=op.f("pk_unfilled_cause")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("unfilled_cause", schema=None) as batch_op:
        batch_op.create_index("ix_unfilled_cause_day", ["ended_on", "cause"], unique=False)
    op.create_table(
        "notice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("event", sa.String(length=48), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("said_fr", sa.String(length=250), nullable=False),
        sa.Column("said_en", sa.String(length=250), nullable=False),
        sa.Column("link", sa.String(length=300), nullable=False),
        sa.Column("matter", sa.String(length=32), nullable=True),
        sa.Column("matter_id", sa.Integer(), nullable=True),
        sa.Column("mission_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("in_digest", sa.Boolean(), nullable=False),
        sa.Column("digest_on", sa.Date(), nullable=True),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.CheckConstraint("(matter IS NULL) = (matter_id IS NULL)", name=op.f("ck_notice_matter")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_notice_person_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
        sa.UniqueConstraint("person_id", "key", name=op.f("uq_notice_person_id_key")),
        sa.UniqueConstraint("public_id", name=op.f("uq_notice_public_id")),
        sqlite_strict=True,
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("notice", schema=None) as batch_op:
        batch_op.create_index("ix_notice_person", ["person_id", "at", "id"], unique=False)
        batch_op.create_index("ix_notice_at", ["at"], unique=False)
        batch_op.create_index(
            "ix_notice_unread",
            ["person_id", "matter", "matter_id"],
            unique=False,
            sqlite_where=sa.text("read_at IS NULL"),
            postgresql_where=sa.text("read_at IS NULL"),
        )
        batch_op.create_index(
            "ix_notice_digest",
            ["person_id", "digest_on"],
            unique=False,
            sqlite_where=sa.text("in_digest AND read_at IS NULL"),
            postgresql_where=sa.text("in_digest AND read_at IS NULL"),
        )

    op.create_table(
        "notice_rhythm",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column(
            "rhythm",
            sa.Enum(
                "at_once", "daily", "never", name="rhythm", native_enum=False, create_constraint=True, length=32
            ),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_notice_rhythm_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("person_id", "kind", name=op.f("pk_notice_rhythm")),
        sqlite_strict=True,
    )
    op.create_table(
        "notice_settings",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("zone", sa.String(length=40), nullable=False),
        sa.Column("quiet_from", sa.Integer(), nullable=True),
        sa.Column("quiet_until", sa.Integer(), nullable=True),
        sa.Column("quiet_weekends", sa.Boolean(), nullable=False),
        sa.Column("digest_hour", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(quiet_from IS NULL) = (quiet_until IS NULL)", name=op.f("ck_notice_settings_quiet_both")
        ),
        sa.CheckConstraint(
            "quiet_from BETWEEN 0 AND 23 AND quiet_until BETWEEN 0 AND 23", name=op.f("ck_notice_settings_quiet_hours")
        ),
        sa.CheckConstraint("quiet_from <> quiet_until", name=op.f("ck_notice_settings_quiet_apart")),
        sa.CheckConstraint("digest_hour BETWEEN 0 AND 23", name=op.f("ck_notice_settings_digest_hour")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_notice_settings_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_notice_settings")),
        sqlite_strict=True,
    )

    op.create_table(
        "mission_opening",
        sa.Column("mission_id", sa.Integer(), nullable=False),
        sa.Column(
            "stage",
            sa.Enum("internal", "panel", "open", name="stage", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("is_early", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("seen", sa.Integer(), nullable=False),
        sa.Column("invited", sa.Integer(), nullable=False),
        sa.Column("answered", sa.Integer(), nullable=False),
        sa.CheckConstraint("stage <> 'internal'", name=op.f("ck_mission_opening_wider")),
        sa.CheckConstraint("seen >= 0 AND invited >= 0 AND answered >= 0", name=op.f("ck_mission_opening_proof")),
        sa.CheckConstraint("NOT is_early OR reason <> ''", name=op.f("ck_mission_opening_early")),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_mission_opening_by_id")),
        sa.ForeignKeyConstraint(["mission_id"], ["mission.id"], name=op.f("fk_mission_opening_mission_id")),
        sa.PrimaryKeyConstraint("mission_id", "stage", name=op.f("pk_mission_opening")),
        sqlite_strict=True,
    )
    op.create_table(
        "mission_reader",
        sa.Column("mission_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["mission_id"], ["mission.id"], name=op.f("fk_mission_reader_mission_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_mission_reader_person_id")),
        sa.PrimaryKeyConstraint("mission_id", "person_id", name=op.f("pk_mission_reader")),
        sqlite_strict=True,
    )
    op.create_table(
        "mission_report",
        sa.Column("mission_id", sa.Integer(), nullable=False),
        sa.Column("reporter_id", sa.Integer(), nullable=False),
        sa.Column(
            "reason",
            sa.Enum(
                "out_of_date",
                "duplicate",
                "misfiled",
                "not_a_mission",
                "other",
                name="reason",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column(
            "answer",
            sa.Enum("sent_back", "dismissed", name="answer", native_enum=False, create_constraint=True, length=32),
            nullable=True,
        ),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("(answer IS NULL) = (answered_at IS NULL)", name=op.f("ck_mission_report_answered")),
        sa.ForeignKeyConstraint(["answered_by_id"], ["person.id"], name=op.f("fk_mission_report_answered_by_id")),
        sa.ForeignKeyConstraint(["mission_id"], ["mission.id"], name=op.f("fk_mission_report_mission_id")),
        sa.ForeignKeyConstraint(["reporter_id"], ["person.id"], name=op.f("fk_mission_report_reporter_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mission_report")),
        sa.UniqueConstraint("mission_id", "reporter_id", name=op.f("uq_mission_report_mission_id_reporter_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_mission_report_public_id")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("mission_report", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_mission_report_reporter_id"), ["reporter_id"], unique=False)
        batch_op.create_index(
            "ix_mission_report_waiting",
            ["created_at"],
            unique=False,
            sqlite_where=sa.text("answer IS NULL"),
            postgresql_where=sa.text("answer IS NULL"),
        )

    # Rooms
    op.create_table(
        "room",
        sa.Column("mission_id", sa.Integer(), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("next_text", sa.Text(), nullable=False),
        sa.Column("next_lang", sa.String(length=2), nullable=False),
        sa.Column("next_said_on", sa.Date(), nullable=True),
        sa.Column("next_due_on", sa.Date(), nullable=True),
        sa.Column("next_by_id", sa.Integer(), nullable=True),
        sa.Column("promise_told_on", sa.Date(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("(next_text = '') = (next_said_on IS NULL)", name=op.f("ck_room_next_said")),
        sa.CheckConstraint("(next_said_on IS NULL) = (next_due_on IS NULL)", name=op.f("ck_room_next_due")),
        sa.ForeignKeyConstraint(["mission_id"], ["mission.id"], name=op.f("fk_room_mission_id")),
        sa.ForeignKeyConstraint(["next_by_id"], ["person.id"], name=op.f("fk_room_next_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_room")),
        sa.UniqueConstraint("mission_id", name=op.f("uq_room_mission_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_room_public_id")),
        sqlite_strict=True,
    )
    op.create_table(
        "room_member",
        sa.Column("room_id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=200), nullable=False),
        sa.Column("buddy_id", sa.Integer(), nullable=True),
        sa.Column("clarity", sa.Integer(), nullable=True),
        sa.Column("clarity_text", sa.Text(), nullable=False),
        sa.Column("rated_on", sa.Date(), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("outcome_lang", sa.String(length=2), nullable=False),
        sa.Column("note_asked_on", sa.Date(), nullable=True),
        sa.Column("rating_asked_on", sa.Date(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("(clarity IS NULL) = (rated_on IS NULL)", name=op.f("ck_room_member_rated_on")),
        sa.CheckConstraint("buddy_id <> person_id", name=op.f("ck_room_member_buddy")),
        sa.CheckConstraint("clarity BETWEEN 1 AND 5", name=op.f("ck_room_member_clarity")),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name=op.f("fk_room_member_application_id")),
        sa.ForeignKeyConstraint(["buddy_id"], ["person.id"], name=op.f("fk_room_member_buddy_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_room_member_person_id")),
        sa.ForeignKeyConstraint(["room_id"], ["room.id"], name=op.f("fk_room_member_room_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_room_member")),
        sa.UniqueConstraint("application_id", name=op.f("uq_room_member_application_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_room_member_public_id")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("room_member", schema=None) as batch_op:
        batch_op.create_index("ix_room_member_person", ["person_id"], unique=False)
        batch_op.create_index("ix_room_member_room", ["room_id"], unique=False)

    op.create_table(
        "room_contact",
        sa.Column("room_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("about", sa.String(length=200), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_room_contact_person_id")),
        sa.ForeignKeyConstraint(["room_id"], ["room.id"], name=op.f("fk_room_contact_room_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_room_contact")),
        sa.UniqueConstraint("public_id", name=op.f("uq_room_contact_public_id")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("room_contact", schema=None) as batch_op:
        batch_op.create_index("ix_room_contact_person", ["person_id"], unique=False)
        batch_op.create_index(
            "uq_room_contact_standing",
            ["room_id", "person_id"],
            unique=True,
            sqlite_where=sa.text("removed_at IS NULL"),
            postgresql_where=sa.text("removed_at IS NULL"),
        )

    op.create_table(
        "room_task",
        sa.Column("room_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "context",
                "tools",
                "contacts",
                "buddy",
                "other",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("for_id", sa.Integer(), nullable=True),
        sa.Column("charge_id", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_by_id", sa.Integer(), nullable=True),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("told_due_on", sa.Date(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("title <> '' OR kind <> 'other'", name=op.f("ck_room_task_titled")),
        sa.CheckConstraint("(done_at IS NULL) = (done_by_id IS NULL)", name=op.f("ck_room_task_done")),
        sa.ForeignKeyConstraint(["charge_id"], ["person.id"], name=op.f("fk_room_task_charge_id")),
        sa.ForeignKeyConstraint(["done_by_id"], ["person.id"], name=op.f("fk_room_task_done_by_id")),
        sa.ForeignKeyConstraint(["for_id"], ["person.id"], name=op.f("fk_room_task_for_id")),
        sa.ForeignKeyConstraint(["room_id"], ["room.id"], name=op.f("fk_room_task_room_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_room_task")),
        sa.UniqueConstraint("public_id", name=op.f("uq_room_task_public_id")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("room_task", schema=None) as batch_op:
        batch_op.create_index("ix_room_task_charge", ["charge_id"], unique=False)
        batch_op.create_index("ix_room_task_room", ["room_id"], unique=False)

    op.create_table(
        "room_link",
        sa.Column("room_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("address", sa.String(length=500), nullable=False),
        sa.Column("about", sa.String(length=200), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("address LIKE 'https://%'", name=op.f("ck_room_link_address")),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_room_link_by_id")),
        sa.ForeignKeyConstraint(["room_id"], ["room.id"], name=op.f("fk_room_link_room_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_room_link")),
        sa.UniqueConstraint("public_id", name=op.f("uq_room_link_public_id")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("room_link", schema=None) as batch_op:
        batch_op.create_index("ix_room_link_room", ["room_id"], unique=False)

    op.create_table(
        "room_note",
        sa.Column("room_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("week", sa.Date(), nullable=False),
        sa.Column("well", sa.String(length=280), nullable=False),
        sa.Column("hindered", sa.String(length=280), nullable=False),
        sa.Column("needs", sa.String(length=280), nullable=False),
        sa.Column("is_shared", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("well <> '' OR hindered <> '' OR needs <> ''", name=op.f("ck_room_note_written")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_room_note_person_id")),
        sa.ForeignKeyConstraint(["room_id"], ["room.id"], name=op.f("fk_room_note_room_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_room_note")),
        sa.UniqueConstraint("public_id", name=op.f("uq_room_note_public_id")),
        sa.UniqueConstraint("room_id", "person_id", "week", name=op.f("uq_room_note_room_id_person_id_week")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("room_note", schema=None) as batch_op:
        batch_op.create_index("ix_room_note_person", ["person_id"], unique=False)

    # The public catalogue
    op.create_table(
        "public_catalogue",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("is_on", sa.Boolean(), nullable=False),
        sa.Column("organization", sa.String(length=120), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_public_catalogue_alone")),
        sa.CheckConstraint("NOT is_on OR organization <> ''", name=op.f("ck_public_catalogue_named")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_public_catalogue")),
        sqlite_strict=True,
    )
    op.create_table(
        "public_mission",
        sa.Column("mission_id", sa.Integer(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("agreed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("agreed_by_id", sa.Integer(), nullable=False),
        sa.Column("title_fr", sa.String(length=160), nullable=False),
        sa.Column("title_en", sa.String(length=160), nullable=False),
        sa.Column("place", sa.String(length=80), nullable=False),
        sa.Column("context_fr", sa.Text(), nullable=False),
        sa.Column("context_en", sa.Text(), nullable=False),
        sa.Column("objective_fr", sa.Text(), nullable=False),
        sa.Column("objective_en", sa.Text(), nullable=False),
        sa.Column("deliverables_fr", sa.Text(), nullable=False),
        sa.Column("deliverables_en", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["agreed_by_id"], ["person.id"], name=op.f("fk_public_mission_agreed_by_id")),
        sa.ForeignKeyConstraint(["mission_id"], ["mission.id"], name=op.f("fk_public_mission_mission_id")),
        sa.PrimaryKeyConstraint("mission_id", name=op.f("pk_public_mission")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("public_mission", schema=None) as batch_op:
        batch_op.create_index("ix_public_mission_agreed", ["agreed_at"], unique=False)

    for statement in APPEND_ONLY[op.get_bind().dialect.name]:
        op.execute(statement)


def downgrade() -> None:
    # The public catalogue
    with op.batch_alter_table("public_mission", schema=None) as batch_op:
        batch_op.drop_index("ix_public_mission_agreed")

    op.drop_table("public_mission")
    op.drop_table("public_catalogue")

    # Rooms
    with op.batch_alter_table("room_note", schema=None) as batch_op:
        batch_op.drop_index("ix_room_note_person")

    op.drop_table("room_note")
    with op.batch_alter_table("room_link", schema=None) as batch_op:
        batch_op.drop_index("ix_room_link_room")

    op.drop_table("room_link")
    with op.batch_alter_table("room_task", schema=None) as batch_op:
        batch_op.drop_index("ix_room_task_charge")
        batch_op.drop_index("ix_room_task_room")

    op.drop_table("room_task")
    with op.batch_alter_table("room_contact", schema=None) as batch_op:
        batch_op.drop_index("ix_room_contact_person")
        batch_op.drop_index(
            "uq_room_contact_standing",
            sqlite_where=sa.text("removed_at IS NULL"),
            postgresql_where=sa.text("removed_at IS NULL"),
        )

    op.drop_table("room_contact")
    with op.batch_alter_table("room_member", schema=None) as batch_op:
        batch_op.drop_index("ix_room_member_person")
        batch_op.drop_index("ix_room_member_room")

    op.drop_table("room_member")
    op.drop_table("room")

    # The life of missions
    with op.batch_alter_table("mission_report", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_mission_report_waiting",
            sqlite_where=sa.text("answer IS NULL"),
            postgresql_where=sa.text("answer IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_mission_report_reporter_id"))

    op.drop_table("mission_report")
    op.drop_table("mission_reader")
    op.drop_table("mission_opening")
    with op.batch_alter_table("unfilled_cause", schema=None) as batch_op:
        batch_op.drop_index("ix_unfilled_cause_day")

    op.drop_table("unfilled_cause")
    op.drop_table("mission_freshness")
    with op.batch_alter_table("self_offer_skill", schema=None) as batch_op:
        batch_op.drop_index("ix_self_offer_skill_skill")

    op.drop_table("self_offer_skill")
    with op.batch_alter_table("self_offer", schema=None) as batch_op:
        batch_op.drop_index("ix_self_offer_state")
        batch_op.drop_index("ix_self_offer_person")

    op.drop_table("self_offer")
    with op.batch_alter_table("mission_proposal", schema=None) as batch_op:
        batch_op.drop_index("uq_mission_proposal_mission")
        batch_op.drop_index("ix_mission_proposal_sponsor")
        batch_op.drop_index("ix_mission_proposal_author")

    op.drop_table("mission_proposal")
    with op.batch_alter_table("mission_transfer", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_mission_transfer_asked",
            sqlite_where=sa.text("state = 'asked'"),
            postgresql_where=sa.text("state = 'asked'"),
        )
        batch_op.drop_index("ix_mission_transfer_to")

    op.drop_table("mission_transfer")
    with op.batch_alter_table("delegation", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_delegation_running",
            sqlite_where=sa.text("state = 'running'"),
            postgresql_where=sa.text("state = 'running'"),
        )
        batch_op.drop_index("ix_delegation_manager")
        batch_op.drop_index("ix_delegation_delegate")

    op.drop_table("delegation")
    with op.batch_alter_table("mission_pause", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_mission_pause_running",
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )
        batch_op.drop_index("ix_mission_pause_mission")

    op.drop_table("mission_pause")
    op.drop_table("notice_settings")
    op.drop_table("notice_rhythm")
    with op.batch_alter_table("notice", schema=None) as batch_op:
        for name, condition in (
            ("ix_notice_digest", "in_digest AND read_at IS NULL"),
            ("ix_notice_unread", "read_at IS NULL"),
        ):
            batch_op.drop_index(name, sqlite_where=sa.text(condition), postgresql_where=sa.text(condition))
        batch_op.drop_index("ix_notice_at")
        batch_op.drop_index("ix_notice_person")

    op.drop_table("notice")
    with op.batch_alter_table("kept_copy", schema=None) as batch_op:
        for name, condition in (
            ("uq_kept_copy_mission", "mission_id IS NOT NULL"),
            ("uq_kept_copy_new", "mission_id IS NULL"),
        ):
            batch_op.drop_index(name, sqlite_where=sa.text(condition), postgresql_where=sa.text(condition))
        batch_op.drop_index("ix_kept_copy_kept_at")
        batch_op.drop_index(batch_op.f("ix_kept_copy_mission_id"))

    op.drop_table("kept_copy")
    op.drop_table("search_choice")
    with op.batch_alter_table("recent_search", schema=None) as batch_op:
        batch_op.drop_index("ix_recent_search_searched_at")

    op.drop_table("recent_search")
    with op.batch_alter_table("unmet_trace", schema=None) as batch_op:
        batch_op.drop_index("ix_unmet_trace_day")

    op.drop_table("unmet_trace")
    op.drop_table("unmet_need")
    with op.batch_alter_table("calendar_address", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_calendar_address_mission",
            sqlite_where=sa.text("mission_id IS NOT NULL"),
            postgresql_where=sa.text("mission_id IS NOT NULL"),
        )
        batch_op.drop_index(
            "uq_calendar_address_scope",
            sqlite_where=sa.text("mission_id IS NULL"),
            postgresql_where=sa.text("mission_id IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_calendar_address_mission_id"))

    op.drop_table("calendar_address")
    with op.batch_alter_table("mission_question", schema=None) as batch_op:
        batch_op.drop_index("ix_mission_question_mission")
        batch_op.drop_index("ix_mission_question_asked_by")

    op.drop_table("mission_question")
    with op.batch_alter_table("mission_follow", schema=None) as batch_op:
        batch_op.drop_index("ix_mission_follow_person")

    op.drop_table("mission_follow")
    with op.batch_alter_table("feed_address", schema=None) as batch_op:
        batch_op.drop_index("ix_feed_address_person")
        batch_op.drop_index(
            "ix_feed_address_missions",
            sqlite_where=sa.text("saved_search_id IS NULL"),
            postgresql_where=sa.text("saved_search_id IS NULL"),
        )

    op.drop_table("feed_address")
    with op.batch_alter_table("saved_search_find", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_saved_search_find_in_doubt",
            sqlite_where=sa.text("is_in_doubt = 1"),
            postgresql_where=sa.text("is_in_doubt"),
        )

    op.drop_table("saved_search_find")
    with op.batch_alter_table("saved_search", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_saved_search_person_id"))

    op.drop_table("saved_search")
    with op.batch_alter_table("profile_look", schema=None) as batch_op:
        batch_op.drop_index("ix_profile_look_reader_day")
        batch_op.drop_index("ix_profile_look_person_day")
        batch_op.drop_index("ix_profile_look_day")

    op.drop_table("profile_look")
    op.drop_table("recognition_skill")
    with op.batch_alter_table("recall", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_recall_live",
            sqlite_where=sa.text("state IN ('planned', 'running')"),
            postgresql_where=sa.text("state IN ('planned', 'running')"),
        )
        batch_op.drop_index("ix_recall_state")
        batch_op.drop_index("ix_recall_authorization")

    op.drop_table("recall")
    op.drop_table("relief_note")
    op.drop_table("counter_proposal")
    with op.batch_alter_table("allocation", schema=None) as batch_op:
        batch_op.drop_index("ix_allocation_person_week")

    op.drop_table("allocation")
    with op.batch_alter_table("time_entry", schema=None) as batch_op:
        batch_op.drop_index("ix_time_entry_person_week")
        batch_op.drop_index("ix_time_entry_person_state")
        batch_op.drop_index("ix_time_entry_mission_state")

    op.drop_table("time_entry")
    with op.batch_alter_table("recognition", schema=None) as batch_op:
        batch_op.drop_index("ix_recognition_person_state")
        batch_op.drop_index("ix_recognition_mission")

    op.drop_table("recognition")
    op.drop_table("invitation")
    with op.batch_alter_table("pool_member", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_pool_member_live",
            sqlite_where=sa.text("state IN ('asked', 'joined')"),
            postgresql_where=sa.text("state IN ('asked', 'joined')"),
        )
        batch_op.drop_index("ix_pool_member_unit")
        batch_op.drop_index("ix_pool_member_application")

    op.drop_table("pool_member")
    with op.batch_alter_table("alternate", schema=None) as batch_op:
        batch_op.drop_index("ix_alternate_seat")

    op.drop_table("alternate")
    with op.batch_alter_table("application_message", schema=None) as batch_op:
        batch_op.drop_index("ix_application_message_application")

    op.drop_table("application_message")
    with op.batch_alter_table("application_note", schema=None) as batch_op:
        batch_op.drop_index("ix_application_note_application")

    op.drop_table("application_note")
    op.drop_table("offer")
    with op.batch_alter_table("engagement", schema=None) as batch_op:
        batch_op.drop_index("ix_engagement_state")
        batch_op.drop_index("ix_engagement_person")
        batch_op.drop_index(batch_op.f("ix_engagement_mission_id"))

    op.drop_table("engagement")
    with op.batch_alter_table("authorization", schema=None) as batch_op:
        batch_op.drop_index("ix_authorization_person_state")
        batch_op.drop_index("ix_authorization_mission")
        batch_op.drop_index(
            "ix_authorization_decider_for",
            sqlite_where=sa.text("decider_for_id IS NOT NULL"),
            postgresql_where=sa.text("decider_for_id IS NOT NULL"),
        )
        batch_op.drop_index("ix_authorization_decider_state")
        batch_op.drop_index("ix_authorization_decided")

    op.drop_table("authorization")
    with op.batch_alter_table("seat_skill", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_seat_skill_skill_id"))

    op.drop_table("seat_skill")
    with op.batch_alter_table("application", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_application_live",
            sqlite_where=sa.text(
                "state NOT IN ('completed', 'declined', 'lapsed', 'not_selected', 'pooled', 'released', 'withdrawn')"
            ),
            postgresql_where=sa.text(
                "state NOT IN ('completed', 'declined', 'lapsed', 'not_selected', 'pooled', 'released', 'withdrawn')"
            ),
        )
        batch_op.drop_index("ix_application_seat")
        batch_op.drop_index("ix_application_person_state")
        batch_op.drop_index("ix_application_mission_state")

    op.drop_table("application")
    with op.batch_alter_table("skill_evidence", schema=None) as batch_op:
        batch_op.drop_index("ix_skill_evidence_person_skill")

    op.drop_table("skill_evidence")
    with op.batch_alter_table("seat", schema=None) as batch_op:
        batch_op.drop_index("ix_seat_percent")
        batch_op.drop_index("ix_seat_mission")

    op.drop_table("seat")
    with op.batch_alter_table("event", schema=None) as batch_op:
        batch_op.drop_index("ix_event_subject")
        batch_op.drop_index(batch_op.f("ix_event_actor_id"))

    op.drop_table("event")
    op.drop_table("brief")
    op.drop_table("edition")
    op.drop_table("pilot_unit")
    op.drop_table("pilot_rules")
    with op.batch_alter_table("mission", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_mission_unit_id"))
        batch_op.drop_index("ix_mission_state_published")
        batch_op.drop_index("ix_mission_pilot_state")
        batch_op.drop_index(
            "ix_mission_ownerless",
            sqlite_where=sa.text("ownerless_on IS NOT NULL"),
            postgresql_where=sa.text("ownerless_on IS NOT NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_mission_owner_id"))
        batch_op.drop_index(batch_op.f("ix_mission_co_owner_id"))

    op.drop_table("mission")
    op.drop_table("submission")
    op.drop_table("skill_reminder")
    op.drop_table("spoken_language")
    with op.batch_alter_table("profile_import", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_profile_import_person_id"))

    op.drop_table("profile_import")
    with op.batch_alter_table("skill_pair", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_skill_pair_second_id"))

    op.drop_table("skill_pair")
    with op.batch_alter_table("skill_proposal", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_skill_proposal_person_id"))

    op.drop_table("skill_proposal")
    with op.batch_alter_table("library_change", schema=None) as batch_op:
        batch_op.drop_index("ix_library_change_row")
        batch_op.drop_index(batch_op.f("ix_library_change_operation_id"))

    op.drop_table("library_change")
    with op.batch_alter_table("library_operation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_library_operation_skill_id"))
        batch_op.drop_index(batch_op.f("ix_library_operation_at"))

    op.drop_table("library_operation")
    op.drop_table("set_aside_skill")
    with op.batch_alter_table("occupation_skill", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_occupation_skill_skill_id"))

    op.drop_table("occupation_skill")
    with op.batch_alter_table("skill_label", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_skill_label_skill_id"))
        batch_op.drop_index(batch_op.f("ix_skill_label_folded"))

    op.drop_table("skill_label")
    with op.batch_alter_table("profile", schema=None) as batch_op:
        for name in ("availability", "experience", "skills"):
            batch_op.drop_index(f"ix_profile_{name}_narrowed")

    op.drop_table("profile")
    op.drop_table("photo")
    with op.batch_alter_table("pause", schema=None) as batch_op:
        batch_op.drop_index("ix_pause_person")

    op.drop_table("pause")
    op.drop_table("pilot")
    op.drop_table("person_week")
    with op.batch_alter_table("held_skill", schema=None) as batch_op:
        batch_op.drop_index("ix_held_skill_skill_level")

    op.drop_table("held_skill")
    with op.batch_alter_table("external_terms", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_external_terms_firm_id"))

    op.drop_table("external_terms")
    with op.batch_alter_table("experience", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_experience_person_id"))

    op.drop_table("experience")
    op.drop_table("ceiling")
    with op.batch_alter_table("skill", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_skill_successor_id"))
        batch_op.drop_index(batch_op.f("ix_skill_source"))
        batch_op.drop_index(batch_op.f("ix_skill_family_id"))

    op.drop_table("skill")
    with op.batch_alter_table("single_use_link", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_single_use_link_account_id"))

    op.drop_table("single_use_link")
    with op.batch_alter_table("sign_in_session", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sign_in_session_account_id"))

    op.drop_table("sign_in_session")
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_person_unit_id"))
        batch_op.drop_index(batch_op.f("ix_person_manager_id"))
        batch_op.drop_index(
            "ix_person_left",
            sqlite_where=sa.text("left_on IS NOT NULL"),
            postgresql_where=sa.text("left_on IS NOT NULL"),
        )
        batch_op.drop_index(
            "ix_person_directory_counts",
            sqlite_where=sa.text("left_on IS NULL"),
            postgresql_where=sa.text("left_on IS NULL"),
        )
        batch_op.drop_index(
            "ix_person_directory",
            sqlite_where=sa.text("left_on IS NULL"),
            postgresql_where=sa.text("left_on IS NULL"),
        )

    op.drop_table("person")
    op.drop_table("account_role")
    op.drop_table("unit")
    op.drop_table("throttle")
    op.drop_table("skill_family")
    with op.batch_alter_table("outbox_item", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_outbox_item_due",
            sqlite_where=sa.text("done_at IS NULL"),
            postgresql_where=sa.text("done_at IS NULL"),
        )

    op.drop_table("outbox_item")
    with op.batch_alter_table("occupation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_occupation_source"))

    op.drop_table("occupation")
    op.drop_table("firm")
    op.drop_table("account")

    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION refuse_change()")

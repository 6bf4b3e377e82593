"""A number that has been published is never changed or taken back, whoever asks the database to."""

from django.db import migrations

FORWARDS = """
CREATE FUNCTION published_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'a release never changes' USING ERRCODE = 'integrity_constraint_violation'; END $$;
CREATE TRIGGER "a published cell stays" BEFORE UPDATE OR DELETE ON publication_publishedcell
FOR EACH ROW EXECUTE FUNCTION published_stays();
CREATE TRIGGER "a published table stays" BEFORE UPDATE OR DELETE ON publication_releasedtable
FOR EACH ROW EXECUTE FUNCTION published_stays();
"""
BACKWARDS = """
DROP TRIGGER "a published cell stays" ON publication_publishedcell;
DROP TRIGGER "a published table stays" ON publication_releasedtable;
DROP FUNCTION published_stays;
"""


class Migration(migrations.Migration):
    dependencies = [("publication", "0001_initial")]
    operations = [migrations.RunSQL(FORWARDS, BACKWARDS)]

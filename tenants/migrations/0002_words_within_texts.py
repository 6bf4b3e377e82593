from django.contrib.postgres.operations import TrigramExtension
from django.db import migrations


class Migration(migrations.Migration):
    """What the tenants' indexes of words in texts are made with; it comes with PostgreSQL, and needs no superuser."""

    dependencies = [("tenants", "0001_initial")]

    operations = [TrigramExtension()]

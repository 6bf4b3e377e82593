from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import migrations, models
from django.db.models.functions import Cast, Upper


class Migration(migrations.Migration):
    dependencies = [("cases", "0003_a_next_word"), ("tenants", "0002_words_within_texts")]

    operations = [
        migrations.AddIndex(
            model_name="answer",
            index=GinIndex(
                OpClass(Upper(Cast("value", models.TextField())), name="gin_trgm_ops"),
                name="answers_by_what_is_said",
            ),
        ),
    ]

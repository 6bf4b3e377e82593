from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0002_dates_facets_and_people")]

    operations = [
        migrations.AddConstraint(
            model_name='case',
            constraint=models.CheckConstraint(condition=models.Q(('closed_at__isnull', False), ('word_due__isnull', False), _connector='OR'), name='an open case has a date of the next word'),
        ),
    ]

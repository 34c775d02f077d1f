import django.contrib.postgres.indexes
import django.contrib.postgres.search
from django.db import migrations, models


class Migration(migrations.Migration):
    """The search reads the words of a story, not the tags of its HTML. A generated column cannot be altered."""

    dependencies = [
        ('announcements', '0002_people_events_and_rules'),
    ]

    operations = [
        migrations.AddField(
            model_name='article',
            name='search_text',
            field=models.TextField(blank=True, default='', editable=False, help_text='The body without its tags.'),
        ),
        migrations.RemoveIndex(model_name='article', name='article_search'),
        migrations.RemoveField(model_name='article', name='search_vector'),
        migrations.AddField(
            model_name='article',
            name='search_vector',
            field=models.GeneratedField(db_persist=True, expression=django.contrib.postgres.search.CombinedSearchVector(django.contrib.postgres.search.CombinedSearchVector(django.contrib.postgres.search.SearchVector(models.Func(models.F('title'), models.Value('/-._'), models.Value('    '), function='translate', output_field=models.TextField()), config='indonesian', weight='A'), '||', django.contrib.postgres.search.SearchVector(models.Func(models.F('summary'), models.Value('/-._'), models.Value('    '), function='translate', output_field=models.TextField()), config='indonesian', weight='B'), django.contrib.postgres.search.SearchConfig('indonesian')), '||', django.contrib.postgres.search.SearchVector(models.Func(models.F('search_text'), models.Value('/-._'), models.Value('    '), function='translate', output_field=models.TextField()), config='indonesian', weight='C'), django.contrib.postgres.search.SearchConfig('indonesian')), output_field=django.contrib.postgres.search.SearchVectorField()),
        ),
        migrations.AddIndex(
            model_name='article',
            index=django.contrib.postgres.indexes.GinIndex(fields=['search_vector'], name='article_search'),
        ),
    ]

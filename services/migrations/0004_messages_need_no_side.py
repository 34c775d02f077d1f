from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("services", "0003_messages_say_their_kind")]

    operations = [migrations.RemoveField(model_name="message", name="is_from_office")]

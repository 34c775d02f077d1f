import django.db.models.deletion
import django.utils.timezone
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0007_roster_imports_and_histories'),
    ]

    operations = [
        migrations.CreateModel(
            name='ActivationCode',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('number_hash', models.CharField(help_text='Fingerprint of the number that was typed.', max_length=64)),
                ('code_hash', models.CharField(blank=True, default='', help_text='Empty: nobody was sent a code.', max_length=64)),
                ('tries', models.PositiveSmallIntegerField(default=0)),
                ('asked_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('expires_at', models.DateTimeField()),
                ('told_at', models.DateTimeField(null=True)),
                ('proved_at', models.DateTimeField(help_text='When the right code was typed.', null=True)),
                ('used_at', models.DateTimeField(null=True)),
            ],
            options={
                'verbose_name': 'kode aktivasi',
                'verbose_name_plural': 'kode aktivasi',
            },
        ),
        migrations.CreateModel(
            name='EntrySlip',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('aktivasi', 'slip aktivasi'), ('pemulihan', 'slip pemulihan')], max_length=10, verbose_name='jenis')),
                ('state', models.CharField(choices=[('diajukan', 'menunggu persetujuan'), ('berlaku', 'berlaku'), ('terpakai', 'terpakai'), ('dicabut', 'dicabut'), ('dihentikan', 'dihentikan pemiliknya')], default='berlaku', max_length=10, verbose_name='keadaan')),
                ('code_hash', models.CharField(max_length=64, unique=True)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('usable_from', models.DateTimeField(blank=True, null=True, verbose_name='dapat dipakai sejak')),
                ('expires_at', models.DateTimeField(verbose_name='sampai')),
            ],
            options={
                'verbose_name': 'slip masuk',
                'verbose_name_plural': 'slip masuk',
                'permissions': [('print_slip', 'Mencetak slip aktivasi dan mengajukan pemulihan bagi unit sendiri dan di bawahnya'), ('print_any_slip', 'Mencetak slip aktivasi dan mengajukan pemulihan bagi siapa pun'), ('approve_recovery', 'Menyetujui pemulihan akun yang diajukan petugas lain')],
            },
        ),
        migrations.AddField(
            model_name='activationcode',
            name='employee',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='activation_codes', to='accounts.employee'),
        ),
        migrations.AddField(
            model_name='entryslip',
            name='approved_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='slips_approved', to=settings.AUTH_USER_MODEL, verbose_name='disetujui oleh'),
        ),
        migrations.AddField(
            model_name='entryslip',
            name='employee',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='slips', to='accounts.employee', verbose_name='pegawai'),
        ),
        migrations.AddField(
            model_name='entryslip',
            name='made_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='slips_made', to=settings.AUTH_USER_MODEL, verbose_name='dibuat oleh'),
        ),
        migrations.AddConstraint(
            model_name='activationcode',
            constraint=models.CheckConstraint(condition=models.Q(('tries__lte', 5)), name='activationcode_tries_bounded', violation_error_message='Kode ini sudah terlalu sering dicoba.'),
        ),
        migrations.AddConstraint(
            model_name='activationcode',
            constraint=models.CheckConstraint(condition=models.Q(('proved_at__isnull', True), ('employee__isnull', False), _connector='OR'), name='activationcode_proved_by_somebody'),
        ),
        migrations.AddConstraint(
            model_name='entryslip',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ['diajukan', 'berlaku'])), fields=('employee', 'kind'), name='entryslip_one_open', violation_error_message='Orang ini masih memiliki slip yang berlaku.'),
        ),
        migrations.AddConstraint(
            model_name='entryslip',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['diajukan', 'berlaku', 'terpakai', 'dicabut', 'dihentikan'])), name='entryslip_state_known'),
        ),
        migrations.AddConstraint(
            model_name='entryslip',
            constraint=models.CheckConstraint(condition=models.Q(('approved_by__isnull', True), models.Q(('approved_by', models.F('made_by')), _negated=True), _connector='OR'), name='entryslip_two_persons', violation_error_message='Yang mengajukan tidak boleh menyetujui.'),
        ),
        migrations.AddConstraint(
            model_name='entryslip',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'pemulihan'), ('state__in', ['berlaku', 'terpakai']), _negated=True), ('approved_by__isnull', False), _connector='OR'), name='entryslip_recovery_approved', violation_error_message='Pemulihan perlu disetujui petugas lain.'),
        ),
        migrations.AddConstraint(
            model_name='entryslip',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['berlaku', 'terpakai']), _negated=True), ('usable_from__isnull', False), _connector='OR'), name='entryslip_valid_has_beginning'),
        ),
    ]

# Written by Django 5.2.19 on 2026-11-20, then by hand

from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Entry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('account_id', models.BigIntegerField(null=True)),
                ('post_id', models.BigIntegerField(null=True)),
                ('who', models.CharField(max_length=200)),
                ('authority', models.CharField(max_length=40)),
                ('action', models.CharField(max_length=80)),
                ('case_reference', models.CharField(blank=True, max_length=20)),
                ('detail', models.JSONField(default=dict)),
                ('bucket', models.SmallIntegerField()),
                ('number', models.BigIntegerField()),
                ('digest', models.BinaryField(max_length=32)),
            ],
            options={
                'indexes': [models.Index(fields=['case_reference', 'at'], name='audit_by_case'), models.Index(fields=['authority', 'at'], name='audit_by_authority'), models.Index(condition=models.Q(('action__in', ['audit searched', 'file taken', 'import tried', 'searched', 'spreadsheet taken', 'limit reached'])), fields=['account_id', 'at'], name='audit_by_use'), models.Index(condition=models.Q(('action__in', ['not let in', 'second step failed', 'sign-in failed', 'sign-in held back'])), fields=['at'], name='audit_refusals')],
                'constraints': [models.UniqueConstraint(fields=('authority', 'bucket', 'number'), name='audit_one_entry_per_place')],
            },
        ),
        migrations.CreateModel(
            name='Check',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('drawn_at', models.DateTimeField()),
                ('drawn_by', models.BigIntegerField()),
                ('outcome', models.CharField(blank=True, choices=[('in_order', 'In order'), ('asked', 'Asked about, no answer yet'), ('not_in_order', 'Not in order')], max_length=20)),
                ('note', models.TextField(blank=True)),
                ('checked_at', models.DateTimeField(blank=True, null=True)),
                ('checked_by', models.BigIntegerField(blank=True, null=True)),
                ('entry', models.ForeignKey(on_delete=models.deletion.PROTECT, related_name='checks', to='audit.entry')),
            ],
            options={
                'ordering': ['outcome', '-drawn_at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Head',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('authority', models.CharField(max_length=40)),
                ('bucket', models.SmallIntegerField()),
                ('number', models.BigIntegerField()),
                ('digest', models.BinaryField(max_length=32)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('authority', 'bucket'), name='audit_one_head_per_chain')],
            },
        ),
    ]

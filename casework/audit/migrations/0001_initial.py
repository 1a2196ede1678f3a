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
                'indexes': [models.Index(fields=['case_reference', 'at'], name='audit_by_case'), models.Index(fields=['authority', 'at'], name='audit_by_authority')],
                'constraints': [models.UniqueConstraint(fields=('authority', 'bucket', 'number'), name='audit_one_entry_per_place')],
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

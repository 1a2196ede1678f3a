"""The procedures as handbooks: what each asks, by subject, with its clauses and examples.

Read only; everything on its pages comes out of the packs.
"""

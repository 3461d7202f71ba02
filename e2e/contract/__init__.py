"""What the client API promises, as tables, and how an answer is held against them.

`endpoints.tsv` and `entities.tsv` say what Mastodon 4.6 documents; `required_fields.tsv` without which fields apps fail.
"""

"""Every field of every model, declared sensitive or plain.

Sensitive: it says, or helps to say, who somebody is or what happened to them. Such a
field never appears in a log, an address, a mail, or the detail of an audit entry.
A field without a declaration fails the build. Keys, and foreign keys whose names are
plain ids, are plain.
"""

FIELDS: dict[str, dict[str, str]] = {
    "notices.Notice": {
        "recipient_email": "sensitive",
        "recipient_post": "plain",
        "kind": "plain",
        "link": "plain",
        "invitation": "plain",
        "created_at": "plain",
        "sent_at": "plain",
        "attempts": "plain",
    },
}

"""Pages of meetings."""


def todo(request, **kwargs):
    return None

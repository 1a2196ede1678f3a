"""The product's addresses, and two pages to measure against: an empty one, and the floor."""

from django.http import HttpResponse
from django.urls import include, path
from jinja2 import Environment

from casework.config.postgresql import prepared


def empty(request):
    """The whole way through the server, and nothing else."""
    return HttpResponse("")


def floor(request):
    """The least that shows a caseload: one statement, one table of thirty rows."""
    rows = prepared.rows(MINE, [request.post.pk])
    return HttpResponse(TABLE.render(rows=rows))


MINE = """
    select c.reference, k.forename, k.surname, s.rating, d.due_day, d.title
    from access_grant g
    join subjects_case c on c.id = g.case_id
    join subjects_child k on k.case_id = c.id
    left join chronology_standing s on s.case_id = c.id
    left join lateral (
      select o.due_day, o.title from chronology_obligation o
      where o.case_id = c.id and o.state = 'open' order by o.due_at limit 1) d on true
    where g.post_id = %s order by d.due_day"""
TABLE = Environment(autoescape=True).from_string(
    """<table>{% for reference, forename, surname, rating, day, title in rows %}
    <tr><th><a href="/children/{{ reference }}/">{{ forename }} {{ surname }}</a></th>
    <td>{{ rating }}</td><td>{{ day }}</td><td>{{ title }}</td></tr>{% endfor %}</table>"""
)
urlpatterns = [
    path("empty/", empty),
    path("floor/", floor),
    path("", include("casework.config.urls")),
]

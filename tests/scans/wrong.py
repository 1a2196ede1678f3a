# ruff: noqa
# One of everything that rules.yaml looks for. It is never imported.
def view(request, cursor, form):
    Child.objects.filter(pk=1)
    mark_safe(request.POST["text"])
    cursor.execute(f"select * from child where name = '{form}'")
    eval(request.POST["text"])
    request.POST["text"].format(form)
    os.system("ls")
    redirect(request.GET["next"])
    requests.get("https://example.org", verify=False)
    random.choice("abc")


@csrf_exempt
def other(request):
    pass

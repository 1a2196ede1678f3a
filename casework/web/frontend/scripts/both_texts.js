// Two people wrote in the same field: both texts are shown and a person chooses what stands.

/** `take` puts theirs in place of mine; `settled` is called once a person has chosen. */
export function showBoth(control, by, theirs, take, settled) {
  const id = `both-${control.id || control.name}`;
  document.getElementById(id)?.remove();
  const box = document.createElement("div");
  box.className = "hf-both";
  box.id = id;
  box.setAttribute("role", "alert");
  box.append(line("p", `${by ?? "Somebody else"} changed this while you were writing. Yours stands in the box above; this is theirs:`),
    line("blockquote", inWords(control, theirs) || "(emptied)"), choices(control, theirs, take, () => { box.remove(); control.focus(); settled(); }));
  (control.closest("fieldset") ?? control).after(box);
}

function choices(control, theirs, take, done) {
  const row = document.createElement("div");
  row.className = "hf-buttons";
  row.append(button("Keep mine", done), button("Take theirs", () => { take(); done(); }));
  if (control instanceof HTMLTextAreaElement || control.type === "text") {
    row.append(button("Put both together", () => { control.value = `${control.value}\n${theirs.join("\n")}`; done(); }));
  }
  return row;
}

/** What was chosen, as the page names it and not as the form sends it. */
function inWords(control, values) {
  const named = [...control.form.elements].filter((each) => each.name === control.name);
  const options = control instanceof HTMLSelectElement ? [...control.options] : named.filter((each) => each.labels?.length);
  return values.map((value) => {
    const found = options.find((option) => option.value === value && option.type !== "text" && !(option instanceof HTMLTextAreaElement));
    return (found?.text ?? found?.labels?.[0]?.textContent ?? value).trim();
  }).join(", ");
}

function button(label, act) {
  const made = line("button", label);
  made.type = "button";
  made.className = "govuk-button govuk-button--secondary";
  made.addEventListener("click", act);
  return made;
}

function line(tag, text) {
  const made = document.createElement(tag);
  made.textContent = text;
  return made;
}

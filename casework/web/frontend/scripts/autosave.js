// Keeps forms marked data-autosave saved while somebody writes, and says so truthfully.
// What is not saved stays in the window, is marked, and is sent again by itself.
import { SaveState } from "./save_state.js";
import { showBoth } from "./both_texts.js";
import { labelOf } from "./words.js";

const PAUSE = 800;
const WAITS = [2_000, 4_000, 8_000, 16_000, 30_000];
const POLL = 12_000;

export function keepSaving() {
  const forms = [...document.querySelectorAll("form[data-autosave]")];
  if (!forms.length) return;
  const state = new SaveState();
  const kept = forms.map((form) => new KeptForm(form, state));
  state.follow(kept);
  guardLeaving(kept);
  guardFinishing(kept);
  document.addEventListener("htmx:beforeSwap", ({ target }) => {
    kept.filter((each) => each.form.contains(target)).forEach((each) => each.hold());
  });
  document.addEventListener("htmx:afterSettle", ({ target }) => {
    kept.filter((each) => each.form.contains(target)).forEach((each) => each.renewed(target));
  });
  state.poll(kept, POLL);
}

class KeptForm {
  constructor(form, state) {
    this.form = form;
    this.state = state;
    this.saved = snapshot(form, true);
    this.tries = 0;
    this.disputed = new Set();
    form.addEventListener("input", () => this.later(PAUSE));
    form.addEventListener("change", () => this.later(0));
    form.addEventListener("submit", (event) => this.submit(event));
    // With this a page hides the button that saves by hand.
    form.dataset.kept = "";
    if (this.unsaved().length) this.later(PAUSE);
  }

  /** A part of the form is about to come anew: remember what was chosen since it was served. */
  hold() {
    const served = snapshot(this.form, true);
    this.chosen = [...snapshot(this.form)].filter(([name, texts]) => texts !== "[]" && texts !== served.get(name));
  }

  /** What the new part shows counts as saved; what was chosen meanwhile stands where it is still offered. */
  renewed(part) {
    const served = snapshot(this.form, true);
    const names = new Set([...part.querySelectorAll("[name]")].map((control) => control.name));
    for (const name of names) this.saved.set(name, served.get(name));
    for (const [name, texts] of this.chosen ?? []) {
      if (names.has(name) && offered(part, name, JSON.parse(texts))) put(this.form, name, JSON.parse(texts));
    }
    if (this.unsaved().length) this.later(0);
  }

  get version() { return this.form.elements.version; }

  /** Names of the fields that differ from what the server last confirmed. */
  unsaved() {
    const now = snapshot(this.form);
    return [...new Set([...now.keys(), ...this.saved.keys()])].filter((name) => now.get(name) !== this.saved.get(name));
  }

  control(name) {
    const found = this.form.elements.namedItem(name);
    return found instanceof RadioNodeList ? found[0] : found;
  }

  unsavedText() {
    const now = snapshot(this.form);
    return this.unsaved().map((name) => `${labelOf(this.control(name))}\n${JSON.parse(now.get(name) ?? "[]").join(", ")}`);
  }

  later(wait) {
    this.state.refresh();
    window.clearTimeout(this.timer);
    if (!this.disputed.size) this.timer = window.setTimeout(() => this.save(), wait);
  }

  /** Send what is here; true once the server has confirmed it. One request at a time. */
  async save() {
    window.clearTimeout(this.timer);
    if (this.disputed.size) return false;
    if (!this.unsaved().length) return true;
    if (this.sending) { await this.sending; return this.save(); }
    this.sending = this.send();
    const done = await this.sending;
    this.sending = null;
    if (done && this.unsaved().length) this.later(PAUSE);
    return done;
  }

  async send() {
    const sent = snapshot(this.form);
    const body = new FormData(this.form);
    let answer;
    try {
      answer = await fetch(this.form.action, {
        method: "POST", body, credentials: "same-origin", redirect: "manual",
        headers: { Accept: "application/json", "X-Autosave": "yes" },
      });
    } catch {
      return this.retry();
    }
    if (answer.status >= 500) return this.retry();
    this.tries = 0;
    const said = await answer.json().catch(() => ({}));
    if (answer.ok && said.version !== undefined) return this.confirm(sent, said);
    if (answer.status === 409) return this.dispute(sent, said);
    this.state.refuse(this, answer.status, said);
    return false;
  }

  confirm(sent, said) {
    this.version.value = said.version;
    this.saved = sent;
    this.state.confirm(this, new Date(said.saved_at ?? Date.now()));
    return true;
  }

  retry() {
    this.state.cut();
    this.timer = window.setTimeout(() => this.save(), WAITS[Math.min(this.tries++, WAITS.length - 1)]);
    return false;
  }

  /** Somebody else saved first: take what I did not touch, show both where we both wrote. */
  dispute(sent, said) {
    const mine = this.unsaved();
    this.version.value = said.version;
    for (const [name, text] of Object.entries(said.theirs ?? {})) {
      const values = listed(text);
      const theirs = JSON.stringify(values);
      if (!mine.includes(name)) put(this.form, name, text);
      else if (theirs !== sent.get(name)) {
        this.disputed.add(name);
        showBoth(this.control(name), said.by, values, () => put(this.form, name, text), () => this.settle(name));
      }
      this.saved.set(name, theirs);
    }
    this.state.dispute(this, said.by);
    if (!this.disputed.size) this.later(0);
    return false;
  }

  settle(name) {
    this.disputed.delete(name);
    this.later(0);
  }

  submit(event) {
    if (event.submitter?.hasAttribute("data-save-button")) {
      event.preventDefault();
      this.save();
    } else if (this.sending || (this.state.since && this.unsaved().length)) {
      // What is on its way comes first, or it may arrive after what is sent now and stand instead.
      // Without a connection sending the page would lose what stands in it.
      event.preventDefault();
      this.submitAfterSaving(event.submitter);
    } else {
      window.clearTimeout(this.timer);
      this.saved = snapshot(this.form);
    }
  }

  async submitAfterSaving(button) {
    await this.save();
    if (this.state.since || this.disputed.size) return;
    // What the server would not take it says on the page.
    window.clearTimeout(this.timer);
    this.saved = snapshot(this.form);
    this.form.requestSubmit(button);
  }
}

/** What the form holds by name; with `asServed`, what the server had put there. */
function snapshot(form, asServed = false) {
  const found = new Map();
  for (const control of form.elements) {
    if (!control.name || ["version", "section", "csrfmiddlewaretoken"].includes(control.name)) continue;
    const texts = textsOf(control, asServed).filter((text) => text !== "");
    const before = JSON.parse(found.get(control.name) ?? "[]");
    found.set(control.name, JSON.stringify([...before, ...texts]));
  }
  return found;
}

function textsOf(control, asServed) {
  if (control.type === "submit" || control.type === "button" || control.type === "file") return [];
  if (control.type === "checkbox" || control.type === "radio") {
    return (asServed ? control.defaultChecked : control.checked) ? [control.value] : [];
  }
  if (control instanceof HTMLSelectElement) {
    const chosen = [...control.options].filter((option) => (asServed ? option.defaultSelected : option.selected));
    if (asServed && !chosen.length && !control.multiple && control.options.length) return [control.options[0].value];
    return chosen.map((option) => option.value);
  }
  return [asServed ? control.defaultValue ?? "" : control.value];
}

/** One answer or several, as the form would send them; nothing is an empty list. */
const listed = (given) => [].concat(given).filter((each) => each || each === 0).map(String);

function put(form, name, text) {
  const values = listed(text);
  for (const control of form.elements) {
    if (control.name !== name) continue;
    if (control.type === "checkbox" || control.type === "radio") control.checked = values.includes(control.value);
    else control.value = values[0] ?? "";
  }
}

/** Whether a part of the form can hold these values: a choice that is gone has to be made again. */
function offered(part, name, values) {
  const controls = [...part.querySelectorAll("[name]")].filter((control) => control.name === name);
  const ticked = controls.every((control) => ["checkbox", "radio"].includes(control.type));
  return !ticked || values.every((value) => controls.some((control) => control.value === value));
}

function guardLeaving(kept) {
  window.addEventListener("beforeunload", (event) => {
    if (kept.some((each) => each.unsaved().length)) event.preventDefault();
  });
  window.addEventListener("online", () => kept.forEach((each) => each.save()));
}

/** A form marked data-needs-saved, or one with a switch, is sent once everything on the page is saved. */
function guardFinishing(kept) {
  for (const form of document.querySelectorAll("form[data-needs-saved], form:has([data-submit])")) {
    form.addEventListener("submit", async (event) => {
      if (!kept.some((each) => each.unsaved().length)) return;
      event.preventDefault();
      const done = await Promise.all(kept.map((each) => each.save()));
      if (done.every(Boolean)) form.requestSubmit(event.submitter);
    });
  }
}

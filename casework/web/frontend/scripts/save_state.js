// The one place on a page that says what is saved. Polite when saved, at once when not.
import { changesNotSaved, labelOf, timeOfDay } from "./words.js";

export class SaveState {
  constructor() {
    this.on = document.querySelector("[data-save]");
    this.off = document.querySelector("[data-save-off]");
    this.since = null;
    this.keepInView();
  }

  /** What is not saved is said at the top, under the meeting's head, however far one has read. */
  keepInView() {
    if (!this.off) return;
    const head = document.querySelector("main > .hf-now");
    if (head) head.after(this.off);
    else document.querySelector("main").prepend(this.off);
    const follow = () => {
      const stays = head && getComputedStyle(head).position === "sticky";
      this.off.style.top = stays ? `${head.offsetHeight}px` : "0";
    };
    follow();
    window.addEventListener("resize", follow);
  }

  follow(kept) {
    this.kept = kept;
    this.off?.querySelector("[data-save-now]").addEventListener("click", () => kept.forEach((each) => each.save()));
    this.off?.querySelector("[data-save-copy]").addEventListener("click", () => this.copy());
  }

  confirm(form, at) {
    this.since = null;
    this.last = timeOfDay(at);
    this.say(`Saved ${this.last}.`, "Everything you typed is kept.", "met");
    this.refresh();
  }

  cut() {
    this.since ??= timeOfDay(new Date());
    this.refresh();
  }

  dispute(form, by) {
    if (form.disputed.size) this.say("Not saved.", `${by ?? "Somebody else"} changed this section too. Both texts are shown; choose what stands.`);
    this.refresh();
  }

  refuse(form, status, said) {
    const errors = Object.values(said.errors ?? {}).flat();
    const why = errors.length ? errors.join(" ")
      : status === 0 || status === 401 || status === 403
        ? "You may have been signed out. Sign in in another window; what you typed stays here."
        : "This page can no longer be changed. Copy what you typed.";
    this.say("Not saved.", why);
    this.refresh();
  }

  say(when, what, sign = "late") {
    if (!this.on) return;
    this.on.classList.remove("hf-save--new");
    this.on.classList.toggle("hf-save--not", sign === "late");
    this.on.querySelector("use").setAttribute("href", `#i-${sign}`);
    this.on.querySelector("[data-save-when]").textContent = when;
    this.on.querySelector("[data-save-what]").textContent = what;
  }

  /** Bring the red box, the marks on fields and the marks on their steps into line. */
  refresh() {
    const cut = this.since !== null;
    let count = 0;
    for (const each of this.kept ?? []) {
      const names = each.unsaved();
      count += names.length;
      mark(each, cut ? names : []);
    }
    if (!this.off) return;
    if (cut) this.announce(`No connection since ${this.since}. ${count ? changesNotSaved(count) : "Everything so far is saved."}`);
    this.off.hidden = !cut;
    if (this.on) this.on.hidden = cut;
  }

  announce(text) {
    const line = this.off.querySelector("[data-save-off-when]");
    if (line.textContent !== text) line.textContent = text;
  }

  async copy() {
    const text = this.kept.flatMap((each) => each.unsavedText()).join("\n\n");
    const said = this.off.querySelector("[data-save-copied]");
    try {
      await navigator.clipboard.writeText(text);
      said.textContent = "Copied.";
    } catch {
      said.textContent = "Copying is not allowed here. Select the marked text and copy it yourself.";
    }
  }

  /** Ask now and then who else writes where; nothing that somebody reads is moved. */
  poll(kept, every) {
    const address = this.on?.dataset.poll;
    if (!address) return;
    window.setInterval(async () => {
      let said;
      try {
        const answer = await fetch(address, { headers: { Accept: "application/json", "X-Asked-By-Itself": "yes" }, credentials: "same-origin" });
        if (!answer.ok) return;
        said = await answer.json();
      } catch {
        this.cut();
        return;
      }
      this.back(kept);
      this.on.querySelector("[data-save-others]").textContent = [...(said.others ?? []), ...changed(kept, said.versions ?? {})].join(" ");
    }, every);
  }

  back(kept) {
    if (this.since === null) return;
    if (kept.some((each) => each.unsaved().length)) { kept.forEach((each) => each.save()); return; }
    this.since = null;
    this.refresh();
  }
}

function changed(kept, versions) {
  return kept
    .filter((each) => Number(versions[each.form.dataset.section] ?? 0) > Number(each.version.value) && !each.unsaved().length)
    .map((each) => `${nameOf(each.form)} has been changed by somebody else; load the page again to read it.`);
}

const nameOf = (form) => form.closest(".hf-step")?.querySelector("h2")?.textContent.trim() ?? "A section";

function mark(kept, names) {
  for (const control of kept.form.elements) {
    if (control.name) control.classList.toggle("hf-unsaved", names.includes(control.name));
  }
  const header = kept.form.closest(".hf-step")?.querySelector("header") ?? kept.form.querySelector(".hf-step > header");
  if (!header) return;
  let said = header.querySelector("[data-not-saved]");
  if (!names.length) { said?.remove(); return; }
  if (!said) {
    said = document.createElement("span");
    said.className = "hf-state hf-state--late";
    said.dataset.notSaved = "";
    header.append(said);
  }
  const labels = [...new Set(names.map((name) => `“${labelOf(kept.control(name))}”`))];
  said.replaceChildren(lateSign(), `Not saved: ${labels.join(", ")}`);
}

function lateSign() {
  const sign = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  sign.setAttribute("class", "hf-icon");
  sign.setAttribute("aria-hidden", "true");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", "#i-late");
  sign.append(use);
  return sign;
}

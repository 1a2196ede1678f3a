// What folds on a phone into one line, what opens with an answer, what acts at once, where a drawing starts.

const phone = window.matchMedia("(max-width: 899px)");

export function foldOnPhones() {
  for (const fold of document.querySelectorAll("details[data-fold]")) {
    const follow = () => { fold.open = !phone.matches; };
    follow();
    phone.addEventListener("change", follow);
  }
}

export function foldConditions() {
  for (const part of document.querySelectorAll("[data-show-if]")) {
    const form = part.closest("form");
    if (!form) continue;
    const wanted = part.dataset.oneOf.split(" ");
    const follow = () => {
      part.hidden = !new FormData(form).getAll(part.dataset.showIf).some((value) => wanted.includes(value));
    };
    follow();
    form.addEventListener("change", follow);
  }
}

export function startAtHere() {
  for (const region of document.querySelectorAll("[data-centre]")) {
    region.scrollLeft = region.dataset.centre * region.scrollWidth - region.clientWidth / 2;
  }
}

/** A switch acts when it is turned; its button is for those without scripts. */
export function actAtOnce() {
  for (const control of document.querySelectorAll("[data-submit]")) {
    const button = control.form?.querySelector("button");
    if (button) button.hidden = true;
    control.addEventListener("change", () => control.form.requestSubmit());
  }
}

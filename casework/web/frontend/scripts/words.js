// Counts and times as the pages write them.

const numbers = ["No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine"];
const clock = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", timeZone: "Europe/London" });

export const timeOfDay = (moment) => clock.format(moment);

export function changesNotSaved(count) {
  const words = numbers[count] ?? String(count);
  return count === 1 ? `${words} change is not saved.` : `${words} changes are not saved.`;
}

/** What people call a control: its label, or the legend of the choices that it belongs to. */
export function labelOf(control) {
  const choice = control.type === "radio" || control.type === "checkbox";
  const legend = choice ? control.closest("fieldset")?.querySelector("legend")?.firstChild : null;
  const text = (legend ?? control.labels?.[0])?.textContent || control.getAttribute("aria-label") || control.name;
  return text.trim().replace(/\s+/g, " ");
}

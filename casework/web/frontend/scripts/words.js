// Counts and times as the pages write them.

const numbers = ["No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine"];
const clock = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", timeZone: "Europe/London" });

export const timeOfDay = (moment) => clock.format(moment);

export function changesNotSaved(count) {
  const words = numbers[count] ?? String(count);
  return count === 1 ? `${words} change is not saved.` : `${words} changes are not saved.`;
}

export function labelOf(control) {
  const label = control.labels?.[0] ?? control.closest("fieldset")?.querySelector("legend");
  return (label?.textContent || control.getAttribute("aria-label") || control.name).trim().replace(/\s+/g, " ");
}

// Words that are selected in a text go into the box in which they can also be typed.

export function markBySelecting() {
  const text = document.querySelector("[data-mark-text]");
  const box = document.querySelector("form[data-marking] textarea");
  if (!text || !box) return;
  text.addEventListener("mouseup", () => take(text, box));
  text.addEventListener("touchend", () => take(text, box));
}

function take(text, box) {
  const chosen = window.getSelection();
  if (!chosen.rangeCount || chosen.isCollapsed) return;
  const words = wordsOf(within(text, chosen.getRangeAt(0).cloneRange()));
  const lines = box.value.split("\n").map((line) => line.trim()).filter(Boolean);
  if (words && !lines.includes(words)) box.value = [...lines, words].join("\n");
}

/** Three clicks select up to the next block: what lies outside the text is not meant. */
function within(text, range) {
  if (!text.contains(range.startContainer)) range.setStart(text, 0);
  if (!text.contains(range.endContainer)) range.setEnd(text, text.childNodes.length);
  return range;
}

function wordsOf(range) {
  const part = range.cloneContents();
  part.querySelectorAll(".govuk-visually-hidden").forEach((each) => each.remove());
  return part.textContent.replace(/\s+/g, " ").trim();
}

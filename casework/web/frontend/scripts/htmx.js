// For pages that swap a part of themselves; they load it in their block `scripts`.
// Its settings stand in the page's meta element: no eval, no inline styles, own addresses only.
import htmx from "htmx.org";

document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  // A refused form comes back with its messages, a conflict with both texts: show them.
  if ([409, 422].includes(detail.xhr.status)) Object.assign(detail, { shouldSwap: true, isError: false });
});
window.htmx = htmx;

// Everything that a page can do beyond plain links and buttons; each page works without it.
import { createAll, Button, Checkboxes, ErrorSummary, Radios, ServiceNavigation, SkipLink } from "govuk-frontend";
import { keepSaving } from "./autosave.js";
import { runClocks } from "./clock.js";
import { actAtOnce, foldOnPhones, foldConditions, startAtHere } from "./folds.js";
import { markBySelecting } from "./marking.js";
import { usePasskeys } from "./passkeys.js";

for (const component of [Button, Checkboxes, ErrorSummary, Radios, ServiceNavigation, SkipLink]) {
  createAll(component);
}
foldOnPhones();
foldConditions();
startAtHere();
actAtOnce();
runClocks();
keepSaving();
markBySelecting();
usePasskeys();

// Everything that a page can do beyond plain links and buttons; each page works without it.
import { createAll, Button, Checkboxes, ErrorSummary, Radios, ServiceNavigation, SkipLink } from "govuk-frontend";

for (const component of [Button, Checkboxes, ErrorSummary, Radios, ServiceNavigation, SkipLink]) {
  createAll(component);
}

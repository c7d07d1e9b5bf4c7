import { writeFileSync } from 'node:fs';
import { OWN_PROPERTY_LABELS, ownPropertyLabels } from './support/own-property-labels.ts';

// `npm run property-labels`: what our properties are called, from the catalogue to the cards and the settings page. A test compares.
for (const file of OWN_PROPERTY_LABELS) writeFileSync(file, ownPropertyLabels());

import { writeFileSync } from 'node:fs';
import { format } from 'prettier';
import { metadataOf } from '../server/sync/actions/metadata.ts';
import { ACTIONS } from '../server/sync/actions/registry.ts';

// `npm run workflow-actions`: what HubSpot is to know of our steps, from their definitions. A test compares.
for (const { design } of ACTIONS) {
  const file = new URL(`../hubspot-app/app/workflow-actions/${design.name}-hsmeta.json`, import.meta.url);
  writeFileSync(file, await format(JSON.stringify(metadataOf(design)), { parser: 'json', printWidth: 140 }));
}

import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { glob } from 'node:fs/promises';
import { join } from 'node:path';
import * as uiExtensions from '@hubspot/ui-extensions';
import { COMPONENTS } from './playground/components/index.ts';

const APP = new URL('../hubspot-app/app', import.meta.url).pathname;
const IMPORTED = /import\s+(?!type\b)\{([^}]*)\}\s+from '@hubspot\/ui-extensions(?:\/crm)?'/g;
const NO_COMPONENTS = ['ExtensionEvent', 'FormSubmitExtensionEvent', 'RemoteEvent', 'ServerlessExecutionStatus'];
/** Names of the package that are no components. */
const OTHERS = new Set(
  Object.entries(uiExtensions)
    .filter(([name]) => /^[a-z]/.test(name))
    .map(([name]) => name),
);

describe('the components of the playground', () => {
  it('cover every component that cards and settings use', async () => {
    const used = await importedNames();
    expect(used.size).toBeGreaterThan(10);
    expect([...used].filter((name) => !(name in COMPONENTS))).toEqual([]);
  });

  it('cover every component that HubSpot offers', () => {
    const offered = Object.keys(uiExtensions).filter((name) => /^[A-Z]/.test(name) && !NO_COMPONENTS.includes(name));
    expect(offered.filter((name) => !(name in COMPONENTS))).toEqual([]);
  });
});

async function importedNames(): Promise<Set<string>> {
  const names = new Set<string>();
  for await (const path of glob('**/*.{ts,tsx}', { cwd: APP })) {
    for (const [, list = ''] of readFileSync(join(APP, path), 'utf8').matchAll(IMPORTED)) {
      const imported = list.split(',').map((name) => name.trim().replace(/ as .*/, ''));
      for (const name of imported) if (name !== '' && !name.startsWith('type ') && !OTHERS.has(name)) names.add(name);
    }
  }
  return names;
}

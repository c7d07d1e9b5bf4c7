import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { getProjectMetadata, parseProjectConfig } from '@hubspot/project-parsing-lib/projects';
import { translate } from '@hubspot/project-parsing-lib/translate';
import { describe, expect, it } from '@jest/globals';
import { TOLD_FOR_WRITING, TOLD_PROPERTIES } from '../server/sync/inbox/told-properties.ts';
import { EVENT_PROPERTIES } from '../server/records/catalogue/index.ts';
import { OPTIONAL_SCOPES, REQUIRED_SCOPES } from '../server/hubspot/scopes.ts';
import { metadataOf } from '../server/sync/actions/metadata.ts';
import { OBJECTS } from '../server/shared/object-types.ts';
import { ACTIONS } from '../server/sync/actions/registry.ts';
import type { StepDefinition } from './fakes/hubspot/steps.ts';

const ROOT = resolve(import.meta.dirname, '..');
const SOURCE = join(ROOT, 'hubspot-app');

interface Meta {
  uid: string;
  type: string;
  config: Record<string, unknown>;
}
interface AppConfig {
  name: string;
  description: string;
  logo: string;
  distribution: string;
  auth: { type: string; redirectUrls: string[]; requiredScopes: string[]; optionalScopes: string[] };
  permittedUrls: { fetch: string[]; iframe: string[]; img: string[] };
  support: Record<string, string>;
}
interface Subscription {
  subscriptionType: string;
  objectType?: string;
  propertyName?: string;
  active: boolean;
}

/** The folder each type of component belongs into, and how many of it there may be. */
const TYPES: Record<string, { folder: string; isSingular: boolean }> = {
  app: { folder: 'app', isSingular: true },
  card: { folder: 'app/cards', isSingular: false },
  settings: { folder: 'app/settings', isSingular: true },
  webhooks: { folder: 'app/webhooks', isSingular: true },
  'workflow-action': { folder: 'app/workflow-actions', isSingular: false },
};
const files = readdirSync(SOURCE, { recursive: true, encoding: 'utf8' }).filter((path) => !path.includes('node_modules'));
const metaPaths = files.filter((path) => path.endsWith('-hsmeta.json')).sort();
const readJson = (path: string): unknown => JSON.parse(readFileSync(join(SOURCE, path), 'utf8'));
const metas = metaPaths.map((path) => ({ path, meta: readJson(path) as Meta }));
const ofType = (type: string) => metas.filter(({ meta }) => meta.type === type).map(({ meta }) => meta);
const profile = readJson('hsprofile.example.json') as { accountId: number; variables: Record<string, string> };
const filledIn = (text: string) => text.replace(/\$\{(\w+)\}/g, (_match, name: string) => profile.variables[name] ?? `missing ${name}`);
const app = ofType('app')[0]!.config as unknown as AppConfig;

describe('the HubSpot project', () => {
  it("is understood by HubSpot's own parser, with every component in its place", async () => {
    const config = parseProjectConfig(ROOT);
    expect(config).toMatchObject({ name: 'puente', srcDir: 'hubspot-app', platformVersion: '2026.09' });
    const { intermediateRepresentation, skippedHsMetaFiles } = await translate(
      { projectSourceDir: SOURCE, platformVersion: config.platformVersion, accountId: 1 },
      { skipValidation: true, profile: 'example' },
    );
    expect(skippedHsMetaFiles ?? []).toEqual([]);
    const nodes = Object.values(intermediateRepresentation.intermediateNodesIndexedByUid);
    expect(nodes.map(({ uid }) => uid).sort()).toEqual(metas.map(({ meta }) => meta.uid).sort());
    expect(nodes.map(({ componentType }) => componentType).sort()).toEqual([
      ...['APPLICATION', 'CARD', 'CARD', 'SETTINGS', 'WEBHOOKS'],
      ...ACTIONS.map(() => 'WORKFLOW_ACTION'),
    ]);
    expect(JSON.stringify(nodes)).not.toContain('${');
  });

  it('has no more of a singular component than HubSpot allows', async () => {
    const { components } = await getProjectMetadata(SOURCE);
    for (const [type, { count, maxCount }] of Object.entries(components)) expect([type, count <= maxCount]).toEqual([type, true]);
  });

  it.each(metas)('$path: known type and keys, an id HubSpot takes, the right folder', ({ path, meta }) => {
    expect(Object.keys(meta).sort()).toEqual(['config', 'type', 'uid']);
    expect(Object.keys(TYPES)).toContain(meta.type);
    expect(dirname(path)).toBe(TYPES[meta.type]!.folder);
    expect(meta.uid).toMatch(/^[A-Za-z0-9_.-]{1,64}$/);
    expect(basename(path)).toMatch(/^[a-z-]+-hsmeta\.json$/);
  });

  it('uses each id once and each singular type once', () => {
    expect(new Set(metas.map(({ meta }) => meta.uid)).size).toBe(metas.length);
    for (const [type, { isSingular }] of Object.entries(TYPES)) if (isSingular) expect([type, ofType(type).length]).toEqual([type, 1]);
  });

  it.each(metas.filter(({ meta }) => 'entrypoint' in meta.config))(
    '$path: its entry file exists, in its own folder, beside a package.json',
    ({ path, meta }) => {
      const entry = join(SOURCE, String(meta.config['entrypoint']));
      expect(existsSync(entry) && statSync(entry).isFile()).toBe(true);
      expect(relative(SOURCE, dirname(entry))).toBe(dirname(path));
      expect(existsSync(join(dirname(entry), 'package.json'))).toBe(true);
    },
  );

  it('packs the packages that the service is tested with', () => {
    const { dependencies } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { dependencies: Record<string, string> };
    for (const folder of ['cards', 'settings']) {
      const packed = readJson(`app/${folder}/package.json`) as { type: string; dependencies: Record<string, string> };
      expect(packed).toMatchObject({
        type: 'module',
        dependencies: { '@hubspot/ui-extensions': dependencies['@hubspot/ui-extensions'], react: dependencies['react'] },
      });
    }
  });
});

describe('the app', () => {
  it('can be listed: name, text, logo, OAuth', () => {
    expect(app).toMatchObject({ distribution: 'marketplace', auth: { type: 'oauth' } });
    expect(app.name.length).toBeLessThanOrEqual(200);
    expect(app.name).not.toMatch(/hub/i);
    expect(app.description.length).toBeLessThanOrEqual(8192);
    const logo = readFileSync(join(SOURCE, app.logo));
    expect(logo.subarray(1, 4).toString()).toBe('PNG');
    expect([logo.readUInt32BE(16), logo.readUInt32BE(20)]).toEqual([512, 512]);
  });

  it('promises workflows what a property of ours moves, and nothing else', () => {
    const words = {
      payment_received: 'payment is received',
      invoice_paid: 'invoice is paid',
      invoice_overdue: 'or overdue',
      order_delivered: 'order is delivered',
      project_completed: 'project is completed',
      subscription_started: 'subscription starts',
      subscription_renewed: 'is renewed',
      subscription_ended: 'ends',
      subscription_payment_failed: 'not paid',
    };
    expect(Object.keys(words)).toEqual(Object.keys(EVENT_PROPERTIES));
    for (const word of Object.values(words)) expect(app.description).toContain(word);
    expect(app.description).not.toContain('issued');
  });

  it('asks for the scopes the install asks for, each once, and for no sensitive data', () => {
    expect(app.auth.requiredScopes).toEqual(REQUIRED_SCOPES);
    expect(app.auth.optionalScopes).toEqual(OPTIONAL_SCOPES);
    const all = [...app.auth.requiredScopes, ...app.auth.optionalScopes];
    expect(new Set(all).size).toBe(all.length);
    // HubSpot forbids hubspot.fetch to apps that ask for it.
    expect(all.filter((scope) => scope.includes('sensitive'))).toEqual([]);
  });

  it('comes back to our callback and lets cards call our service and nothing else', () => {
    expect(app.auth.redirectUrls.map(filledIn)).toEqual(['https://puente.example.com/oauth/callback']);
    for (const url of app.auth.redirectUrls.map(filledIn)) expect(url).toMatch(/^(https:\/\/|http:\/\/localhost[:/])/);
    expect(Object.keys(app.permittedUrls).sort()).toEqual(['fetch', 'iframe', 'img']);
    expect(app.permittedUrls.fetch.map(filledIn)).toEqual([profile.variables['BACKEND_URL']]);
    for (const url of app.permittedUrls.fetch.map(filledIn)) expect(url).toMatch(/^https:\/\/(?!localhost)/);
  });

  it('names support over HTTPS', () => {
    for (const [name, value] of Object.entries(app.support)) {
      if (name.endsWith('Url')) expect(value).toMatch(/^https:\/\//);
      if (name.endsWith('Phone')) expect(value).toMatch(/^\+/);
    }
    expect(app.support['supportEmail']).toContain('@');
  });
});

describe('the cards', () => {
  it('are a tab and a sidebar on companies, contacts and deals', () => {
    const cards = ofType('card').map(({ config }) => config as { location: string; objectTypes: string[] });
    expect(cards.map(({ location }) => location).sort()).toEqual(['crm.record.sidebar', 'crm.record.tab']);
    for (const { objectTypes } of cards) expect(objectTypes.toSorted()).toEqual(['companies', 'contacts', 'deals']);
  });
});

describe('the webhooks', () => {
  const { settings, subscriptions } = ofType('webhooks')[0]!.config as unknown as {
    settings: { targetUrl: string; maxConcurrentRequests: number };
    subscriptions: { crmObjects: Subscription[]; legacyCrmObjects: Subscription[]; hubEvents: Subscription[] };
  };

  it('reach our endpoint, more than five at a time', () => {
    expect(filledIn(settings.targetUrl)).toBe('https://puente.example.com/webhooks/hubspot');
    expect(settings.maxConcurrentRequests).toBeGreaterThan(5);
  });

  it('tell of creations, deletions, merges and restores of all four objects, of associations, and of privacy deletions', () => {
    for (const objectType of ['company', 'contact', 'deal', 'product']) {
      const kinds = subscriptions.crmObjects
        .filter((subscription) => subscription.objectType === objectType)
        .map(({ subscriptionType }) => subscriptionType);
      expect(kinds).toEqual(expect.arrayContaining(['object.creation', 'object.deletion', 'object.merge', 'object.restore']));
    }
    const related = subscriptions.crmObjects.filter(({ subscriptionType }) => subscriptionType === 'object.associationChange');
    expect(related.map(({ objectType }) => objectType)).toEqual(['company', 'contact', 'deal']);
    expect(subscriptions.hubEvents).toEqual([{ subscriptionType: 'contact.privacyDeletion', active: true }]);
    expect(subscriptions.legacyCrmObjects).toEqual([]);
  });

  it('watch exactly the properties the service reacts to', () => {
    const told = (type: keyof typeof TOLD_PROPERTIES) => [...TOLD_PROPERTIES[type], ...TOLD_FOR_WRITING[type]];
    const watched = { company: told('companies'), contact: told('contacts'), deal: told('deals'), product: told('products') };
    for (const [objectType, properties] of Object.entries(watched)) {
      const changes = subscriptions.crmObjects.filter((s) => s.subscriptionType === 'object.propertyChange' && s.objectType === objectType);
      expect(changes.map(({ propertyName }) => propertyName).sort()).toEqual(properties.toSorted());
    }
    for (const { subscriptionType, propertyName } of subscriptions.crmObjects) {
      expect(propertyName !== undefined).toBe(subscriptionType === 'object.propertyChange');
    }
  });

  it('name each subscription once', () => {
    const names = subscriptions.crmObjects.map((s) => `${s.subscriptionType} ${s.objectType} ${s.propertyName ?? ''}`);
    expect(new Set(names).size).toBe(names.length);
  });
});

describe('the steps of workflows', () => {
  const steps = metas
    .filter(({ meta }) => meta.type === 'workflow-action')
    .map(({ path, meta }) => ({ path, meta: meta as unknown as StepDefinition }));

  it('are what their definitions say: `npm run workflow-actions` writes them', () => {
    const defined = ACTIONS.map(({ design }) => [`app/workflow-actions/${design.name}-hsmeta.json`, metadataOf(design)]);
    expect(Object.fromEntries(steps.map(({ path, meta }) => [path, meta]))).toEqual(Object.fromEntries(defined));
  });

  it.each(steps)('$path: every field, option and rule is worded in English and Spanish', ({ meta: { config } }) => {
    const inputs = config.inputFields.map(({ typeDefinition }) => typeDefinition);
    const outputs = config.outputFields.map(({ typeDefinition }) => typeDefinition.name);
    expect(outputs.slice(0, 3)).toEqual(['result', 'reason', 'erp_number']);
    expect(new Set(outputs).size).toBe(outputs.length);
    expect(Object.keys(config.labels)).toEqual(['en', 'es']);
    for (const labels of Object.values(config.labels)) {
      expect(Object.keys(labels.inputFieldLabels)).toEqual(inputs.map(({ name }) => name));
      expect(Object.keys(labels.inputFieldDescriptions)).toEqual(inputs.map(({ name }) => name));
      expect(Object.keys(labels.outputFieldLabels)).toEqual(outputs);
      expect(Object.keys(labels.executionRules)).toEqual(config.executionRules.map(({ labelName }) => labelName));
      for (const { name, options } of inputs) {
        expect(Object.keys(labels.inputFieldOptionLabels?.[name] ?? {})).toEqual(options?.map(({ value }) => value) ?? []);
      }
      const named = [...labels.actionCardContent.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name);
      expect(inputs.map(({ name }) => name)).toEqual(expect.arrayContaining(named));
      expect(JSON.stringify(labels)).not.toContain('""');
    }
    expect(config.labels['en']!.actionName).not.toBe(config.labels['es']!.actionName);
  });

  it.each(steps)('$path: says of every failure why, and of nothing else', ({ meta: { config } }) => {
    const result = config.outputFields[0]!.typeDefinition.options!.map(({ value }) => value);
    expect(result).toContain('failed');
    for (const { labelName, conditions } of config.executionRules) {
      expect(conditions).toEqual({ result: [labelName] });
      expect(result).toContain(labelName);
      expect(config.labels['en']!.executionRules[labelName]).toContain('{{reason}}');
    }
  });

  it.each(steps)('$path: calls us at an address that will stay', ({ path, meta: { config } }) => {
    const name = basename(path).replace('-hsmeta.json', '');
    expect(filledIn(config.actionUrl)).toBe(`https://puente.example.com/actions/${name}`);
    for (const { typeDefinition } of config.inputFields)
      if (typeDefinition.optionsUrl)
        expect(filledIn(typeDefinition.optionsUrl)).toMatch(/^https:\/\/puente\.example\.com\/actions\/options\/\w+$/);
  });

  it("are the README's table", () => {
    const readme = readFileSync(join(ROOT, 'README.md'), 'utf8');
    const rows = ACTIONS.map(({ design: { label, objectTypes, inputs, results, outputs } }) => [
      label.en,
      objectTypes.map((type) => OBJECTS[type].singular).join(', '),
      Object.keys(inputs)
        .map((name) => `\`${name}\``)
        .join(', ') || '–',
      Object.keys(results).join(', '),
      Object.keys(outputs)
        .map((name) => `\`${name}\``)
        .join(', ') || '–',
    ]);
    const start = readme.indexOf('| step ');
    const shown = readme.slice(start).split('\n\n')[0]!.split('\n').slice(2);
    expect(
      shown.map((line) =>
        line
          .split('|')
          .slice(1, -1)
          .map((cell) => cell.trim()),
      ),
    ).toEqual(rows);
  });
});

it('a configuration profile names an account and the address of the service, and nothing secret', () => {
  expect(Object.keys(profile).sort()).toEqual(['accountId', 'variables']);
  expect(profile.accountId).toEqual(expect.any(Number));
  expect(Object.keys(profile.variables)).toEqual(['BACKEND_URL']);
});

import { dirname } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { databaseUses } from './support/database-uses.ts';
import { importCircles } from './support/import-circles.ts';
import { objectTypeNames } from './support/object-type-names.ts';
import { longParameterLists } from './support/parameters.ts';
import type { Import } from './support/source-files.ts';
import { importsOf, namesImportedBy, sourceFiles } from './support/source-files.ts';

// What lint cannot say: who may know whom, by the file an import leads to; and that only the ERP folders know their ERP's name.
const files = sourceFiles('server', 'hubspot-app', 'migrations');
const imports = files.filter(({ path }) => /\.tsx?$/.test(path)).flatMap(importsOf);
const shown = (list: Import[]) => list.map(({ from, to }) => `${from} → ${to}`);

/** Each folder may import those named here, itself, and the files every folder shares. */
const MAY_IMPORT: Record<string, string[]> = {
  http: ['sync', 'records', 'streams', 'mirror', 'portals', 'hubspot', 'erp', 'outbound', 'jobs', 'db'],
  sync: ['records', 'streams', 'mirror', 'portals', 'hubspot', 'erp', 'outbound', 'jobs', 'db'],
  records: ['streams', 'mirror', 'portals', 'hubspot', 'erp', 'db'],
  streams: ['mirror', 'db'],
  mirror: ['db'],
  metrics: ['db'],
  portals: ['hubspot', 'erp', 'outbound', 'jobs', 'db'],
  hubspot: ['outbound', 'db'],
  erp: ['outbound', 'streams'],
  outbound: [],
  jobs: ['db'],
  db: [],
};
/** Errors, ids, JSON and the like: what every folder may use. */
const SHARED = /^server\/(shared|metrics)\//;
const folderOf = (path: string): string | undefined => /^server\/([^/]+)\//.exec(path)?.[1];

describe('imports', () => {
  it('are found at all', () => {
    expect(imports.length).toBeGreaterThan(100);
    expect(imports).toContainEqual({ from: 'server/db/migrate.ts', to: 'server/db/advisory-lock.ts', isTypeOnly: false });
  });

  it('go one way through the folders of the server', () => {
    const against = imports.filter(({ from, to }) => {
      const [source, target] = [folderOf(from), folderOf(to)];
      if (source === undefined || !to.startsWith('server/') || source === target || SHARED.test(to)) return false;
      return target === undefined || !MAY_IMPORT[source]?.includes(target);
    });
    expect(shown(against)).toEqual([]);
  });

  it.each([
    ['top folders', 2],
    ['folders in these', 3],
    ['all folders', Infinity],
  ])('of %s of the server never lead in a circle, however long', (_, depth) => {
    const folderAt = (path: string): string => dirname(path).split('/').slice(0, depth).join('/');
    const own = imports.filter(({ from, to }) => from.startsWith('server/') && to.startsWith('server/'));
    expect(importCircles(own.map(({ from, to }) => ({ from: folderAt(from), to: folderAt(to) })))).toEqual([]);
  });

  // A type may be named both ways: nothing is loaded for it.
  it('of files of the server, but for their types, never lead in a circle', () => {
    const loaded = imports.filter(({ from, to, isTypeOnly }) => !isTypeOnly && from.startsWith('server/') && to.startsWith('server/'));
    expect(loaded.length).toBeGreaterThan(1000);
    expect(importCircles(loaded)).toEqual([]);
  });

  it.each([
    ['a→b b→a', ['a → b → a']],
    ['c→a a→b b→c', ['a → b → c → a']],
    ['a→b b→c c→d d→b', ['b → c → d → b']],
    ['a→b b→c c→d d→a c→a', ['a → b → c → a', 'a → b → c → d → a']],
    ['a→b b→a c→d d→c', ['a → b → a', 'c → d → c']],
    ['a→a a→b a→c b→d c→d', []],
  ])('would be found to lead in a circle: %s', (edges, circles) => {
    const list = edges.split(' ').map((edge) => edge.split('→'));
    expect(importCircles(list.map(([from, to]) => ({ from: from!, to: to! })))).toEqual(circles);
  });

  it('of an ERP folder are its own files, what ERPs share, what all share, and the door to the network', () => {
    const allowed = /^server\/(erp\/shared|shared|outbound)\/[\w-]+\.ts$/;
    const against = imports.filter(({ from, to }) => {
      const own = /^server\/erp\/(?!shared\/)[^/]+\//.exec(from)?.[0];
      return own !== undefined && to.startsWith('server/') && !to.startsWith(own) && !allowed.test(to);
    });
    expect(shown(against)).toEqual([]);
  });

  it('of the check of VAT numbers lead to the database and the network alone: it knows no portal', () => {
    const allowed = /^server\/(portals\/vies|db|outbound|shared)\//;
    const own = imports.filter(({ from, to }) => from.startsWith('server/portals/vies/') && to.startsWith('server/'));
    expect(own.length).toBeGreaterThan(5);
    expect(shown(own.filter(({ to }) => !allowed.test(to)))).toEqual([]);
  });

  it('of the server never lead to tests, except for the playground; and to the HubSpot app only for its types', () => {
    const against = imports.filter(({ from, to, isTypeOnly }) => {
      if (!from.startsWith('server/')) return false;
      if (to.startsWith('test/')) return !(from === 'server/main.ts' && to.startsWith('test/playground/'));
      return to.startsWith('hubspot-app/') && !(isTypeOnly && /^hubspot-app\/app\/[^/]+\/api\//.test(to));
    });
    expect(shown(against)).toEqual([]);
  });

  it('of the HubSpot app stay inside it, and a migration stands alone', () => {
    const isFile = (to: string) => /^(server|test|migrations|hubspot-app)\//.test(to);
    const against = imports.filter(
      ({ from, to }) =>
        (from.startsWith('hubspot-app/') && isFile(to) && !to.startsWith('hubspot-app/')) ||
        (from.startsWith('migrations/') && to !== 'knex'),
    );
    expect(shown(against)).toEqual([]);
  });
});

describe('the name of an ERP', () => {
  const NAMES = /odoo|\bsap\b|sap[-_]?b1|sapb1|business[\s_-]?one\b|\bs\/?4\s?hana\b|service layer/i;
  const MAY_NAME = /^(server\/erp\/|hubspot-app\/app\/settings\/erp-forms\/)/;

  it('is known only to the folder of that ERP, the registry and its connection form', () => {
    const lines = files
      .filter(({ path }) => !MAY_NAME.test(path))
      .flatMap(({ path, text }) => text.split('\n').map((line, index) => ({ where: `${path}:${index + 1}`, line })))
      .filter(({ line }) => NAMES.test(line))
      .map(({ where, line }) => `${where} ${line.trim().slice(0, 100)}`);
    expect(lines).toEqual([]);
  });
});

describe('the database', () => {
  it('is not asked by what answers requests: an endpoint hands it on to the folder that knows', () => {
    const endpoints = files.filter(({ path }) => /^server\/http\/.*\.ts$/.test(path));
    expect(endpoints.length).toBeGreaterThan(30);
    expect(endpoints.flatMap(databaseUses)).toEqual([]);
    const values = imports.filter(
      ({ from, to, isTypeOnly }) => from.startsWith('server/http/') && /^(server\/db\/|knex$)/.test(to) && !isTypeOnly,
    );
    // It says whether the database is there, and asks it nothing.
    expect(shown(values.filter(({ to }) => to !== 'server/db/outage.ts'))).toEqual([]);
  });

  it.each([
    `db('portals').where({ portalId })`,
    `await deps.db.transaction((trx) => work(trx))`,
    `trx.raw(text)`,
    `trx?.('portals')`,
    `const load = (pool: Db) => pool('portals')`,
    `interface Deps { store: Knex }\nconst load = (deps: Deps) => deps.store.raw(text)`,
    `const pool = deps.db;\npool('portals')`,
    `const load = ({ db: pool }) => pool('portals')`,
    `const { raw } = deps.db`,
    `query(deps.db, 'select code from problems')`,
    'query(`delete from problems where portal_id = ${portalId}`)',
  ])('would be found to be asked: %s', (text) => {
    expect(databaseUses({ path: 'a.ts', text })).toHaveLength(1);
  });

  it.each([`findPortal(deps.db, portalId)`, `express.raw({ limit })`, `const { db, now } = deps;\nload({ db, now })`])(
    'would be found to be handed on: %s',
    (text) => {
      expect(databaseUses({ path: 'a.ts', text })).toEqual([]);
    },
  );
});

describe('the name of a HubSpot object', () => {
  /** Where `companies` and `products` are those of an ERP. */
  const ERP_NAMES = /^server\/(erp\/|streams\/|portals\/connections\.ts$)/;

  it('is spelt in one place, which says what role it has', () => {
    const others = files.filter(({ path }) => /^server\/.*\.ts$/.test(path) && path !== 'server/shared/object-types.ts');
    expect(others.filter(({ path }) => !ERP_NAMES.test(path)).flatMap(objectTypeNames)).toEqual([]);
  });

  it.each([
    `type Linked = 'companies' | 'contacts'`,
    `for (const type of ['contacts']) read(type)`,
    `if (objectType === 'deals') reviewDeals()`,
    "const SQL = `select 'deals', d.deal_id from deal_orders d where ${mine}`",
    `const waiting = { companies: [], contacts: [], deals: [] }`,
    `interface Choices { companies: string; contacts: string }`,
    `const { companies, contacts } = choices`,
  ])('would be found in: %s', (text) => {
    expect(objectTypeNames({ path: 'a.ts', text })).toHaveLength(1);
  });

  it.each([
    `connection.companies`,
    `const given = { companies: [], name }`,
    `const scope = 'crm.objects.deals.read'`,
    `[DEAL, ORGANISATION]`,
  ])('would not be found in: %s', (text) => {
    expect(objectTypeNames({ path: 'a.ts', text })).toEqual([]);
  });
});

describe('the environment', () => {
  it('is read in one place', () => {
    const readers = files.filter(({ path, text }) => path.startsWith('server/') && /process\.env\b/.test(text)).map(({ path }) => path);
    expect(readers.filter((path) => !/^server\/(main|migrate|config)\.ts$/.test(path))).toEqual([]);
  });
});

describe('exports', () => {
  const EXPORTED = /^export (?:async )?(?:const|function\*?|(?:abstract )?class|interface|type|let|enum) (\w+)/gm;
  // The service finds it by its address, and only where tests are installed.
  const FOUND_BY_ADDRESS = 'test/playground/main.ts startPlayground';
  const sources = sourceFiles('server', 'hubspot-app', 'test').filter(({ path }) => /\.(tsx?|mjs|cjs)$/.test(path));
  /** Cards and settings carry the same common files: one of the two is enough. */
  const placeOf = (path: string) => path.replace('app/settings/common/', 'app/cards/common/');
  const imported = new Set(sources.flatMap(namesImportedBy).map(({ to, name }) => `${placeOf(to)} ${name}`));

  it('are there because somebody imports them', () => {
    const unused = sources
      .flatMap(({ path, text }) => [...text.matchAll(EXPORTED)].map(([, name]) => ({ path, name: name! })))
      .filter(({ path, name }) => !imported.has(`${placeOf(path)} ${name}`) && !imported.has(`${placeOf(path)} *`))
      .map(({ path, name }) => `${path} ${name}`);
    expect(unused).toEqual([FOUND_BY_ADDRESS]);
  });
});

describe('a function of the server', () => {
  /** Five are what passport-oauth2 counts to know that a callback wants all that HubSpot answered. */
  const LIBRARY_CALLBACKS = /^server\/http\/oauth\/strategy\.ts:/;

  it('takes at most four parameters: what it works with, the scope, and one object', () => {
    const modules = files.filter(({ path }) => /^server\/.*\.ts$/.test(path));
    const long = modules.flatMap((module) => longParameterLists(module, 4));
    expect(long.filter((found) => !LIBRARY_CALLBACKS.test(found))).toEqual([]);
  });

  it.each([
    ['function f(a, b, c, d, e) {}', 'a.ts:1 f (5)'],
    ['const f = (a, b, c, d, { e }: E) => a;', 'a.ts:1 f (5)'],
    ['const o = {\n  f(a, b, c, d, e = 1) {},\n};', 'a.ts:2 f (5)'],
    ['class C {\n  f(a, b, c, d, ...e: string[]) {}\n}', 'a.ts:2 f (5)'],
    ['interface I {\n  f(a: A, b: B, c: C, d: D, e?: E): void;\n}', 'a.ts:2 f (5)'],
    ['type F = (a: A, b: B, c: C, d: D, e: E) => void;', 'a.ts:1 F (5)'],
  ])('would be found: %s', (text, found) => {
    expect(longParameterLists({ path: 'a.ts', text }, 4)).toEqual([found]);
    expect(longParameterLists({ path: 'a.ts', text }, 5)).toEqual([]);
  });
});

import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { callS4, BILLING, PARTNERS } from './sap-s4/caller.ts';
import { startS4Fake, type S4Fake } from './sap-s4/index.ts';
import { internalNumber } from './sap-s4/odata/values.ts';
import { Schema, type EntityType, type Property } from './sap-s4/schema.ts';
import type { Row, Value } from './sap-s4/store.ts';

type Recorded = Record<string, unknown> & { __metadata: { uri: string; etag?: string } };
const recorded = JSON.parse(readFileSync(new URL('../fixtures/sap-s4/recorded.json', import.meta.url), 'utf8')) as Record<
  string,
  Recorded[]
>;
const schema = new Schema();

let s4: S4Fake;
beforeEach(async () => {
  s4 = await startS4Fake();
});
afterEach(() => s4.close());

const INITIAL = new Set<unknown>([null, false, '', '0.00', '0.000', '0.00000', '0000', 'PT00H00M00S']);
/** `0` is a text in some fields and nothing in others. */
const isInitial = (property: Property, value: unknown): boolean =>
  INITIAL.has(value) || (value === '0' && (property.isNumeric || property.type !== 'Edm.String'));

/** A recorded row as the books keep it: what is initial is left out. */
function booked(type: EntityType, row: Recorded): Row {
  const entries = Object.entries(row).flatMap(([name, value]): [string, Value][] => {
    const property = type.properties.get(name);
    return property && !isInitial(property, value) ? [[name, kept(property, value, row.__metadata.etag)]] : [];
  });
  return Object.fromEntries(entries);
}

function kept(property: Property, value: unknown, etag: string | undefined): Value {
  if (typeof value === 'boolean') return value;
  const text = String(value);
  const [, date] = /^\/Date\((\d+)/.exec(text) ?? [];
  // The ETag holds the instant to its last digit, the field its thousandths.
  if (property.type === 'Edm.DateTimeOffset')
    return /'(.+)'/.exec(decodeURIComponent(etag ?? ''))?.[1] ?? new Date(Number(date)).toISOString();
  if (property.type === 'Edm.DateTime') return new Date(Number(date)).toISOString().slice(0, 10);
  if (property.type === 'Edm.Time') return text.replace(/PT(\d\d)H(\d\d)M(\d\d)S/, '$1:$2:$3');
  if (property.isNumeric) return text.padStart(property.maxLength, '0');
  return property.isAlpha ? internalNumber(text, property.maxLength) : text;
}

it.each([
  ['A_BusinessPartner', PARTNERS],
  ['A_BusinessPartnerAddress', PARTNERS],
  ['A_BillingDocument', BILLING],
  ['A_BillingDocumentItem', BILLING],
])('answers %s exactly as the sandbox did', async (set, service) => {
  const type = schema.type(set);
  const tx = s4.store.begin();
  for (const [index, row] of (recorded[set] ?? []).entries()) tx.put(set, String(index), booked(type, row));
  tx.commit();
  const own = (value: unknown) => JSON.parse(JSON.stringify(value).replaceAll(s4.url, '')) as Recorded;
  for (const row of recorded[set] ?? []) {
    const { status, d } = await callS4(s4, row.__metadata.uri);
    expect(status).toBe(200);
    expect(own(d)).toEqual(row);
    expect(Object.keys(d)).toEqual(Object.keys(row));
    expect(row.__metadata.uri.startsWith(service)).toBe(true);
  }
  expect(recorded[set]?.length).toBeGreaterThan(0);
});

it('a document that people make has the shape of a recorded one', async () => {
  const partner = s4.createPartner({ name: 'Aceros del Valle', city: 'Monterrey' });
  const number = s4.createInvoice({ partner, total: '52.65' });
  const shape = (row: Record<string, unknown>) =>
    Object.entries(row)
      .filter(([name, value]) => name !== '__metadata' && value !== null)
      .map(([name, value]) => [name, typeof value === 'object' ? 'navigation' : kindOf(value)]);
  const made = shape((await callS4(s4, `${BILLING}/A_BillingDocument('${number}')`)).d);
  const like = new Map(shape(recorded['A_BillingDocument']?.[0] ?? {}) as [string, string][]);
  expect(made.filter(([name = '', kind]) => like.has(name) && like.get(name) !== kind && !MAY_BE_EMPTY.has(name))).toEqual([]);
});

/** Filled by whoever uses them. */
const MAY_BE_EMPTY = new Set([
  'SDPricingProcedure',
  'CustomerAccountAssignmentGroup',
  'CreditControlArea',
  'BillingDocCombinationCriteria',
]);

/** What a value looks like: `123.45` and `9.00` alike. */
function kindOf(value: unknown): string {
  if (typeof value !== 'string') return typeof value;
  if (/^\/Date\(-?\d+(\+0000)?\)\/$/.test(value)) return value.includes('+') ? 'instant' : 'day';
  return /^-?\d+\.\d+$/.test(value) ? `decimals ${value.split('.')[1]?.length}` : /^PT\d\dH\d\dM\d\dS$/.test(value) ? 'time' : 'text';
}

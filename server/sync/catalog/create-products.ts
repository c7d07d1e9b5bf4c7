import { erpKey } from '../../records/catalogue/erp-key.ts';
import type { Db } from '../../db/index.ts';
import type { HubSpotClient, HubSpotRecord, RefusedInput } from '../../hubspot/contract.ts';
import { raiseProblems, resolveProblems } from '../../portals/problems.ts';
import { entriesOf, PRODUCT_KEY, type Values } from '../../records/catalogue/index.ts';
import { loadProducts, productValues } from '../../records/products.ts';
import { MAY_BE_MADE } from '../../records/wanted-products.ts';
import { RecordRejectedError } from '../../shared/errors.ts';
import type { ErpRecordId } from '../../shared/ids.ts';
import { PRODUCT } from '../../shared/object-types.ts';
import { inParallel } from '../../shared/in-parallel.ts';
import { storeRecordKeys } from '../match/record-keys.ts';
import { namesOurProperty, stopProperties } from '../shared/stopped-properties.ts';
import type { SyncDeps, SyncPortal } from '../shared/deps.ts';
import type { ConnectionScope } from '../shared/job-data.ts';
import { afterWrite, loadWritable, type Writable, type Written } from '../shared/property-values.ts';

interface Making {
  deps: SyncDeps;
  scope: ConnectionScope;
  hubspot: HubSpotClient;
  portal: SyncPortal;
  writable: Writable;
  signal: AbortSignal | undefined;
}

interface NewProduct {
  productId: ErpRecordId;
  key: string;
  values: Values;
}

const AT_ONCE = 100;
/** HubSpot answers a batch in about 100 ms and allows 11 calls a second. */
const IN_FLIGHT = 4;

/** Makes the HubSpot products that are missing, a hundred a call. By our unique key: whatever becomes of an answer, a repeat makes no second one. */
export async function createProducts(
  deps: SyncDeps,
  scope: ConnectionScope,
  { isOver, signal }: { isOver(): boolean | undefined; signal: AbortSignal | undefined },
): Promise<boolean> {
  const [hubspot, writable, portal] = await Promise.all([
    deps.openHubSpot(scope.portalId),
    loadWritable(deps.db, scope.portalId),
    deps.loadPortal(scope.portalId),
  ]);
  // Without our key nobody would know them again. Provisioning enqueues this job when it is there.
  if (!writable[PRODUCT].has(PRODUCT_KEY)) return true;
  const making: Making = { deps, scope, hubspot, portal, writable, signal };
  let after = '';
  let isDone = false;
  let picking: Promise<ErpRecordId[]> = Promise.resolve([]);
  const pick = async (): Promise<ErpRecordId[]> => {
    if (isDone || isOver()) return [];
    const ids = await pickNew(deps.db, scope, after);
    isDone = ids.length < AT_ONCE;
    after = ids.at(-1) ?? after;
    return ids;
  };
  await inParallel({
    atOnce: IN_FLIGHT,
    // One after the other: each goes on where the one before ended.
    next: async () => {
      picking = picking.then(pick);
      const ids = await picking;
      return ids.length > 0 ? ids : null;
    },
    async work(ids: ErpRecordId[]) {
      const rows = await loadProducts(deps.db, portal, scope.connectionId, ids);
      await create(
        making,
        rows.map((row) => ({
          productId: row.productId,
          key: erpKey(row.identityKey, row.productId),
          values: writableOf(making, productValues(row)),
        })),
      );
    },
  });
  return isDone;
}

async function pickNew(db: Db, scope: ConnectionScope, after: string): Promise<ErpRecordId[]> {
  const { rows } = await db.raw<{ rows: { productId: ErpRecordId }[] }>(
    `select l.product_id from product_links l
     join catalog_rules r on r.portal_id = l.portal_id and r.connection_id = l.connection_id and r.approved_at is not null
     join erp_connections k on k.portal_id = l.portal_id and k.id = l.connection_id and k.status <> 'disconnected'
     where l.portal_id = :portalId and l.connection_id = :connectionId and l.state = 'new' and l.product_id > :after and ${MAY_BE_MADE}
     order by l.product_id limit ${AT_ONCE}`,
    { ...scope, after },
  );
  return rows.map(({ productId }) => productId);
}

const writableOf = ({ writable }: Making, values: Values): Values =>
  Object.fromEntries(entriesOf(values).filter(([property]) => writable[PRODUCT].has(property)));

/** A new record holds nothing that would have to be emptied. */
const withoutEmpty = (values: Values): Values & Record<string, string> =>
  Object.fromEntries(entriesOf(values).filter(([, value]) => value !== ''));

/** Halved until what HubSpot refuses stands alone; without our key, which somebody removed just now, none is made. */
async function create(making: Making, products: readonly NewProduct[]): Promise<void> {
  const { hubspot, signal, writable } = making;
  if (products.length === 0 || !writable[PRODUCT].has(PRODUCT_KEY)) return;
  try {
    const inputs = products.map(({ key, values }) => ({ id: key, properties: withoutEmpty(values) }));
    const { written, refused } = await hubspot.batchUpsert(
      PRODUCT,
      { idProperty: PRODUCT_KEY, inputs },
      { priority: 'backfill', ...(signal && { signal }) },
    );
    await storeCreated(making, products, written);
    await sortRefused(making, products, refused);
  } catch (error) {
    if (!(error instanceof RecordRejectedError)) throw error;
    const refusal = { code: error.code, message: String(error.params['message'] ?? ''), properties: [...error.properties] };
    if (products.length === 1 || namesOurProperty(products, refusal)) {
      const refused = products.map(({ key }) => ({ id: key, ...refusal }));
      return sortRefused(making, products, refused);
    }
    const middle = Math.ceil(products.length / 2);
    await create(making, products.slice(0, middle));
    await create(making, products.slice(middle));
  }
}

/** A refusal that names one of our properties stops that property, and the products are made without it. */
async function sortRefused(making: Making, products: readonly NewProduct[], refused: readonly RefusedInput[]): Promise<void> {
  const guilty = new Map(refused.map((refusal) => [refusal.id, refusal]));
  const again = products.filter((product) => {
    const refusal = guilty.get(product.key);
    return refusal && namesOurProperty([product], refusal);
  });
  for (const { key } of again) await stopProperties(making, PRODUCT, guilty.get(key)!);
  await storeRefused(
    making,
    products,
    refused.filter(({ id }) => !again.some(({ key }) => key === id)),
  );
  await create(
    making,
    again.map((product) => ({ ...product, values: writableOf(making, product.values) })),
  );
}

/** What was empty was not sent; the record may have been there already. */
function remembered(values: Values, returned: Record<string, string | null>): Written {
  const unsent = entriesOf(values).filter(([, value]) => value === '');
  return {
    ...Object.fromEntries(unsent.map(([property]) => [property, returned[property] ?? null])),
    ...afterWrite(withoutEmpty(values), returned),
  };
}

/** Link and what HubSpot holds together: what changed meanwhile is compared by the next push. */
async function storeCreated({ deps, scope }: Making, products: readonly NewProduct[], written: readonly HubSpotRecord[]): Promise<void> {
  const byKey = new Map(products.map((product) => [product.key, product]));
  const rows = written.flatMap(({ id, properties }) => {
    const product = byKey.get(properties[PRODUCT_KEY] ?? '');
    return product
      ? [{ productId: product.productId, recordId: id, key: product.key, written: remembered(product.values, properties) }]
      : [];
  });
  if (rows.length === 0) return;
  await deps.db.transaction(async (trx) => {
    const bindings = { ...scope, now: deps.now(), rows: JSON.stringify(rows) };
    await trx.raw(LINK, bindings);
    await trx.raw(REMEMBER, bindings);
    // What HubSpot tells of it is known already and not read.
    const recordKeys = { portalId: scope.portalId, objectType: PRODUCT, taxIdProperty: null };
    await storeRecordKeys(
      trx,
      recordKeys,
      written.filter(({ id }) => rows.some(({ recordId }) => recordId === id)),
    );
    const subjects = rows.map(({ productId }) => productId as string);
    await resolveProblems(
      trx,
      scope.portalId,
      { ...PROBLEM, codes: [PROBLEM.code], connectionId: scope.connectionId, subjects },
      deps.now(),
    );
    await deps.enqueue(trx, 'push', { portalId: scope.portalId });
  });
}

export const NOT_MADE = 'product.refused';
const PROBLEM = { code: NOT_MADE, subjectKind: 'product' } as const;
const ROWS = `jsonb_to_recordset(:rows::jsonb) as r("productId" text, "recordId" text, key text, written jsonb)`;
const LINK = `
  update product_links l set state = 'linked', record_id = r."recordId", rule = 'created', linked_at = :now, candidates = '[]'
  from ${ROWS}
  where l.portal_id = :portalId and l.connection_id = :connectionId and l.product_id = r."productId" and l.state in ('new', 'due')`;
// Due at once: a change between computing and storing would be missed, and comparing finds nothing to write.
const REMEMBER = `
  insert into targets as t (portal_id, object_type, record_id, priority, due_at, written)
  select :portalId, '${PRODUCT}', r."recordId", 2, :now, r.written from ${ROWS} order by r."recordId"
  on conflict (portal_id, object_type, record_id) do update set
    written = coalesce(t.written, '{}') || excluded.written, due_revision = t.due_revision + 1`;

async function storeRefused({ deps, scope }: Making, products: readonly NewProduct[], refused: readonly RefusedInput[]): Promise<void> {
  if (refused.length === 0) return;
  const byKey = new Map(products.map((product) => [product.key, product]));
  const guilty = refused.flatMap((refusal) => {
    const product = byKey.get(refusal.id);
    return product ? [{ refusal, productId: product.productId }] : [];
  });
  await deps.db.transaction(async (trx) => {
    await trx('productLinks')
      .where({ ...scope, state: 'new' })
      .whereIn(
        'productId',
        guilty.map(({ productId }) => productId),
      )
      .update({ state: 'refused' });
    const problems = guilty.map(({ productId, refusal }) => ({
      ...PROBLEM,
      connectionId: scope.connectionId,
      subject: productId as string,
      params: { reason: refusal.code, property: refusal.properties.join(', ') || null, message: refusal.message },
    }));
    await raiseProblems(trx, scope.portalId, problems, deps.now());
  });
}

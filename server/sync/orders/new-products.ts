import { lockUntilCommit } from '../../db/advisory-lock.ts';
import type { Db } from '../../db/index.ts';
import type { NewProduct } from '../../erp/shared/contract.ts';
import { DEAL } from '../../shared/object-types.ts';
import { comparableSku, comparableSkuSql } from '../../mirror/sku.ts';
import { insertCommand, lockCommands, lookAgain, WAITING_PRODUCT, type Command } from '../commands/command-rows.ts';
import type { CommandRun, Prepared } from '../commands/handler.ts';
import type { ConnectionScope } from '../shared/job-data.ts';

type Asking = Command<'createOrder' | 'amendOrder'>;
type Standing = Pick<Command<'createProduct'>, 'key' | 'state' | 'waitingFor' | 'params' | 'endedAt'>;
type Waiting = Extract<Prepared<'createOrder'>, { kind: 'waiting' | 'refused' }>;

/** The mirror reads what was just made; whoever made it wakes us, and this is for when that is not enough. */
const READ_AGAIN_MS = 5_000;
const PRODUCT_AGAIN_MS = 15 * 60_000;
/** What was made so long ago and cannot be found was deleted there, or got another SKU. */
const GONE_AFTER_MS = 10 * 60_000;

/**
 * Asks for the products that an order needs and the ERP does not know, each SKU once for all deals, and waits for them. An order whose product was
 * refused says what its product says; it is asked for again with the order.
 */
export async function waitForProducts({ deps, run }: CommandRun, command: Asking, products: readonly NewProduct[]): Promise<Waiting> {
  if (!run.erp.capabilities.commands?.names.includes('createProduct'))
    return { kind: 'refused', reasons: [{ code: 'order.unknown_product', params: { product: namesOf(products) } }] };
  const now = deps.now();
  const standing = await deps.db.transaction(async (trx) => {
    const asked: Standing[] = [];
    // In one order for all, so that two deals never wait for each other in a circle.
    for (const product of products.toSorted((a, b) => (skuKey(a) < skuKey(b) ? -1 : 1)))
      asked.push(await askForProduct(trx, run.scope, { command, product, now }));
    return asked;
  });
  const params = { product: namesOf(products), keys: standing.map(({ key }) => key).join(',') };
  const refused = standing.find(({ state }) => state === 'rejected');
  if (refused)
    return { kind: 'waiting', waitingFor: refused.waitingFor ?? 'order.product_refused', params: { ...refused.params, ...params } };
  const isMade = standing.every(({ state }) => state === 'done');
  return { kind: 'waiting', waitingFor: WAITING_PRODUCT, params, afterMs: isMade ? READ_AGAIN_MS : PRODUCT_AGAIN_MS };
}

const skuKey = ({ sku }: Pick<NewProduct, 'sku'>): string => comparableSku(sku);
const namesOf = (products: readonly NewProduct[]): string => products.map(({ name, sku }) => `${name} (${sku})`).join('; ');

interface Asked {
  command: Asking;
  product: NewProduct;
  now: Date;
}

async function askForProduct(trx: Db, scope: ConnectionScope, { command, product, now }: Asked): Promise<Standing> {
  const { portalId, connectionId } = scope;
  await lockUntilCommit(trx, `product ${portalId} ${connectionId} ${skuKey(product)}`);
  const standing = await findStanding(trx, scope, product);
  if (standing && isWorth(standing, now)) {
    // Refused before the order was looked at again: something may have been mended since.
    const isToBeAskedAgain = standing.state === 'rejected' && standing.endedAt !== null && standing.endedAt < command.dueAt;
    if (!isToBeAskedAgain) return standing;
    await lookAgain(trx, portalId, { filter: { keys: [standing.key] }, states: ['rejected'], now });
    return { ...standing, state: 'planned' };
  }
  const { recordId, askedBy } = command;
  const asked = { ...scope, name: 'createProduct', objectType: DEAL, recordId, askedBy, now } as const;
  await lockCommands(trx, asked);
  const key = await insertCommand(trx, asked, { input: product });
  return { key, state: 'planned', waitingFor: null, params: {}, endedAt: null };
}

const isWorth = ({ state, endedAt }: Standing, now: Date): boolean =>
  state !== 'done' || (endedAt !== null && endedAt.getTime() > now.getTime() - GONE_AFTER_MS);

const findStanding = (trx: Db, { portalId, connectionId }: ConnectionScope, product: NewProduct): Promise<Standing | undefined> =>
  trx('commands')
    .where({ portalId, connectionId, name: 'createProduct' })
    .whereNot({ state: 'cancelled' })
    .whereRaw(`${comparableSkuSql(`input ->> 'sku'`)} = ?`, [skuKey(product)])
    .orderBy([
      { column: 'askedAt', order: 'desc' },
      { column: 'key', order: 'desc' },
    ])
    .first<Standing | undefined>('key', 'state', 'waitingFor', 'params', 'endedAt');

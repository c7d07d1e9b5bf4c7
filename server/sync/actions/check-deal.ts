import { readLineItems } from '../../hubspot/line-items.ts';
import { isWithheld } from '../../hubspot/errors.ts';
import type { HubSpotClient } from '../../hubspot/contract.ts';
import { compareSums } from '../../mirror/decimals.ts';
import { loadDealOrders } from '../../records/queries/deal-orders.ts';
import { compareDealLines, LINE_PROPERTIES, usesCatalog } from '../../records/queries/deal-lines.ts';
import { loadCustomersOfRecords, type CustomerOfRecord } from '../../records/queries/customers.ts';
import { loadFacts } from '../../records/rollups.ts';
import { findConnection } from '../../portals/connections.ts';
import { DEAL, LINE_ITEM, ORGANISATION, PERSON } from '../../shared/object-types.ts';
import { done, type Action, type Finding, type Look } from './action.ts';
import { defineAction, type Outcome } from './design.ts';
import { FAILED_RESULT } from './words.ts';

const design = defineAction({
  name: 'check-deal',
  objectTypes: [DEAL],
  label: { en: 'Check stock and credit', es: 'Comprobar existencias y crédito' },
  description: {
    en: 'Compares the lines of this deal with the stock of the ERP, and says how its customer stands there.',
    es: 'Compara las líneas de este negocio con las existencias del ERP y dice cómo está allí su cliente.',
  },
  card: { en: 'Check ERP stock and credit', es: 'Comprobar existencias y crédito en el ERP' },
  inputs: {},
  outputs: {
    stock: {
      label: { en: 'Stock', es: 'Existencias' },
      format: 'status',
      options: {
        enough: { en: 'Enough of everything', es: 'Suficiente de todo' },
        short: { en: 'Too little of something', es: 'Insuficiente de algo' },
        unknown: { en: 'Not known', es: 'No se sabe' },
      },
    },
    short_lines: { label: { en: 'Lines with too little stock', es: 'Líneas con existencias insuficientes' }, format: 'number' },
    credit: {
      label: { en: 'Credit', es: 'Crédito' },
      format: 'status',
      options: {
        good: { en: 'Nothing in the way', es: 'Sin impedimentos' },
        overdue: { en: 'Invoices are overdue', es: 'Hay facturas vencidas' },
        over_limit: { en: 'Over the credit limit', es: 'Por encima del límite de crédito' },
        blocked: { en: 'Blocked by the ERP', es: 'Bloqueado por el ERP' },
        unknown: { en: 'Not known', es: 'No se sabe' },
      },
    },
    overdue: { label: { en: 'Overdue amount', es: 'Saldo vencido' }, format: 'amount' },
  },
  results: {
    ok: { label: { en: 'Nothing in the way', es: 'Sin impedimentos' } },
    not_ok: { label: { en: 'Something is in the way', es: 'Hay impedimentos' } },
    unknown: { label: { en: 'Not known', es: 'No se sabe' } },
    failed: FAILED_RESULT,
  },
  isAfterWriting: false,
});
type Design = typeof design;
type Outputs = NonNullable<Outcome<Design>['outputs']>;

const PATIENCE_MS = 5 * 60_000;

export const checkDeal: Action<Design> = { design, waitsMs: () => PATIENCE_MS, look };

async function look(one: Look<Design>): Promise<Finding<Design>> {
  const { deps, run, signal } = one;
  const hubspot = await deps.openHubSpot(run.portalId);
  const request = { ids: [run.recordId], properties: ['amount', 'deal_currency_code'] };
  const deals = await hubspot.batchRead(DEAL, request, { priority: 'live', signal });
  const { amount = null, deal_currency_code: currency } = deals.get(run.recordId)?.properties ?? {};
  const checked = { ...one, hubspot, amount, currency: currency || one.portal.companyCurrency };
  return done(outcomeOf(await checkStock(checked), await checkCredit(checked)));
}

interface Checked extends Look<Design> {
  hubspot: HubSpotClient;
  /** Of the deal. */
  amount: string | null;
  currency: string | null;
}

type Credit = Pick<Outputs, 'credit' | 'overdue'> & { number: string | null };

function outcomeOf(stock: Pick<Outputs, 'stock' | 'short_lines'>, { number, ...credit }: Credit): Outcome<Design> {
  const outputs = { ...stock, ...credit };
  const isShort = stock.stock === 'short';
  const isStopped = credit.credit !== 'good' && credit.credit !== 'unknown';
  if (isShort || isStopped) {
    const words = isShort ? (isStopped ? WORDS.both : WORDS.short) : WORDS.credit;
    return { result: 'not_ok', reason: { words, facts: { lines: String(stock.short_lines) } }, erpNumber: number, outputs };
  }
  const isUnknown = stock.stock === 'unknown' || credit.credit === 'unknown';
  return { result: isUnknown ? 'unknown' : 'ok', reason: isUnknown ? { words: WORDS.unknown } : null, erpNumber: number, outputs };
}

const WORDS = {
  short: { en: 'Lines with too little stock: {lines}.', es: 'Líneas con existencias insuficientes: {lines}.' },
  credit: { en: 'The customer may not order at the moment.', es: 'El cliente no puede pedir en este momento.' },
  both: {
    en: 'Lines with too little stock: {lines}; and the customer may not order at the moment.',
    es: 'Líneas con existencias insuficientes: {lines}; y el cliente no puede pedir en este momento.',
  },
  unknown: { en: 'The ERP does not know all of it.', es: 'El ERP no conoce todo.' },
};

/** As on the card: what all lines of the deal want together, against what is available. */
async function checkStock({ deps, run, hubspot, currency, signal }: Checked): Promise<Pick<Outputs, 'stock' | 'short_lines'>> {
  const { portalId, recordId } = run;
  if (!(await usesCatalog(deps.db, portalId))) return { stock: 'unknown' };
  const options = { priority: 'live', signal } as const;
  const lines = await readLineItems(hubspot, { objectType: DEAL, ids: [recordId], properties: LINE_PROPERTIES }, options).catch(
    (error: unknown) => {
      if (isWithheld(LINE_ITEM, error)) return null;
      throw error;
    },
  );
  const records = lines?.get(recordId) ?? [];
  if (records.length === 0) return { stock: 'unknown' };
  const orders = await loadDealOrders(deps.db, { portalId, dealId: recordId });
  const compared = await compareDealLines(deps.db, portalId, { records, dealCurrency: currency, orders, linkTo: () => null });
  if (compared.state !== 'ready') return { stock: 'unknown' };
  const short = compared.lines.filter(({ findings }) => findings.includes('short')).length;
  if (short > 0) return { stock: 'short', short_lines: short };
  const isKnown = compared.lines.every(({ product }) => product !== null && (!product.isStocked || product.available !== null));
  return isKnown ? { stock: 'enough', short_lines: 0 } : { stock: 'unknown' };
}

/** Of the customer of the deal's company, or where it has none of its contact. */
async function checkCredit(one: Checked): Promise<Credit> {
  const { deps, portal, run, hubspot, signal } = one;
  for (const objectType of [ORGANISATION, PERSON] as const) {
    const associated = await hubspot.associatedIds(DEAL, [run.recordId], objectType, { priority: 'live', signal });
    const recordIds = associated.get(run.recordId) ?? [];
    const [customer] = await loadCustomersOfRecords(deps.db, { portalId: run.portalId, objectType, recordIds });
    if (!customer) continue;
    const facts = await loadFacts(deps.db, portal, { objectType, recordIds: [customer.recordId], now: deps.now() });
    const { overdue = null } = facts[0] ?? {};
    return { ...(await creditOf(one, { customer, overdue })), overdue: overdue || null, number: customer.number };
  }
  return { credit: 'unknown', number: null };
}

interface Known {
  customer: CustomerOfRecord;
  overdue: string | null;
}

async function creditOf(one: Checked, { customer, overdue }: Known): Promise<Pick<Outputs, 'credit'>> {
  if (customer.isBlocked) return { credit: 'blocked' };
  const standing = await standingOf(one, customer);
  if (standing?.blockedBy) return { credit: 'blocked' };
  if (standing?.credit) {
    const { used, limit, currency } = standing.credit;
    if (compareSums([used, addedBy(one, currency)], [limit]) > 0) return { credit: 'over_limit' };
  }
  return { credit: overdue && compareSums([overdue], []) > 0 ? 'overdue' : 'good' };
}

/** An ERP that does not answer, or cannot be asked, says nothing: what was read last counts. */
const STANDING_WITHIN_MS = 10_000;

async function standingOf({ deps, run, signal }: Look<Design>, { connectionId, customerId, companyId }: CustomerOfRecord) {
  const scope = { portalId: run.portalId, connectionId };
  const connection = await findConnection(deps.db, scope);
  const isWaiting = connection?.notBefore && connection.notBefore > deps.now();
  if (connection?.status !== 'active' || isWaiting) return null;
  const { orders } = await deps.connectors.capabilitiesOf(scope);
  if (!orders) return null;
  const within = AbortSignal.any([signal, AbortSignal.timeout(STANDING_WITHIN_MS)]);
  return orders.standing({ customerId, companyId }, within).catch((err: unknown) => {
    deps.log.warn({ ...scope, err }, 'the ERP does not say how a customer stands');
    return null;
  });
}

/** What the deal would add; another currency than the limit's is not converted. */
const addedBy = ({ amount, currency }: Checked, ofLimit: string): string =>
  amount && /^\d+(\.\d+)?$/.test(amount) && currency === ofLimit ? amount : '0';

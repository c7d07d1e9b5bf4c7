import type { Order } from '../../erp/shared/contract.ts';
import type { NewOrder } from '../../erp/shared/orders.ts';
import type { Db } from '../../db/index.ts';
import { add, compare, trimZeros } from '../../shared/decimals.ts';
import type { ErpRecordId } from '../../shared/ids.ts';
import type { ConnectionScope } from '../shared/job-data.ts';
import type { BuiltOrder } from './build-order.ts';
import type { TiedOrder } from './order-ties.ts';

/** What a deal sells by now that its document was not made of. */
export interface ChangedDeal {
  /** Changes with it. */
  sells: string;
  /** What differs, for people to read. */
  names: string;
}

/**
 * Nets may be the same all the same. Null: the document was made of this, or says it by now, or it was not read yet. One that a person tied counts as
 * made of what it says, and so does one of which we do not know any more what it was made of.
 */
export async function changedSinceMade(
  db: Db,
  scope: ConnectionScope,
  { orderId, how }: Pick<TiedOrder, 'orderId' | 'how'>,
  built: Pick<BuiltOrder, 'lines' | 'customer' | 'currency'>,
): Promise<ChangedDeal | null> {
  const known = await loadKnown(db, scope, orderId);
  const sent = known && (how === 'person' || !known.sent) ? known : known?.sent;
  if (!known || !sent?.lines || built.customer.state !== 'linked' || built.lines.some(({ product }) => product === null)) return null;
  const { customerId, name } = built.customer;
  const own = quantitiesOf(built.lines.map(({ product, terms }) => ({ productId: product!.productId, quantity: terms.quantity })));
  const nameOf = new Map(built.lines.map(({ product, name: line }) => [product!.productId, line]));
  const differing = differingFrom(own, sent.lines);
  const isInDocument = known.lines !== null && differingFrom(own, known.lines).length === 0;
  const isOther = ![sent.customerId, known.customerId, known.organisationId].includes(customerId);
  const names = [
    ...(isInDocument
      ? []
      : differing.map((id) => nameOf.get(id) ?? known.lines?.find(({ productId }) => productId === id)?.description ?? id)),
    ...(isOther ? [name] : []),
    ...(built.currency !== null && built.currency !== sent.currency ? [built.currency] : []),
  ];
  if (names.length === 0) return null;
  const sells = [customerId, built.currency ?? '', ...[...own].toSorted(([a], [b]) => (a < b ? -1 : 1)).flat()].join(' ');
  return { sells, names: names.join('; ') };
}

/** No command that we know of sent what is in it: our database is younger than the document. */
export async function isUnsent(db: Db, scope: ConnectionScope, { orderId, how }: Pick<TiedOrder, 'orderId' | 'how'>): Promise<boolean> {
  return how === 'created' && !(await loadKnown(db, scope, orderId))?.sent;
}

interface Known {
  /** Last, when it was made or amended. */
  sent: Pick<NewOrder, 'customerId' | 'currency' | 'lines'> | null;
  lines: Order['lines'] | null;
  currency: string | null;
  customerId: ErpRecordId | null;
  organisationId: ErpRecordId | null;
}

async function loadKnown(db: Db, { portalId, connectionId }: ConnectionScope, orderId: ErpRecordId): Promise<Known | undefined> {
  const { rows } = await db.raw<{ rows: Known[] }>(
    `select sent.input as sent, o.lines, o.currency, o.customer_id, o.organisation_id
     from (select 1) one
     left join (
       select coalesce(c.input -> 'order', c.input) as input from commands c
       where c.portal_id = :portalId and c.connection_id = :connectionId and c.name in ('createOrder', 'amendOrder') and c.state = 'done'
         and c.result ->> 'id' = :orderId and c.input is not null
       order by c.ended_at desc limit 1
     ) sent on true
     left join erp_orders o on o.portal_id = :portalId and o.connection_id = :connectionId and o.erp_id = :orderId`,
    { portalId, connectionId, orderId },
  );
  return rows[0];
}

type Sold = { productId: ErpRecordId | null; quantity: string };

function quantitiesOf(lines: readonly Sold[]): Map<ErpRecordId, string> {
  const quantities = new Map<ErpRecordId, string>();
  for (const { productId, quantity } of lines)
    if (productId !== null) quantities.set(productId, trimZeros(add(quantities.get(productId) ?? '0', quantity)));
  return quantities;
}

/** Products of which there is another quantity. */
function differingFrom(own: ReadonlyMap<ErpRecordId, string>, lines: readonly Sold[]): ErpRecordId[] {
  const theirs = quantitiesOf(lines);
  const all = new Set([...own.keys(), ...theirs.keys()]);
  return [...all].filter((id) => compare(own.get(id) ?? '0', theirs.get(id) ?? '0') !== 0);
}

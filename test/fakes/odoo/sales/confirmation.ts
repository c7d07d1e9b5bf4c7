import type { Books } from '../accounting/books.ts';
import { userError } from '../errors.ts';
import { makeProjects } from '../projects/made-by-orders.ts';
import { makeContracts, makeOcaSubscriptions, startOrderSubscription } from '../subscriptions/made-by-orders.ts';
import type { Row } from '../types.ts';
import { linesOf } from './totals.ts';
import { createTransfer } from './transfers.ts';

/** Whether goods are reserved at once is set by default so. */
export function confirmOrder(books: Books, order: number): void {
  const { tx, version } = books;
  const row = tx.row('sale.order', order);
  refuseState(version, row);
  const lines = linesOf(books, order);
  if (lines.some((line) => line.display_type === null && line.is_downpayment !== true && line.product_id === null))
    throw userError('A line on these orders missing a product, you cannot confirm it.');
  makeContracts(books, order);
  const followers = row.message_partner_ids as readonly number[];
  // The customer hears from then on what is said about it; from 19 on no more.
  const all = version >= 19 ? followers : [...new Set([...followers, Number(row.partner_id)])];
  tx.update('sale.order', order, { state: 'sale', date_order: tx.at, message_partner_ids: all });
  demandProjects(books, tx.row('sale.order', order), lines);
  createTransfer(books, order);
  makeProjects(books, order);
  startOrderSubscription(books, order);
  makeOcaSubscriptions(books, order);
}

function refuseState(version: number, { state, name }: Row): void {
  const isForbidden = version === 16 ? state === 'done' || state === 'cancel' : state !== 'draft' && state !== 'sent';
  if (!isForbidden) return;
  if (version === 16) throw userError('It is not allowed to confirm an order in the following states: cancel, done');
  if (version === 17) throw userError(`The following orders are not in a state requiring confirmation: ${String(name)}`);
  throw userError('Some orders are not in a state requiring confirmation.');
}

/** From 18 on a task without a project fails everything; until 17 there is no task then. */
function demandProjects({ tx, version }: Books, order: Row, lines: readonly Row[]): void {
  const templates = lines.flatMap(({ product_id }) => {
    const product = tx.get('product.product', Number(product_id));
    return product ? [tx.row('product.template', Number(product.product_tmpl_id))] : [];
  });
  const needing = templates.filter(({ service_tracking }) => service_tracking === 'task_global_project');
  const isMade = templates.some(({ service_tracking: kind }) => kind === 'project_only' || kind === 'task_in_project');
  const isThere = isMade || typeof order.project_id === 'number' || needing.some(({ project_id }) => typeof project_id === 'number');
  const [first] = needing;
  if (version < 18 || !first || isThere) return;
  throw userError(
    `A project must be defined on the quotation ${String(order.name)} or on the form of products creating a task on order.\nThe following product need a project in which to put its task: ${String(first.name)}`,
  );
}

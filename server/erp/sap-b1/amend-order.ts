import type { NewOrder, NewOrderLine, OrderState } from '../shared/contract.ts';
import type { ErpRecordId } from '../../shared/ids.ts';
import { DRAFTS } from './agreed-documents.ts';
import { requireAgreed } from './confirm-order.ts';
import type { Connection } from './connection.ts';
import { figuresOf, headOf, linesOf, listPrices, requireSold } from './order-body.ts';
import { readAgreedLines, type RawOrderLine } from './order-records.ts';
import { projectCodeOf } from './project-codes.ts';
import { orderRefusals, refusedAs } from './order-refusals.ts';
import { readAgreed, readState, stateOf } from './order-state.ts';
import { byEntries } from './affected-records.ts';

type Properties = Record<string, unknown>;

/**
 * Lines are matched by product, in the order in which they stand. A line that is not wanted any more is deleted, and nothing that was drawn from
 * is taken back. One `PATCH` brings head and lines.
 */
export async function amendOrder(
  connection: Connection,
  { id, order }: { id: ErpRecordId; order: NewOrder },
  signal: AbortSignal,
): Promise<OrderState> {
  const { set, entry } = requireAgreed(id);
  const before = await readAgreed(connection, id, signal);
  if (set === DRAFTS) throw orderRefusals.notAmendable('Approval: pending');
  if (before.status !== 'quotation' && before.status !== 'confirmed') throw orderRefusals.notAmendable(before.number ?? id);
  if (before.organisationId !== order.customerId) throw orderRefusals.notAmendable(`CardCode ${before.organisationId}`);
  if (before.currency !== order.currency) throw orderRefusals.notAmendable(`DocCurrency ${before.currency}`);
  const lines = (await readAgreedLines(connection, set, [entry], signal)).lines.get(entry) ?? [];
  const listed = await listPrices(connection, order, order.lines, signal);
  const { kept, added } = match(order.lines, lines, listed);
  await requireSold(connection, added, signal);
  const currency = (await connection.company.get(signal)).bookCode(order.currency);
  const changes = kept.map(({ line, wanted }) => ({
    line,
    change: wanted ? changeOf(line, figuresOf(wanted, currency, listed), currency) : {},
  }));
  const project = added.length > 0 ? await projectCodeOf(connection, order, signal) : null;
  const head = await headChanges(connection, { set: set.name, entry }, headOf(order), signal);
  const isSame = added.length === 0 && kept.length === lines.length && changes.every(({ change }) => Object.keys(change).length === 0);
  if (isSame && Object.keys(head).length === 0) return stateOf(before, false);
  const body = {
    ...head,
    ...(!isSame && {
      DocumentLines: [
        ...changes.map(({ line, change }) => ({ LineNum: line.LineNum, ...change })),
        ...(await linesOf(connection, { order, project }, added, signal)),
      ],
    }),
  };
  try {
    await connection.client.replaceRows(`${set.name}(${entry})`, body, signal);
  } catch (error) {
    throw refusedAs(error, orderRefusals.notAmendable);
  }
  return { ...(await readState(connection, id, signal)), isChanged: true };
}

interface Matched {
  kept: { line: RawOrderLine; wanted: NewOrderLine | null }[];
  added: NewOrderLine[];
}

function match(wanted: readonly NewOrderLine[], lines: readonly RawOrderLine[], listed: ReadonlyMap<string, string>): Matched {
  const left = [...wanted];
  const added: NewOrderLine[] = [];
  const kept = lines.flatMap((line): Matched['kept'] => {
    // Parts of a set follow it, and what is no item is a person's own.
    if (line.ItemCode === null || line.TreeType === 'iIngredient') return [{ line, wanted: null }];
    const at = left.findIndex(({ productId }) => productId === line.ItemCode);
    const [found] = at < 0 ? [] : left.splice(at, 1);
    if (found && isPricedAnew(line, found, listed)) {
      added.push(found);
      return [];
    }
    if (found) return [{ line, wanted: found }];
    if (takenOf(line) > 0) throw taken(line);
    return [];
  });
  return { kept, added: [...added, ...left] };
}

/** A price by hand stays for ever; only a new line has the server's own. */
const isPricedAnew = (line: RawOrderLine, { unitPrice, productId }: NewOrderLine, listed: ReadonlyMap<string, string>): boolean =>
  unitPrice === null && !listed.has(productId) && line.PriceSource === 'dpsManual' && takenOf(line) === 0;

/** Drawn from it, as the server counts. */
const takenOf = ({ Quantity, RemainingOpenQuantity, LineStatus }: RawOrderLine): number =>
  LineStatus === 'bost_Close' && RemainingOpenQuantity === Quantity ? 0 : Number((Quantity - RemainingOpenQuantity).toFixed(6));

const taken = (line: RawOrderLine) => orderRefusals.notAmendable(`${line.ItemCode}: ${takenOf(line)} / ${line.Quantity}`);

/** Quantity, price and discount go together: the server has its own price for another quantity. Empty: it is so already. */
function changeOf(line: RawOrderLine, figures: Properties, currency: string | undefined): Properties {
  if (Number(figures['Quantity']) < takenOf(line)) throw taken(line);
  const now: Properties = { ...line, Currency: line.Currency ?? currency };
  return Object.entries(figures).every(([name, value]) => now[name] === value) ? {} : figures;
}

async function headChanges(
  { client }: Connection,
  { set, entry }: { set: string; entry: number },
  wanted: Properties,
  signal: AbortSignal,
): Promise<Properties> {
  const names = Object.keys(wanted);
  if (names.length === 0) return {};
  const { rows } = await client.page(set, { select: ['DocEntry', ...names], filter: byEntries([entry]) }, 1, signal);
  const now = (rows[0] ?? {}) as Properties;
  return Object.fromEntries(Object.entries(wanted).filter(([name, value]) => now[name] !== value));
}

import type { Db } from '../../server/db/index.ts';
import type { World } from '../support/world.ts';
import type { BookedInvoice, CrashBooks } from './books.ts';

/** Everything in which the mirror or HubSpot disagrees with the ERP's books, and every event that was told twice. */
export async function differences(db: Db, world: World, books: CrashBooks): Promise<string[]> {
  const booked = books.invoices();
  return [
    ...(await mirrorDifferences(db, booked)),
    ...(await companyDifferences(db, world, booked)),
    ...(await linkedTwice(db)),
    ...(await fallingEvents(db, world)),
    ...(await unexpectedProblems(db)),
  ];
}

export async function loadMirrorSize(db: Db): Promise<{ invoices: number; links: number }> {
  const count = async (table: string) => Number((await db(table).count<{ count: string }[]>('* as count'))[0]?.count ?? 0);
  return { invoices: await count('erpInvoices'), links: await count('links') };
}

async function mirrorDifferences(db: Db, booked: BookedInvoice[]): Promise<string[]> {
  const mirrored = await db('erpInvoices').select<{ erpId: string; baseOpen: string; status: string }[]>('erpId', 'baseOpen', 'status');
  const held = new Map(mirrored.map((row) => [row.erpId, row]));
  const missing = booked.filter(({ id }) => !held.has(id)).map(({ id }) => `invoice ${id} is missing in the mirror`);
  const wrong = booked.flatMap(({ id, baseOpen, isPosted }) => {
    const row = held.get(id);
    const isWrong = row && isPosted && cents(row.baseOpen) !== cents(baseOpen);
    return isWrong ? [`invoice ${id}: open ${row.baseOpen} in the mirror, ${baseOpen} in the ERP`] : [];
  });
  const ids = new Set(booked.map(({ id }) => id));
  const extra = mirrored.filter(({ erpId }) => !ids.has(erpId)).map(({ erpId }) => `invoice ${erpId} is only in the mirror`);
  return [...missing, ...wrong, ...extra];
}

/** What HubSpot shows on every linked company, added up again from the books alone. */
async function companyDifferences(db: Db, world: World, booked: BookedInvoice[]): Promise<string[]> {
  const links = await db('links').where({ objectType: 'companies', state: 'active' }).select<{ customerId: string; recordId: string }[]>();
  const byRecord = Map.groupBy(links, ({ recordId }) => recordId);
  return [...byRecord].flatMap(([recordId, linked]) => {
    const organisations = new Set(linked.map(({ customerId }) => customerId));
    const mine = booked.filter((row) => row.isPosted && !row.isCreditNote && organisations.has(row.organisationId));
    const open = mine.reduce((sum, { baseOpen }) => sum + cents(baseOpen), 0);
    const shown = world.portal.value('companies', recordId, 'erp_open_amount');
    return cents(shown ?? '0') === open ? [] : [`company ${recordId}: shows ${shown}, the books say ${open / 100}`];
  });
}

async function linkedTwice(db: Db): Promise<string[]> {
  const { rows } = await db.raw<{ rows: { recordId: string }[] }>(
    `select record_id from links where object_type = 'companies' group by record_id, connection_id having count(distinct customer_id) > 1`,
  );
  return rows.map(({ recordId }) => `company ${recordId} carries two customers of one ERP`);
}

const EVENTS = ['payment_received', 'invoice_paid', 'invoice_overdue'];

/** An event property only rises, and never more often than events of that kind were recorded for the customers of its record. */
async function fallingEvents(db: Db, world: World): Promise<string[]> {
  const recorded = await loadEventCounts(db);
  return world.portal.records('companies').flatMap(({ id }) =>
    EVENTS.flatMap((kind) => {
      const values = world.portal.history('companies', id, `erp_${kind}_at`).map(({ value }) => value ?? '');
      const events = recorded.get(`${id} ${kind}`) ?? 0;
      return [
        ...(values.some((value, at) => at > 0 && value <= values[at - 1]!)
          ? [`company ${id}: ${kind} does not rise: ${values.join(' → ')}`]
          : []),
        ...(values.length > events ? [`company ${id}: ${kind} moved ${values.length} times for ${events} events`] : []),
      ];
    }),
  );
}

/** By record and kind. */
async function loadEventCounts(db: Db): Promise<Map<string, number>> {
  const { rows } = await db.raw<{ rows: { recordId: string; kind: string; count: string }[] }>(
    `select l.record_id, e.kind, count(distinct e.erp_id) from events e
     join links l on l.portal_id = e.portal_id and l.connection_id = e.connection_id and l.customer_id in (e.customer_id, e.organisation_id)
     where e.is_live and l.object_type = 'companies' group by 1, 2`,
  );
  return new Map(rows.map(({ recordId, kind, count }) => [`${recordId} ${kind}`, Number(count)]));
}

/** Refused records and the like would hide a loss. */
async function unexpectedProblems(db: Db): Promise<string[]> {
  const open = await db('problems')
    .whereNull('resolvedAt')
    .whereNotIn('code', EXPECTED)
    .select<{ code: string; subject: string }[]>('code', 'subject');
  return open.map(({ code, subject }) => `problem ${code} on ${subject}`);
}
const EXPECTED = [
  'amount.other_currency',
  'deal.order_number_ambiguous',
  'invoice.without_customer',
  // People are told who installed again.
  'portal.administrator_added',
  'portal.installed_by_other',
];

const cents = (amount: string): number => Math.round(Number(amount) * 100);

import type { BenchCustomers } from '../erps/index.ts';
import type { Firm } from './firms.ts';
import type { Stage } from './stage.ts';

/** Who is who, as it was loaded. */
interface LoadedFirms {
  firms: readonly Firm[];
  byRecord: ReadonlyMap<string, Firm>;
  byCustomer: ReadonlyMap<string, Firm>;
  /** Everybody who was in the ERP's books before. */
  known: ReadonlySet<string>;
}

/** HubSpot records and ERP customers of these firms; on each side in its own order, as on living systems. */
export function loadFirms({ world: { portal } }: Stage, customers: BenchCustomers, firms: readonly Firm[]): LoadedFirms {
  const ofCompanies = firms.flatMap((firm) => firm.companies.map((properties) => ({ firm, properties })));
  const ofCustomers = firms.flatMap((firm) => firm.customers.map((customer) => ({ firm, customer }))).toReversed();
  const records = portal.bulkLoad('companies', ofCompanies);
  const ids = customers.load(ofCustomers.map(({ customer }) => customer));
  return {
    firms,
    byRecord: new Map(records.map((id, n) => [id, ofCompanies[n]!.firm])),
    byCustomer: new Map(ids.map((id, n) => [id, ofCustomers[n]!.firm])),
    known: new Set(customers.list().map(({ id }) => id)),
  };
}

/** A HubSpot record and the customer it is. */
export interface Pair {
  recordId: string;
  customerId: string;
}

export interface Answers {
  links: number;
  rightLinks: readonly Pair[];
  /** Of different firms, or of those that only a person can tell apart. */
  wrongLinks: number;
  missedLinks: number;
  made: number;
  /** Made although the ERP had them, or made twice. */
  doubled: number;
  notMade: number;
  /** Companies that a person is asked about, of those that only a person can decide. */
  asked: number;
  toBeAsked: number;
}

/** What became of the firms, against what is right. */
export async function checkAnswers(
  { database: { db }, world: { portal } }: Stage,
  customers: BenchCustomers,
  { firms, byRecord, byCustomer, known }: LoadedFirms,
): Promise<Answers> {
  const links = await db('links').where({ objectType: 'companies' }).select<Pair[]>('customerId', 'recordId');
  const names = new Map(customers.list().map(({ id, name }) => [id, name]));
  const made = [...names].filter(([id]) => !known.has(id)).map(([, name]) => name);
  const isRight = ({ customerId, recordId }: Pair): boolean => {
    const firm = byRecord.get(recordId);
    if (known.has(customerId)) return firm?.right === 'link' && byCustomer.get(customerId) === firm;
    return firm?.right === 'create' && portal.value('companies', recordId, 'name') === names.get(customerId);
  };
  const right = links.filter(isRight);
  const linkedFirms = new Set(right.map(({ recordId }) => byRecord.get(recordId)));
  const toBeMade = new Set(firms.flatMap(({ right: answer, companies: [company] }) => (answer === 'create' ? [company!['name']!] : [])));
  const rightlyMade = new Set(made.filter((name) => toBeMade.has(name)));
  const waiting = await db('commands')
    .where({ state: 'waiting', waitingFor: 'command.waiting_review' })
    .select<{ recordId: string }[]>('recordId');
  return {
    links: links.length,
    rightLinks: right,
    wrongLinks: links.length - right.length,
    missedLinks: firms.filter((firm) => firm.right === 'link' && !linkedFirms.has(firm)).length,
    made: made.length,
    doubled: made.length - rightlyMade.size,
    notMade: toBeMade.size - rightlyMade.size,
    asked: waiting.filter(({ recordId }) => byRecord.get(recordId)?.right === 'review').length,
    toBeAsked: [...byRecord.values()].filter(({ right: answer }) => answer === 'review').length,
  };
}

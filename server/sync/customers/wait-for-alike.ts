import type { Db } from '../../db/index.ts';
import type { AlikeCustomer as ErpAlike, AlikeFacts } from '../../erp/shared/contract.ts';
import type { HubSpotRecord } from '../../hubspot/contract.ts';
import { comparableTaxIds } from '../../mirror/identity-values.ts';
import type { ErpRecordId, RecordId } from '../../shared/ids.ts';
import type { CommandRun } from '../commands/handler.ts';
import { WAITING_REVIEW } from '../commands/undecided.ts';
import { lockMatching } from '../match/lock.ts';
import { saveLinks } from '../match/links.ts';
import { isForgotten } from '../match/tombstones.ts';
import { insertHints, READ_NOW } from '../pull/hint-queue.ts';
import type { ConnectionScope } from '../shared/job-data.ts';
import { recordName } from '../shared/record-names.ts';
import type { AskAlike } from './ask-alike.ts';
import { mayBeSame, type BuiltCustomer } from './build-customer.ts';
import type { CreateCommand, CreatePrepared } from './create-customer.ts';
import { decideAlike, findAlikeCustomers, type AlikeCustomer } from './find-alike.ts';
import { alikeFacts } from './see-records.ts';

/** What the ERP has and our tables do not know yet is read within seconds. */
const READ_FIRST_MS = 5_000;
const MOST_READS = 3;
const OTHER_IS_MADE_MS = 15_000;

interface Wanted {
  built: BuiltCustomer;
  record: HubSpotRecord;
  /** Of a contact person: whose. */
  organisationId: ErpRecordId | null;
}

/** One that is clearly this record is linked; where it is not clear a person decides. */
export async function waitForAlike(
  run: CommandRun,
  command: CreateCommand,
  { built, record, organisationId }: Wanted,
): Promise<CreatePrepared | null> {
  const known = { ...built, organisationId, name: recordName(command.objectType, record.properties), properties: record.properties };
  const found = await findAlikeCustomers(run.deps.db, command, known);
  const decision = decideAlike(found, command.askedBy.kind === 'person');
  if (decision.kind === 'forgotten') return CANCELLED;
  if (readsOf(command) < MOST_READS && found.some(({ isBeingMatched }) => isBeingMatched)) return lookAgainSoon(command);
  if (decision.kind === 'link') return linkTo(run, command, decision.customer);
  if (decision.kind === 'none') return null;
  const hasNameAlone = decision.customers.every(({ rule }) => rule === 'name');
  return hasNameAlone && (await wasMade(run, command)) ? null : review(decision.customers);
}

/** The namesake may be what this very command made, before our own database was restored: its key tells. */
async function wasMade({ run: { erp, context } }: CommandRun, { key }: CreateCommand): Promise<boolean> {
  const found = await erp.capabilities.commands?.find('createCustomer', [key], context.signal);
  return (found?.get(key) ?? []).length > 0;
}

const CANCELLED: CreatePrepared = { kind: 'cancelled' };

const readsOf = ({ params }: CreateCommand): number => Number(params['reads'] ?? 0);

const lookAgainSoon = (command: CreateCommand): CreatePrepared => ({
  kind: 'waiting',
  waitingFor: 'command.waiting_other',
  params: { record: null, reads: readsOf(command) + 1 },
  afterMs: READ_FIRST_MS,
});

interface Doubtful {
  customerId: ErpRecordId;
  name: string;
  rule: string;
}

const review = (customers: readonly Doubtful[]): CreatePrepared => ({
  kind: 'waiting',
  waitingFor: WAITING_REVIEW,
  params: { customers: customers.map(({ name }) => name).join(', ') },
  facts: { alike: customers.map(({ customerId, rule }) => ({ customerId, rule })) },
});

async function linkTo({ deps, run: { scope } }: CommandRun, command: CreateCommand, customer: AlikeCustomer): Promise<CreatePrepared> {
  const { objectType, recordId } = command;
  const { customerId, rule } = customer;
  return deps.db.transaction(async (trx) => {
    await lockMatching(trx, scope.portalId);
    const links = [{ customerId, recordId, rule: rule === 'domain' || rule === 'name' ? 'domain_and_name' : rule }];
    const key = { ...scope, objectType, customerId };
    // A moment ago, by a person: what is remembered of that stays.
    if (await isForgotten(trx, key)) return CANCELLED;
    await saveLinks(trx, scope, { objectType, links, state: 'active', now: deps.now() });
    const holder = await trx('links').where(key).first<{ recordId: RecordId } | undefined>('recordId');
    // Somebody else was faster.
    if (holder?.recordId !== recordId) return review([customer]);
    await trx('customerMatches').where(key).update({ state: 'linked', candidates: '[]', wantedBy: null });
    const { number = null } = (await findKnown(trx, scope, [customerId]))[0] ?? {};
    return { kind: 'existed', result: { id: customerId, number } };
  });
}

interface KnownCustomer {
  erpId: ErpRecordId;
  number: string | null;
  taxId: string | null;
  emails: string[];
}

async function findKnown(db: Db, { portalId, connectionId }: ConnectionScope, ids: readonly ErpRecordId[]): Promise<KnownCustomer[]> {
  return db('erpCustomers')
    .where({ portalId, connectionId })
    .whereIn('erpId', [...ids])
    .select<KnownCustomer[]>('erpId', 'number', 'taxId', 'emails');
}

/** Made or changed in the ERP a moment ago, so that our tables do not say so: it is read, and looked at again. */
export async function waitForUnread(
  commandRun: CommandRun,
  command: CreateCommand,
  { built, ask }: { built: BuiltCustomer; ask: AskAlike },
): Promise<CreatePrepared | null> {
  const { deps, run } = commandRun;
  const facts = alikeFacts(command.objectType, built);
  if (!run.erp.capabilities.customerFields || !facts) return null;
  const alike = await ask.of(facts);
  const ids = alike.map(({ id }) => id);
  const known = await findKnown(deps.db, run.scope, ids);
  const unread = alike.filter((one) => !known.some((row) => isCurrent(row, one)));
  if (unread.length === 0) return reviewUnknown(commandRun, command, { facts, alike });
  // The ERP has it, but not among its customers: a supplier, perhaps.
  if (readsOf(command) >= MOST_READS) return command.askedBy.kind === 'person' ? null : review(unread.map((one) => doubtful(facts, one)));
  await deps.db.transaction(async (trx) => {
    const hints = unread.map(({ id }) => ({ stream: 'customers' as const, id }));
    await insertHints(trx, run.scope, { hints, passes: READ_NOW, now: deps.now() });
    await deps.enqueue(trx, 'hint', run.scope);
  });
  return lookAgainSoon(command);
}

/**
 * Whom the ERP names by the tax id and our rules do not find: of another kind, or spelled as only the ERP understands. An address says
 * less: an organisation has that of somebody who works there. A person who saw them refused them.
 */
async function reviewUnknown(
  { deps: { db } }: CommandRun,
  { portalId, connectionId, objectType, recordId }: CreateCommand,
  { facts, alike }: { facts: AlikeFacts; alike: readonly ErpAlike[] },
): Promise<CreatePrepared | null> {
  if (facts.taxId === null) return null;
  const refused = await db('refusedMatches')
    .where({ portalId, connectionId, objectType, recordId })
    .select<{ customerId: ErpRecordId }[]>('customerId');
  const unknown = alike.filter((one) => isByTaxId(facts, one) && !refused.some(({ customerId }) => customerId === one.id));
  return unknown.length > 0 ? review(unknown.map((one) => doubtful(facts, one))) : null;
}

const doubtful = (facts: AlikeFacts, one: ErpAlike): Doubtful => ({
  customerId: one.id,
  name: one.name,
  rule: isByTaxId(facts, one) ? 'tax_id' : 'email',
});

export const isByTaxId = ({ taxId, email }: AlikeFacts, { taxId: theirs, emails }: ErpAlike): boolean =>
  email === null || !emails.includes(email.toLowerCase()) || comparableTaxIds(taxId).some((one) => comparableTaxIds(theirs).includes(one));

const isCurrent = ({ erpId, taxId, emails }: KnownCustomer, alike: ErpAlike): boolean =>
  erpId === alike.id && (taxId ?? '') === (alike.taxId ?? '') && emails.toSorted().join() === alike.emails.toSorted().join();

interface OtherCommand {
  state: string;
  recordId: RecordId;
  name: string;
  identities: string[];
  /** What was made of it. */
  customerId: ErpRecordId | null;
}

/**
 * Two HubSpot records of one firm, qualified in the same moment: the second waits for what becomes of the first, and then a person looks at it. So
 * does the second command of one record, into which another merged.
 */
export async function waitForOther(
  { deps: { db } }: CommandRun,
  { portalId, connectionId, objectType, recordId, key, askedBy }: CreateCommand,
  { identities }: BuiltCustomer,
): Promise<CreatePrepared | null> {
  const { rows } = await db.raw<{ rows: OtherCommand[] }>(
    `select c.state, c.record_id, c.identities, coalesce(e.name, c.key) as name, l.customer_id from commands c
     left join links l on l.portal_id = c.portal_id and l.connection_id = c.connection_id and l.object_type = c.object_type
       and l.customer_id = c.result ->> 'id' and l.record_id = c.record_id
     left join erp_customers e on e.portal_id = l.portal_id and e.connection_id = l.connection_id and e.erp_id = l.customer_id
     where c.portal_id = :portalId and c.connection_id = :connectionId and c.object_type = :objectType and c.key <> :key and c.name = 'createCustomer'
       and (c.identities && :identities::text[] or c.record_id = :recordId)
       and (c.state in ('sending', 'unknown') or c.state = 'done' and l.customer_id is not null)
     order by c.state = 'done', c.asked_at`,
    { portalId, connectionId, objectType, recordId, identities, key },
  );
  const other = rows.find((one) => one.recordId === recordId || mayBeSame(identities, one.identities));
  if (!other) return null;
  const { customerId, name } = other;
  if (customerId !== null && other.state === 'done')
    return askedBy.kind === 'person' ? null : review([{ customerId, name, rule: 'other' }]);
  return { kind: 'waiting', waitingFor: 'command.waiting_other', params: { record: other.recordId }, afterMs: OTHER_IS_MADE_MS };
}

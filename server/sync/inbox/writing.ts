import type { Db } from '../../db/index.ts';
import type { HubSpotRecord } from '../../hubspot/contract.ts';
import type { RecordId } from '../../shared/ids.ts';
import type { CustomerObjectType } from '../../shared/object-types.ts';
import { askFor } from '../commands/command-rows.ts';
import { withoutLink } from '../customers/apply-rules.ts';
import { mayCreate } from '../fields/approval.ts';
import { awaitsLists, withMemberships } from '../fields/list-conditions.ts';
import { withVirtual, storedProperties } from '../fields/virtual-properties.ts';
import { conditionMet, propertiesIn, type LiveRules } from '../fields/rules.ts';
import { markPairsOfRecordsDue } from '../shared/field-pairs.ts';
import type { InboxRun } from './slice.ts';

/**
 * Companies and contacts that were edited: fields of linked ones are looked at, and others may be what makes an ERP customer. Returns those of which that
 * cannot be told yet.
 */
export async function processWriting(
  { deps, portal: { portalId }, hubspot, rules, priority, signal }: InboxRun,
  objectType: CustomerObjectType,
  read: readonly HubSpotRecord[],
): Promise<Set<RecordId>> {
  const undecided = new Set<RecordId>();
  if (rules.length === 0 || read.length === 0) return undecided;
  const making = rules.filter(({ writes }) => mayCreate(writes, objectType));
  const asked = { objectType, rules: making.map((live) => ({ scope: live.scope, rules: live.rules[objectType] })), canWait: true };
  const options = { priority, ...(signal ? { signal } : {}) };
  const records = await withMemberships({ ...deps, hubspot }, { ...asked, options }, read);
  await deps.db.transaction(async (trx) => {
    const refs = records.map(({ id }) => ({ objectType, recordId: id }));
    const due = await markPairsOfRecordsDue(trx, portalId, refs, { priority: 1, now: deps.now() });
    for (const scope of due) await deps.enqueue(trx, 'fields', scope);
    for (const live of making) {
      const { isAny, awaiting } = await askForCustomers(trx, live, { objectType, records, now: deps.now() });
      if (isAny) await deps.enqueue(trx, 'commands', live.scope);
      for (const { id } of awaiting) undecided.add(id);
    }
  });
  return undecided;
}

interface Edited {
  objectType: CustomerObjectType;
  records: readonly HubSpotRecord[];
  now: Date;
}

interface Asked {
  isAny: boolean;
  /** The lists that these are in may make customers of them. */
  awaiting: HubSpotRecord[];
}

/** Of records that meet a condition; one that waits for data is looked at anew whenever its record changes. */
async function askForCustomers(trx: Db, { scope, rules }: LiveRules, { objectType, records, now }: Edited): Promise<Asked> {
  const open = await withoutLink(trx, scope, objectType, records);
  const waiting = await trx('commands')
    .where({ ...scope, objectType, name: 'createCustomer' })
    .whereIn('state', ['waiting', 'rejected'])
    .whereIn(
      'recordId',
      open.map(({ id }) => id),
    )
    .select<{ recordId: string }[]>('recordId');
  const asked = open.flatMap(({ id, properties }) => {
    const condition = conditionMet(rules[objectType], withVirtual(properties));
    return condition || waiting.some(({ recordId }) => recordId === id) ? [{ id, property: condition?.property ?? '' }] : [];
  });
  for (const { id, property } of asked) {
    const askedBy = { kind: 'rule', property } as const;
    await askFor(trx, { ...scope, name: 'createCustomer', objectType, recordId: id, askedBy, now });
  }
  const awaiting = open.filter(
    ({ id, properties }) => !asked.some((one) => one.id === id) && awaitsLists(rules[objectType], withVirtual(properties)),
  );
  return { isAny: asked.length > 0, awaiting };
}

/** What has to be read of these records beside our own properties. */
export const writingProperties = ({ rules }: InboxRun, objectType: CustomerObjectType): string[] =>
  storedProperties(rules.flatMap(({ rules: live }) => propertiesIn(live[objectType])));

import { TransientError } from '../../shared/errors.ts';
import { recordId, type ErpRecordId, type RecordId } from '../../shared/ids.ts';
import type { HubSpotRecord } from '../../hubspot/contract.ts';
import { isPerson, ORGANISATION, PERSON, type CustomerObjectType } from '../../shared/object-types.ts';
import { WAITING_ORGANISATION } from '../commands/command-rows.ts';
import { isLeading, kindSql } from '../fields/due-pairs.ts';
import { awaitsLists, withMemberships } from '../fields/list-conditions.ts';
import { conditionMet } from '../fields/rules.ts';
import { COMPANY } from '../fields/virtual-properties.ts';
import { decideUnmatched } from '../match/match.ts';
import { openMatchRun } from '../match/slice.ts';
import { recordName } from '../shared/record-names.ts';
import { NOTHING_LOOKED_AT, withoutLink } from './apply-rules.ts';
import { buildCustomer, mayBeSame } from './build-customer.ts';
import { decideAlike, findAlikeCustomers } from './find-alike.ts';
import { decidePlace, findOrganisations, primaryFirst, type Place } from './find-place.ts';
import { isForgotten } from './is-forgotten.ts';
import { findKeptWithout } from './kept-without.ts';
import { aGroup, ofRecord } from './preview-groups.ts';
import { previewFields, type PreviewedLink } from './preview-fields.ts';
import { linkedTo, previewedCompanies, wasPreviewed, type PreviewedRecord } from './previewed-identities.ts';
import { creationProperties, withVirtuals } from './read-records.ts';
import type { RunPlace, RunStep, StepOutcome, StoredGroup } from './run.ts';

const AT_ONCE = 100;

/** What would become of records that no customer belongs to: looked at as the command that makes one does. */
export async function previewRecords(step: RunStep, { objectType, after }: RunPlace): Promise<StepOutcome> {
  const { deps, run } = step;
  const rules = run.rules[objectType];
  if (rules.createWhen.length === 0) return NOTHING_LOOKED_AT;
  const hubspot = await deps.openHubSpot(run.portalId);
  const asked = { properties: creationProperties(objectType, rules), limit: AT_ONCE, ...(after && { after }) };
  const page = await hubspot.list(objectType, asked, { priority: 'backfill' });
  const unlinked = await withoutLink(deps.db, run, objectType, page.records);
  const memberships = { objectType, rules: [{ scope: run, rules }], options: { priority: 'backfill' } } as const;
  const open = withVirtuals(await withMemberships({ ...deps, hubspot }, memberships, unlinked));
  // Not counted as one that meets no condition: the step is tried again.
  if (open.some(({ properties }) => awaitsLists(rules, properties)))
    throw new TransientError('HubSpot did not say which lists a record is in', { code: 'hubspot.failing' });
  const wanted = open.filter(({ properties }) => conditionMet(rules, properties));
  const places = await placesOf(step, objectType, wanted);
  const kept = await findKeptWithout(
    deps.db,
    run,
    objectType,
    wanted.map(({ id }) => id),
  );
  const previewed: PreviewedRecord[] = [];
  const linked: NewLink[] = [];
  const groups: StoredGroup[] = [];
  for (const record of wanted) {
    const reason = kept.get(record.id);
    const place = places.get(record.id) ?? { organisationId: null };
    if (reason) groups.push(aGroup(ofRecord('left_out', objectType, reason), { record, customerName: null }));
    else groups.push(...(await fateOf(step, objectType, { record, place, previewed, linked })));
  }
  const leftOut = open.filter((record) => !wanted.includes(record));
  const doubtful = await findDoubtful(step, objectType, linked);
  groups.push(...linked.map((one) => aGroup(ofRecord(doubtful.has(one) ? 'review' : 'link', objectType), one)));
  const sure = linked.filter((one) => !doubtful.has(one));
  const fields = await previewFields(step, objectType, await newLinks(step, objectType, sure));
  // One whose fields agree is counted where it would be linked.
  groups.push(...fields.filter(({ kind }) => kind !== 'in_step'));
  groups.push(...leftOut.map((record) => aGroup(ofRecord('left_out', objectType, NO_CONDITION), { record, customerName: null })));
  // Those with a link were looked at by it.
  return { looked: open.length, after: page.after, groups, previewed };
}

const NO_CONDITION = { code: 'customer.no_condition_met', params: {} };

type Wanted = Place | 'waits' | 'left_out';

/** Of contacts: whose they would be. */
async function placesOf(
  { deps, run }: RunStep,
  objectType: CustomerObjectType,
  records: readonly HubSpotRecord[],
): Promise<Map<RecordId, Wanted>> {
  if (!isPerson(objectType) || records.length === 0) return new Map();
  const hubspot = await deps.openHubSpot(run.portalId);
  const ids = records.map(({ id }) => id);
  const companies = await hubspot.associatedIds(PERSON, ids, ORGANISATION, { priority: 'backfill' });
  const companyIds = [...new Set([...companies.values()].flat())].map(recordId);
  const organisationOf = await findOrganisations(deps.db, run, companyIds);
  for (const id of await previewedCompanies(deps.db, run, companyIds)) if (!organisationOf.has(id)) organisationOf.set(id, TO_BE);
  const rules = { ...run.rules[objectType], isByHand: false };
  const companiesOf = ({ id, properties }: HubSpotRecord) => primaryFirst(companies.get(id) ?? [], properties[COMPANY]);
  return new Map(records.map((record) => [record.id, decidePlace(rules, companiesOf(record), organisationOf)]));
}

/** Of a company that would be something in the ERP, too, by then. */
const TO_BE = 'to be' as ErpRecordId;

interface Candidate {
  record: HubSpotRecord;
  place: Wanted;
  /** Those before it on its page that would become customers. */
  previewed: PreviewedRecord[];
  linked: NewLink[];
}

interface NewLink {
  customerId: ErpRecordId;
  recordId: RecordId;
  record: HubSpotRecord;
  customerName: string;
}

/**
 * Approved rules have organisations without a record looked for once more, before anything is made: whom that finds several records for, or another, no
 * record is linked to unasked.
 */
async function findDoubtful({ deps, erpRun }: RunStep, objectType: CustomerObjectType, linked: readonly NewLink[]): Promise<Set<NewLink>> {
  const matching = isPerson(objectType) || linked.length === 0 ? null : await openMatchRun(deps, erpRun.scope, erpRun.context);
  if (!matching) return new Set();
  const decided = await decideUnmatched(
    matching,
    objectType,
    linked.map(({ customerId }) => customerId),
  );
  const isAnothers = ({ customerId, recordId: own }: NewLink): boolean =>
    decided.some(({ customer, decision }) => {
      if (customer.customerId !== customerId) return false;
      if (decision.kind === 'ambiguous') return decision.candidates.some((one) => one.rule !== 'name' || one.recordId !== own);
      return decision.kind === 'link' && decision.recordId !== own;
    });
  return new Set(linked.filter(isAnothers));
}

/** As they would be looked at once they are linked. */
async function newLinks(
  { deps, run: { portalId, connectionId } }: RunStep,
  objectType: CustomerObjectType,
  linked: readonly NewLink[],
): Promise<PreviewedLink[]> {
  if (linked.length === 0) return [];
  const { rows } = await deps.db.raw<{ rows: PreviewedLink[] }>(
    `with l as (
       select :portalId::bigint as portal_id, :connectionId::uuid as connection_id, :objectType::text as object_type,
         r."customerId" as customer_id, r."recordId" as record_id, 'infinity'::timestamptz as linked_at
       from jsonb_to_recordset(:linked::jsonb) as r("customerId" text, "recordId" text))
     select l.customer_id, l.record_id, c.name as customer_name, '{}'::jsonb as fields, '{}'::jsonb as orders, '{}'::text[] as frozen, '{}'::text[] as written_before,
       ${kindSql('l')} as kind
     from l join erp_customers c on c.portal_id = l.portal_id and c.connection_id = l.connection_id and c.erp_id = l.customer_id
     where ${isLeading('l')}`,
    {
      portalId,
      connectionId,
      objectType,
      linked: JSON.stringify(linked.map((one) => ({ customerId: one.customerId, recordId: one.recordId }))),
    },
  );
  return rows;
}

async function fateOf(
  step: RunStep,
  objectType: CustomerObjectType,
  { record, place, previewed, linked }: Candidate,
): Promise<StoredGroup[]> {
  const shown = { record, customerName: null };
  if (place === 'left_out') return [aGroup(ofRecord('left_out', objectType), shown)];
  if (place === 'waits') return [aGroup(ofRecord('incomplete', objectType, { code: WAITING_ORGANISATION, params: {} }), shown)];
  const { deps, run } = step;
  const built = buildCustomer(run.rules[objectType], place.organisationId === null ? 'customer' : 'contact_person', {
    properties: record.properties,
    timeZone: step.erpRun.portal.timeZone,
  });
  const { identityKey } = step.erpRun.connection;
  if (await isForgotten(deps, { portalId: run.portalId, objectType, identityKey }, built))
    return [aGroup(ofRecord('left_out', objectType), shown)];
  const [missing] = built.missing;
  if (missing) return [aGroup(ofRecord('incomplete', objectType, missing), shown)];
  const { portalId, connectionId } = run;
  const asked = { portalId, connectionId, objectType, recordId: record.id };
  const found = await findAlikeCustomers(deps.db, asked, {
    ...built,
    organisationId: place.organisationId,
    name: recordName(objectType, record.properties),
    properties: record.properties,
  });
  const alike = decideAlike(found, false);
  const isTaken = async (own: PreviewedRecord): Promise<boolean> =>
    previewed.some(({ identities }) => mayBeSame(own.identities, identities)) || wasPreviewed(deps.db, run, own);
  if (alike.kind === 'forgotten') return [aGroup(ofRecord('left_out', objectType), shown)];
  if (alike.kind === 'link') {
    const { customerId, name: customerName } = alike.customer;
    const own = { objectType, recordId: record.id, identities: [linkedTo(customerId)] };
    // Whoever comes first has it.
    if (await isTaken(own)) return [aGroup(ofRecord('review', objectType), { record, customerName })];
    linked.push({ customerId, recordId: record.id, record, customerName });
    previewed.push(own);
    return [];
  }
  if (alike.kind === 'review') return [aGroup(ofRecord('review', objectType), { record, customerName: alike.customers[0]?.name ?? null })];
  const own = { objectType, recordId: record.id, identities: built.identities };
  // Of one that waits for another nothing is made, so nobody waits for it.
  if (await isTaken(own)) return [aGroup(ofRecord('review', objectType), shown)];
  previewed.push(own);
  const odd = built.warnings.slice(0, 1).map((warning) => aGroup(ofRecord('doubtful', objectType, warning), shown));
  return [aGroup(ofRecord('create', objectType), { ...shown, values: built.values }), ...odd];
}

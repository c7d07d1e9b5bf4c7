import type { Candidate, Notice } from '../../../hubspot-app/app/cards/api/types.ts';
import type { CreationOffer } from '../../../hubspot-app/app/cards/api/customers.ts';
import type { Db } from '../../db/index.ts';
import type { CustomerFieldKind } from '../../erp/shared/contract.ts';
import type { HubSpotClient, HubSpotRecord } from '../../hubspot/contract.ts';
import { findTimeZone } from '../../portals/portals.ts';
import { PuenteError } from '../../shared/errors.ts';
import type { ConnectionId, ErpRecordId, PortalId, RecordId } from '../../shared/ids.ts';
import { isPerson, ORGANISATION, type CustomerObjectType } from '../../shared/object-types.ts';
import type { ViesDeps } from '../fields/check-vies.ts';
import { WAITING_ORGANISATION } from '../commands/command-rows.ts';
import { COMPANY, withVirtual } from '../fields/virtual-properties.ts';
import type { CompiledObjectRules, CompiledRules } from '../fields/rules.ts';
import { recordName } from '../shared/record-names.ts';
import { buildCustomer, type BuiltCustomer } from './build-customer.ts';
import { viesWarnings } from './check-vies.ts';
import { findAlikeCustomers, type AlikeCustomer } from './find-alike.ts';
import { decidePlace, findOrganisations, primaryFirst } from './find-place.ts';
import { creationProperties } from './read-records.ts';

/** A connection that may make customers by hand. */
export interface Maker {
  connectionId: ConnectionId;
  connectionName: string;
  rules: CompiledRules;
}

export interface CardRecord {
  portalId: PortalId;
  objectType: CustomerObjectType;
  recordId: RecordId;
}

interface OfferDeps extends ViesDeps {
  openHubSpot(portalId: PortalId): Promise<Pick<HubSpotClient, 'batchRead' | 'associatedIds'>>;
}

/** What each of these ERPs would make of the record. While HubSpot does not say what it is, nothing can be offered. */
export async function loadOffers(deps: OfferDeps, record: CardRecord, makers: readonly Maker[]): Promise<CreationOffer[]> {
  if (makers.length === 0) return [];
  const seen = await readIfAnswered(deps, record, makers);
  if (!seen) return [];
  return Promise.all(makers.map((maker) => offerOf(deps, { record, seen, maker })));
}

interface SeenRecord {
  held: HubSpotRecord;
  /** Of a contact. */
  companies: RecordId[];
}

/** A card waits for it. */
const PATIENCE_MS = 3_000;

async function readIfAnswered(deps: OfferDeps, record: CardRecord, makers: readonly Maker[]): Promise<SeenRecord | null> {
  const signal = AbortSignal.timeout(PATIENCE_MS);
  try {
    return await readRecord(deps, record, makers, signal);
  } catch (error) {
    if (error instanceof PuenteError || signal.aborted) return null;
    throw error;
  }
}

/** Null: it is not there any more. */
export async function readRecord(
  { openHubSpot }: Pick<OfferDeps, 'openHubSpot'>,
  record: CardRecord,
  makers: readonly Pick<Maker, 'rules'>[],
  signal: AbortSignal,
): Promise<SeenRecord | null> {
  const { portalId, objectType, recordId: id } = record;
  const asked = [...new Set(makers.flatMap(({ rules }) => creationProperties(objectType, rules[objectType])))];
  const options = { priority: 'interactive', signal } as const;
  const hubspot = await openHubSpot(portalId);
  const [records, companies] = await Promise.all([
    hubspot.batchRead(objectType, { ids: [id], properties: asked }, options),
    isPerson(objectType) ? hubspot.associatedIds(objectType, [id], ORGANISATION, options) : new Map<RecordId, RecordId[]>(),
  ]);
  const held = records.get(id);
  if (!held || held.archived) return null;
  const properties = withVirtual(held.properties);
  return { held: { ...held, properties }, companies: primaryFirst(companies.get(id) ?? [], properties[COMPANY]) };
}

interface Offering {
  record: CardRecord;
  seen: SeenRecord;
  maker: Pick<Maker, 'connectionId' | 'rules'>;
}

async function offerOf(deps: OfferDeps, { record, seen, maker }: Offering & { maker: Maker }): Promise<CreationOffer> {
  const { connectionId, connectionName } = maker;
  const rules = maker.rules[record.objectType];
  const { kind, organisationId, contactPersonOf, missing: waits } = await placeOf(deps.db, { record, seen, maker });
  const timeZone = await findTimeZone(deps.db, record.portalId);
  const built = buildCustomer(rules, kind, { properties: seen.held.properties, timeZone });
  const [alike, ofVies] = await Promise.all([
    alikeOf(deps.db, { record, seen, maker, organisationId }, built),
    viesWarnings(deps, record.portalId, built),
  ]);
  return {
    ...{ connectionId, connectionName, contactPersonOf, alike, warnings: [...built.warnings, ...ofVies] },
    values: valuesOf(rules, built),
    missing: [...waits, ...built.missing],
  };
}

interface Place {
  kind: CustomerFieldKind;
  organisationId: ErpRecordId | null;
  contactPersonOf: string | null;
  missing: Notice[];
}

const NOBODYS = { organisationId: null, contactPersonOf: null };

/** A contact of a company belongs to what that company is in the ERP, and waits for it while it is nothing. */
export async function placeOf(
  db: Db,
  { record: { portalId, objectType }, seen: { companies }, maker: { connectionId, rules } }: Offering,
): Promise<Place> {
  const scope = { portalId, connectionId };
  const place = decidePlace({ ...rules[objectType], isByHand: true }, companies, await findOrganisations(db, scope, companies));
  if (place === 'waits') return { ...NOBODYS, kind: 'contact_person', missing: [{ code: WAITING_ORGANISATION, params: {} }] };
  if (place === 'left_out' || place.organisationId === null) return { ...NOBODYS, kind: 'customer', missing: [] };
  const { organisationId } = place;
  const known = await db('erpCustomers')
    .where({ ...scope, erpId: organisationId })
    .first<{ name: string } | undefined>('name');
  return { kind: 'contact_person', organisationId, contactPersonOf: known?.name ?? organisationId, missing: [] };
}

type Placed = Offering & Pick<Place, 'organisationId'>;

/** As people in the ERP read them. */
function valuesOf({ mapping, fields }: CompiledObjectRules, { values, refused }: BuiltCustomer): CreationOffer['values'] {
  const shapeOf = (field: string) => mapping.find((mapped) => mapped.field === field)?.fieldShape ?? fields[field];
  const stopped = Object.entries(refused).filter(([field]) => (values[field] ?? null) === null);
  const notTaken = stopped.map(([field, value]) => ({ field, label: shapeOf(field)?.label ?? field, value, isRefused: true as const }));
  const taken = Object.entries(values).flatMap(([field, value]) => {
    if (value === null) return [];
    const shape = shapeOf(field);
    const shown = shape?.options?.find((option) => option.value === value)?.label ?? value;
    return [{ field, label: shape?.label ?? field, value: shown }];
  });
  return [...taken, ...notTaken];
}

async function alikeOf(db: Db, { record, seen, maker, organisationId }: Placed, built: BuiltCustomer): Promise<Candidate[]> {
  const { objectType } = record;
  const { connectionId } = maker;
  const { properties } = seen.held;
  const found = await findAlikeCustomers(
    db,
    { ...record, connectionId },
    { ...built, organisationId, name: recordName(objectType, properties), properties },
  );
  return asCandidates(db, { ...record, connectionId }, found);
}

/** As the card shows them. */
export async function asCandidates(
  db: Db,
  { portalId, connectionId, recordId }: CardRecord & { connectionId: ConnectionId },
  found: readonly Pick<AlikeCustomer, 'customerId' | 'name' | 'rule' | 'linkedTo'>[],
): Promise<Candidate[]> {
  if (found.length === 0) return [];
  const { rows } = await db.raw<{ rows: Pick<Candidate, 'customerId' | 'number' | 'taxId' | 'city'>[] }>(
    `select c.erp_id as customer_id, c.number, c.tax_id, c.address ->> 'city' as city from erp_customers c
     where c.portal_id = :portalId and c.connection_id = :connectionId and c.erp_id = any(:ids)`,
    { portalId, connectionId, ids: found.map(({ customerId }) => customerId) },
  );
  const facts = new Map(rows.map((row) => [row.customerId, row]));
  return found.map(({ customerId, name, rule, linkedTo }) => ({
    ...{ connectionId, customerId, name, reason: REASONS[rule] },
    number: facts.get(customerId)?.number ?? null,
    taxId: facts.get(customerId)?.taxId ?? null,
    city: facts.get(customerId)?.city ?? null,
    linkedTo: linkedTo === null || linkedTo === recordId ? null : { recordId: linkedTo, name: null, url: null },
  }));
}

const REASONS: Readonly<Record<AlikeCustomer['rule'], Candidate['reason']>> = {
  tax_id: 'tax_id',
  email: 'email',
  domain_and_name: 'domain',
  domain: 'domain',
  name: 'name',
};

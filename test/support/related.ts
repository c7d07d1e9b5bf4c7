import type { FieldMapping } from '../../hubspot-app/app/settings/api/customers.ts';
import type { Db } from '../../server/db/index.ts';
import { erpRecordId, type RecordId } from '../../server/shared/ids.ts';
import type { CustomerObjectType } from '../../server/shared/object-types.ts';
import { loadCustomers } from '../../server/sync/customers/overview.ts';
import { createByPerson } from '../../server/sync/customers/create-by-person.ts';
import type { FieldState } from '../../server/sync/fields/field-state.ts';
import { unlinkByPerson } from '../../server/sync/match/links.ts';
import { aPersonRule, aRule, mapped } from './customer-rules.ts';
import { WritingWorld } from './writing.ts';

const ANA = { firstname: 'Ana', lastname: 'Ruiz', email: 'ana@acme.mx' };

const companyLine = (more: Partial<FieldMapping> = {}): FieldMapping =>
  mapped('$company', 'parent', { rule: 'ask', whenEmptied: 'keep', ...more });
const parentLine = (more: Partial<FieldMapping> = {}): FieldMapping =>
  mapped('$parent_company', 'parent', { rule: 'ask', whenEmptied: 'keep', ...more });

const OTHER_LINES = [mapped('$full_name', 'name', { direction: 'to_erp' }), mapped('phone', 'phone')];
const USER = 5;

interface Related {
  world: WritingWorld;
  acme: RecordId;
  beta: RecordId;
  ana: RecordId;
  torn: RecordId[];
}

interface Given {
  line?: Partial<FieldMapping>;
  parent?: Partial<FieldMapping>;
  /** The ERP says where people belong and moves nobody. */
  movesNobody?: boolean;
  /** Where Ana is from the beginning; default: with Acme, on both sides. */
  in?: { hubspot?: 'acme' | 'beta' | 'none' | 'unlinked'; erp?: '1' | '2' | '3' };
  /** People who are with Beta in HubSpot and with Acme in the ERP from the beginning, as 11, 12, … */
  torn?: number;
}

/** Acme and Beta are customers 1 and 2, Ana is contact person 10. */
export async function relatedWorld(db: Db, { line, parent, movesNobody = false, in: place = {}, torn = 0 }: Given = {}): Promise<Related> {
  const world = await WritingWorld.start(db);
  if (movesNobody)
    world.erp.fieldsOf.contact_person = world.erp.fieldsOf.contact_person.map((field) =>
      field.role === 'organisation' ? { ...field, isWritable: false } : field,
    );
  const acme = await world.linked('companies', { name: 'Acme' }, { name: 'Acme' }, '1');
  const beta = await world.linked('companies', { name: 'Beta' }, { name: 'Beta' }, '2');
  // In neither system it belongs to anything.
  world.erp.edit('3', { name: 'Gamma' });
  const unlinked = world.hubspot.add('companies', { name: 'Gamma Inc' });
  const company = { acme, beta, none: null, unlinked }[place.hubspot ?? 'acme'];
  const ana = world.hubspot.add('contacts', { ...ANA, associatedcompanyid: company });
  if (company) world.hubspot.associations.push(`contacts ${ana} companies ${company}`);
  world.erp.edit('10', { name: 'Ana Ruiz', email: ANA.email }, { kind: 'person', organisationId: erpRecordId(place.erp ?? '1') });
  await world.pullOnce();
  await world.link('contacts', '10', ana);
  const others: RecordId[] = [];
  for (let at = 0; at < torn; at++) {
    const other = world.hubspot.add('contacts', { firstname: `Luz ${at}`, associatedcompanyid: beta });
    world.erp.edit(String(11 + at), { name: `Luz ${at}` }, { kind: 'person', organisationId: erpRecordId('1') });
    await world.pullOnce();
    await world.link('contacts', String(11 + at), other);
    others.push(other);
  }
  const direction = movesNobody ? { direction: 'to_hubspot' as const } : {};
  await world.begin({
    companies: aRule({ mapping: [mapped('name', 'name'), parentLine(parent)] }),
    contacts: aPersonRule({ mapping: [companyLine({ ...direction, ...line }), ...OTHER_LINES] }),
  });
  world.forgetCalls();
  return { world, acme, beta, ana, torn: others };
}

/** A person makes it her primary company in HubSpot. */
export async function moveAna({ world, ana }: Related, company: RecordId | null): Promise<void> {
  if (company) world.hubspot.associations.push(`contacts ${ana} companies ${company}`);
  await world.edit('contacts', ana, { associatedcompanyid: company });
}

export const askByHand = (world: WritingWorld, objectType: CustomerObjectType, recordId: RecordId): Promise<string> =>
  createByPerson(world.deps, { ...world.scope, objectType, recordId }, USER);

/** "Remove link…" on her card. */
export const unlinkAna = ({ world, ana }: Related): Promise<void> =>
  unlinkByPerson(world.deps, { ...world.scope, objectType: 'contacts', customerId: erpRecordId('10'), recordId: ana, userId: USER });

/** Codes of what contacts wait for, as their cards show it. */
export async function waitingOf({ deps: { db }, scope }: WritingWorld): Promise<string[]> {
  const pairs = await db('fieldPairs').where(scope).select<{ fields: Record<string, FieldState> }[]>('fields');
  return pairs.flatMap(({ fields }) => Object.values(fields).flatMap(({ waits }) => waits?.finding.code ?? []));
}

export async function countsOf({ deps, scope }: WritingWorld) {
  const shapes = { fields: null, properties: { companies: [], contacts: [] }, trouble: null };
  const none = { taxIdProperty: { companies: null, contacts: null }, urlOf: () => '' };
  const view = await loadCustomers({ ...deps, askShapes: async () => shapes }, scope, none);
  return view.state === 'not_offered' ? undefined : view.counts;
}

import { expect } from '@jest/globals';
import type {
  CustomerField,
  CustomerFieldKind,
  ErpConnector,
  FieldRole,
  FieldValues,
  NewCustomer,
} from '../../server/erp/shared/contract.ts';
import type { ErpRecordId } from '../../server/shared/ids.ts';
import type { WritingHarness } from './harness.ts';
import { never, readAll } from './reading.ts';
import type { Current } from './erp-contract.ts';

type ByRole = Partial<Record<FieldRole, string | null>>;

export const writingOf = (current: Current): WritingHarness => {
  const { writing } = current();
  if (!writing) throw new Error('a connector that writes needs a harness that says how the ERP takes it');
  return writing;
};

export const commandsOf = (erp: ErpConnector) => erp.capabilities.commands!;
export const fieldsOf = (erp: ErpConnector) => erp.capabilities.customerFields!;

export async function fieldWithRole(erp: ErpConnector, role: FieldRole, kind: CustomerFieldKind = 'customer'): Promise<CustomerField> {
  const found = (await fieldsOf(erp).list(kind, never)).find((field) => field.role === role);
  if (!found) throw new Error(`no field of a ${kind} is its ${role}`);
  return found;
}

/** Values by the ERP's own names. */
export async function valuesBy(erp: ErpConnector, given: ByRole, kind: CustomerFieldKind = 'customer'): Promise<FieldValues> {
  const fields = await fieldsOf(erp).list(kind, never);
  const named = Object.entries(given).map(([role, value]) => [fields.find((field) => field.role === role)?.name ?? role, value] as const);
  return Object.fromEntries(named);
}

export async function newCustomer(erp: ErpConnector, kind: NewCustomer['kind'], given: ByRole): Promise<NewCustomer> {
  return { kind, organisationId: null, values: await valuesBy(erp, given) };
}

export async function contactOf(erp: ErpConnector, organisationId: ErpRecordId, given: ByRole): Promise<NewCustomer> {
  return { kind: 'person', organisationId, values: await valuesBy(erp, given, 'contact_person') };
}

/** How many of this name the ERP has, by the stream. */
export async function countNamed(erp: ErpConnector, name: string): Promise<number> {
  const { records } = await readAll(erp, 'customers');
  return [...records.values()].filter((customer) => customer.name === name).length;
}

export const create = (erp: ErpConnector, key: string, input: NewCustomer, signal = never) =>
  commandsOf(erp).run('createCustomer', { key, input }, signal);

export const findByKeys = (erp: ErpConnector, keys: readonly string[]) => commandsOf(erp).find('createCustomer', keys, never);
export const findByKey = async (erp: ErpConnector, key: string) => (await findByKeys(erp, [key])).get(key) ?? [];

export async function expectNothingMade(erp: ErpConnector, key: string, name: string): Promise<void> {
  expect(await findByKey(erp, key)).toEqual([]);
  expect(await countNamed(erp, name)).toBe(0);
}

/** One that can be chosen from and is not so already. */
export async function fieldWithOptions(erp: ErpConnector, kind: CustomerFieldKind): Promise<CustomerField> {
  const found = (await fieldsOf(erp).list(kind, never)).find((field) => field.isWritable && (field.options?.length ?? 0) > 0);
  if (!found) throw new Error(`no field of a ${kind} says what it can be`);
  return found;
}

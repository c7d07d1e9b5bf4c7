import { describe, expect, it } from '@jest/globals';
import type { Connection } from '../../../server/erp/odoo/connection.ts';
import { createAvailableFields } from '../../../server/erp/odoo/fields.ts';
import { countingSubscriptions } from '../../../server/erp/odoo/sold-subscriptions.ts';
import { never } from '../../contract/reading.ts';

/** What `product_contract` answers: each company has its own template of a product, and the user works in the first. */
function connectionTo(templates: Readonly<Record<number, Readonly<Record<number, number>>>>): Connection {
  const fieldsOf = (allfields: readonly string[]) =>
    Object.fromEntries(allfields.filter((name) => !name.startsWith('sub') && name !== 'recurring_invoice').map((name) => [name, {}]));
  const call = (model: string, method: string, named: Record<string, unknown>): Promise<unknown> => {
    if (method === 'fields_get') return Promise.resolve(fieldsOf(named.allfields as string[]));
    if (model === 'res.company') return Promise.resolve([{ id: 1 }, { id: 2 }]);
    const [company = 1] = ((named.context as Record<string, unknown>).allowed_company_ids ?? []) as number[];
    const [[, , ids]] = named.domain as [[string, string, number[]]];
    return Promise.resolve(
      ids.map((id) => ({
        ...{ id, display_name: `Producto ${id}`, is_contract: true },
        property_contract_template_id: templates[company]?.[id] ?? false,
      })),
    );
  };
  const client = { call } as unknown as Connection['client'];
  return { client, fields: createAvailableFields(client) } as unknown as Connection;
}

describe('contracts that orders of several companies make', () => {
  it('are as many as there are templates in the company of the order', async () => {
    const connection = connectionTo({ 1: { 10: 7, 11: 7 }, 2: { 10: 8, 11: 9 } });
    const sold = new Map([
      [1, [10, 11]],
      [2, [10, 11]],
    ]);
    const count = await countingSubscriptions(connection, sold, never);
    const inCompany = (company_id: number) => count({ company_id, is_subscription: false }, [10, 11]);
    expect([inCompany(1), inCompany(2)]).toEqual([1, 2]);
  });

  it('are none where that company has no template', async () => {
    const connection = connectionTo({ 1: { 10: 7 } });
    const count = await countingSubscriptions(connection, new Map([[2, [10]]]), never);
    expect(count({ company_id: 2, is_subscription: false }, [10])).toBe(0);
  });
});

import type { Answer, CrmEdit, ErpAction, ErpCustomer, ErpCustomerFile, NewCrmRecord, RecordDetail } from '../playground/api.ts';

const SALES_REP = 102;

/** Companies of the playground and their ERP customers, without the page. */
export function customersOf(url: string) {
  const get = async <T>(path: string): Promise<T> => (await (await fetch(`${url}/api/${path}`)).json()) as T;
  const post = async <T = object>(path: string, body: object): Promise<Answer<T>> => {
    const headers = { 'content-type': 'application/json' };
    return (await (await fetch(`${url}/api/${path}`, { method: 'POST', headers, body: JSON.stringify(body) })).json()) as Answer<T>;
  };
  const byName = (fields: readonly { name: string; value: string | null }[]): Record<string, string | null> =>
    Object.fromEntries(fields.map(({ name, value }) => [name, value]));
  return {
    named: (name: string) => get<ErpCustomer[]>(`erp/customers?search=${encodeURIComponent(name)}`),
    linkedWith: async (recordId: string) => (await get<ErpCustomer[]>(`erp/of/companies/${recordId}`)).map(({ id }) => id),
    async inCrm(recordId: string): Promise<Record<string, string | null>> {
      const { key, about } = await get<RecordDetail>(`records/companies/${recordId}`);
      return byName([...key, ...about]);
    },
    inErp: async (customerId: string) => byName((await get<ErpCustomerFile>(`erp/customers/${customerId}`)).fields),
    async create(properties: Record<string, string>): Promise<string> {
      const body: NewCrmRecord = { userId: SALES_REP, properties, companyId: null };
      const answer = await post<{ id: string }>('records/companies', body);
      if (!answer.done) throw new Error(answer.reason);
      return answer.id;
    },
    edit: (recordId: string, properties: Record<string, string>) =>
      post(`records/companies/${recordId}`, { userId: SALES_REP, properties } satisfies CrmEdit),
    /** An ERP that tells nothing by itself is asked for the record that is open. */
    correct: (customerId: string, values: Record<string, string>, recordId: string) => {
      const action: ErpAction = { action: 'edit', customerId, values };
      return post('erp/book', { ...action, record: { type: 'companies', id: recordId } });
    },
  };
}

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { B1Caller } from './sap-b1/caller.ts';
import { startB1Fake } from './sap-b1/index.ts';
import type { B1Fake } from './sap-b1/index.ts';

let fake: B1Fake;
let client: B1Caller;
beforeEach(async () => {
  fake = await startB1Fake();
  client = new B1Caller(fake);
  await client.login();
});
afterEach(() => fake.close());

const refusal = async (path: string): Promise<[number, unknown]> => {
  const { status, body } = await client.get(path);
  return [status, (body as { error: { code: unknown } }).error.code];
};

describe('user-defined fields', () => {
  it('are listed by database table, 20 at a time, copies in related tables included', async () => {
    for (let at = 0; at < 30; at++) fake.addUserField('BusinessPartners', { name: `F${at}`, title: `Campo ${at}` });
    const ofPartners = "UserFieldsMD?$select=Name,FieldID,Description&$filter=TableName eq 'OCRD'&$orderby=FieldID";
    const { body } = await client.get(ofPartners);
    const page = body as { value: unknown[]; '@odata.nextLink': string };
    expect(page.value).toHaveLength(20);
    expect(page.value[0]).toEqual({ Name: 'Region', FieldID: 0, Description: 'Región de ventas' });
    expect(page['@odata.nextLink']).toMatch(/^UserFieldsMD\?.*\$skip=20$/);
    expect(await client.all(ofPartners)).toHaveLength(32);
    expect((await client.all("UserFieldsMD?$filter=Name eq 'Region'")).map(({ TableName }) => TableName)).toEqual(['ACRD', 'OCRD']);
    expect((await client.all("UserFieldsMD?$filter=Name eq 'DealId' and (TableName eq 'ORIN' or TableName eq 'ODPI')")).length).toBe(2);
    expect((await client.get("UserFieldsMD(TableName='OCRD',FieldID=0)")).body).toMatchObject({
      Name: 'Region',
      Type: 'db_Alpha',
      Size: 20,
      Mandatory: 'tNO',
      ValidValuesMD: [{ Value: 'Norte', Description: 'Norte y frontera' }, expect.anything(), expect.anything()],
    });
  });

  it('are found under that name only, by whom is allowed to', async () => {
    expect(await refusal('userFieldsMD')).toEqual([404, '-1000']);
    expect(await refusal('UserFieldsMD?$select=Title')).toEqual([400, '201']);
    fake.revokeAuthorisation('UserFieldsMD');
    expect(await refusal('UserFieldsMD')).toEqual([403, '-5006']);
  });

  it('are in the metadata of a node that knows them, and in its answers', async () => {
    fake.addUserField('IncomingPayments', { name: 'Canal', title: 'Canal', type: 'db_Numeric' });
    fake.addUserField('IncomingPayments', { name: 'Nuevo', title: 'Nuevo' }, false);
    const { text } = await client.get('$metadata');
    expect([text.includes('Name="U_Canal" Type="Edm.Int32"'), text.includes('U_Nuevo')]).toEqual([true, false]);
    expect((await client.get('IncomingPayments?$select=U_Canal')).status).toBe(200);
    expect(await refusal('IncomingPayments?$select=U_Nuevo')).toEqual([400, '201']);
  });
});

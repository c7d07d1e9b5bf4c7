import { describe, expect, it } from '@jest/globals';
import { portalId } from '../../server/shared/ids.ts';
import { reencryptSecrets, SEALED_COLUMNS } from '../../server/portals/reencrypt.ts';
import { createSecrets } from '../../server/portals/secrets.ts';
import { createEmailHasher } from '../../server/portals/tombstones.ts';
import { useTestDatabase } from '../support/database.ts';
import { aKey, anInstalledPortal } from '../support/portals.ts';
import { aConnection } from '../support/portal-rows.ts';

const A = portalId(1);
const B = portalId(2);
const db = useTestDatabase();

describe('sealed values', () => {
  const secrets = createSecrets([aKey()]);

  it('open only for the portal and the purpose they were sealed for', () => {
    const sealed = secrets.encrypt(A, 'erp.settings', 'p@ss €');
    expect(secrets.decrypt(A, 'erp.settings', sealed)).toBe('p@ss €');
    expect(sealed).not.toContain('p@ss');
    expect(() => secrets.decrypt(B, 'erp.settings', sealed)).toThrow();
    expect(() => secrets.decrypt(A, 'hubspot.refresh_token', sealed)).toThrow();
  });

  it('differ each time and do not open when a byte of any part changed', () => {
    const sealed = secrets.encrypt(A, 'x', 'text');
    expect(secrets.encrypt(A, 'x', 'text')).not.toBe(sealed);
    const parts = sealed.split('.');
    for (const index of [2, 3, 4]) {
      const changed = parts.with(index, `${parts[index]![0] === 'A' ? 'B' : 'A'}${parts[index]!.slice(1)}`).join('.');
      expect(() => secrets.decrypt(A, 'x', changed)).toThrow();
    }
    expect(() => secrets.decrypt(A, 'x', 'plain text')).toThrow('Not a sealed value');
  });

  it('say which key is missing', () => {
    const sealed = createSecrets([aKey('old')]).encrypt(A, 'x', 'text');
    expect(() => secrets.decrypt(A, 'x', sealed)).toThrow('"old"');
  });
});

describe('a new key', () => {
  it('put in front seals everything again; afterwards everything opens without the old one', async () => {
    const [oldKey, newKey] = [aKey('old'), aKey('new')];
    const before = createSecrets([oldKey]);
    const { portalId: id } = await anInstalledPortal(db(), { secrets: before });
    await aConnection(db(), { portalId: id });
    await db()('erpConnections')
      .where({ portalId: id })
      .update({
        settings: before.encrypt(id, 'erp.settings', '{"key":"s"}'),
        hintToken: before.encrypt(id, 'erp.hint_token', 'hint'),
      });

    const rotating = createSecrets([newKey, oldKey]);
    expect(await reencryptSecrets(db(), rotating)).toBe(4);
    expect(await reencryptSecrets(db(), rotating)).toBe(0);

    const after = createSecrets([newKey]);
    const opened: string[] = [];
    for (const { table, column, purpose } of SEALED_COLUMNS) {
      const row = await db()(table).where({ portalId: id }).first<Record<string, string>>(column);
      opened.push(after.decrypt(id, purpose, row[column]!));
    }
    expect(opened).toEqual(['access-1', 'refresh-1', '{"key":"s"}', 'hint']);
  });

  it('covers every column the schema calls encrypted', async () => {
    const { rows } = await db().raw<{ rows: { column: string }[] }>(
      `select column_name as column from information_schema.columns
       where table_name in ('portals', 'erp_connections') and column_name in ('access_token', 'refresh_token', 'settings', 'hint_token') and data_type = 'text'`,
    );
    expect(rows).toHaveLength(SEALED_COLUMNS.length);
  });
});

describe('the hash of a forgotten address', () => {
  const oldKey = aKey('old');
  const { hashEmail } = createEmailHasher([oldKey]);

  it('is the same however the address is written, and after a new key was put in front', () => {
    expect(hashEmail(' Ana.Ruiz@Acme.test')).toBe(hashEmail('ana.ruiz@acme.test'));
    expect(createEmailHasher([aKey('new'), oldKey]).hashEmail('ana.ruiz@acme.test')).toBe(hashEmail('ana.ruiz@acme.test'));
  });

  it('tells nothing without our key, and differs for another person', () => {
    expect(createEmailHasher([aKey()]).hashEmail('ana@acme.test')).not.toBe(hashEmail('ana@acme.test'));
    expect(hashEmail('bo@acme.test')).not.toBe(hashEmail('ana@acme.test'));
    expect(hashEmail('ana@acme.test')).not.toContain('ana');
  });
});

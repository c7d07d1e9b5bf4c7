import { describe, expect, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { ask, connect, erp, hubspot, settle, useSettingsApp } from '../support/settings-app.ts';
import { anInvoice } from '../support/erp-records.ts';

const database = useSettingsApp();

/** Calls of either side during which a transaction of ours stayed open, and how many calls were looked at. */
function watch(): { held: string[]; seen: Set<string> } {
  const [held, seen] = [[] as string[], new Set<string>()];
  const idle = async (): Promise<string[]> => {
    const { rows } = await database().raw<{ rows: { key: string; query: string }[] }>(
      `select pid || ' ' || xact_start as key, query from pg_stat_activity
       where datname = current_database() and state = 'idle in transaction' and pid <> pg_backend_pid()`,
    );
    return rows.map(({ key, query }) => `${key}: ${query}`);
  };
  const look = async (call: string): Promise<void> => {
    seen.add(call.split(' ')[0]!);
    const before = await idle();
    if (before.length === 0) return;
    // A transaction that goes on by itself is over by now.
    await sleep(100);
    const after = await idle();
    for (const one of before) if (after.includes(one)) held.push(`${call} during ${one}`);
  };
  erp.before = look;
  const methods = ['batchRead', 'batchUpdate', 'create', 'search', 'associate', 'associatedIds'] as const;
  for (const name of methods) {
    const call = hubspot[name].bind(hubspot) as (...given: unknown[]) => Promise<unknown>;
    Object.assign(hubspot, { [name]: async (...given: unknown[]) => (await look(name), call(...given)) });
  }
  return { held, seen };
}

describe('while an ERP or HubSpot is asked', () => {
  it('no transaction of ours is open, whatever is done: who hangs holds no connection of the pool', async () => {
    const { held, seen } = watch();
    const connectionId = await connect();
    await ask('/preview?connectionId=' + connectionId).expect(200);
    await ask('/portal', { body: { createMissing: { companies: true, contacts: true } } }).expect(200);
    await ask('/connections/approve', { body: { connectionId } }).expect(200);
    await settle();
    erp.set('invoices', anInvoice({ id: 'a', customerId: '1', total: '250.00', open: '0.00', status: 'paid' }));
    erp.set('invoices', anInvoice({ id: 'b', customerId: '1', total: '10.00' }));
    await settle(20);
    erp.remove('invoices', 'b');
    for (let hours = 0; hours < 26; hours += 2) await settle(120);
    await ask('/connections/update', { body: { connectionId, companies: ['1'] } }).expect(200);
    await settle(20);
    await ask('/connections/disconnect', { body: { connectionId, clearProperties: true } }).expect(200);
    await settle(20);
    expect(held).toEqual([]);
    expect([...seen]).toEqual(expect.arrayContaining(['check', 'identify', 'readPage', 'batchRead', 'batchUpdate']));
  });
});

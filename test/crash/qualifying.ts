import { setTimeout as sleep } from 'node:timers/promises';
import type { CustomersView } from '../../hubspot-app/app/settings/api/customers.ts';
import type { Db } from '../../server/db/index.ts';
import type { Random } from '../fakes/company/random.ts';
import { makeRfc } from '../fakes/company/tax-ids.ts';
import type { World } from '../support/world.ts';
import type { CrashBooks } from './books.ts';

const ALL = { creates: true, updatesErp: true, updatesHubSpot: true };
const WITHIN_MS = 120_000;

/** Marketing qualifies firms while the service is killed: each has to become one customer, and phones that both sides edit one number. */
export function createQualifying({ portal, call }: World) {
  const rfcs: string[] = [];
  return {
    /** What an administrator does: the usual mapping, a condition, a dry run, approval, and a look at the first ten. */
    async begin(connectionId: string): Promise<void> {
      const load = () => call<CustomersView>(`/settings/customers?connectionId=${connectionId}`);
      const view = await load();
      if (view.state === 'not_offered') throw new Error('The ERP cannot be written to');
      const createWhen = [{ property: 'lifecyclestage', values: ['customer'] }];
      const rules = { ...view.rules, companies: { ...view.rules.companies, createWhen } };
      await call('/settings/customers', { connectionId, rules, revision: view.revision });
      await call('/settings/customers/preview', { connectionId });
      await until(async () => isDone(await load(), 'preview'));
      await call('/settings/customers/approve', { connectionId, writes: ALL, previewId: previewIdOf(await load()) });
      await until(async () => isDone(await load(), 'run'));
      await call('/settings/customers/confirm', { connectionId });
    },
    qualify(random: Random): void {
      const rfc = makeRfc(random, 'PQX');
      rfcs.push(rfc);
      const name = `Prospecto ${rfcs.length} Qualificado`;
      const address = { country: 'Mexico', state: 'Nuevo León', city: 'Monterrey' };
      portal.users.create('companies', { name, rfc, ...address, lifecyclestage: 'customer', phone: `+52 81 ${random.digits(8)}` });
    },
    /** Of each firm that was qualified, by its tax id as people rename firms: how many customers the ERP has, if it is not one. */
    async differences(db: Db, books: CrashBooks): Promise<string[]> {
      const made = Map.groupBy(books.customers(), ({ taxId }) => taxId ?? '');
      const wrong = rfcs.filter((rfc) => made.get(rfc)?.length !== 1);
      const commands = await db('commands').select<{ recordId: string; state: string; waitingFor: string | null; params: object }[]>();
      return wrong.map((rfc) => {
        const record = portal.records('companies').find(({ properties }) => properties['rfc'] === rfc);
        const asked = commands.filter(({ recordId }) => recordId === record?.id);
        const states = asked.map(({ state, waitingFor, params }) => `${state} ${waitingFor} ${JSON.stringify(params)}`);
        return `${rfc}: ${made.get(rfc)?.length ?? 0} customers in the ERP; asked for: ${states.join(', ') || 'never'}`;
      });
    },
    count: () => rfcs.length,
  };
}

const previewIdOf = (view: CustomersView): string | undefined => (view.state === 'not_offered' ? undefined : view.preview?.id);

/** Phones of linked firms, which both sides edit: the rule says one number for both. */
export async function phoneDifferences(db: Db, { portal }: World, books: CrashBooks): Promise<string[]> {
  const links = await db('links')
    .where({ objectType: 'companies', state: 'active' })
    .orderBy('linkedAt')
    .select<{ customerId: string; recordId: string }[]>();
  const customers = new Map(books.customers().map((customer) => [customer.id, customer]));
  const first = new Map(links.toReversed().map((link) => [link.recordId, link]));
  return [...first.values()].flatMap(({ customerId, recordId }) => {
    const [inErp, inHubSpot] = [customers.get(customerId)?.phone ?? '', portal.value('companies', recordId, 'phone') ?? ''];
    return digits(inErp) === digits(inHubSpot) ? [] : [`company ${recordId}: phone ${inHubSpot}, in the ERP ${inErp}`];
  });
}

const digits = (text: string): string => text.replace(/\D/g, '');

const isDone = (view: CustomersView, run: 'preview' | 'run'): boolean => view.state !== 'not_offered' && view[run]?.state === 'done';

async function until(isSo: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + WITHIN_MS;
  while (!(await isSo())) {
    if (Date.now() > deadline) throw new Error('The rules were not applied in time');
    await sleep(250);
  }
}

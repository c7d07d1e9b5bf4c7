import type { CustomerRules, CustomersView } from '../../hubspot-app/app/settings/api/customers.ts';
import { call, until, type SetupDeps } from './administrator.ts';

/** Who is this far with sales becomes a customer of the ERP. */
const QUALIFIED = [{ property: 'lifecyclestage', values: ['customer'] }];
const ALL_WRITES = { creates: true, updatesErp: true, updatesHubSpot: true };

type Offered = Exclude<CustomersView, { state: 'not_offered' }>;

/** Customers both ways: the proposed mapping, a dry run, approval, a look at the first few, and the rest. Not every ERP can be written to. */
export async function setUpCustomers(deps: SetupDeps, connectionId: string): Promise<void> {
  const load = () => call<CustomersView>(deps, `/settings/customers?connectionId=${connectionId}`);
  const press = (path: string, body = {}) => call(deps, `/settings/customers${path}`, { connectionId, ...body });
  const offered = await load();
  if (offered.state === 'not_offered') return;
  deps.tell('customers', 'a dry run of the rules');
  await press('', { rules: rulesFrom(offered.rules), revision: offered.revision });
  await press('/preview');
  await untilView('the dry run of customers is done', load, ({ preview }) => preview?.state === 'done');
  await press('/approve', { writes: ALL_WRITES, previewId: previewIdIn(await load()) });
  deps.tell('customers', 'the first ten');
  await untilView(
    'the first customers are written',
    load,
    ({ run, isTrial, counts }) => run?.state === 'done' && (!isTrial || counts.inStep + counts.behindTrial > 0),
  );
  await press('/confirm');
  await untilView('the customers are in step', load, ({ isTrial, counts: { due, planned, inStep } }) => {
    deps.tell('customers', '{inStep} in step, {due} to look at', { inStep, due });
    return !isTrial && due + planned === 0;
  });
}

/** As proposed; contacts of a customer become its contact persons. */
const rulesFrom = ({ companies, contacts }: CustomerRules): CustomerRules => ({
  companies: { ...companies, createWhen: QUALIFIED },
  contacts: { ...contacts, createWhen: QUALIFIED, makesContactPersons: true },
});

const previewIdIn = (view: CustomersView): string | undefined => (view.state === 'not_offered' ? undefined : view.preview?.id);

const untilView = (what: string, load: () => Promise<CustomersView>, isSo: (view: Offered) => boolean): Promise<void> =>
  until(what, async () => {
    const view = await load();
    return view.state !== 'not_offered' && isSo(view);
  });

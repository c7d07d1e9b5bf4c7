import { useEffect, useState } from 'react';
import { BackOfficeCustomers } from './BackOfficeCustomers.tsx';
import { BackOfficeOrders } from './BackOfficeOrders.tsx';
import { BackOfficeProducts } from './BackOfficeProducts.tsx';
import type { OpenRecord } from './booking.ts';
import { useViewer } from './viewer.ts';
import { useSay } from './say.ts';

interface BackOfficeProps {
  record: OpenRecord;
  version: string;
  close(): void;
}

type Tab = 'customers' | 'orders' | 'products';

/** The other side: what finance, sales and the warehouse see in the ERP, and what they book there. */
export function BackOffice({ record, version, close }: BackOfficeProps) {
  const { state } = useViewer();
  const say = useSay();
  const [tab, setTab] = useState<Tab>('customers');
  useEffect(() => {
    if (record) setTab(record.type === 'products' ? 'products' : record.type === 'deals' ? 'orders' : 'customers');
  }, [record?.type, record?.id]);
  const { hasOrders, hasProducts } = state.erp;
  const tabs = TABS.filter(([id]) => (id === 'orders' ? hasOrders : id === 'products' ? hasProducts : true));
  const shown = tabs.some(([id]) => id === tab) ? tab : 'customers';
  const Part = PARTS[shown];
  return (
    <aside className="erp" aria-label={say('ERP back office')}>
      <header className="erp-head">
        <div>
          <strong>{state.erp.name}</strong> <span>{say('back office (double)')}</span>
        </div>
        <button type="button" className="erp-close" aria-label={say('Close the back office')} onClick={close}>
          <span>{say('Back to HubSpot')}</span> ×
        </button>
      </header>
      <div className="erp-body">
        {state.step === 'unconnected' ? <Address /> : null}
        {tabs.length > 1 ? <Tabs tabs={tabs} tab={shown} setTab={setTab} /> : null}
        <Part record={record} version={version} />
      </div>
    </aside>
  );
}

const TABS: readonly [Tab, string][] = [
  ['customers', 'Customers'],
  ['orders', 'Orders'],
  ['products', 'Products'],
];
const PARTS = { customers: BackOfficeCustomers, orders: BackOfficeOrders, products: BackOfficeProducts };

function Tabs({ tabs, tab, setTab }: { tabs: typeof TABS; tab: Tab; setTab(tab: Tab): void }) {
  const say = useSay();
  return (
    <div className="erp-tabs" role="tablist" aria-label={say('Parts of the ERP')}>
      {tabs.map(([id, title]) => (
        <button key={id} type="button" role="tab" aria-selected={tab === id} onClick={() => setTab(id)}>
          {say(title)}
        </button>
      ))}
    </div>
  );
}

/** For those who connect by hand. */
function Address() {
  const { erp } = useViewer().state;
  const say = useSay();
  return (
    <dl className="erp-address">
      {erp.settings.map(({ label, value }) => (
        <div key={label}>
          <dt>{say(label)}</dt>
          <dd>
            <code>{value}</code>
          </dd>
        </div>
      ))}
    </dl>
  );
}

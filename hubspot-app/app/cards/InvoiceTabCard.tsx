import { hubspot } from '@hubspot/ui-extensions';
import { InvoiceTab } from './components/InvoiceTab.tsx';

hubspot.extend<'crm.record.tab'>(({ context, actions }) => <InvoiceTab host={{ context, actions, fetch: hubspot.fetch }} />);

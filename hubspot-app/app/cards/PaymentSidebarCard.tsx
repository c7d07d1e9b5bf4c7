import { hubspot } from '@hubspot/ui-extensions';
import { PaymentSidebar } from './components/PaymentSidebar.tsx';

hubspot.extend<'crm.record.sidebar'>(({ context, actions }) => <PaymentSidebar host={{ context, actions, fetch: hubspot.fetch }} />);

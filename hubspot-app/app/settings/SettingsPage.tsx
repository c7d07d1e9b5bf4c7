import { hubspot } from '@hubspot/ui-extensions';
import { Settings } from './components/Settings.tsx';

hubspot.extend<'settings'>(({ context, actions }) => <Settings host={{ context, actions, fetch: hubspot.fetch }} />);

import type { Portal } from '../../fakes/hubspot/index.ts';
import type { CustomerObjectType } from '../api.ts';

const FAIR = 'Feria del Agua 2026';
const CONTACTED: Record<CustomerObjectType, string> = { companies: 'Empresas contactadas', contacts: 'Personas contactadas' };
const FAIR_VISITORS = 5;

/** HubSpot's lists of the account: one whose members somebody chose, prospects, and for companies and contacts one that follows the lead status. */
export function fillLists(portal: Portal): void {
  const prospects = portal.records('companies').filter(({ properties }) => properties['name']?.endsWith('Prospecto'));
  const fair = portal.lists.create('companies', FAIR);
  portal.lists.change(fair, { add: prospects.slice(0, FAIR_VISITORS).map(({ id }) => id), remove: [] });
  for (const type of ['companies', 'contacts'] as const) {
    const list = portal.lists.create(type, CONTACTED[type], 'DYNAMIC');
    portal.onPropertyChange(({ objectType, property, id, value }) => {
      if (objectType !== type || property !== 'hs_lead_status') return;
      portal.lists.setMembers(list, value === 'CONNECTED' ? { add: [id], remove: [] } : { add: [], remove: [id] });
    });
  }
}

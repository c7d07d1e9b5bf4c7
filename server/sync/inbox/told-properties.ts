import { CUSTOMER_KEY, ORDER_NUMBER, PUSHED_PROPERTIES, STOCK_AT } from '../../records/catalogue/index.ts';
import { DEAL, ORGANISATION, PERSON, PRODUCT, type ObjectType } from '../../shared/object-types.ts';

const ADDRESS = ['address', 'address2', 'city', 'state', 'zip', 'country'] as const;
const QUALIFICATION = ['lifecyclestage', 'hs_lead_status', 'hubspot_owner_id'] as const;

/** HubSpot's own properties that rules on customers usually speak of, and of deals those that orders are made by. Of others HubSpot tells nothing: they are searched for. */
export const TOLD_FOR_WRITING: Readonly<Record<ObjectType, readonly string[]>> = {
  [ORGANISATION]: ['name', 'phone', 'website', ...ADDRESS, ...QUALIFICATION],
  [PERSON]: ['firstname', 'lastname', 'jobtitle', 'phone', 'mobilephone', ...ADDRESS, ...QUALIFICATION],
  [DEAL]: ['dealstage', 'pipeline', 'amount', 'hubspot_owner_id'],
  [PRODUCT]: [],
};

/** Properties whose change can alter a link or what a record carries; the app subscribes to these, to those above, and to no others. */
export const TOLD_PROPERTIES: Readonly<Record<ObjectType, readonly string[]>> = {
  [ORGANISATION]: [CUSTOMER_KEY, 'domain'],
  [PERSON]: [CUSTOMER_KEY, 'email'],
  [DEAL]: [ORDER_NUMBER],
  // All that the ERP owns, a price in every currency that some account may have. The time moves with each write of ours and is told in another
  // spelling than records have, so that all of them would be read back.
  [PRODUCT]: PUSHED_PROPERTIES[PRODUCT].filter((name) => name !== STOCK_AT),
};

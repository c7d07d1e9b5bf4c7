import type { Row } from './standard-properties.ts';

/** What of a quote says how far it came: names and values as public projects read them from live accounts in September 2026. */
export const QUOTE_ROWS: Row[] = [
  ['hs_title', 'Quote name', 'text'],
  ['hs_expiration_date', 'Expiration date', 'date'],
  ['hs_status', 'Approval status', 'enum'],
  ['hs_quote_status', 'Quote status', 'enum', 'ro'],
  ['hs_sign_status', 'Signature status', 'enum', 'ro'],
  ['hs_quote_esign_status', 'E-signature status', 'enum', 'ro'],
  ['hs_esign_date', 'E-signature date', 'datetime', 'ro'],
  ['hs_quote_amount', 'Quote amount', 'number', 'ro'],
  ['hs_currency', 'Currency', 'text'],
  ['hs_lastmodifieddate', 'Last Modified Date', 'datetime', 'ro'],
];

export const QUOTE_CHOICES: Record<string, readonly string[]> = {
  hs_status: ['DRAFT', 'APPROVAL_NOT_NEEDED', 'PENDING_APPROVAL', 'APPROVED', 'REJECTED', 'ACCEPTED'],
  hs_quote_status: [
    ...['DRAFT', 'PENDING_APPROVAL', 'CHANGES_REQUESTED', 'PUBLISHED', 'PUBLISHING', 'ACCEPTED', 'EXPIRED', 'VOID', 'ARCHIVED'],
  ],
  hs_sign_status: ['ESIGN_PENDING', 'ESIGN_COMPLETED', 'MANUALLY_SIGNED'],
  hs_quote_esign_status: ['PENDING_SIGNATURE', 'SIGNED'],
};

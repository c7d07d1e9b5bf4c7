import { createHash } from 'node:crypto';

/** What an installation is known by, as a short text that shows nothing of it. Stored for ever: it must not change. */
export const shortHash = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 20);

/** However it is spelled. */
export const plainTaxId = (taxId: string | null): string => taxId?.replace(/\W/g, '').toUpperCase() ?? '';

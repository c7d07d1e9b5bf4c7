import { z } from 'zod';
import { RecordRejectedError } from '../../shared/errors.ts';
import type { ErpRecordId } from '../../shared/ids.ts';
import { rowsOf } from '../shared/rows.ts';
import type { Connection } from './connection.ts';
import { Reference } from './raw.ts';
import { searchRead } from './search.ts';

/** Companies are seldom added. */
const KEPT_MS = 5 * 60_000;
const RawOwner = rowsOf(z.object({ partner_id: Reference }));

/** The companies whose books are kept here are contacts, too: their name, tax id and address stand on every invoice that is issued. */
export interface OwnCompanies {
  /** Throws if the contact is one of them: it is nobody's customer, whatever it was linked with. */
  refuse(id: ErpRecordId, signal: AbortSignal): Promise<void>;
}

export function createOwnCompanies({ client, now }: Pick<Connection, 'client' | 'now'>): OwnCompanies {
  let kept: { partners: ReadonlySet<number>; readAt: number } | null = null;
  async function read(signal: AbortSignal): Promise<ReadonlySet<number>> {
    const rows = RawOwner.parse(await searchRead(client, { model: 'res.company', domain: [], fields: ['partner_id'] }, signal));
    const partners = new Set(rows.flatMap(({ partner_id }) => partner_id ?? []));
    kept = { partners, readAt: now().getTime() };
    return partners;
  }
  return {
    async refuse(id, signal) {
      const partners = kept && now().getTime() - kept.readAt < KEPT_MS ? kept.partners : await read(signal);
      if (partners.has(Number(id))) throw ownCompany();
    },
  };
}

const ownCompany = (): RecordRejectedError =>
  new RecordRejectedError('The contact is one of the companies of this Odoo', { code: 'erp.own_company', params: { message: null } });

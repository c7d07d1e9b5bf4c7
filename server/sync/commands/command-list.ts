import type { CommandList, CommandView } from '../../../hubspot-app/app/settings/api/commands.ts';
import type { Asker } from '../../../hubspot-app/app/cards/api/customers.ts';
import type { Db } from '../../db/index.ts';
import { userName } from '../../portals/users.ts';
import type { CommandName, ErpCapabilities, MadeRecord } from '../../erp/shared/contract.ts';
import type { HubSpotClient } from '../../hubspot/contract.ts';
import type { PortalId, RecordId } from '../../shared/ids.ts';
import type { CustomerObjectType } from '../../shared/object-types.ts';
import type { ConnectionScope } from '../shared/job-data.ts';
import { readRecordNames } from '../shared/record-names.ts';
import type { AskedBy, Command, CommandState } from './command-rows.ts';
import { mayTryAgain } from './undecided.ts';

export interface CommandRow extends Pick<
  Command<'createCustomer'>,
  'key' | 'objectType' | 'recordId' | 'state' | 'waitingFor' | 'params' | 'askedAt'
> {
  sentAt: Date | null;
  endedAt: Date | null;
  result: MadeRecord | null;
  askedBy: AskedBy;
  person: string | null;
  /** What was made is not in the ERP any more. */
  isGone: boolean;
}

interface ListDeps {
  db: Db;
  openHubSpot(portalId: PortalId): Promise<Pick<HubSpotClient, 'batchRead'>>;
  urlOf(objectType: CustomerObjectType, id: RecordId): string;
  linkTo: ErpCapabilities['linkTo'] | undefined;
}

type CommandFilter = 'open' | 'rejected' | 'done';

const PER_PAGE = 25;
/** What is archived is listed by itself. */
export const CREATION: CommandName = 'createCustomer';
const STATES: Readonly<Record<CommandFilter, readonly CommandState[]>> = {
  open: ['planned', 'waiting', 'sending', 'unknown'],
  rejected: ['rejected'],
  done: ['done'],
};

/** What the ERP was asked to make, the newest first. */
export async function loadCommandPage(
  deps: ListDeps,
  scope: ConnectionScope,
  { state, page }: { state: CommandFilter; page: number },
): Promise<CommandList> {
  const { rows } = await deps.db.raw<{ rows: (CommandRow & { found: number })[] }>(
    `select c.key, c.object_type, c.record_id, c.state, c.waiting_for, c.params, c.asked_by, c.asked_at, c.sent_at, c.ended_at, ${withNumber('c')} as result, ${userName('u')} as person, ${isGone('c')} as is_gone,
       count(*) over () as found
     from commands c ${withAsker('c')}
     where c.portal_id = :portalId and c.connection_id = :connectionId and c.name = '${CREATION}' and c.state = any(:states)
     order by c.asked_at desc, c.key limit ${PER_PAGE} offset :skipped`,
    { ...scope, states: [...STATES[state]], skipped: (page - 1) * PER_PAGE },
  );
  const total = rows[0]?.found ?? 0;
  const nameOf = await readRecordNames(deps.openHubSpot, scope.portalId, rows);
  const commands = rows.map((row): CommandView => {
    const { key, objectType, recordId } = row;
    return {
      ...{
        key,
        objectType,
        recordId,
        state: row.state,
        reason: reasonOf(row),
        canRetry: mayTryAgain(row),
        askedAt: row.askedAt.toISOString(),
      },
      recordName: nameOf(row),
      url: deps.urlOf(objectType, recordId),
      askedBy: row.askedBy.kind === 'person' ? { kind: 'person', name: row.person } : row.askedBy,
      sentAt: row.sentAt?.toISOString() ?? null,
      endedAt: row.endedAt?.toISOString() ?? null,
      made: row.result && { ...row.result, url: deps.linkTo?.('customers', row.result.id) ?? null },
    };
  });
  return { page, pageCount: Math.max(1, Math.ceil(total / PER_PAGE)), total, commands };
}

/** Who asked, for people to read. */
export const askerOf = ({ askedBy, person }: Pick<CommandRow, 'askedBy' | 'person'>): Asker =>
  askedBy.kind === 'person' ? { kind: 'person', name: person } : { kind: askedBy.kind };

/** SQL join that says who a command `c` was asked by, as `u`. */
export const withAsker = (c: string): string =>
  `left join portal_users u on u.portal_id = ${c}.portal_id and u.user_id = (${c}.asked_by ->> 'userId')::bigint`;

/** SQL of whether what a command `c` made is gone from the ERP; what was made just now may not have been read yet. */
export const isGone = (c: string): string => `${c}.state = 'done' and ${c}.ended_at < now() - interval '10 minutes' and not exists (
  select 1 from erp_customers e where e.portal_id = ${c}.portal_id and e.connection_id = ${c}.connection_id and e.erp_id = ${c}.result ->> 'id')`;

/** SQL of what a command `c` made, with the number that it has in the ERP by now. */
export const withNumber = (c: string): string => `${c}.result || coalesce((
  select jsonb_build_object('number', e.number) from erp_customers e
  where e.portal_id = ${c}.portal_id and e.connection_id = ${c}.connection_id and e.erp_id = ${c}.result ->> 'id' and e.number is not null), '{}')`;

type Reasoned = Pick<CommandRow, 'waitingFor' | 'params' | 'isGone'>;

export function reasonOf({ waitingFor, params, isGone: isItGone }: Reasoned): CommandView['reason'] {
  if (isItGone) return { code: 'command.gone', params: {} };
  return waitingFor === null ? null : { code: waitingFor, params };
}

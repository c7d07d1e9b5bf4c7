import type { CardCommand, CustomerCard } from '../../../hubspot-app/app/cards/api/customers.ts';
import type { Db } from '../../db/index.ts';
import type { HubSpotClient } from '../../hubspot/contract.ts';
import { userName } from '../../portals/users.ts';
import type { ConnectionId, PortalId } from '../../shared/ids.ts';
import { askerOf, CREATION, isGone, reasonOf, withAsker, withNumber, type CommandRow } from '../commands/command-list.ts';
import type { Connectors } from '../shared/connectors.ts';
import { approvedWrites, mayCreate } from '../fields/approval.ts';
import type { ViesDeps } from '../fields/check-vies.ts';
import { loadOffers, type CardRecord, type Maker } from './offers.ts';
import { loadRecordFields, type RuledConnection } from './record-pairs.ts';

interface CardDeps extends ViesDeps {
  connectors: Pick<Connectors, 'capabilitiesOf'>;
  openHubSpot(portalId: PortalId): Promise<Pick<HubSpotClient, 'batchRead' | 'associatedIds'>>;
}

/** What a company's or contact's card shows of being a customer of the ERPs, both ways. */
export async function loadCustomerCard(deps: CardDeps, record: CardRecord): Promise<Omit<CustomerCard, 'canDecide'>> {
  const connections = await loadRuledConnections(deps.db, record.portalId);
  const [offers, commands, fields] = await Promise.all([
    findMakers(deps, record, connections).then((makers) => loadOffers(deps, record, makers)),
    loadRecordCommands(deps, record),
    loadRecordFields(deps, record, connections),
  ]);
  return { offers, commands, ...fields };
}

async function loadRuledConnections(db: Db, portalId: PortalId): Promise<RuledConnection[]> {
  const { rows } = await db.raw<{ rows: RuledConnection[] }>(
    `select r.connection_id, k.name as connection_name, r.live, r.writes from customer_rules r
     join erp_connections k on k.portal_id = r.portal_id and k.id = r.connection_id and k.status <> 'disconnected' and k.approved_at is not null
     where r.portal_id = :portalId and r.live is not null order by k.name, r.connection_id`,
    { portalId },
  );
  return rows.map((row) => ({ ...row, writes: approvedWrites(row.writes) }));
}

/** Those in which the record is no customer, and a person may make it one. */
async function findMakers({ db, connectors }: CardDeps, record: CardRecord, connections: readonly RuledConnection[]): Promise<Maker[]> {
  const { portalId, objectType, recordId } = record;
  const links = await db('links')
    .where({ portalId, objectType, recordId, state: 'active' })
    .select<{ connectionId: ConnectionId }[]>('connectionId');
  const allowed = connections.filter(
    ({ connectionId, live, writes }) =>
      live[objectType].mayCreateByHand && mayCreate(writes, objectType) && !links.some((link) => link.connectionId === connectionId),
  );
  const makers: Maker[] = [];
  for (const { connectionId, connectionName, live } of allowed) {
    const { commands } = await connectors.capabilitiesOf({ portalId, connectionId });
    if (commands?.names.includes('createCustomer')) makers.push({ connectionId, connectionName, rules: live });
  }
  return makers;
}

const SHOWN = 20;

type Row = CommandRow & { connectionId: ConnectionId; connectionName: string };

async function loadRecordCommands({ db, connectors }: CardDeps, record: CardRecord): Promise<CardCommand[]> {
  const { rows } = await db.raw<{ rows: Row[] }>(
    `select c.key, c.connection_id, k.name as connection_name, c.state, c.waiting_for, c.params, c.asked_by, c.asked_at, ${withNumber('c')} as result, ${userName('u')} as person, ${isGone('c')} as is_gone
     from commands c ${withAsker('c')}
     join erp_connections k on k.portal_id = c.portal_id and k.id = c.connection_id and k.status <> 'disconnected'
     where c.portal_id = :portalId and c.object_type = :objectType and c.record_id = :recordId and c.name = '${CREATION}'
     order by c.asked_at desc, c.key limit ${SHOWN}`,
    { ...record },
  );
  return Promise.all(
    rows.map(async (row): Promise<CardCommand> => {
      const { key, connectionId, connectionName, state, askedAt, result } = row;
      const { linkTo } = await connectors.capabilitiesOf({ portalId: record.portalId, connectionId });
      return {
        ...{ key, connectionId, connectionName, state, askedBy: askerOf(row), reason: reasonOf(row) },
        askedAt: askedAt.toISOString(),
        made: result && { number: result.number, url: linkTo?.('customers', result.id) ?? null },
      };
    }),
  );
}

import type { PipelineOrderRules } from '../../hubspot-app/app/settings/api/orders.ts';
import type { Db } from '../../server/db/index.ts';
import type { RecordId } from '../../server/shared/ids.ts';
import { searchChanges } from '../../server/sync/inbox/search-changes.ts';
import { portalsToSearchDeals } from '../../server/sync/inbox/search-deals.ts';
import { aDealWithLines, anOrderingWorld, confirmRules, pipelineRules, saveRules, toStage, VALVES } from './ordering.ts';

export const SIGNED = { hs_sign_status: 'ESIGN_COMPLETED', hs_quote_esign_status: 'SIGNED' };

/** One portal in which a quote of HubSpot that is signed confirms quotations, of 112.50 each. */
export async function aQuotingWorld(db: Db, rules: Partial<PipelineOrderRules> = {}) {
  const { world, acme } = await anOrderingWorld(db, { rules: { stages: { offer: 'quotation' }, confirmWhenSigned: true, ...rules } });
  const looks = async () => {
    world.pass(60_000);
    for (const scope of await portalsToSearchDeals(db, world.now)) await searchChanges(world.deps, scope);
    await world.settle();
  };
  const stamped = (properties: Record<string, string>) => ({ ...properties, hs_lastmodifieddate: String(world.now.getTime()) });
  /** Over what the deal sells, unless its own lines are named. */
  const quote = (deal: RecordId, properties: Record<string, string> = {}, lines: Record<string, string>[] = [VALVES]): RecordId => {
    const id = world.hubspot.add('quotes', stamped({ hs_quote_status: 'PUBLISHED', hs_sign_status: 'ESIGN_PENDING', ...properties }));
    world.hubspot.associations.push(`deals ${deal} quotes ${id}`, `quotes ${id} deals ${deal}`);
    for (const line of lines) world.hubspot.addLine(id, line, 'quotes');
    return id;
  };
  const become = async (id: RecordId, properties: Record<string, string>) => {
    world.pass(1_000);
    world.hubspot.edit('quotes', id, stamped(properties));
    await looks();
  };
  const quoted = async () => {
    const deal = await aDealWithLines(world, acme);
    await toStage(world, deal, 'offer');
    await world.settle();
    return deal;
  };
  const waiting = async () => {
    const held = (await world.commands()).find(({ state }) => state === 'waiting');
    return held && { key: held.key, waitingFor: held.waitingFor, params: held.params };
  };
  return { world, acme, waiting, looks, quote, become, quoted, statuses: () => world.erp.orders.all().map(({ status }) => status) };
}

/** Beside another pipeline whose rules stay confirmed. */
export async function aQuotingWorldOfTwoPipelines(db: Db) {
  const begun = await aQuotingWorld(db);
  const { connectionId } = begun.world.scope;
  const save = (more: Partial<PipelineOrderRules> = {}) => {
    const rules = { stages: { offer: 'quotation' as const }, confirmWhenSigned: true };
    const others = pipelineRules(connectionId, { ...rules, pipelineId: 'others' });
    return saveRules(begun.world, { pipelines: [pipelineRules(connectionId, { ...rules, ...more }), others] });
  };
  await save();
  await confirmRules(begun.world, 'others');
  return { ...begun, save };
}

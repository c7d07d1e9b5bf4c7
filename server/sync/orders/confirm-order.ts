import type { Db } from '../../db/index.ts';
import type { PipelineOrderRules } from '../../../hubspot-app/app/settings/api/orders.ts';
import type { OrderState } from '../../erp/shared/orders.ts';
import { compare } from '../../shared/decimals.ts';
import { DEAL } from '../../shared/object-types.ts';
import { subscriptions } from '../../streams/subscriptions/index.ts';
import type { Reason } from '../commands/command-facts.ts';
import { askForChange, type Command } from '../commands/command-rows.ts';
import type { CommandHandler, CommandRun, Done, Prepare, Prepared } from '../commands/handler.ts';
import { requestPullBy } from '../pull/schedule.ts';
import type { ConnectionScope } from '../shared/job-data.ts';
import { CHANGED_MEANWHILE } from '../shared/order-problems.ts';
import { approverNames, personName } from './approvers.ts';
import { buildOrder } from './build-order.ts';
import { changedSinceMade, isUnsent, type ChangedDeal } from './changed-deal.ts';
import { creditOf, holdByStanding } from './credit.ts';
import { readMade } from './create-order.ts';
import { decidingRules, rulesOfDeal, stageOfDeal } from './deal-rules.ts';
import { changeTie, differenceOf, findTie, isLive, saveTie, type TiedOrder } from './order-ties.ts';
import { readDeals, type Deal } from './read-deals.ts';
import { loadOrderRules, rulesOf } from './rules.ts';
import { endOf } from './stage-end.ts';
import { differenceFromSigned } from './signed-figures.ts';
import { FOR_PRODUCTS, NOBODY_KNOWN, NOT_APPROVED, WAITING_LINES, WAITING_READING } from './waiting.ts';

type ConfirmCommand = Command<'confirmOrder'>;

const WAITING_DIFFERENCE = 'order.waiting_difference';
const WAITING_APPROVAL = 'order.waiting_approval';

/** A quotation becomes an order, once both totals agree, the customer has credit and whoever has to approve did. */
export const confirmOrder: CommandHandler<'confirmOrder'> = { read, alsoAbout: creditOf, onDone, onRejected };

/** So long what was read to make it counts as what the deal says. */
const FRESH_MS = 60_000;
/** What was found in the ERP is asked for at once. */
const READ_MS = 5_000;

async function read(run: CommandRun, commands: readonly ConfirmCommand[]): Promise<Prepare<'confirmOrder'>> {
  const { deps } = run;
  const { scope, context } = run.run;
  const ties = await Promise.all(
    commands.map(async (command) => ({ command, tie: command.input && (await findTie(deps.db, scope, command.input.id)) })),
  );
  const isOld = ({ tiedAt }: TiedOrder): boolean => deps.now().getTime() - tiedAt.getTime() > FRESH_MS;
  const compared = await Promise.all(
    ties.map(async ({ command, tie }) => {
      if (tie?.status !== 'quotation') return [];
      return isOld(tie) || isUnseen(command, tie) || (await isUnsent(deps.db, scope, tie)) ? tie.dealId : [];
    }),
  );
  const old = compared.flat();
  const hubspot = old.length > 0 ? await deps.openHubSpot(scope.portalId) : null;
  const deals = hubspot && (await readDeals(hubspot, old, { priority: 'live', signal: context.signal }));
  return (command) => prepare(run, command, deals?.get(command.recordId));
}

/** A person tied it, and something else asks for an order: nobody says that it is what the deal sells. */
const isUnseen = ({ askedBy }: ConfirmCommand, { how }: TiedOrder): boolean => how === 'person' && askedBy.kind !== 'person';

async function prepare({ deps, run }: CommandRun, command: ConfirmCommand, deal: Deal | undefined): Promise<Prepared<'confirmOrder'>> {
  const { input } = command;
  const known = input && (await findTie(deps.db, run.scope, input.id));
  // Somebody untied it meanwhile.
  if (!input || !known) return { kind: 'cancelled' };
  // A quotation that is closed became another document, which the ERP names.
  if (known.status === 'confirmed') return { kind: 'existed', result: asState(known) };
  if (known.status === 'cancelled') return { kind: 'cancelled' };
  const rules = await decidingRules(deps.db, run.scope, known);
  if (!rules) return { kind: 'refused', reasons: [{ code: 'order.no_rules', params: {} }] };
  if (command.askedBy.kind === 'rule' && (await isLost(deps, command))) return { kind: 'cancelled' };
  const unsent = await isUnsent(deps.db, run.scope, known);
  if (unsent && known.status === null && isLive(known, deps.now()))
    return { kind: 'waiting', waitingFor: WAITING_READING, afterMs: READ_MS };
  const { tie, changed, reasons, awaitsProducts } = await renewed(deps, command, { tie: known, deal, rules, unsent });
  const [first, ...others] = reasons;
  if (first) return { kind: 'refused', reasons: [first, ...others] };
  if (awaitsProducts) return FOR_PRODUCTS;
  const difference = differenceOf(tie);
  if (difference) {
    const params = { ...difference, currency: tie.currency, ...(changed && { sells: changed.sells }) };
    return { kind: 'waiting', waitingFor: WAITING_DIFFERENCE, params };
  }
  if (changed && !(tie.accepted?.sells === changed.sells && tie.accepted.net === tie.erpNet))
    return { kind: 'waiting', waitingFor: WAITING_LINES, params: { product: changed.names, sells: changed.sells } };
  const otherSigned = differenceFromSigned(command.facts.signed, tie);
  if (otherSigned) return { kind: 'waiting', ...otherSigned };
  const isApproved = tie.approved !== null && tie.approved.net === tie.erpNet;
  // Who tries again what a workflow asked for has decided nothing that people decide here.
  const isPersons = command.askedBy.kind === 'person';
  const held = await holdByStanding({ deps, run }, { tie, isDecided: isApproved || isPersons });
  if (held) return held;
  if (rules.approval && !isApproved) {
    if (tie.declined !== null && tie.declined.net === tie.erpNet) {
      const by = await personName(deps.db, run.scope.portalId, tie.declined.userId);
      return { kind: 'waiting', waitingFor: NOT_APPROVED, params: { by: by ?? NOBODY_KNOWN } };
    }
    const approvers = await approverNames(deps, run.scope.portalId, rules.approval);
    return { kind: 'waiting', waitingFor: WAITING_APPROVAL, params: { approvers: approvers.join(', ') } };
  }
  return { kind: 'ready', input: { id: input.id, ...(tie.erpNet !== null && { net: tie.erpNet }) }, identities: [] };
}

/** No rule confirms what its deal has left, as far as we were told: the answer to an earlier call may have been lost since. */
async function isLost(deps: CommandRun['deps'], { portalId, connectionId, recordId }: ConfirmCommand): Promise<boolean> {
  const scope = { portalId, connectionId };
  const [met, rules] = await Promise.all([stageOfDeal(deps.db, portalId, recordId), rulesOfDeal(deps.db, scope, recordId)]);
  if (!met || !rules || rules.stages[met.stage] !== undefined) return false;
  return (await endOf(await deps.openHubSpot(portalId), { rules, stage: met.stage }, 'live')) === 'lost';
}

/** The quotation may have stood for weeks: what the deal says by now has to be in it, or somebody takes it as it is. */
async function renewed(
  deps: CommandRun['deps'],
  command: ConfirmCommand,
  { tie, deal, rules: deciding, unsent }: { tie: TiedOrder; deal: Deal | undefined; rules: PipelineOrderRules; unsent: boolean },
): Promise<{ tie: TiedOrder; changed: ChangedDeal | null; reasons: Reason[]; awaitsProducts: boolean }> {
  const scope = { portalId: command.portalId, connectionId: command.connectionId };
  const isCompared = tie.how === 'created' || isUnseen(command, tie);
  if (!deal || !isCompared) return { tie, changed: null, reasons: [], awaitsProducts: false };
  const rules = rulesOf(await loadOrderRules(deps.db, scope.portalId), deal.properties['pipeline'] ?? '') ?? deciding;
  const { companyCurrency } = await deps.loadPortal(scope.portalId);
  const built = await buildOrder(deps.db, { scope, rules, deal, companyCurrency });
  const changed = await changedSinceMade(deps.db, scope, tie, built);
  const { dealNet, awaitsProducts } = built;
  // Of what was found by its key alone the deal says nothing, as long as nothing could be made of it.
  const reasons = unsent ? built.reasons : [];
  const isUnpriced = tie.how === 'created' && tie.dealNet === null && !unsent;
  if (isUnpriced || dealNet === null || (tie.dealNet !== null && compare(dealNet, tie.dealNet) === 0))
    return { tie, changed, reasons, awaitsProducts };
  const change = { dealNet, lineCount: built.lines.length, accepted: null };
  await changeTie(deps.db, scope, tie.orderId, change);
  return { tie: { ...tie, ...change }, changed, reasons, awaitsProducts };
}

function asState({ orderId: id, number, status, currency, erpNet, tax, total }: TiedOrder): OrderState {
  const figures = { currency: currency ?? '', untaxed: erpNet ?? '0', tax: tax ?? '0', total: total ?? '0' };
  return { id, number, status: status ?? 'confirmed', ...figures, isChanged: false };
}

async function onDone(
  trx: Db,
  { deps, run: { scope, erp } }: CommandRun,
  command: ConfirmCommand,
  { result }: Done<'confirmOrder'>,
): Promise<void> {
  const { recordId: dealId, askedBy } = command;
  const now = deps.now();
  const from = command.input ? await findTie(trx, scope, command.input.id) : undefined;
  // Where an order is a document of its own it is the deal's, too.
  if (from && result.id !== from.orderId) {
    const { dealNet, lineCount, how } = from;
    await saveTie(trx, scope, { dealId, how, wants: 'order', order: result, dealNet, lineCount, from, now });
  }
  const rules = await rulesOfDeal(trx, command, dealId);
  const isOrder = result.status === 'confirmed';
  if (rules?.reserves && isOrder && erp.capabilities.commands?.names.includes('reserveOrder')) {
    const reserve = { ...scope, name: 'reserveOrder', objectType: DEAL, recordId: dealId, askedBy, now } as const;
    await askForChange(trx, reserve, { id: result.id, isReserved: true, waitsForDay: true });
  }
  await readMade(trx, deps, scope, { orderId: result.id, dealId, now });
  if (isOrder) await readWhatItMakes(trx, deps, scope);
}

/** What was committed in the last seconds is not readable yet. */
const MADE_MS = 7_000;

/** A subscription that the ERP makes by the confirmation has no name yet: all that is new is read, where those are read at all. */
async function readWhatItMakes(trx: Db, { enqueue, now }: CommandRun['deps'], scope: ConnectionScope): Promise<void> {
  const { portalId, connectionId } = scope;
  const reads = await trx('erpStreams')
    .where({ portalId, connectionId, stream: subscriptions.name, isOn: true, isOffered: true })
    .first('stream');
  if (reads) await requestPullBy(trx, enqueue, scope, { at: new Date(now().getTime() + MADE_MS), afterMs: MADE_MS });
}

/** It was changed in the ERP: what it is now is read, and then decided on anew. */
async function onRejected(
  trx: Db,
  { deps, run: { scope } }: CommandRun,
  { input, recordId: dealId, waitingFor }: ConfirmCommand,
): Promise<void> {
  if (input && waitingFor === CHANGED_MEANWHILE) await readMade(trx, deps, scope, { orderId: input.id, dealId, now: deps.now() });
}

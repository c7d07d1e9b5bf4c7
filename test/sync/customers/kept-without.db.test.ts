import { describe, expect, it } from '@jest/globals';
import { erpRecordId, recordId, type RecordId } from '../../../server/shared/ids.ts';
import { leaveCreation } from '../../../server/sync/commands/end-creations.ts';
import { decideCreation } from '../../../server/sync/customers/decide-creation.ts';
import { linkByPerson, refuseByPerson, unlinkByPerson } from '../../../server/sync/match/links.ts';
import { setNotYetCustomer } from '../../../server/sync/match/not-yet-customer.ts';
import { aPersonRule, aRule, QUALIFIED } from '../../support/customer-rules.ts';
import { useTestDatabase } from '../../support/database.ts';
import { aQualifyingWorld, STAGE } from '../../support/qualifying.ts';
import type { WritingWorld } from '../../support/writing.ts';

const db = useTestDatabase();
const COMPANIES = 'companies' as const;
const RULES = { companies: aRule({ createWhen: [QUALIFIED] }), contacts: aPersonRule({ createWhen: [QUALIFIED] }) };
const userId = 5;

type Group = { kind: string; count: number; reason: { code: string } | null };

/** Companies of each kind, and what people say of them. */
class Story {
  readonly world: WritingWorld;
  constructor(world: WritingWorld) {
    this.world = world;
  }

  private pair = (company: RecordId, customerId: string) => {
    const { scope } = this.world;
    return { ...scope, objectType: COMPANIES, recordId: company, customerId: erpRecordId(customerId), userId };
  };
  private record = (company: RecordId) => ({ portalId: this.world.scope.portalId, objectType: COMPANIES, recordId: company });

  /** A record of the stage that makes customers, of which nobody told. */
  untold = (name: string, properties: object = {}): RecordId =>
    recordId(this.world.hubspot.add(COMPANIES, { name, ...STAGE, ...properties }));

  async made(name: string): Promise<{ company: RecordId; customerId: string }> {
    const company = await this.world.add(COMPANIES, { name, ...STAGE });
    await this.world.settle();
    return { company, customerId: this.world.erp.made().at(-1)!.id };
  }

  async partedFromWhatWasMade(name: string): Promise<void> {
    const { company, customerId } = await this.made(name);
    await unlinkByPerson(this.world.deps, this.pair(company, customerId));
  }

  async whoseCustomerIsAnothers(name: string): Promise<void> {
    const { customerId } = await this.made(name);
    await linkByPerson(this.world.deps, this.pair(this.untold(`${name} holds it`), customerId));
  }

  async partedFromWhatWasFound(name: string): Promise<void> {
    const company = this.untold(name);
    await this.world.link(COMPANIES, '1', company);
    await unlinkByPerson(this.world.deps, this.pair(company, '1'));
  }

  async calledOff(name: string): Promise<void> {
    const company = await this.world.add(COMPANIES, { name, tax_id: 'ABC', ...STAGE });
    await this.world.settle();
    const command = (await this.world.commands()).find((one) => one.recordId === company);
    await leaveCreation(this.world.deps, { ...this.record(company), key: command!.key, userId });
    this.world.hubspot.edit(COMPANIES, company, { tax_id: '' });
  }

  /** Its name is that of a customer that has a record; a person leaves it without one. */
  async left(name: string): Promise<void> {
    await this.made(name);
    const company = await this.world.add(COMPANIES, { name: `${name} SL`, ...STAGE });
    await this.world.settle();
    const command = (await this.world.commands()).find((one) => one.recordId === company);
    await decideCreation(this.world.deps, { ...this.world.scope, key: command!.key, userId, answer: 'leave', customerId: null });
  }

  async notYet(name: string): Promise<void> {
    await setNotYetCustomer(this.world.deps, this.record(this.untold(name)), [], userId);
  }

  async refused(name: string): Promise<void> {
    await refuseByPerson(this.world.deps, this.pair(this.untold(name), '1'));
  }

  async dryRun(): Promise<Record<string, number>> {
    await this.world.preview(RULES);
    const { groups } = (await this.world.newestPreview()) as unknown as { groups: Group[] };
    return Object.fromEntries(groups.map(({ kind, count, reason }) => [[kind, reason?.code].filter(Boolean).join(' '), count]));
  }

  /** What approval makes of it: how many customers, and how many wait or were asked about. */
  async approve(): Promise<{ made: number; waiting: number }> {
    const before = this.world.erp.made().length;
    await this.world.approve();
    await this.world.confirm();
    const waiting = (await this.world.commands()).filter(({ state }) => state === 'waiting').length;
    return { made: this.world.erp.made().length - before, waiting };
  }
}

async function aStory(): Promise<Story> {
  const world = await aQualifyingWorld(db());
  world.erp.edit('1', { name: 'Zeta' });
  await world.settle();
  return new Story(world);
}

describe('a dry run counts as left out, with the reason', () => {
  it.each([
    ['partedFromWhatWasMade', 'customer.made_before'],
    ['whoseCustomerIsAnothers', 'customer.made_before'],
    ['partedFromWhatWasFound', 'command.not_wanted'],
    ['calledOff', 'command.not_wanted'],
    ['left', 'command.left'],
    ['notYet', 'command.not_wanted'],
  ] as const)('a record of which nothing is made: %s', async (what, code) => {
    const story = await aStory();
    await story[what]('Acme');
    const said = await story.dryRun();
    expect(said).toMatchObject({ [`left_out ${code}`]: 1 });
    expect(Object.keys(said)).not.toContain('create');
    expect(await story.approve()).toEqual({ made: 0, waiting: 0 });
  });

  it('no record that was only refused as somebody else', async () => {
    const story = await aStory();
    await story.refused('Acme');
    expect(await story.dryRun()).toEqual({ create: 1 });
    expect(await story.approve()).toEqual({ made: 1, waiting: 0 });
  });

  it('each of them among others, and approval does just that', async () => {
    const story = await aStory();
    await story.partedFromWhatWasMade('One');
    await story.partedFromWhatWasFound('Two');
    await story.calledOff('Three');
    await story.notYet('Four');
    await story.refused('Five');
    story.untold('Six');
    // Of the same name as one that is left out, which keeps nobody from becoming a customer.
    story.untold('Four SL');
    const said = await story.dryRun();
    expect(said).toEqual({ create: 3, 'left_out command.not_wanted': 3, 'left_out customer.made_before': 1 });
    expect(await story.approve()).toEqual({ made: 3, waiting: 0 });
  });
});

describe('what people said before the ERP was connected again', () => {
  it('counts for its dry run as it does for what is made', async () => {
    const story = await aStory();
    await story.calledOff('One');
    await story.world.disconnect();
    await story.world.connectAgain();
    story.untold('Two');
    expect(await story.dryRun()).toEqual({ create: 1, 'left_out command.not_wanted': 1 });
    expect(await story.approve()).toEqual({ made: 1, waiting: 0 });
  });
});

import { describe, expect, it } from '@jest/globals';
import express from 'express';
import request from 'supertest';
import { answerFailures } from '../../server/http/failures.ts';
import { verifiedBody } from '../../server/http/signature.ts';
import { hubspotWebhooks } from '../../server/http/webhooks/hubspot.ts';
import { forgetInstall } from '../../server/portals/removal.ts';
import { useTestDatabase } from '../support/database.ts';
import { recordingLog } from '../support/log.ts';
import { aConnection } from '../support/portal-rows.ts';
import { anInstalledPortal } from '../support/portals.ts';
import { CLIENT_SECRET, PUBLIC_URL, signed } from '../support/signed.ts';

const NOW = new Date('2026-11-23T10:00:00Z');
const db = useTestDatabase();

function aService({ isFailing = false, firstKick = Promise.resolve() } = {}) {
  const enqueued: unknown[] = [];
  let received = 0;
  const log = recordingLog();
  const now = () => NOW;
  const app = express();
  const enqueue = async (_trx: unknown, name: string, data: unknown) => {
    enqueued.push([name, data]);
    if (enqueued.length === 1) await firstKick;
    if (isFailing) throw new Error('no queue');
  };
  app.post(
    '/webhooks/hubspot',
    ...verifiedBody({ clientSecret: CLIENT_SECRET, publicUrl: PUBLIC_URL, now, log }),
    (_req, _res, next) => {
      received++;
      next();
    },
    hubspotWebhooks({ db: db(), enqueue, now, log }),
  );
  app.use(answerFailures(log));
  const send = (events: unknown) => {
    const body = JSON.stringify(events);
    return signed(request(app).post('/webhooks/hubspot'), 'POST', '/webhooks/hubspot', body, NOW)
      .set('content-type', 'application/json')
      .send(body);
  };
  return { app, send, enqueued, received: () => received };
}

const anEvent = (given: object) => ({
  eventId: 1,
  subscriptionId: 2,
  appId: 3,
  portalId: 42,
  occurredAt: NOW.getTime(),
  attemptNumber: 0,
  subscriptionType: 'object.creation',
  objectTypeId: '0-2',
  objectId: 5,
  ...given,
});
const marks = async () =>
  (
    await db()('inbox')
      .orderBy(['portalId', 'objectType', 'recordId'])
      .select<{ portalId: number; objectType: string; recordId: string; revision: number; isPrivacyDeletion: boolean }[]>()
  ).map((row) => [row.portalId, row.objectType, row.recordId, row.revision, row.isPrivacyDeletion]);

describe('webhooks of HubSpot', () => {
  it('about products count where a catalog is kept, and nowhere else', async () => {
    const scope = await aConnection(db(), { portalId: 42 });
    await aConnection(db(), { portalId: 43 });
    await db()('catalogRules').insert({ ...scope, rules: '{}' });
    const { send, enqueued } = aService();
    const events = [42, 43].flatMap((portalId) => [
      anEvent({ portalId, objectTypeId: '0-7', objectId: 1 }),
      anEvent({ portalId, objectTypeId: '0-7', objectId: 2, subscriptionType: 'object.deletion' }),
      anEvent({ portalId, objectTypeId: '0-7', objectId: 3, subscriptionType: 'object.propertyChange', propertyName: 'price' }),
      anEvent({ portalId, objectTypeId: '0-7', objectId: 4, subscriptionType: 'object.propertyChange', propertyName: 'hs_images' }),
    ]);
    await send(events);
    await send([anEvent({ portalId: 43, objectTypeId: '0-7', subscriptionType: 'product.restore' })]);
    expect(await marks()).toEqual(['1', '2', '3'].map((id) => [42, 'products', id, 1, false]));
    expect(enqueued).toEqual([['inbox', { portalId: 42 }]]);
  });

  it('of associations mark contacts whose company, companies whose parent, and deals whose buyer may be another, and no others', async () => {
    const scope = await aConnection(db(), { portalId: 42 });
    await db()('customerRules').insert({ ...scope, live: '{}', changedAt: NOW });
    const rules = { rules: '{}', confirmed: '{}', since: '{}', revision: 1 };
    await db()('orderRules').insert({ portalId: 42, ...rules, changedBy: 5, changedAt: NOW });
    await aConnection(db(), { portalId: 43 });
    const { send } = aService();
    const tie = (from: [string, number], to: [string, number], more = {}) => ({
      ...anEvent({ subscriptionType: 'object.associationChange', objectTypeId: undefined, objectId: undefined }),
      ...{ fromObjectTypeId: from[0], fromObjectId: from[1], toObjectTypeId: to[0], toObjectId: to[1], ...more },
    });
    await send([
      tie(['0-1', 1], ['0-2', 2], { isPrimaryAssociation: true }),
      tie(['0-2', 3], ['0-1', 4]),
      tie(['0-2', 5], ['0-2', 6]),
      tie(['0-1', 7], ['0-3', 8]),
      tie(['0-2', 9], ['0-3', 10]),
      tie(['0-3', 17], ['0-3', 18]),
      { ...anEvent({ subscriptionType: 'deal.associationChange' }), associationTypeId: 341, fromObjectId: 19, toObjectId: 20 },
      { ...anEvent({ subscriptionType: 'deal.associationChange' }), associationTypeId: 19, fromObjectId: 21, toObjectId: 22 },
      tie(['0-1', 11], ['0-1', 12]),
      { ...anEvent({ subscriptionType: 'contact.associationChange' }), associationTypeId: 279, fromObjectId: 13, toObjectId: 14 },
      tie(['0-1', 15], ['0-2', 16], { portalId: 43 }),
    ]);
    expect(await marks()).toEqual([
      [42, 'companies', '5', 1, false],
      [42, 'companies', '6', 1, false],
      [42, 'contacts', '1', 1, false],
      [42, 'contacts', '13', 1, false],
      [42, 'contacts', '4', 1, false],
      [42, 'deals', '10', 1, false],
      [42, 'deals', '19', 1, false],
      [42, 'deals', '8', 1, false],
    ]);
  });

  it('leave no mark for our own key that came back, but one for any other', async () => {
    const scope = await aConnection(db(), { portalId: 42, identityKey: 'erp:1' });
    await db()('links').insert({ ...scope, objectType: 'companies', customerId: '9', recordId: '5', state: 'active', rule: 'tax_id' });
    const { send, enqueued } = aService();
    const keyed = (propertyValue: string) =>
      anEvent({ subscriptionType: 'object.propertyChange', propertyName: 'erp_customer_key', propertyValue });
    await send([keyed('erp:1:9'), keyed('erp:1:9')]);
    expect([await marks(), enqueued]).toEqual([[], []]);
    await send([keyed('erp:1:9'), keyed('')]);
    await send([keyed('erp:1:9'), anEvent({ subscriptionType: 'object.propertyChange', propertyName: 'domain' })]);
    await send([keyed('erp:1:8')]);
    expect(await marks()).toEqual([[42, 'companies', '5', 3, false]]);
  });

  it('leave one mark per record and one enqueue per portal, in one order', async () => {
    for (const portalId of [42, 7]) await anInstalledPortal(db(), { portalId });
    const { send, enqueued } = aService();
    const { status } = await send([
      anEvent({}),
      anEvent({ subscriptionType: 'object.propertyChange', propertyName: 'domain' }),
      anEvent({ portalId: 7, objectTypeId: '0-1', objectId: '9007199254740993' }),
      anEvent({ subscriptionType: 'object.deletion', objectTypeId: '0-3', objectId: 8 }),
    ]);
    expect(status).toBe(200);
    expect(await marks()).toEqual([
      [7, 'contacts', '9007199254740993', 1, false],
      [42, 'companies', '5', 1, false],
      [42, 'deals', '8', 1, false],
    ]);
    expect(enqueued).toEqual([
      ['inbox', { portalId: 7 }],
      ['inbox', { portalId: 42 }],
    ]);
  });

  it('raise the mark when they come again, in any order', async () => {
    await anInstalledPortal(db());
    const { send } = aService();
    await send([anEvent({ subscriptionType: 'object.deletion' })]);
    await send([anEvent({ subscriptionType: 'object.creation' })]);
    expect(await marks()).toEqual([[42, 'companies', '5', 2, false]]);
  });

  it('of a merge mark every record it names, the new one too', async () => {
    await anInstalledPortal(db());
    const merge = {
      subscriptionType: 'object.merge',
      objectId: undefined,
      primaryObjectId: 10,
      mergedObjectIds: [11, 12],
      newObjectId: 13,
    };
    await aService().send([anEvent(merge)]);
    expect((await marks()).map(([, , id]) => id)).toEqual(['10', '11', '12', '13']);
  });

  it('of a privacy deletion say so, whichever of the two events comes first', async () => {
    await anInstalledPortal(db());
    const privacy = anEvent({ subscriptionType: 'contact.privacyDeletion', objectTypeId: undefined });
    const deletion = anEvent({ subscriptionType: 'object.deletion', objectTypeId: '0-1' });
    const { send } = aService();
    await send([privacy]);
    await send([deletion]);
    await send([
      { ...deletion, objectId: 6 },
      { ...privacy, objectId: 6 },
    ]);
    await send([
      { ...privacy, objectId: 7 },
      { ...deletion, objectId: 7 },
    ]);
    expect((await marks()).map(([, , id, , isPrivacyDeletion]) => [id, isPrivacyDeletion])).toEqual([
      ['5', true],
      ['6', true],
      ['7', true],
    ]);
  });

  it.each([
    ['an unknown type', { subscriptionType: 'conversation.creation' }],
    ['another object', { objectTypeId: '0-5' }],
    ['a property we do not watch', { subscriptionType: 'object.propertyChange', propertyName: 'phone' }],
    ['no record', { objectId: undefined }],
    ['a broken id', { objectId: 'x; drop table' }],
    ['an unknown portal', { portalId: 99 }],
  ])('with %s are answered and forgotten', async (_name, given) => {
    await anInstalledPortal(db());
    const { send, enqueued } = aService();
    expect((await send([anEvent(given), 'nonsense', null])).status).toBe(200);
    expect(await marks()).toEqual([]);
    expect(enqueued).toEqual([]);
  });

  it('of a portal that uninstalled are forgotten', async () => {
    const { portalId } = await anInstalledPortal(db());
    await forgetInstall(db(), portalId, NOW);
    expect((await aService().send([anEvent({})])).status).toBe(200);
    expect(await marks()).toEqual([]);
  });

  it('understand the name the documentation gives the type', async () => {
    await anInstalledPortal(db());
    await aService().send([anEvent({ subscriptionType: undefined, eventType: 'company.creation', objectTypeId: undefined })]);
    expect(await marks()).toEqual([[42, 'companies', '5', 1, false]]);
  });

  it('are not stored unsigned, tampered, or when they are no list', async () => {
    await anInstalledPortal(db());
    const { app, send } = aService();
    expect(
      (
        await request(app)
          .post('/webhooks/hubspot')
          .send([anEvent({})])
      ).status,
    ).toBe(401);
    const tampered = signed(request(app).post('/webhooks/hubspot'), 'POST', '/webhooks/hubspot', JSON.stringify([anEvent({})]), NOW);
    expect((await tampered.send([anEvent({ objectId: 6 })])).status).toBe(401);
    expect((await send({ events: [anEvent({})] })).status).toBe(400);
    expect(await marks()).toEqual([]);
  });

  it('are stored although they are more than HubSpot says it sends at once', async () => {
    await anInstalledPortal(db());
    const { send } = aService();
    expect((await send(Array.from({ length: 101 }, (_, index) => anEvent({ objectId: index + 1 })))).status).toBe(200);
    expect(await marks()).toHaveLength(101);
  });

  it('are not answered with 2xx when they could not be stored, so that HubSpot sends them again', async () => {
    await anInstalledPortal(db());
    expect((await aService({ isFailing: true }).send([anEvent({})])).status).toBe(500);
    expect(await marks()).toEqual([]);
  });

  const together = async (isFailing: boolean) => {
    await anInstalledPortal(db());
    const firstKick = Promise.withResolvers<void>();
    const { send, enqueued, received } = aService({ isFailing, firstKick: firstKick.promise });
    const answers = [1, 2, 3, 4].map(async (objectId) => {
      // The first is being stored when the others come.
      await until(() => objectId === 1 || enqueued.length === 1);
      return (await send([anEvent({ objectId })])).status;
    });
    await until(() => received() === 4);
    firstKick.resolve();
    return { statuses: await Promise.all(answers), enqueued: enqueued.length, marks: (await marks()).map(([, , id]) => id) };
  };

  it('that come while others are being stored are stored together, each before it is answered', async () => {
    expect(await together(false)).toEqual({ statuses: [200, 200, 200, 200], enqueued: 2, marks: ['1', '2', '3', '4'] });
  });

  it('that are stored together are all sent again when that fails', async () => {
    expect(await together(true)).toEqual({ statuses: [500, 500, 500, 500], enqueued: 2, marks: [] });
  });

  it('with a key PostgreSQL takes no text from spoil nothing for those stored with them', async () => {
    await anInstalledPortal(db());
    const broken = anEvent({ subscriptionType: 'object.propertyChange', propertyName: 'erp_customer_key', propertyValue: 'a\0b\ud800' });
    expect((await aService().send([broken, anEvent({ objectId: 6 })])).status).toBe(200);
    expect((await marks()).map(([, , id]) => id)).toEqual(['5', '6']);
  });
});

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 5));
}

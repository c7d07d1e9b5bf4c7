import { pause } from '../http.ts';
import { drawsFrom } from '../faults.ts';
import type { CrmEvent } from './crm-events.ts';
import { signatureHeaders, throughProxy, type Proxy } from './signing.ts';
import type { Subscription } from './subscriptions.ts';
import { OBJECT_TYPE_IDS, SINGULAR } from './types.ts';

/** Bad habits, all of them documented; may be changed at any time. */
export interface WebhookHabits {
  /** Share of events that are sent a second time, 0 to 1. Default 0. */
  duplicates: number;
  /** Events of a batch come in any order. Default false. */
  shuffles: boolean;
  /** How long events are gathered before they are sent. Default 20 ms. */
  delayMs: number;
  /** Wait before a repeat, times the attempt; HubSpot spreads ten over 24 h. Default 200 ms. */
  retryMs: number;
  /** Nothing is sent while true; what is held goes out afterwards. */
  isPaused: boolean;
  /** Share of events that never arrive. Default 0. */
  losses: number;
}

export interface Delivery {
  at: Date;
  portalId: number;
  events: WebhookEvent[];
  attempt: number;
  /** 0: no answer. */
  status: number;
}

export interface WebhookEvent {
  eventId: number;
  subscriptionId: number;
  portalId: number;
  appId: number;
  occurredAt: number;
  subscriptionType: string;
  attemptNumber: number;
  objectId: number;
  [detail: string]: unknown;
}

interface WebhookOptions {
  target: string | null;
  clientSecret: string;
  appId: number;
  now(): Date;
  subscriptions: readonly Subscription[];
  proxy: Proxy;
  habits?: Partial<WebhookHabits>;
}

const BATCH = 100;
const MAX_ATTEMPTS = 10;
const TIMEOUT_MS = 5_000;

export class Webhooks {
  readonly habits: WebhookHabits;
  readonly deliveries: Delivery[] = [];
  target: string | null;
  subscriptions: readonly Subscription[];
  private readonly options: WebhookOptions;
  private readonly waiting = new Map<number, WebhookEvent[]>();
  private readonly draw = drawsFrom(7);
  private readonly underWay = new Set<Promise<void>>();
  private lastEventId = 100;
  private isClosed = false;

  constructor(options: WebhookOptions) {
    this.options = options;
    this.target = options.target;
    this.subscriptions = options.subscriptions;
    this.habits = { duplicates: 0, shuffles: false, delayMs: 20, retryMs: 200, isPaused: false, losses: 0, ...options.habits };
  }

  /** Held back until the next delay is over, then sent in batches. */
  enqueue(portalId: number, event: CrmEvent): void {
    const subscription = this.subscriptions.findIndex((one) => isSubscribed(one, event));
    if (this.target === null || subscription < 0 || this.draw() < this.habits.losses) return;
    const payload = this.payload(portalId, subscription, event);
    const copies = this.draw() < this.habits.duplicates ? 2 : 1;
    const queue = this.waiting.get(portalId) ?? [];
    if (!this.waiting.has(portalId)) this.waiting.set(portalId, queue);
    for (let copy = 0; copy < copies; copy++) queue.push({ ...payload });
    if (queue.length === copies) this.track(this.flushLater(portalId));
  }

  /** Nothing is waiting or under way. */
  isIdle(): boolean {
    return this.underWay.size === 0;
  }

  /** Resolves when nothing is waiting or under way. */
  async settled(): Promise<void> {
    while (this.underWay.size > 0) await Promise.all(this.underWay);
  }

  close(): void {
    this.isClosed = true;
    this.waiting.clear();
  }

  private track(work: Promise<void>): void {
    this.underWay.add(work);
    void work.finally(() => this.underWay.delete(work));
  }

  private async flushLater(portalId: number): Promise<void> {
    await pause(this.habits.delayMs);
    while (this.habits.isPaused && !this.isClosed) await pause(10);
    const events = this.waiting.get(portalId) ?? [];
    this.waiting.delete(portalId);
    if (this.habits.shuffles) shuffle(events, this.draw);
    for (let start = 0; start < events.length; start += BATCH) this.track(this.deliver(portalId, events.slice(start, start + BATCH)));
  }

  private async deliver(portalId: number, events: WebhookEvent[]): Promise<void> {
    for (let attempt = 0; attempt <= MAX_ATTEMPTS && !this.isClosed; attempt++) {
      const sent = events.map((event) => ({ ...event, attemptNumber: attempt }));
      const status = await this.post(sent);
      this.deliveries.push({ at: this.options.now(), portalId, events: sent, attempt, status });
      if (status >= 200 && status < 300) return;
      await pause(this.habits.retryMs * (attempt + 1));
    }
  }

  private async post(events: WebhookEvent[]): Promise<number> {
    const { clientSecret, now, proxy } = this.options;
    const { target } = this;
    if (target === null) return 0;
    const body = Buffer.from(JSON.stringify(events));
    const signature = signatureHeaders(clientSecret, { method: 'POST', uri: target, body, timestamp: now().getTime() });
    const headers = { 'content-type': 'application/json', ...signature };
    try {
      const signal = AbortSignal.timeout(TIMEOUT_MS);
      const response = await fetch(throughProxy(proxy, target), { method: 'POST', body, headers, signal, redirect: 'manual' });
      await response.arrayBuffer();
      return response.status;
    } catch {
      return 0;
    }
  }

  private payload(portalId: number, subscription: number, event: CrmEvent): WebhookEvent {
    return {
      eventId: ++this.lastEventId,
      subscriptionId: 5_000 + subscription,
      portalId,
      appId: this.options.appId,
      occurredAt: event.at.getTime(),
      subscriptionType: subscriptionTypeOf(event),
      attemptNumber: 0,
      objectId: Number(event.id),
      changeSource: event.source.type,
      sourceId: event.source.id,
      ...(event.kind === 'privacyDeleted' ? {} : { objectTypeId: OBJECT_TYPE_IDS[event.objectType] }),
      ...detailsOf(event),
    };
  }
}

function detailsOf(event: CrmEvent): Record<string, unknown> {
  if (event.kind === 'changed') return { propertyName: event.property, propertyValue: event.value ?? '', isSensitive: false };
  if (event.kind === 'created') return { changeFlag: 'CREATED' };
  if (event.kind === 'deleted') return { changeFlag: 'DELETED' };
  if (event.kind === 'associated') {
    return {
      associationCategory: 'HUBSPOT_DEFINED',
      associationTypeId: event.typeId,
      fromObjectId: Number(event.id),
      toObjectId: Number(event.toId),
      fromObjectTypeId: OBJECT_TYPE_IDS[event.objectType],
      toObjectTypeId: OBJECT_TYPE_IDS[event.toType],
      associationRemoved: event.isRemoved,
      isPrimaryAssociation: event.isPrimary,
    };
  }
  if (event.kind !== 'merged') return {};
  const { primaryId, mergedIds, moved, id } = event;
  const newObject = id === primaryId ? {} : { newObjectId: Number(id) };
  return {
    changeFlag: 'MERGED',
    objectId: Number(primaryId),
    primaryObjectId: Number(primaryId),
    mergedObjectIds: mergedIds.map(Number),
    ...newObject,
    numberOfPropertiesMoved: moved,
  };
}

const TYPES = {
  created: 'object.creation',
  deleted: 'object.deletion',
  restored: 'object.restore',
  merged: 'object.merge',
  changed: 'object.propertyChange',
  associated: 'object.associationChange',
  privacyDeleted: 'contact.privacyDeletion',
} as const;
const subscriptionTypeOf = (event: CrmEvent): string => TYPES[event.kind];

function isSubscribed({ subscriptionType, objectType, propertyName }: Subscription, event: CrmEvent): boolean {
  if (subscriptionType !== subscriptionTypeOf(event)) return false;
  if (objectType !== undefined && objectType !== SINGULAR[event.objectType]) return false;
  return event.kind !== 'changed' || propertyName === event.property;
}

function shuffle(events: WebhookEvent[], draw: () => number): void {
  for (let left = events.length - 1; left > 0; left--) {
    const other = Math.floor(draw() * (left + 1));
    [events[left], events[other]] = [events[other]!, events[left]!];
  }
}

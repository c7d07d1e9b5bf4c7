import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export interface Subscription {
  subscriptionType: string;
  /** Singular; absent for hub events. */
  objectType?: string;
  propertyName?: string;
}

interface WebhooksMeta {
  config: { subscriptions: { crmObjects?: (Subscription & { active: boolean })[]; hubEvents?: (Subscription & { active: boolean })[] } };
}

/** What our HubSpot project subscribes to; HubSpot itself reads it from the same file. */
export function projectSubscriptions(): Subscription[] {
  const folder = fileURLToPath(new URL('../../../hubspot-app/app/webhooks/', import.meta.url));
  const files = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('-hsmeta.json')) : [];
  return files.flatMap((name) => {
    const { config } = JSON.parse(readFileSync(folder + name, 'utf8')) as WebhooksMeta;
    const { crmObjects = [], hubEvents = [] } = config.subscriptions;
    return [...crmObjects, ...hubEvents].filter(({ active }) => active);
  });
}

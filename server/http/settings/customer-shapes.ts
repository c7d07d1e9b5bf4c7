import type { ErpConnector } from '../../erp/shared/contract.ts';
import { PuenteError } from '../../shared/errors.ts';
import { CUSTOMER_OBJECT_TYPES, perObjectType } from '../../shared/object-types.ts';
import { readFields, readProperties } from '../../sync/customers/known-shapes.ts';
import type { AskedShapes } from '../../sync/customers/overview.ts';
import type { ConnectionScope } from '../../sync/shared/job-data.ts';
import { whilePersonWaits, type SettingsDeps } from './request.ts';

export interface CustomerShapes {
  ask(scope: ConnectionScope, connector: ErpConnector): Promise<AskedShapes>;
  /** One of them was changed here. */
  forget(scope: ConnectionScope): void;
}

/** The page asks again and again while it is open, and waits 12 s at most. */
const FRESH_MS = 60_000;
/** Of an answer that lacks one side: a person waits for the other half. */
const TROUBLE_FRESH_MS = 10_000;
const PATIENCE_MS = 8_000;
const CONNECTIONS_HELD = 200;
const NO_PROPERTIES = perObjectType(CUSTOMER_OBJECT_TYPES, () => []);

/** The fields of both systems, remembered for a minute by this process. Without one of them the page shows what is saved; an error of ours is one. */
export function createCustomerShapes({ now, openHubSpot }: Pick<SettingsDeps, 'now' | 'openHubSpot'>): CustomerShapes {
  const held = new Map<string, { shapes: AskedShapes; askedAt: number }>();
  return {
    async ask({ portalId, connectionId }, connector) {
      const time = now().getTime();
      const known = held.get(connectionId);
      if (known && time - known.askedAt < (known.shapes.trouble ? TROUBLE_FRESH_MS : FRESH_MS)) return known.shapes;
      const patience = AbortSignal.timeout(PATIENCE_MS);
      const [fields, properties] = await Promise.all([
        orTrouble(readFields(connector, whilePersonWaits({ erpAnswersWithinMs: PATIENCE_MS }))),
        orTrouble(openHubSpot(portalId).then((hubspot) => readProperties(hubspot, patience))).catch((error: unknown) =>
          tooSlow(error, patience),
        ),
      ]);
      const shapes = {
        fields: fields.read,
        properties: properties.read ?? known?.shapes.properties ?? NO_PROPERTIES,
        trouble: fields.trouble ?? properties.trouble,
      };
      if (held.size >= CONNECTIONS_HELD) held.clear();
      held.set(connectionId, { shapes, askedAt: time });
      return shapes;
    },
    forget: ({ connectionId }) => void held.delete(connectionId),
  };
}

async function orTrouble<T>(reading: Promise<T>): Promise<{ read: T | null; trouble: AskedShapes['trouble'] }> {
  try {
    return { read: await reading, trouble: null };
  } catch (error) {
    if (!(error instanceof PuenteError)) throw error;
    return { read: null, trouble: { code: error.code, params: error.params } };
  }
}

/** A call that was ended says no more than that. */
function tooSlow(error: unknown, { aborted }: AbortSignal): { read: null; trouble: AskedShapes['trouble'] } {
  if (aborted) return { read: null, trouble: { code: 'hubspot.timeout', params: {} } };
  throw error;
}

import type { PropertyDesign } from '../../hubspot/properties.ts';
import type { EventKind } from '../../streams/shared/events.ts';
import type { ObjectType } from '../../shared/object-types.ts';
import type { ProjectStatus } from '../../streams/projects/progress.ts';
import type { OrderFacts } from './order-status.ts';
import type { ProductFacts } from './product-facts.ts';
import type { SubscriptionFacts } from './subscription-facts.ts';

/** What is known of one record, over all ERPs it is linked to. */
export interface RecordFacts {
  /** Of the customer linked first. */
  key: string | null;
  isBlocked: boolean;
  /** Invoiced lately; null: never. */
  isRecent: boolean | null;
  /** Of its invoices, each once; an open one past its due date counts as `overdue`. */
  statuses: string[] | null;
  open: string | null;
  overdue: string | null;
  lastNumber: string | null;
  /** Of a deal; null: it has to do with no order. */
  orders: OrderFacts | null;
  /** Of a deal: how far what its orders have in projects is; null: they have nothing in any. */
  projects: ProjectStatus[] | null;
  /** Of a deal or an organisation; null: it has none. */
  subscriptions: SubscriptionFacts | null;
}

/** Properties beyond those that every account has room for: an administrator switches them on together. */
export type OptionalSet = 'projects' | 'subscriptions';

interface Common extends PropertyDesign {
  objectTypes: readonly ObjectType[];
  /** What it holds when there is nothing to say. */
  nothing: string;
  /** Where there is nothing to say, only what we wrote ourselves is emptied: the rest is somebody else's. */
  isOptional?: true;
  /** Made and written only where this set is switched on. */
  set?: OptionalSet;
}

export interface ProductProperty extends Common {
  kind: 'state' | 'key';
  /** In HubSpot's spelling; null: nothing; undefined: what HubSpot holds stays. */
  fromProduct(facts: ProductFacts): string | null | undefined;
}

/** One property: on which objects it is, what HubSpot shows, where its value comes from. A field that an administrator maps has the same shape. */
export type Property = Common &
  (
    | {
        /** `state` tells how things are. A `key` too, and no two records share it. */
        kind: 'state' | 'key';
        /** In HubSpot's spelling; null: nothing. */
        value(facts: RecordFacts): string | null;
      }
    | ProductProperty
    | {
        /** The time of the newest event of a kind that happened to the record. */
        kind: 'event';
        movedBy: EventKind;
      }
    | {
        /** Typed by a person or another app: read, never written. */
        kind: 'typed';
      }
  );

import type { ObjectType, PropertyChange, Source } from './types.ts';

interface About {
  objectType: ObjectType;
  id: string;
  at: Date;
  source: Source;
}

/** What happened in a portal, as webhooks and feeds tell it. */
export type CrmEvent =
  | ({ kind: 'created' | 'deleted' | 'restored' | 'privacyDeleted' } & About)
  | ({ kind: 'changed' } & PropertyChange)
  | ({ kind: 'associated'; toType: ObjectType; toId: string; typeId: number; isRemoved: boolean; isPrimary: boolean } & About)
  | ({ kind: 'merged'; primaryId: string; mergedIds: string[]; moved: number } & About);

import { z } from 'zod';
import { recordId } from '../shared/ids.ts';

/** What HubSpot answers about lists, as far as we read it. */
const instant = z.coerce
  .date()
  .nullish()
  .catch(null)
  .transform((at) => at ?? null);
const ListFacts = z.object({
  listId: z.coerce.string(),
  name: z.string(),
  objectTypeId: z.string().nullish(),
  processingType: z.string(),
  createdAt: instant,
  deletedAt: instant,
});
export type ListFacts = z.infer<typeof ListFacts>;

export const ListMade = z.object({ list: ListFacts });

const ids = z.array(z.coerce.string().transform(recordId));
export const MembersAnswer = z.object({
  results: z.array(z.object({ recordId: z.coerce.string().transform(recordId) })),
  paging: z.object({ next: z.object({ after: z.coerce.string() }).optional() }).nullish(),
});
export const ListsFound = z.object({ lists: z.array(ListFacts), hasMore: z.boolean() });

/** Where a part of it failed, those records are left out of the results. */
export const MembershipsAnswer = z.object({
  errors: z.array(z.unknown()).nullish(),
  results: z.array(
    z.object({
      recordId: z.coerce.string().transform(recordId),
      recordListMemberships: z.array(z.object({ listId: z.coerce.string() })),
    }),
  ),
});
export const MembersChanged = z.object({ recordIdsMissing: ids.default([]) });

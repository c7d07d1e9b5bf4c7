import type { RecordId } from '../../shared/ids.ts';

interface Found {
  byKey: RecordId | null;
  /** That carry the product's SKU and belong to no other product of an ERP. */
  bySku: readonly RecordId[];
  /** That carry it and were an ERP's that is connected no more: whether this is its successor, only a person can say. */
  ofGoneErp: readonly RecordId[];
  /** That carry it and are another connected ERP's, where the rules say that these are the same products. */
  ofOtherErp: readonly RecordId[];
  /** Another ERP product has the SKU too: which of them it is, only a person can say. */
  isSkuShared: boolean;
  /** Another one of the same ERP that goes to HubSpot as well has it: whether they are two products, only a person can say. */
  isSkuTwice: boolean;
}

export interface ProductDecision {
  state: 'linked' | 'new' | 'ambiguous' | 'not_wanted';
  recordId: RecordId | null;
  rule: 'key' | 'sku' | null;
  candidates: RecordId[];
}

/** Our key, then the SKU, then nothing: a name says nothing about a product. Two ERPs with one SKU have two products, unless the rules say otherwise. */
export function decideProduct({ byKey, bySku, ofOtherErp, ofGoneErp, isSkuShared, isSkuTwice }: Found): ProductDecision {
  if (byKey) return { state: 'linked', recordId: byKey, rule: 'key', candidates: [] };
  const candidates = [...bySku, ...ofOtherErp, ...ofGoneErp];
  const [only] = candidates;
  if (!only) return { state: isSkuTwice ? 'ambiguous' : 'new', recordId: null, rule: null, candidates: [] };
  if (candidates.length > 1 || ofGoneErp.length > 0 || isSkuShared) return { state: 'ambiguous', recordId: null, rule: null, candidates };
  return { state: 'linked', recordId: only, rule: 'sku', candidates: [] };
}

/** What recognises a record: the instant of its creation, which no ERP changes, or what its connector says instead. Null: nothing does. */
export function fingerprintOf({ createdAt, proof }: { createdAt: string | null; proof?: string | undefined }): string | null {
  if (createdAt === null) return proof ?? null;
  // As ERPs say it that count in seconds; asked for several times of every record.
  return TO_THE_SECOND.test(createdAt) ? `${createdAt.slice(0, -1)}.000Z` : new Date(createdAt).toISOString();
}

const TO_THE_SECOND = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;

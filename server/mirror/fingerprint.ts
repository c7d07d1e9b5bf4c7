/** What recognises a record: the instant of its creation, which no ERP changes, or what its connector says instead. Null: nothing does. */
export function fingerprintOf({ createdAt, proof }: { createdAt: string | null; proof?: string | undefined }): string | null {
  return createdAt === null ? (proof ?? null) : new Date(createdAt).toISOString();
}

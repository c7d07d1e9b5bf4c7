import type { Db } from '../../db/index.ts';
import { storeInstall, type Install } from '../../portals/portals.ts';
import type { Secrets } from '../../portals/secrets.ts';
import type { Enqueue } from '../shared/job-data.ts';
import { requestProvision } from '../shared/provision.ts';

interface Deps {
  db: Db;
  secrets: Secrets;
  enqueue: Enqueue;
  now(): Date;
}

/** Keeps the tokens of an install; a job makes our properties. */
export async function installPortal({ db, secrets, enqueue, now }: Deps, install: Install): Promise<void> {
  await db.transaction(async (trx) => {
    await storeInstall(trx, secrets, install, now());
    await requestProvision(trx, enqueue, install.portalId, now());
  });
}

import { expect, it } from '@jest/globals';
import { CredentialsRefusedError } from '../../../server/shared/errors.ts';
import { trackCalls } from '../../../server/sync/erp-access/tracked-connector.ts';
import { never } from '../../contract/reading.ts';
import { MemoryErp } from '../../support/erp.ts';

const refused = new CredentialsRefusedError('no', { code: 'erp.access_denied' });

it('a refused login keeps other jobs from asking too, until they can see it on the row', async () => {
  const erp = new MemoryErp();
  const track = () => trackCalls(erp, performance.now());
  const [first, second] = [track(), track()];
  erp.before = () => {
    throw refused;
  };
  await expect(first.erp.identify(never)).rejects.toThrow(refused);
  await expect(second.erp.readPage('invoices', null, never)).rejects.toThrow(refused);
  const loadedBetween = track();
  await expect(loadedBetween.erp.identify(never)).rejects.toThrow(refused);
  first.refusalIsStored();
  await expect(loadedBetween.erp.identify(never)).rejects.toThrow(refused);
  expect(erp.calls).toEqual(['identify']);
  erp.before = () => undefined;
  await new Promise((resolve) => setTimeout(resolve, 2));
  await expect(track().erp.identify(never)).resolves.toMatchObject({ key: 'memory:db-1' });
});
